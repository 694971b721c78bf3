/** Third step: the code from the email and a new password, for a first account or instead of a forgotten one. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Notice, Problem } from "../controls/Notice";
import type { SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { StartFrame } from "./StartFrame";
import css from "./StartFrame.module.css";

const SHORTEST = 12;

type CodeStepProps = {
  email: string;
  purpose: "sign_up" | "reset";
  /** Nobody inside knows the person's name: they say it themselves. */
  external: boolean;
  onBack: () => void;
  onEntered: (session: SessionView) => void;
  onReset: () => void;
};

export function CodeStep({ email, purpose, external, onBack, onEntered, onReset }: CodeStepProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const again = useTask();
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [given, setGiven] = useState("");
  const [family, setFamily] = useState("");
  const [checked, setChecked] = useState(false);
  const [sentAgain, setSentAgain] = useState(false);
  const signUp = purpose === "sign_up";
  const cleanCode = code.replace(/\s/g, "");
  const asksName = signUp && external;
  const nameless = asksName && (given.trim() === "" || family.trim() === "");
  const tooShort = password.length < SHORTEST;

  const submit = () => {
    setChecked(true);
    if (cleanCode === "" || tooShort || nameless) return;
    void task.run(async () => {
      if (signUp) {
        const name = asksName ? { given: given.trim(), family: family.trim() } : null;
        onEntered(await backend.signUpConfirm(email, cleanCode, password, name));
      } else {
        await backend.passwordResetConfirm(email, cleanCode, password);
        onReset();
      }
    });
  };
  const sendAgain = () =>
    void again.run(async () => {
      await (signUp ? backend.signUp(email) : backend.passwordReset(email));
      setSentAgain(true);
    });

  return (
    <StartFrame title={t(signUp ? "code-title" : "reset-title")}>
      <p>{t("code-sent", { email })}</p>
      {signUp ? null : <p>{t("reset-explain")}</p>}
      <Form className={css.form} onSubmit={submit}>
        <TextField
          label={t("code-label")}
          value={code}
          onChange={setCode}
          help={t("code-help")}
          error={checked && cleanCode === "" ? t("required") : undefined}
          autoComplete="one-time-code"
          mono
          autoFocus
          required
          data-testid="code"
        />
        {asksName ? (
          <>
            <TextField
              label={t("own-given-label")}
              value={given}
              onChange={setGiven}
              help={t("own-name-help")}
              error={checked && given.trim() === "" ? t("required") : undefined}
              autoComplete="given-name"
              required
              data-testid="own-given"
            />
            <TextField
              label={t("own-family-label")}
              value={family}
              onChange={setFamily}
              error={checked && family.trim() === "" ? t("required") : undefined}
              autoComplete="family-name"
              required
              data-testid="own-family"
            />
          </>
        ) : null}
        <TextField
          label={t("new-password-label")}
          type="password"
          value={password}
          onChange={setPassword}
          help={t("new-password-help")}
          error={checked && tooShort ? t("new-password-short") : undefined}
          autoComplete="new-password"
          required
          data-testid="new-password"
        />
        <Problem problem={task.problem ?? again.problem} />
        <div role="status" className={sentAgain ? "" : "visually-hidden"}>
          {sentAgain ? <Notice look="good">{t("code-again-done")}</Notice> : null}
        </div>
        <div className={css.actions}>
          <Button type="submit" look="primary" isDisabled={task.busy} data-testid="code-submit">
            {t(signUp ? "code-button" : "reset-button")}
          </Button>
          <Button look="quiet" onPress={sendAgain} isDisabled={again.busy}>
            {t("code-again")}
          </Button>
          <Button look="quiet" onPress={onBack}>
            {t("back")}
          </Button>
        </div>
      </Form>
    </StartFrame>
  );
}
