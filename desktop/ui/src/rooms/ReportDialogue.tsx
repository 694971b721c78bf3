/** Telling those who manage a room about a message: in the conversation of two with them, and with the person's own words. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Notice, Problem } from "../controls/Notice";
import type { MessageView, RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";

type ReportDialogueProps = { room: RoomSummary; message: MessageView; text: string; onClose: () => void };

export function ReportDialogue({ room, message, text, onClose }: ReportDialogueProps) {
  const backend = useBackend();
  const { t, day, time, list } = useL10n();
  const task = useTask();
  const [why, setWhy] = useState("");
  const [told, setTold] = useState<string[] | null>(null);
  const tell = () =>
    void task.run(async () => {
      const at = `${day(message.at_ms)}, ${time(message.at_ms)}`;
      const head = t("report-message", { room: plain(room.name), sender: plain(message.sender), at });
      const quote = text === "" ? "" : `\n\n> ${plain(text).slice(0, 500)}`;
      const words = why.trim() === "" ? "" : `\n\n${why.trim()}`;
      setTold(await backend.tellModerators(room.id, message.sender_id, `${head}${quote}${words}`));
    });
  return (
    <Dialogue
      title={t("report-title")}
      onClose={onClose}
      data-testid="report-dialogue"
      footer={
        told === null ? (
          <>
            <Button onPress={onClose}>{t("cancel")}</Button>
            <Button look="primary" onPress={tell} isDisabled={task.busy} data-testid="report-send">
              {t("report-send")}
            </Button>
          </>
        ) : (
          <Button look="primary" autoFocus onPress={onClose}>
            {t("close")}
          </Button>
        )
      }
    >
      {told === null ? (
        <>
          <p>{t("report-text")}</p>
          <TextField label={t("report-why")} value={why} onChange={setWhy} lines={3} maxLength={1000} autoFocus data-testid="report-why" />
        </>
      ) : null}
      <div role="status" data-testid="report-status">
        {told === null ? null : <Notice look="good">{t("report-done", { names: list(told) })}</Notice>}
      </div>
      {task.problem?.code === "not_found" ? (
        <div role="alert">
          <Notice look="bad">{t("report-nobody")}</Notice>
        </div>
      ) : (
        <Problem problem={task.problem} />
      )}
    </Dialogue>
  );
}

/** Words of others within our own message: in one line, and as words, whatever marks they hold. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#~|]/g, "\\$&");
}
