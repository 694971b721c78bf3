/** Who is signed in here, the other accounts on this computer, signing out. */
import { Button } from "../controls/Button";
import { Facts } from "../controls/Facts";
import type { SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import type { DialogueName } from "../main/MainWindow";
import css from "./Settings.module.css";

type AccountScreenProps = { session: SessionView; onDialogue: (dialogue: DialogueName) => void };

export function AccountScreen({ session, onDialogue }: AccountScreenProps) {
  const { t } = useL10n();
  return (
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
  );
}
