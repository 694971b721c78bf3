/** Asks before a message is deleted, and why; the reason may stay empty. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";

type DeleteDialogueProps = { roomId: string; itemId: string; onClose: () => void };

export function DeleteDialogue({ roomId, itemId, onClose }: DeleteDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [reason, setReason] = useState("");
  const remove = async () => {
    if (await task.run(() => backend.remove(roomId, itemId, reason.trim()))) onClose();
  };
  return (
    <Dialogue
      title={t("delete-title")}
      onClose={onClose}
      alert
      data-testid="delete-dialogue"
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {t("cancel")}
          </Button>
          <Button look="danger" onPress={() => void remove()} isDisabled={task.busy} data-testid="confirm-action">
            {t("action-delete")}
          </Button>
        </>
      }
    >
      <p>{t("delete-text")}</p>
      <TextField
        label={t("delete-reason")}
        help={t("delete-reason-help")}
        value={reason}
        onChange={setReason}
        maxLength={200}
        data-testid="delete-reason"
      />
      <Problem problem={task.problem} />
    </Dialogue>
  );
}
