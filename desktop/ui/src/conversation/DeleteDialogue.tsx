/** Asks before a message is deleted, and why; the reason may stay empty. */
import { useState } from "react";
import { Confirm } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { useL10n } from "../l10n/L10n";
import { useBackend } from "../state/backend";

type DeleteDialogueProps = { roomId: string; itemId: string; onClose: () => void };

export function DeleteDialogue({ roomId, itemId, onClose }: DeleteDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const [reason, setReason] = useState("");
  return (
    <Confirm
      title={t("delete-title")}
      text={t("delete-text")}
      action={t("action-delete")}
      onConfirm={() => backend.remove(roomId, itemId, reason.trim())}
      onClose={onClose}
      data-testid="delete-dialogue"
    >
      <TextField
        label={t("delete-reason")}
        help={t("delete-reason-help")}
        value={reason}
        onChange={setReason}
        maxLength={200}
        data-testid="delete-reason"
      />
    </Confirm>
  );
}
