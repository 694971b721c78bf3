/** Second step: sign in through an identity provider or with the password, or go on to a first account or a new password. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Notice, Problem } from "../controls/Notice";
import type { DiscoveryView, ProviderView, SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { StartFrame } from "./StartFrame";
import css from "./StartFrame.module.css";

type PasswordStepProps = {
  email: string;
  found: DiscoveryView;
  resetDone: boolean;
  onBack: () => void;
  onCode: (purpose: "sign_up" | "reset") => void;
  onProvider: (provider: ProviderView) => void;
  onEntered: (session: SessionView) => void;
};

export function PasswordStep({ email, found, resetDone, onBack, onCode, onProvider, onEntered }: PasswordStepProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState(false);
  const signIn = () => {
    setMissing(password === "");
    if (password === "") return;
    void task.run(async () => {
      onEntered(await backend.signIn(email, password));
    });
  };
  const askCode = (purpose: "sign_up" | "reset") =>
    void task.run(async () => {
      await (purpose === "sign_up" ? backend.signUp(email) : backend.passwordReset(email));
      onCode(purpose);
    });
  return (
    <StartFrame title={t("sign-in-title")}>
      <div className={css.recognised}>
        <p>
          <strong data-testid="organisation">
            {found.external ? t("sign-in-external") : t("sign-in-recognised", { organisation: found.organisation })}
          </strong>
          {email}
        </p>
        <Button look="quiet" small onPress={onBack}>
          {t("sign-in-other-address")}
        </Button>
      </div>
      {resetDone ? (
        <div role="status">
          <Notice look="good">{t("reset-done")}</Notice>
        </div>
      ) : null}
      {found.providers.length > 0 ? (
        <div className={css.providers}>
          <p>{t("sign-in-with-provider-text")}</p>
          {found.providers.map((provider, index) => (
            <Button
              key={provider.id}
              look={index === 0 ? "primary" : "secondary"}
              onPress={() => onProvider(provider)}
              data-testid={`provider-${provider.id}`}
            >
              {t("sign-in-with-provider", { provider: provider.name })}
            </Button>
          ))}
        </div>
      ) : null}
      {found.providers.length > 0 && found.password ? <h2 className={css.other}>{t("sign-in-or-password")}</h2> : null}
      {found.password ? (
        <Form className={css.form} onSubmit={signIn}>
          <TextField
            label={t("password-label")}
            type="password"
            value={password}
            onChange={setPassword}
            error={missing ? t("required") : undefined}
            autoComplete="current-password"
            autoFocus={found.providers.length === 0}
            required
            data-testid="password"
          />
          <Problem problem={task.problem} />
          <div className={css.actions}>
            <Button
              type="submit"
              look={found.providers.length === 0 ? "primary" : "secondary"}
              isDisabled={task.busy}
              data-testid="sign-in"
            >
              {t("sign-in-button")}
            </Button>
            <Button look="quiet" onPress={() => askCode("reset")} isDisabled={task.busy} data-testid="forgotten">
              {t("sign-in-forgotten")}
            </Button>
          </div>
          <section className={css.apart}>
            <h2>{t("sign-up-question")}</h2>
            <p>{t(found.external ? "sign-up-explain-external" : "sign-up-explain")}</p>
            <Button onPress={() => askCode("sign_up")} isDisabled={task.busy} data-testid="sign-up">
              {t("sign-up-start")}
            </Button>
          </section>
        </Form>
      ) : null}
      {found.password || found.providers.length > 0 ? null : (
        <Notice look="warning">{t("sign-in-no-password")}</Notice>
      )}
    </StartFrame>
  );
}
