/** Settings: language and appearance, this computer, what others see, writing, the virus scanner, the account. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Select } from "../controls/Choice";
import { Dialogue } from "../controls/Dialogue";
import { Facts } from "../controls/Facts";
import { Notice } from "../controls/Notice";
import type { SessionView, TrustView } from "../ipc/types";
import { LOCALE_NAMES, LOCALES } from "../l10n/catalogue";
import { useL10n } from "../l10n/L10n";
import type { DialogueName } from "../main/MainWindow";
import { useBackend } from "../state/backend";
import { THEMES, usePreferences } from "../state/preferences";
import { TRUST_LINES, type TrustAction } from "../trust/line";
import { ScannerTrust } from "./ScannerTrust";
import css from "./Settings.module.css";
import { Traces } from "./Traces";
import { WritingSettings } from "./WritingSettings";

type SettingsDialogueProps = {
  session: SessionView;
  trust: TrustView;
  onClose: () => void;
  onDialogue: (dialogue: DialogueName) => void;
  onRemedy: (action: TrustAction) => void;
};

export function SettingsDialogue({ session, trust, onClose, onDialogue, onRemedy }: SettingsDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const { locale, theme, setLocale, setTheme } = usePreferences();
  const line = TRUST_LINES[trust.state];
  const [version, setVersion] = useState("");
  useEffect(() => {
    backend.environment().then(
      (environment) => setVersion(environment.version),
      () => undefined,
    );
  }, [backend]);
  return (
    <Dialogue title={t("settings-title")} onClose={onClose} wide data-testid="settings-dialogue">
      <section className={css.part}>
        <h3>{t("settings-appearance")}</h3>
        <div className={css.pair}>
          <Select
            label={t("language")}
            value={locale}
            onChange={setLocale}
            options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          />
          <Select
            label={t("theme")}
            value={theme}
            onChange={setTheme}
            options={THEMES.map((value) => ({ value, label: t(`theme-${value}`) }))}
          />
        </div>
      </section>
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
      <Traces />
      <WritingSettings />
      <ScannerTrust />
      <section className={css.part}>
        <h3>{t("settings-account")}</h3>
        <Facts wide>
          <dt>{t("settings-signed-in-as")}</dt>
          <dd>{t("organisation-of", { name: session.name, organisation: session.organisation })}</dd>
          <dt>{t("settings-address")}</dt>
          <dd>{session.user_id}</dd>
          <dt>{t("settings-device")}</dt>
          <dd>{session.device_id}</dd>
        </Facts>
        <div className={css.actions}>
          <Button onPress={() => onDialogue("accounts")} data-testid="settings-accounts">
            {t("accounts-title")}
          </Button>
          <Button onPress={() => onDialogue("sign_out")} data-testid="settings-sign-out">
            {t("sign-out")}
          </Button>
        </div>
      </section>
      <div className={css.about}>
        <p className={css.muted}>{version === "" ? "" : t("settings-version", { version })}</p>
        <Button small look="quiet" onPress={() => onDialogue("diagnostics")} data-testid="settings-diagnostics">
          {t("diagnostics-title")}
        </Button>
      </div>
    </Dialogue>
  );
}
