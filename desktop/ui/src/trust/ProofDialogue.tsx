/** A question before something that cannot be undone, with the password where the service wants it. */
import type { ReactNode } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Notice, Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { useBackend } from "../state/backend";
import css from "./Trust.module.css";
import { useProof } from "./proof";

type ProofDialogueProps = {
  title: string;
  action: string;
  children: ReactNode;
  act: (password: string | null) => Promise<void>;
  onDone: () => void;
  onClose: () => void;
  "data-testid": string;
};

export function ProofDialogue({ title, action, children, act, onDone, onClose, "data-testid": testId }: ProofDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const { task, wanted, password, setPassword, go } = useProof(act, onDone);
  return (
    <Dialogue title={title} onClose={onClose} data-testid={testId}>
      {children}
      <Form
        className={css.form}
        onSubmit={() => {
          if (wanted.kind !== "password" || password !== "") go();
        }}
      >
        {wanted.kind === "password" ? (
          <TextField
            label={t("proof-password")}
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            autoFocus
            required
            data-testid="proof-password"
          />
        ) : null}
        {wanted.kind === "browser" ? (
          <Notice>
            <p>{t("proof-browser")}</p>
            <Button onPress={() => void backend.openLink(wanted.url)} data-testid="proof-browser">
              {t("proof-browser-open")}
            </Button>
          </Notice>
        ) : null}
        <Problem problem={task.problem} words={{ wrong_password: t("proof-wrong-password") }} />
        <div className={css.actions}>
          <Button onPress={onClose} autoFocus={wanted.kind === "nothing"}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="danger" isDisabled={task.busy} data-testid="proof-go">
            {action}
          </Button>
        </div>
      </Form>
    </Dialogue>
  );
}
