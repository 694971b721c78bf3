/** Enters the recovery key on a new device. */
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "./People.module.css";

export function RecoverDialogue({ onClose }: { onClose: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [key, setKey] = useState("");
  const [missing, setMissing] = useState(false);
  const recover = () => {
    setMissing(key.trim() === "");
    if (key.trim() === "") return;
    void task.run(async () => {
      await backend.recover(key.trim());
      onClose();
    });
  };
  return (
    <Dialogue title={t("recover-title")} onClose={onClose} data-testid="recover-dialogue">
      <p>{t("recover-text")}</p>
      <Form
        className={css.search ?? ""}
        onSubmit={(event) => {
          event.preventDefault();
          recover();
        }}
      >
        <TextField
          label={t("recover-label")}
          value={key}
          onChange={setKey}
          error={missing ? t("required") : undefined}
          autoComplete="off"
          mono
          autoFocus
          required
          data-testid="recover-key"
        />
        <Problem problem={task.problem} />
        <Button type="submit" look="primary" isDisabled={task.busy} data-testid="recover-submit">
          {t("recover-button")}
        </Button>
      </Form>
    </Dialogue>
  );
}
