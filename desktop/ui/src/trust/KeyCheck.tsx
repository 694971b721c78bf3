/** Now and then: does the person still have the recovery key? It can always wait, and keeps nobody from anything. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Icon } from "../controls/Icon";
import { Notice } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import css from "../main/Lines.module.css";
import { useBackend } from "../state/backend";
import { RecoveryKeyForm } from "./RecoveryKeyForm";
import form from "./Trust.module.css";

/** Shown once everything else is in order. */
export function KeyCheckLine({ ready, onCheck }: { ready: boolean; onCheck: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const [due, setDue] = useState(false);
  useEffect(() => {
    if (!ready) return;
    backend.recoveryCheckDue().then(setDue, () => undefined);
  }, [backend, ready]);
  if (!ready || !due) return null;
  return (
    <div className={`${css.line} ${css.calm}`} data-testid="key-check">
      <Icon name="shield" />
      <p>{t("key-check-line")}</p>
      <div className={css.buttons}>
        <Button
          small
          onPress={() => {
            setDue(false);
            onCheck();
          }}
          data-testid="key-check-go"
        >
          {t("key-check-go")}
        </Button>
        <Button
          small
          look="quiet"
          onPress={() => {
            setDue(false);
            backend.postponeRecoveryCheck().catch(() => undefined);
          }}
          data-testid="key-check-later"
        >
          {t("recovery-later")}
        </Button>
      </div>
    </div>
  );
}

export function KeyCheckDialogue({ onLost, onClose }: { onLost: () => void; onClose: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const [right, setRight] = useState(false);
  const close = () => {
    // Whoever opened this and thought better of it is not asked again at the next start.
    if (!right) backend.postponeRecoveryCheck().catch(() => undefined);
    onClose();
  };
  return (
    <Dialogue title={t("key-check-title")} onClose={close} wide data-testid="key-check-dialogue">
      {right ? (
        <>
          <div role="status">
            <Notice look="good">{t("key-check-right")}</Notice>
          </div>
          <div className={form.actions}>
            <Button look="primary" autoFocus onPress={close}>
              {t("close")}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p>{t("key-check-text")}</p>
          <RecoveryKeyForm
            action={t("key-check-button")}
            act={async (key) => {
              await backend.checkRecoveryKey(key);
              setRight(true);
            }}
            data-testid="key-check"
          >
            <Button onPress={close}>{t("recovery-later")}</Button>
            <Button look="quiet" onPress={onLost} data-testid="key-check-lost">
              {t("recover-lost")}
            </Button>
          </RecoveryKeyForm>
        </>
      )}
    </Dialogue>
  );
}
