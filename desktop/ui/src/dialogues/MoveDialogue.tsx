/** What to do for somebody whose account moves to another organisation's server: in the order in which to do it. */
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import type { MoveView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "./Move.module.css";

type MoveDialogueProps = { move: MoveView; onSignOut: () => void; onClose: () => void };

export function MoveDialogue({ move, onSignOut, onClose }: MoveDialogueProps) {
  const { t, date } = useL10n();
  if (move.state === "stays") return null;
  const { organisation } = move;
  return (
    <Dialogue title={t("move-title", { organisation })} onClose={onClose} data-testid="move-dialogue">
      <p>{move.state === "moved" ? t("move-until", { date: date(move.until_ms) }) : t("move-stays-until")}</p>
      <ol className={css.steps}>
        <li>{t("move-step-copy")}</li>
        <li>{t("move-step-sign-out")}</li>
        <li>{t("move-step-sign-in", { organisation })}</li>
        <li>{t("move-step-rooms")}</li>
      </ol>
      <div className={css.actions}>
        <Button onPress={onClose} data-testid="move-later">
          {t("move-later")}
        </Button>
        <Button look="primary" onPress={onSignOut} data-testid="move-sign-out">
          {t("move-sign-out")}
        </Button>
      </div>
    </Dialogue>
  );
}
