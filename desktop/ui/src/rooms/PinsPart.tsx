/** The messages that a room keeps at hand. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Problem } from "../controls/Notice";
import type { PinView, ProblemView, RoomDetails } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";
import css from "./Rooms.module.css";

export function PinsPart({ details, onShow }: { details: RoomDetails; onShow: (eventId: string) => void }) {
  const backend = useBackend();
  const { t, day, time } = useL10n();
  const task = useTask();
  const [pins, setPins] = useState<PinView[] | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const roomId = details.summary.id;
  useEffect(() => ask(() => backend.pins(roomId), setPins, setProblem), [backend, roomId, details.pinned]);
  const unpin = (pin: PinView) =>
    void task.run(async () => {
      await backend.unpin(roomId, pin.event_id);
      setPins((before) => before?.filter((one) => one !== pin) ?? null);
    });
  return (
    <div className={css.part}>
      <p role="status" className={css.status} data-testid="pins-status">
        {problem ? "" : pins === null ? t("details-loading") : t("pins-count", { count: pins.length })}
      </p>
      <Problem problem={problem ?? task.problem} />
      {pins && pins.length > 0 ? (
        <ul className={css.list} aria-label={t("room-part-pins")}>
          {pins.map((pin) => (
            <li key={pin.event_id} className={css.row} data-testid="pin">
              <div className={css.words}>
                <p>{pin.text === "" ? t("pin-unreadable") : pin.text}</p>
                <p className={css.muted}>
                  {[pin.sender, pin.at_ms === null ? "" : `${day(pin.at_ms)}, ${time(pin.at_ms)}`].filter(Boolean).join(" · ")}
                </p>
              </div>
              <Button
                small
                onPress={() => onShow(pin.event_id)}
                aria-label={t("pin-show-label", { text: pin.text === "" ? t("pin-unreadable") : pin.text })}
                data-testid="pin-show"
              >
                {t("pin-show")}
              </Button>
              {details.rights.pin ? (
                <Button
                  small
                  onPress={() => unpin(pin)}
                  isDisabled={task.busy}
                  aria-label={t("pin-remove-label", { text: pin.text === "" ? t("pin-unreadable") : pin.text })}
                  data-testid="pin-remove"
                >
                  {t("pin-remove")}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
