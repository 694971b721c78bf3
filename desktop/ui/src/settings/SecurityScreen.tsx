/** This computer: whether it is confirmed, the person's devices, the lock of the window, the virus scanner. */
import { Button } from "../controls/Button";
import { Notice } from "../controls/Notice";
import type { TrustView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import type { DialogueName } from "../main/MainWindow";
import { TRUST_LINES, type TrustAction } from "../trust/line";
import { ScannerTrust } from "./ScannerTrust";
import css from "./Settings.module.css";

type SecurityScreenProps = {
  trust: TrustView;
  onDialogue: (dialogue: DialogueName) => void;
  onRemedy: (action: TrustAction) => void;
};

export function SecurityScreen({ trust, onDialogue, onRemedy }: SecurityScreenProps) {
  const { t } = useL10n();
  const line = TRUST_LINES[trust.state];
  return (
    <>
      <section className={css.part}>
        <h3>{t("settings-security")}</h3>
        <Notice look={trust.state === "ready" ? "good" : "info"}>
          {t(`settings-trust-${trust.state.replaceAll("_", "-")}`)}
        </Notice>
        <div className={css.actions}>
          {line ? (
            <Button look="primary" onPress={() => onRemedy(line.action)} data-testid="settings-remedy">
              {t(line.label)}
            </Button>
          ) : null}
          {trust.state === "ready" ? (
            <>
              <Button onPress={() => onDialogue("verify")} data-testid="settings-verify">
                {t("settings-confirm-other")}
              </Button>
              <Button onPress={() => onDialogue("key_check")} data-testid="settings-key-check">
                {t("key-check-title")}
              </Button>
            </>
          ) : null}
          <Button onPress={() => onDialogue("devices")} data-testid="settings-devices">
            {t("devices-title")}
          </Button>
          <Button onPress={() => onDialogue("app_lock")} data-testid="settings-lock">
            {t("lock-title")}
          </Button>
        </div>
      </section>
      <ScannerTrust />
    </>
  );
}
