/**
 * The operating mode above everything: its name, and what is different now. It can be folded to one line; it goes only with
 * the mode. A change is said aloud once, politely.
 */
import { use, useState } from "react";
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import type { ModeView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "./ModeLine.module.css";
import { DIFFERENCES, ModeContext } from "./mode";

export function ModeLine() {
  const mode = use(ModeContext);
  const { t, date } = useL10n();
  // Folded by the person, for this switch of the mode: the next one is told in full again.
  const [folded, setFolded] = useState<number | null>(null);
  const told = DIFFERENCES.filter((difference) => mode[difference]).map((difference) => t(`mode-${difference.replaceAll("_", "-")}`));
  const open = folded !== mode.since_ms;
  const heading = t(`mode-${mode.mode}`);
  const said = useSaid(mode, [`${heading}:`, ...told].join(" "), t("mode-over"));
  return (
    <>
      <p role="status" className="visually-hidden" data-testid="mode-said">
        {said}
      </p>
      {mode.mode === "normal" ? null : (
        <div className={css.mode} data-mode={mode.mode} data-testid="mode">
          <Icon name="warning" />
          <div className={css.words}>
            <p className={css.heading}>
              <strong>{heading}</strong> <span className={css.since}>{t("mode-since", { date: date(mode.since_ms) })}</span>
            </p>
            {open ? (
              <ul className={css.list}>
                {told.map((difference) => (
                  <li key={difference}>{difference}</li>
                ))}
              </ul>
            ) : null}
          </div>
          <Button
            small
            aria-expanded={open}
            onPress={() => setFolded(open ? mode.since_ms : null)}
            data-testid="mode-fold"
          >
            {t(open ? "mode-fold" : "mode-unfold")}
          </Button>
        </div>
      )}
    </>
  );
}

/** What a screen reader says: nothing while it has always been normal. */
function useSaid(mode: ModeView, now: string, over: string): string {
  const [seen, setSeen] = useState(mode.mode);
  const [changed, setChanged] = useState(false);
  if (seen !== mode.mode) {
    setSeen(mode.mode);
    setChanged(true);
  }
  if (mode.mode !== "normal") return now;
  return changed ? over : "";
}
