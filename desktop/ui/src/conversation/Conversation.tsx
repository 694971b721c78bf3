/** One conversation: who it is with, who can read it, its messages, and the place to write. */
import { useCallback, useRef, useState } from "react";
import { IconButton } from "../controls/Button";
import { Icon } from "../controls/Icon";
import { Problem } from "../controls/Notice";
import type { MessageView, RoomDetails, RoomSummary, TimelineItemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import { useBackend, useTask, useWatchedList } from "../state/backend";
import { Composer, type Target } from "./Composer";
import css from "./Conversation.module.css";
import { Timeline } from "./Timeline";
import { useFileDrop } from "./useFileDrop";

type ConversationProps = {
  room: RoomSummary;
  details: RoomDetails | null;
  drafts: Map<string, string>;
  detailsOpen: boolean;
  onDetails: () => void;
  onRecover: () => void;
};

export function Conversation({ room, details, drafts, detailsOpen, onDetails, onRecover }: ConversationProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const section = useRef<HTMLElement>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const items = useWatchedList<TimelineItemView>(
    useCallback((listener) => backend.watchTimeline(room.id, listener), [backend, room.id]),
  );
  const { run } = task;
  const sendFiles = useCallback(
    (files: File[]) =>
      void run(async () => {
        for (const file of files) await backend.sendFile(room.id, file);
      }),
    [backend, room.id, run],
  );
  const dropping = useFileDrop(section, sendFiles);
  const canWrite = details?.can_write ?? true;

  const editLast = () => {
    const last = items?.findLast(
      ({ content }) => content.kind === "message" && content.own && content.body.kind === "text" && content.event_id !== null,
    );
    if (last?.content.kind === "message") setTarget(editTarget(last.id, last.content));
  };

  return (
    <section className={css.conversation} ref={section} aria-labelledby="conversation-name" data-testid="conversation">
      <header className={css.header}>
        <Avatar name={room.name} kind={room.kind} />
        <div className={css.names}>
          <h1 id="conversation-name" className={css.name}>
            <bdi>{room.name}</bdi>
          </h1>
          <p className={css.kind}>
            <Icon name={room.encrypted ? "lock" : "globe"} size={14} />
            {room.kind === "direct" ? room.organisation : t(`kind-${room.kind}`)}
          </p>
        </div>
        <IconButton
          icon="info"
          label={t(detailsOpen ? "details-close" : "details-open")}
          onPress={onDetails}
          aria-expanded={detailsOpen}
          data-testid="details-toggle"
        />
      </header>
      {room.kind === "public" ? (
        <p className={css.banner} data-testid="not-encrypted">
          <Icon name="globe" size={18} />
          <span>{t("banner-public")}</span>
        </p>
      ) : null}
      <Timeline
        roomId={room.id}
        items={items}
        onReply={(itemId, message) => setTarget(replyTarget(itemId, message))}
        onEdit={(itemId, message) => setTarget(editTarget(itemId, message))}
        onRecover={onRecover}
      />
      <Problem problem={task.problem} />
      {canWrite ? (
        <Composer
          key={target ? `${target.kind}-${target.itemId}` : "new"}
          room={room}
          drafts={drafts}
          target={target}
          onTargetDone={() => setTarget(null)}
          onEditLast={editLast}
          onFiles={sendFiles}
        />
      ) : (
        <p className={css.noWrite}>{t("composer-no-write")}</p>
      )}
      {dropping ? (
        <div className={css.drop}>
          <Icon name="file" size={40} />
          <p>{t("composer-drop")}</p>
        </div>
      ) : null}
    </section>
  );
}

function plain(message: MessageView): string {
  return message.body.kind === "text" ? message.body.plain : message.body.kind === "file" ? message.body.name : "";
}

function replyTarget(itemId: string, message: MessageView): Target | null {
  if (message.event_id === null) return null;
  return { kind: "reply", itemId, eventId: message.event_id, sender: message.sender, text: plain(message) };
}

function editTarget(itemId: string, message: MessageView): Target {
  return { kind: "edit", itemId, text: plain(message) };
}
