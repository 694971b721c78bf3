/** Settings: a list of screens, and the one that is chosen. */
import { useState } from "react";
import { Dialogue } from "../controls/Dialogue";
import { Notice } from "../controls/Notice";
import { Tabs } from "../controls/Tabs";
import type { SessionView, TrustView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import type { DialogueName } from "../main/MainWindow";
import { usePreferences } from "../state/preferences";
import type { TrustAction } from "../trust/line";
import { AboutScreen } from "./AboutScreen";
import { AccountScreen } from "./AccountScreen";
import { AppearanceScreen } from "./AppearanceScreen";
import { NotificationsScreen } from "./NotificationsScreen";
import { PrivacyScreen } from "./PrivacyScreen";
import { SecurityScreen } from "./SecurityScreen";
import { WritingScreen } from "./WritingScreen";

export type SettingsScreen = "appearance" | "notifications" | "security" | "privacy" | "writing" | "account" | "about";

type SettingsDialogueProps = {
  session: SessionView;
  trust: TrustView;
  /** The screen that it opens with. */
  first: SettingsScreen;
  onClose: () => void;
  onDialogue: (dialogue: DialogueName) => void;
  onRemedy: (action: TrustAction) => void;
};

export function SettingsDialogue({ session, trust, first, onClose, onDialogue, onRemedy }: SettingsDialogueProps) {
  const { t } = useL10n();
  const { policy } = usePreferences();
  const [shown, setShown] = useState<SettingsScreen>(first);
  return (
    <Dialogue title={t("settings-title")} onClose={onClose} size="large" data-testid="settings-dialogue">
      {policy.broken ? (
        <div data-testid="policy-broken">
          <Notice look="warning">{t("policy-broken")}</Notice>
        </div>
      ) : null}
      <Tabs
        label={t("settings-screens")}
        shown={shown}
        onShow={setShown}
        data-testid="settings"
        screens={[
          { id: "appearance", label: t("settings-appearance"), show: () => <AppearanceScreen /> },
          { id: "notifications", label: t("settings-notifications"), show: () => <NotificationsScreen /> },
          {
            id: "security",
            label: t("settings-security"),
            show: () => <SecurityScreen trust={trust} onDialogue={onDialogue} onRemedy={onRemedy} />,
          },
          { id: "privacy", label: t("settings-traces"), show: () => <PrivacyScreen /> },
          { id: "writing", label: t("settings-writing"), show: () => <WritingScreen /> },
          { id: "account", label: t("settings-account"), show: () => <AccountScreen session={session} onDialogue={onDialogue} /> },
          { id: "about", label: t("settings-about"), show: () => <AboutScreen onDialogue={onDialogue} /> },
        ]}
      />
    </Dialogue>
  );
}
