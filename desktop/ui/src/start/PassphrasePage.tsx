/** Where there is no key ring: the passphrase that protects the messages on this computer. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Problem } from "../controls/Notice";
import type { StartView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { StartFrame } from "./StartFrame";
import css from "./StartFrame.module.css";

const SHORTEST = 12;

export function PassphrasePage({ firstTime, onOpened }: { firstTime: boolean; onOpened: (start: StartView) => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [passphrase, setPassphrase] = useState("");
  const [tooShort, setTooShort] = useState(false);
  const submit = () => {
    const short = firstTime && passphrase.length < SHORTEST;
    setTooShort(short || passphrase === "");
    if (short || passphrase === "") return;
    void task.run(async () => {
      onOpened(await backend.unlock(passphrase));
    });
  };
  return (
    <StartFrame title={t(firstTime ? "passphrase-title-first" : "passphrase-title")}>
      <p>{t(firstTime ? "passphrase-text-first" : "passphrase-text")}</p>
      <Form className={css.form} onSubmit={submit}>
        <TextField
          label={t("passphrase-label")}
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          {...(firstTime ? { help: t("passphrase-help") } : {})}
          error={tooShort ? t(firstTime ? "passphrase-short" : "required") : undefined}
          autoComplete={firstTime ? "new-password" : "current-password"}
          autoFocus
          required
          data-testid="passphrase"
        />
        <Problem problem={task.problem} />
        <Button type="submit" look="primary" isDisabled={task.busy} data-testid="passphrase-submit">
          {t(firstTime ? "passphrase-button-first" : "passphrase-button")}
        </Button>
      </Form>
    </StartFrame>
  );
}
