/** The ways to confirm this computer: the recovery key, another device, and the last way for who has neither. */
import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Notice, Problem } from "../controls/Notice";
import type { TrustView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "../trust/Trust.module.css";

type RecoverDialogueProps = {
  trust: TrustView;
  onConfirm: () => void;
  onLost: () => void;
  onClose: () => void;
};

export function RecoverDialogue({ trust, onConfirm, onLost, onClose }: RecoverDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [key, setKey] = useState("");
  const [missing, setMissing] = useState(false);
  const changed = trust.state === "identity_changed";
  const incomplete = trust.state === "recovery_incomplete";
  const recover = () => {
    setMissing(key.trim() === "");
    if (key.trim() === "") return;
    void task.run(async () => {
      await backend.recover(key.trim());
      onClose();
    });
  };
  return (
    <Dialogue title={t(changed ? "identity-own-title" : "recover-title")} onClose={onClose} data-testid="recover-dialogue">
      {changed ? (
        <Notice look="warning">
          <p>{t("identity-own-text")}</p>
          <p>{t("identity-own-not-me")}</p>
        </Notice>
      ) : null}
      <p>{t(changed ? "identity-own-me" : incomplete ? "recover-incomplete-text" : "recover-text")}</p>
      <Form
        className={css.form ?? ""}
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
        <div className={css.actions}>
          <Button type="submit" look="primary" isDisabled={task.busy} data-testid="recover-submit">
            {t("recover-button")}
          </Button>
        </div>
      </Form>
      <div className={css.ways}>
        <p>{t("recover-other-ways")}</p>
        <div className={css.actions}>
          <Button onPress={onConfirm} data-testid="trust-confirm-device">
            {t("trust-confirm-device")}
          </Button>
          <Button look="quiet" onPress={onLost} data-testid="recover-lost">
            {t(incomplete ? "recover-lost" : "recover-lost-all")}
          </Button>
        </div>
      </div>
    </Dialogue>
  );
}
