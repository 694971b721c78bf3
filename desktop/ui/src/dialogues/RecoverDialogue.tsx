/** The ways to confirm this computer: the recovery key, another device, and the last way for who has neither. */
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Notice } from "../controls/Notice";
import type { TrustView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend } from "../state/backend";
import { RecoveryKeyForm } from "../trust/RecoveryKeyForm";
import css from "../trust/Trust.module.css";

type RecoverDialogueProps = {
  trust: TrustView;
  onConfirm: () => void;
  onLost: () => void;
  onClose: () => void;
};

export function RecoverDialogue({ trust, onConfirm, onLost, onClose }: RecoverDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const changed = trust.state === "identity_changed";
  const incomplete = trust.state === "recovery_incomplete";
  return (
    <Dialogue title={t(changed ? "identity-own-title" : "recover-title")} onClose={onClose} wide data-testid="recover-dialogue">
      {changed ? (
        <Notice look="warning">
          <p>{t("identity-own-text")}</p>
          <p>{t("identity-own-not-me")}</p>
        </Notice>
      ) : null}
      <p>{t(changed ? "identity-own-me" : incomplete ? "recover-incomplete-text" : "recover-text")}</p>
      <RecoveryKeyForm
        action={t("recover-button")}
        act={async (key) => {
          await backend.recover(key);
          onClose();
        }}
        data-testid="recover"
      />
      <div className={css.ways}>
        <p>{t("recover-other-ways")}</p>
        <div className={css.actions}>
          <Button onPress={onConfirm} data-testid="trust-confirm-device">
            {t("trust-confirm-device")}
          </Button>
          <Button look="quiet" onPress={onLost} data-testid="recover-lost">
            {t(incomplete ? "recover-lost" : "recover-lost-all")}
          </Button>
        </div>
      </div>
    </Dialogue>
  );
}
