/**
 * On a new device: how far earlier messages have been made readable, in one quiet line while that goes on. Said aloud when it
 * begins and when it is over, not at every step.
 */
import { useCallback, useState } from "react";
import { Icon } from "../controls/Icon";
import type { KeysView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "../main/Lines.module.css";
import { useBackend, useWatched } from "../state/backend";

const NOTHING: KeysView = { rooms_done: 0, rooms: 0 };

export function KeysLine() {
  const backend = useBackend();
  const { t } = useL10n();
  const keys = useWatched<KeysView>(useCallback((listener) => backend.watchKeys(listener), [backend]), NOTHING);
  const going = keys.rooms_done < keys.rooms;
  const [begun, setBegun] = useState(false);
  if (going && !begun) setBegun(true);
  // Without conversations it was given up, and nothing has become readable.
  const over = begun && !going && keys.rooms > 0;
  return (
    <>
      <p role="status" className="visually-hidden" data-testid="keys-said">
        {going ? t("keys-begun") : over ? t("keys-over") : ""}
      </p>
      {going ? (
        <p className={`${css.line} ${css.calm}`} data-testid="keys">
          <Icon name="clock" />
          <span>{t("keys-line", { done: keys.rooms_done, rooms: keys.rooms })}</span>
        </p>
      ) : null}
    </>
  );
}
