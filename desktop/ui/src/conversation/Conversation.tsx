/** One conversation: who it is with, who can read it, its messages, and the place to write. */
import { useCallback, useMemo, useRef, useState } from "react";
import { Button, IconButton } from "../controls/Button";
import { Icon } from "../controls/Icon";
import { Problem } from "../controls/Notice";
import type { RoomDetails, RoomSummary, TimelineItemView, TimelinePart } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { LaterLine } from "../later/LaterLine";
import { Avatar } from "../main/Avatar";
import { useClosed } from "../main/mode";
import { kindWords } from "../rooms/kinds";
import { useBackend, useTask } from "../state/backend";
import { focusWhenThere } from "../state/focus";
import { IdentityLine } from "../trust/IdentityLine";
import { Composer } from "./Composer";
import css from "./Conversation.module.css";
import { DateDialogue, type Place } from "./DateDialogue";
import { DropHint } from "./DropHint";
import { PartTimeline } from "./PartTimeline";
import { RoomContext } from "./room";
import { editTarget, lastOwn, replyTarget, type Target } from "./target";
import { ThreadPane } from "./ThreadPane";
import type { Jump } from "./Timeline";
import { TypingLine } from "./TypingLine";
import { useFileDrop } from "./useFileDrop";
import { useFiles } from "./useFiles";
import { useVoice } from "./useVoice";

const WHOLE: TimelinePart = { part: "whole" };

type ConversationProps = {
  room: RoomSummary;
  details: RoomDetails | null;
  /** The person here comes from outside. */
  outside: boolean;
  /** The message that the person wants to be shown. */
  jump: Jump | null;
  onArrived: () => void;
  /** The message with which the thread begins that is shown over the conversation. */
  thread: string | null;
  onThread: (rootId: string | null) => void;
  detailsOpen: boolean;
  onDetails: () => void;
  /** Searches this conversation. */
  onSearch: () => void;
  onRecover: () => void;
  onOpened: (roomId: string) => void;
};

export function Conversation(props: ConversationProps) {
  const { room, details, outside, jump, onArrived, thread, onThread, detailsOpen, onDetails, onSearch, onRecover, onOpened } = props;
  const backend = useBackend();
  const { t, day } = useL10n();
  const task = useTask();
  const section = useRef<HTMLElement>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const latestRef = useRef<readonly TimelineItemView[] | null>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const [asksDate, setAsksDate] = useState(false);
  // Who wants to see a message by its link, or a pin, leaves the date.
  if (jump && place) setPlace(null);
  const part = useMemo((): TimelinePart => (place ? { part: "around", event: place.eventId } : WHOLE), [place]);
  // What is new stands at the end: there the person sees it.
  const leavePast = useCallback(() => setPlace(null), []);
  const canWrite = details?.can_write ?? true;
  const rights = details?.rights ?? null;
  const earlierForAll = details?.earlier_for_all ?? true;
  const around = useMemo(() => ({ room, rights, earlierForAll }), [room, rights, earlierForAll]);
  const closed = useClosed(room, details);
  const noPlaceToWrite =
    closed !== null ? (
      <p className={css.noWrite} data-testid="mode-closed">
        {t(`mode-closed-${closed}`)}
      </p>
    ) : canWrite ? null : (
      <p className={css.noWrite}>
        {t(details?.successor ? "composer-moved" : room.announcement ? "composer-announcement" : "composer-no-write")}
      </p>
    );
  const files = useFiles(room.id, null, leavePast);
  const voice = useVoice(room.id, null, thread === null && target === null, leavePast);
  const { take } = files;
  const writable = noPlaceToWrite === null;
  const drop = useCallback(
    (dropped: File[]) => {
      // A thread lies over the conversation: what falls on it goes there.
      if (thread === null && writable) take(dropped);
    },
    [thread, writable, take],
  );
  const dropping = useFileDrop(section, drop);
  const toPresent = () => {
    leavePast();
    focusWhenThere(section.current, "[data-testid=composer]");
  };
  const closeThread = () => {
    const root = thread ?? "";
    onThread(null);
    // Back to where the thread was opened, or at least to the place to write.
    focusWhenThere(section.current, `[data-thread="${CSS.escape(root)}"], [data-testid="composer"]`);
  };

  return (
    <section
      className={css.conversation}
      ref={section}
      aria-labelledby="conversation-name"
      data-testid="conversation"
      data-conversation={room.id}
    >
      <div className={css.under} inert={thread !== null}>
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
            icon="calendar"
            label={t("date-title")}
            onPress={() => setAsksDate(true)}
            data-testid="go-to-date"
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
        {place ? (
          <div className={css.past} data-testid="past">
            <span role="status">{t("date-shown", { day: day(place.atMs) })}</span>
            <Button small icon="down" onPress={toPresent} data-testid="to-present">
              {t("timeline-to-end")}
            </Button>
          </div>
        ) : null}
        <RoomContext value={around}>
          <PartTimeline
            key={place?.eventId ?? "whole"}
            roomId={room.id}
            part={part}
            begin={place?.atMs ?? null}
            latestRef={latestRef}
            jump={thread === null ? jump : null}
            onArrived={onArrived}
            onReply={(itemId, message) => setTarget(replyTarget(itemId, message))}
            onEdit={(itemId, message) => setTarget(editTarget(itemId, message))}
            onRecover={onRecover}
            onThread={onThread}
          />
        </RoomContext>
        <TypingLine roomId={room.id} />
        <LaterLine roomId={room.id} thread={null} />
        <Problem problem={task.problem ?? files.problem} />
        {noPlaceToWrite ?? (
          <Composer
            key={target ? `${target.kind}-${target.itemId}` : "new"}
            room={room}
            thread={null}
            outside={outside}
            target={target}
            onTargetDone={() => setTarget(null)}
            onEditLast={() => setTarget((before) => lastOwn(latestRef.current) ?? before)}
            onSent={leavePast}
            files={files}
            voice={voice}
          />
        )}
      </div>
      {thread === null ? null : (
        <RoomContext value={around}>
          <ThreadPane
            key={thread}
            room={room}
            rootId={thread}
            outside={outside}
            closed={noPlaceToWrite}
            jump={jump}
            onArrived={onArrived}
            onRecover={onRecover}
            onClose={closeThread}
          />
        </RoomContext>
      )}
      {asksDate ? (
        <DateDialogue
          roomId={room.id}
          onFound={(found) => {
            setAsksDate(false);
            setPlace(found);
          }}
          onClose={() => setAsksDate(false)}
        />
      ) : null}
      {dropping && thread === null ? <DropHint /> : null}
    </section>
  );
}

/** What kind of conversation it is; people from outside who are there are named first, because it matters before writing. */
function headWords(t: L10n["t"], room: RoomSummary, details: RoomDetails | null): string {
  const words = kindWords(t, room);
  const inside = details?.external_count ?? 0;
  return room.kind !== "direct" && inside > 0 ? `${t("kind-with-externals")} · ${kindWords(t, { ...room, externals: false })}` : words;
}
