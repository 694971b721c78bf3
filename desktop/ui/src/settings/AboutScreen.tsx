/** About the program: its version, newer ones, the programs of others in it, the keys, and what helps who looks for a fault. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import type { Environment } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import type { DialogueName } from "../main/MainWindow";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import css from "./Settings.module.css";
import { Updates } from "./Updates";

export function AboutScreen({ onDialogue }: { onDialogue: (dialogue: DialogueName) => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const [environment, setEnvironment] = useState<Environment | null>(null);
  useEffect(() => ask(() => backend.environment(), setEnvironment, () => undefined), [backend]);
  return (
    <>
      <section className={css.part}>
        <h3>{t("settings-about")}</h3>
        <p data-testid="settings-version">{environment === null ? "" : t("settings-version", { version: environment.version })}</p>
        <p>{t("about-fault")}</p>
        <div className={css.actions}>
          <Button onPress={() => onDialogue("licences")} data-testid="settings-licences">
            {t("licences-title")}
          </Button>
          <Button onPress={() => onDialogue("shortcuts")} data-testid="settings-shortcuts">
            {t("keys-title")}
          </Button>
          <Button onPress={() => onDialogue("diagnostics")} data-testid="settings-diagnostics">
            {t("diagnostics-title")}
          </Button>
        </div>
      </section>
      {environment === null ? null : <Updates able={environment.asks_for_updates} />}
    </>
  );
}
