/** The last way in, for who has lost every other device and the recovery key: what it costs, before it is done. */
import { useL10n } from "../l10n/L10n";
import { useBackend } from "../state/backend";
import { ProofDialogue } from "./ProofDialogue";
import css from "./Trust.module.css";

type BeginAnewDialogueProps = {
  /** It is done: a new recovery key is made next. */
  onDone: () => void;
  onClose: () => void;
};

export function BeginAnewDialogue({ onDone, onClose }: BeginAnewDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  return (
    <ProofDialogue
      title={t("anew-title")}
      action={t("anew-button")}
      act={(password) => backend.beginAnew(password)}
      onDone={onDone}
      onClose={onClose}
      data-testid="anew-dialogue"
    >
      <p>{t("anew-text")}</p>
      <ul className={css.list}>
        <li>{t("anew-messages")}</li>
        <li>{t("anew-devices")}</li>
        <li>{t("anew-people")}</li>
        <li>{t("anew-key")}</li>
      </ul>
      <p>{t("anew-stays")}</p>
    </ProofDialogue>
  );
}
