/**
 * The place to write: Markdown, Enter sends, the arrow up changes the last message, `@` names people, `:` finds signs, files
 * by button, drop or paste. A voice message stands in its place until it is sent.
 */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { TextArea, TextField } from "react-aria-components";
import { Button, IconButton } from "../controls/Button";
import { Problem } from "../controls/Notice";
import type { Draft, RoomSummary } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { LaterForm } from "../later/LaterForm";
import { useBackend, useTask } from "../state/backend";
import { type Begun, NOTHING, placeOf, useDraft, useDrafts } from "../state/drafts";
import { usePreferences } from "../state/preferences";
import css from "./Composer.module.css";
import { ComposerMore } from "./ComposerMore";
import { FileLines } from "./FileLines";
import { FormatBar } from "./FormatBar";
import { mark, type Mark } from "./markdown";
import { stillNamed } from "./mentions";
import { put } from "./put";
import { suggestionId, Suggestions } from "./Suggestions";
import type { Target } from "./target";
import { useCompletion } from "./useCompletion";
import { SendFiles } from "./SendFiles";
import type { Files } from "./useFiles";
import { useHeldBack } from "./useHeldBack";
import { useTypingNotice } from "./useTypingNotice";
import type { Voice } from "./useVoice";
import { VoiceBar } from "./VoiceBar";

type ComposerProps = {
  room: RoomSummary;
  /** The message with which the thread begins that is written in. */
  thread: string | null;
  /** The person here comes from outside: nobody needs to tell them that people from outside read along. */
  outside: boolean;
  target: Target | null;
  onTargetDone: () => void;
  onEditLast: () => void;
  /** Something new is on its way. */
  onSent: () => void;
  files: Files;
  voice: Voice;
};

export function Composer({ room, thread, outside, target, onTargetDone, onEditLast, onSent, files, voice }: ComposerProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const area = useRef<HTMLTextAreaElement>(null);
  const drafts = useDrafts();
  const place = placeOf(room.id, thread);
  const draft = useDraft(place);
  const editing = target?.kind === "edit";
  const [changed, setChanged] = useState<Begun>(() => (editing ? { markdown: target.text, mentions: target.mentions } : NOTHING));
  const { markdown: written, mentions } = editing ? changed : draft;
  const tellTyping = useTypingNotice(room.id);
  const { undoSeconds } = usePreferences();
  const [planning, setPlanning] = useState(false);

  const begin = (part: Partial<Begun>) => {
    if (editing) setChanged((before) => ({ ...before, ...part }));
    else drafts.set(place, { ...drafts.get(place), ...part });
  };
  /** What is sent is no draft any more, unless it comes back. */
  const deliver = (message: Draft) =>
    task.run(async () => {
      const before = drafts.get(place);
      // The place is empty at once: the message stands in the conversation from then on, sent or waiting.
      drafts.set(place, NOTHING);
      try {
        await backend.send(room.id, message, thread);
        onSent();
      } catch (error) {
        drafts.set(place, together(before, drafts.get(place)));
        throw error;
      }
    });
  const { held, hold, release, takeBack } = useHeldBack(undoSeconds, (message) => void deliver(message));
  const text = held ? "" : written;
  const completion = useCompletion({
    roomId: room.id,
    area,
    text,
    mentions,
    onMention: (mention) => {
      if (!mentions.some((one) => one.user_id === mention.user_id)) begin({ mentions: [...mentions, mention] });
    },
  });
  const { suggestions, current, listId } = completion;

  // A voice message answers and changes nothing: it waits until that is done.
  const spoken = target ? null : voice.recording;
  // The place to write has the focus when a conversation opens and when something is answered or changed,
  // and again after a voice message.
  const writing = spoken === null;
  useEffect(() => {
    const element = area.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, [writing]);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, 180)}px`;
  }, [text, writing]);

  const write = (value: string) => {
    release();
    begin({ markdown: value });
    completion.look();
    tellTyping(value.trim() !== "");
  };
  const format = (kind: Mark) => {
    const element = area.current;
    if (!element) return;
    const { from, to, words, select } = mark(text, element.selectionStart, element.selectionEnd, kind);
    put(element, from, to, words);
    element.setSelectionRange(...select);
  };
  // What stands under a file may be taken away.
  const empty = text.trim() === "" && !(target?.kind === "edit" && target.file !== null && target.text !== "");
  const send = async () => {
    const markdown = text.trim();
    if (empty) return;
    area.current?.focus();
    tellTyping(false);
    const named = stillNamed(markdown, mentions);
    if (target?.kind === "edit") {
      if (await task.run(() => backend.edit(room.id, target.itemId, markdown, named))) onTargetDone();
      return;
    }
    const message: Draft = { markdown, reply_to: target?.eventId ?? null, mentions: named };
    if (undoSeconds > 0 && !target) hold(message);
    else if ((await deliver(message)) && target) onTargetDone();
  };
  const plan = async (markdown: string, atMs: number) => {
    const replyTo = target?.kind === "reply" ? target.eventId : null;
    await backend.sendLater(room.id, thread, { markdown, reply_to: replyTo, mentions: stillNamed(markdown, mentions) }, atMs);
    tellTyping(false);
    drafts.set(place, NOTHING);
    if (target) onTargetDone();
  };
  const takeHeldBack = () => {
    takeBack();
    area.current?.focus();
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.nativeEvent.isComposing) return false;
    const marked = markOfKey(event);
    if (plain(event) && completion.takes(event.key)) return true;
    if (marked) format(marked);
    else if (event.key === "Enter" && !event.shiftKey) void send();
    else if (event.key === "ArrowUp" && text === "" && !target && !held) onEditLast();
    else if (event.key === "Escape" && held) takeHeldBack();
    else if (event.key === "Escape" && target) onTargetDone();
    else return false;
    return true;
  };

  return (
    <div className={css.composer}>
      <Problem problem={task.problem ?? voice.problem} />
      {target ? (
        <div className={css.target}>
          <p className={css.targetText}>
            <strong>
              {targetTitle(t, target)}
            </strong>
            <span>{target.text}</span>
          </p>
          <IconButton icon="close" label={t("composer-stop")} small onPress={onTargetDone} />
        </div>
      ) : null}
      <div role="status" className={held ? css.target : undefined} data-testid="held">
        {held ? (
          <>
            <p className={css.targetText}>
              <strong>{t("composer-held")}</strong>
              <span>{held.markdown}</span>
            </p>
            <Button small onPress={takeHeldBack} data-testid="take-back">
              {t("composer-take-back")}
            </Button>
          </>
        ) : null}
      </div>
      {files.waiting.length > 0 ? <SendFiles files={files} roomName={room.name} /> : null}
      <FileLines files={files} onClosed={() => area.current?.focus()} />
      {spoken ? (
        <VoiceBar voice={voice} recording={spoken} />
      ) : (
        <>
          <div className={css.line}>
            <IconButton icon="attach" label={t("composer-attach")} onPress={files.choose} data-testid="attach" />
            <TextField
              className={css.field ?? ""}
              aria-label={t(thread === null ? "composer-label" : "composer-label-thread", { name: room.name })}
              value={text}
              onChange={write}
              onKeyDown={(event) => {
                if (onKey(event)) event.preventDefault();
                else event.continuePropagation();
              }}
            >
              <TextArea
                ref={area}
                className={css.area ?? ""}
                rows={1}
                placeholder={t(thread === null ? "composer-placeholder" : "composer-placeholder-thread")}
                aria-autocomplete="list"
                aria-controls={suggestions.length > 0 ? listId : undefined}
                aria-activedescendant={suggestions.length > 0 ? suggestionId(listId, current) : undefined}
                onSelect={completion.look}
                onBlur={completion.leave}
                onPaste={(event) => {
                  const pasted = [...event.clipboardData.files];
                  if (pasted.length === 0) return;
                  event.preventDefault();
                  files.take(pasted);
                }}
                data-testid="composer"
              />
              <Suggestions id={listId} suggestions={suggestions} current={current} onChoose={completion.choose} />
            </TextField>
            {target ? null : (
              <IconButton
                icon="microphone"
                label={t("voice-record")}
                onPress={voice.start}
                data-testid="voice-record"
              />
            )}
            <IconButton
              icon="send"
              look="primary"
              label={t("composer-send")}
              onPress={() => void send()}
              isDisabled={empty}
              data-testid="send"
            />
          </div>
          <div className={css.below}>
            <FormatBar onMark={format} />
            <ComposerMore roomId={room.id} thread={thread} onLater={editing ? null : () => setPlanning(true)} />
            <p className={css.hint} data-testid="composer-hint">
              {room.externals && !outside ? `${t("composer-externals")} ` : ""}
              {t("composer-hint")}
            </p>
          </div>
        </>
      )}
      {planning ? (
        <LaterForm
          title={t("later-title")}
          action={t("later-keep")}
          words={text}
          atMs={null}
          onKeep={plan}
          onClose={() => setPlanning(false)}
        />
      ) : null}
    </div>
  );
}

function targetTitle(t: L10n["t"], target: Target): string {
  if (target.kind === "reply") return t("composer-replying", { sender: target.sender });
  return target.file === null ? t("composer-editing") : t("composer-caption", { name: target.file });
}

/** The keys of the marks, whatever letters are on them on this keyboard. */
function markOfKey({ ctrlKey, metaKey, altKey, shiftKey, code }: KeyboardEvent): Mark | null {
  if (!(ctrlKey || metaKey) || altKey || shiftKey) return null;
  return code === "KeyB" ? "bold" : code === "KeyI" ? "italic" : null;
}

const plain = ({ shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent) => !shiftKey && !ctrlKey && !metaKey && !altKey;

/** What could not be sent, before what has been begun since. */
function together(before: Begun, since: Begun): Begun {
  if (since.markdown === "") return before;
  return { markdown: `${before.markdown}\n${since.markdown}`, mentions: [...before.mentions, ...since.mentions] };
}
