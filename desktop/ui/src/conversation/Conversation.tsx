/** One conversation: who it is with, who can read it, its messages, and the place to write. */
import { useCallback, useMemo, useRef, useState } from "react";
import { Button, IconButton } from "../controls/Button";
import { Icon } from "../controls/Icon";
import { Problem } from "../controls/Notice";
import type { MessageView, RoomDetails, RoomSummary, TimelineItemView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import { useClosed } from "../main/mode";
import { kindWords } from "../rooms/kinds";
import { useBackend, useTask, useWatchedList } from "../state/backend";
import { IdentityLine } from "../trust/IdentityLine";
import { Composer, type Target } from "./Composer";
import css from "./Conversation.module.css";
import { mentionsIn } from "./mentions";
import { RoomContext } from "./room";
import { type Jump, Timeline } from "./Timeline";
import { TypingLine } from "./TypingLine";
import { useFileDrop } from "./useFileDrop";

type ConversationProps = {
  room: RoomSummary;
  details: RoomDetails | null;
  /** The person here comes from outside. */
  outside: boolean;
  /** The message that the person wants to be shown. */
  jump: Jump | null;
  onArrived: () => void;
  detailsOpen: boolean;
  onDetails: () => void;
  /** Searches this conversation. */
  onSearch: () => void;
  onRecover: () => void;
  onOpened: (roomId: string) => void;
};

export function Conversation({ room, details, outside, jump, onArrived, detailsOpen, onDetails, onSearch, onRecover, onOpened }: ConversationProps) {
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
  const rights = details?.rights ?? null;
  const earlierForAll = details?.earlier_for_all ?? true;
  const around = useMemo(() => ({ room, rights, earlierForAll }), [room, rights, earlierForAll]);
  const closed = useClosed(room, details);

  const editLast = () => {
    const last = items?.findLast(
      ({ content }) => content.kind === "message" && content.own && content.body.kind === "text" && content.event_id !== null,
    );
    if (last?.content.kind === "message") setTarget(editTarget(last.id, last.content));
  };

  return (
    <section
      className={css.conversation}
      ref={section}
      aria-labelledby="conversation-name"
      data-testid="conversation"
      data-conversation={room.id}
    >
      <header className={css.header}>
        <Avatar name={room.name} kind={room.kind} external={room.externals} picture={room.picture} />
        <div className={css.names}>
          <h1 id="conversation-name" className={css.name}>
            <bdi>{room.name}</bdi>
          </h1>
          <p className={css.kind}>
            <Icon name={room.encrypted ? "lock" : "globe"} size={14} />
            <span data-testid="conversation-kind">{headWords(t, room, details)}</span>
          </p>
        </div>
        <IconButton
          icon="search"
          label={t("messages-open")}
          onPress={onSearch}
          aria-keyshortcuts="Control+F"
          data-testid="conversation-search"
        />
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
      {details?.successor ? (
        <div className={css.banner} data-testid="successor-line">
          <Icon name="info" size={18} />
          <span>{t("successor-line")}</span>
          <Button
            small
            look="primary"
            isDisabled={task.busy}
            onPress={() => void task.run(async () => onOpened(await backend.followRoom(room.id)))}
            data-testid="successor-follow"
          >
            {t("successor-open")}
          </Button>
        </div>
      ) : null}
      {room.encrypted ? <IdentityLine roomId={room.id} /> : null}
      <RoomContext value={around}>
        <Timeline
          roomId={room.id}
          items={items}
          jump={jump}
          onArrived={onArrived}
          onReply={(itemId, message) => setTarget(replyTarget(itemId, message))}
          onEdit={(itemId, message) => setTarget(editTarget(itemId, message))}
          onRecover={onRecover}
        />
      </RoomContext>
      <TypingLine roomId={room.id} />
      <Problem problem={task.problem} />
      {closed !== null ? (
        <p className={css.noWrite} data-testid="mode-closed">
          {t(`mode-closed-${closed}`)}
        </p>
      ) : canWrite ? (
        <Composer
          key={target ? `${target.kind}-${target.itemId}` : "new"}
          room={room}
          outside={outside}
          target={target}
          onTargetDone={() => setTarget(null)}
          onEditLast={editLast}
          onFiles={sendFiles}
        />
      ) : (
        <p className={css.noWrite}>
          {t(details?.successor ? "composer-moved" : room.announcement ? "composer-announcement" : "composer-no-write")}
        </p>
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

/** What kind of conversation it is; people from outside who are there are named first, because it matters before writing. */
function headWords(t: L10n["t"], room: RoomSummary, details: RoomDetails | null): string {
  const words = kindWords(t, room);
  const inside = details?.external_count ?? 0;
  return room.kind !== "direct" && inside > 0 ? `${t("kind-with-externals")} · ${kindWords(t, { ...room, externals: false })}` : words;
}

function plain(message: MessageView): string {
  return message.body.kind === "text" ? message.body.plain : message.body.kind === "file" ? message.body.name : "";
}

function replyTarget(itemId: string, message: MessageView): Target | null {
  if (message.event_id === null) return null;
  return { kind: "reply", itemId, eventId: message.event_id, sender: message.sender, text: plain(message) };
}

function editTarget(itemId: string, message: MessageView): Target {
  const mentions = message.body.kind === "text" ? mentionsIn(message.body.nodes) : [];
  return { kind: "edit", itemId, text: plain(message), mentions };
}
