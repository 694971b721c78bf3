/** First step: the work email address, by which the ministry is recognised. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Problem } from "../controls/Notice";
import type { DiscoveryView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { StartFrame } from "./StartFrame";
import css from "./StartFrame.module.css";

type AddressStepProps = { email: string; onEmail: (email: string) => void; onFound: (found: DiscoveryView) => void };

export function AddressStep({ email, onEmail, onFound }: AddressStepProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [missing, setMissing] = useState(false);
  const submit = () => {
    const address = email.trim();
    setMissing(address === "");
    if (address === "") return;
    onEmail(address);
    void task.run(async () => {
      onFound(await backend.discover(address));
    });
  };
  return (
    <StartFrame title={t("welcome-title")}>
      <p>{t("welcome-text")}</p>
      <Form className={css.form} onSubmit={submit}>
        <TextField
          label={t("email-label")}
          type="email"
          inputMode="email"
          value={email}
          onChange={onEmail}
          help={t("email-example")}
          error={missing ? t("required") : undefined}
          autoComplete="username"
          autoFocus
          required
          data-testid="email"
        />
        <Problem problem={task.problem} />
        <Button type="submit" look="primary" isDisabled={task.busy} data-testid="email-continue">
          {t("continue")}
        </Button>
      </Form>
    </StartFrame>
  );
}
