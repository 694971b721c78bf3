/** The place to write: Markdown, Enter sends, the arrow up changes the last message, files by button, drop or paste. */
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { TextArea, TextField } from "react-aria-components";
import { IconButton } from "../controls/Button";
import { Problem } from "../controls/Notice";
import type { RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "./Composer.module.css";

/** What the next message answers or replaces. */
export type Target =
  | { kind: "reply"; itemId: string; eventId: string; sender: string; text: string }
  | { kind: "edit"; itemId: string; text: string };

type ComposerProps = {
  room: RoomSummary;
  /** The person here comes from outside: nobody needs to tell them that people from outside read along. */
  outside: boolean;
  /** What has been begun in each conversation and not been sent. */
  drafts: Map<string, string>;
  target: Target | null;
  onTargetDone: () => void;
  onEditLast: () => void;
  onFiles: (files: File[]) => void;
};

export function Composer({ room, outside, drafts, target, onTargetDone, onEditLast, onFiles }: ComposerProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const area = useRef<HTMLTextAreaElement>(null);
  const editing = target?.kind === "edit";
  const [text, setText] = useState(() => (editing ? target.text : (drafts.get(room.id) ?? "")));

  // The place to write has the focus when a conversation opens and when something is answered or changed.
  useEffect(() => {
    const element = area.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, 180)}px`;
  }, [text]);

  const write = (value: string) => {
    setText(value);
    if (!editing) drafts.set(room.id, value);
  };
  const send = () => {
    const markdown = text.trim();
    if (markdown === "") return;
    area.current?.focus();
    void task.run(async () => {
      // The place is empty at once: the message stands in the conversation from then on, sent or waiting.
      if (!editing) {
        write("");
      }
      try {
        if (target?.kind === "edit") await backend.edit(room.id, target.itemId, markdown);
        else await backend.send(room.id, { markdown, reply_to: target?.eventId ?? null });
      } catch (error) {
        if (!editing) write(text);
        throw error;
      }
      if (target) onTargetDone();
    });
  };

  return (
    <div className={css.composer}>
      <Problem problem={task.problem} />
      {target ? (
        <div className={css.target}>
          <p className={css.targetText}>
            <strong>
              {target.kind === "reply" ? t("composer-replying", { sender: target.sender }) : t("composer-editing")}
            </strong>
            <span>{target.text}</span>
          </p>
          <IconButton icon="close" label={t("composer-stop")} small onPress={onTargetDone} />
        </div>
      ) : null}
      <div className={css.line}>
        <IconButton
          icon="attach"
          label={t("composer-attach")}
          onPress={() => void task.run(async () => void (await backend.chooseAndSendFile(room.id)))}
          data-testid="attach"
        />
        <TextField
          className={css.field ?? ""}
          aria-label={t("composer-label", { name: room.name })}
          value={text}
          onChange={write}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter" && !event.shiftKey) {
              event.preventDefault();
              send();
            } else if (event.key === "ArrowUp" && text === "" && !target) {
              event.preventDefault();
              onEditLast();
            } else if (event.key === "Escape" && target) {
              event.preventDefault();
              onTargetDone();
            } else {
              event.continuePropagation();
            }
          }}
        >
          <TextArea
            ref={area}
            className={css.area ?? ""}
            rows={1}
            placeholder={t("composer-placeholder")}
            onPaste={(event) => {
              const files = [...event.clipboardData.files];
              if (files.length === 0) return;
              event.preventDefault();
              onFiles(files);
            }}
            data-testid="composer"
          />
        </TextField>
        <IconButton
          icon="send"
          look="primary"
          label={t("composer-send")}
          onPress={send}
          isDisabled={text.trim() === ""}
          data-testid="send"
        />
      </div>
      <p className={css.hint} data-testid="composer-hint">
        {room.externals && !outside ? `${t("composer-externals")} ` : ""}
        {t("composer-hint")}
      </p>
    </div>
  );
}
