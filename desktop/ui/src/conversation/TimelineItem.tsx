/** One row of a conversation: a day, the line of unread messages, something that happened, or a message. */
import { memo } from "react";
import { useKeyboard } from "react-aria";
import type { MessageView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { spoken } from "./beginning";
import { EventFold } from "./EventFold";
import type { Row } from "./fold";
import { bodyWords, Message, type MessageHandlers } from "./Message";
import { useRoom } from "./room";
import css from "./Timeline.module.css";
import { eventWords } from "./words";

/** Messages of one person within this time stand together. */
const TOGETHER_MS = 5 * 60_000;

export type TimelineItemProps = MessageHandlers & {
  roomId: string;
  item: Row;
  before: Row | undefined;
  active: boolean;
  /** Whether what is folded is shown. */
  open: boolean;
  onToggle: (itemId: string) => void;
  onActive: (itemId: string) => void;
  onMove: (itemId: string, key: string) => boolean;
};

/** The list makes its rows anew while it is scrolled: one of which nothing has changed stays as it is. */
export const TimelineItem = memo(function TimelineItem({ item, before, open, onToggle, ...rest }: TimelineItemProps) {
  const { t, day } = useL10n();
  const { content } = item;
  switch (content.kind) {
    case "day":
      return <p className={css.day}>{day(content.at_ms)}</p>;
    case "unread_line":
      return <p className={css.unread}>{t("timeline-unread")}</p>;
    case "start":
      return <Start />;
    case "event":
      return <p className={css.event}>{eventWords(t, content.actor, content.what)}</p>;
    case "fold":
      return (
        <EventFold
          fold={{ id: item.id, content }}
          open={open}
          active={rest.active}
          onToggle={onToggle}
          onActive={rest.onActive}
          onMove={rest.onMove}
        />
      );
    case "message":
      return (
        <MessageItem itemId={item.id} message={content} continued={continues(content, before)} {...rest} />
      );
  }
});

/** Where older messages end: at the beginning, or where the person came in. */
function Start() {
  const { earlierForAll } = useRoom();
  const { t } = useL10n();
  return (
    <p className={css.event} data-testid="timeline-start">
      {earlierForAll ? t("timeline-start") : t("timeline-start-kept")}
    </p>
  );
}

function continues(message: MessageView, before: Row | undefined): boolean {
  const earlier = before?.content;
  return (
    earlier?.kind === "message" &&
    earlier.sender_id === message.sender_id &&
    message.at_ms - earlier.at_ms < TOGETHER_MS &&
    message.reply_to === null
  );
}

type MessageItemProps = Omit<TimelineItemProps, "item" | "before" | "open" | "onToggle"> & {
  itemId: string;
  message: MessageView;
  continued: boolean;
};

function MessageItem({ itemId, message, continued, active, onActive, onMove, ...rest }: MessageItemProps) {
  const { t, time } = useL10n();
  const { keyboardProps } = useKeyboard({
    onKeyDown: (event) => {
      // Arrows inside of a toolbar or a menu belong to these.
      if (event.target === event.currentTarget && onMove(itemId, event.key)) event.preventDefault();
      else event.continuePropagation();
    },
  });
  const reachable = { tabIndex: active ? 0 : -1, onFocus: () => onActive(itemId), ...keyboardProps };
  return (
    <article
      {...reachable}
      className={css.message}
      data-item={itemId}
      data-testid="message"
      data-own={message.own}
      aria-label={t("message-label", {
        sender: `${message.own ? t("message-you") : message.sender}, ${message.organisation}`,
        time: time(message.at_ms),
        text: spoken(bodyWords(t, message.body, message.own)),
      })}
    >
      <Message itemId={itemId} message={message} continued={continued} active={active} {...rest} />
    </article>
  );
}
