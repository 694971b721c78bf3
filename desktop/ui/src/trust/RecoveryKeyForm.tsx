/** A field for the recovery key, and what is done with it. What was typed stays until it was right. */
import { type ReactNode, useState } from "react";
import { Button } from "../controls/Button";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { useTask } from "../state/backend";
import css from "./Trust.module.css";

type RecoveryKeyFormProps = {
  /** What the button says. */
  action: string;
  act: (key: string) => Promise<void>;
  /** The field is called so with `-key` behind it, the button with `-submit`. */
  "data-testid": string;
  /** Other ways, beside the button. */
  children?: ReactNode;
};

export function RecoveryKeyForm({ action, act, "data-testid": testId, children }: RecoveryKeyFormProps) {
  const { t } = useL10n();
  const task = useTask();
  const [key, setKey] = useState("");
  const [missing, setMissing] = useState(false);
  const submit = () => {
    const typed = key.trim();
    setMissing(typed === "");
    if (typed !== "") void task.run(() => act(typed));
  };
  return (
    <Form className={css.form} onSubmit={submit}>
      <TextField
        label={t("recover-label")}
        value={key}
        onChange={setKey}
        error={missing ? t("required") : undefined}
        autoComplete="off"
        mono
        autoFocus
        required
        data-testid={`${testId}-key`}
      />
      <Problem problem={task.problem} />
      <div className={css.actions}>
        <Button type="submit" look="primary" isDisabled={task.busy} data-testid={`${testId}-submit`}>
          {action}
        </Button>
        {children}
      </div>
    </Form>
  );
}
