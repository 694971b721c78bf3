/** A message: who, when, what it answers, what it says, who reacted and who has read it, and whether it is sent. */
import { useState } from "react";
import { Button as AriaButton, ToggleButton, Tooltip, TooltipTrigger } from "react-aria-components";
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import { Problem, wordProblem } from "../controls/Notice";
import type { BodyView, DeliveryView, MessageView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import { useOpenCard } from "../people/card";
import { fileTitle } from "../preview/look";
import { ExternalMark } from "../rooms/ExternalMark";
import { useBackend, useTask } from "../state/backend";
import { FileCard, safetyWords } from "./FileCard";
import css from "./Message.module.css";
import { MessageActions } from "./MessageActions";
import { PollCard, pollWords } from "./PollCard";
import { RichText } from "./RichText";
import { ThreadLine } from "./ThreadLine";
import { VersionsDialogue } from "./VersionsDialogue";

export type MessageHandlers = {
  onReply: (itemId: string, message: MessageView) => void;
  onEdit: (itemId: string, message: MessageView) => void;
  onRecover: () => void;
  /** Opens the thread that begins with a message; none inside of a thread. */
  onThread: ((rootId: string) => void) | null;
};

type MessageProps = MessageHandlers & {
  roomId: string;
  itemId: string;
  message: MessageView;
  /** Follows another message of the same person: no name and picture again. */
  continued: boolean;
  /** The one message whose buttons the Tab key reaches. */
  active: boolean;
};

/** A message in one line, for reading aloud and for labels. */
export function bodyWords(t: L10n["t"], body: BodyView, own: boolean): string {
  switch (body.kind) {
    case "text":
      return body.plain;
    case "file":
      return [fileTitle(t, body), t(safetyWords(body.safety, own).message), ...(body.caption ? [body.caption.plain] : [])].join(". ");
    case "deleted": {
      const words = body.by === "" ? t("message-deleted") : t("message-deleted-by", { name: body.by });
      return body.reason === "" ? words : `${words} ${t("message-deleted-reason", { reason: body.reason })}`;
    }
    case "poll":
      return pollWords(t, body);
    case "unsupported":
      return t("message-unsupported");
    case "undecryptable":
      return t(whyId(body.why));
  }
}

function whyId(why: Extract<BodyView, { kind: "undecryptable" }>["why"]): string {
  const ids = {
    before_joining: "message-before-joining",
    needs_recovery: "message-needs-recovery",
    no_copy_kept: "message-no-copy",
    key_not_here_yet: "message-key-not-here",
    withheld_not_confirmed: "message-withheld-not-confirmed",
    withheld: "message-withheld",
    sender_not_confirmed: "message-sender-not-confirmed",
    sender_changed: "message-sender-changed",
  };
  return ids[why];
}

export function Message(props: MessageProps) {
  const { roomId, itemId, message, continued, active, onReply, onEdit, onRecover, onThread } = props;
  const backend = useBackend();
  const { t, time, list } = useL10n();
  const task = useTask();
  const openCard = useOpenCard();
  const [hovered, setHovered] = useState(false);
  const [versions, setVersions] = useState(false);
  const { event_id: eventId } = message;
  const sent = eventId !== null && message.delivery.state === "sent";
  const react = (key: string) => void task.run(() => backend.react(roomId, itemId, key));

  return (
    <div
      className={`${css.message} ${message.own ? css.own : ""} ${continued ? css.continued : ""}`}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      <div className={css.side}>{continued ? null : <Avatar name={message.sender} kind="direct" small external={message.external} />}</div>
      <div className={css.main}>
        {continued ? null : (
          <p className={css.head}>
            <AriaButton
              className={css.sender ?? ""}
              excludeFromTabOrder={!active}
              onPress={() => openCard({ userId: message.sender_id })}
              data-testid="sender"
            >
              <bdi>{message.sender}</bdi>
            </AriaButton>
            {message.organisation === "" ? null : <span className={css.organisation}>{message.organisation}</span>}
            {message.external ? <ExternalMark /> : null}
            <time className={css.time} dateTime={new Date(message.at_ms).toISOString()}>
              {time(message.at_ms)}
            </time>
          </p>
        )}
        {message.reply_to ? (
          <div className={css.quote}>
            <p className={css.quoteSender}>
              {message.reply_to.sender === ""
                ? t("message-reply-unknown")
                : t("message-reply-to", { sender: message.reply_to.sender })}
            </p>
            {message.reply_to.text === "" ? null : <p className={css.quoteText}>{message.reply_to.text}</p>}
          </div>
        ) : null}
        <Body roomId={roomId} itemId={itemId} message={message} active={active} onRecover={onRecover} />
        {message.edited ? (
          <AriaButton
            className={css.edited ?? ""}
            aria-label={t("versions-open")}
            excludeFromTabOrder={!active}
            isDisabled={eventId === null}
            onPress={() => setVersions(true)}
            data-testid="versions"
          >
            {t("message-edited")}
          </AriaButton>
        ) : null}
        {message.warning ? (
          <p className={css.warning}>
            <Icon name="warning" size={16} />
            {t(message.warning === "identity_changed" ? "warning-identity" : "warning-clear")}
          </p>
        ) : null}
        {message.reactions.length > 0 ? (
          <div className={css.reactions}>
            {message.reactions.map((reaction) => (
              <TooltipTrigger key={reaction.key} delay={300}>
                <ToggleButton
                  isSelected={reaction.own}
                  onChange={() => react(reaction.key)}
                  isDisabled={!sent}
                  excludeFromTabOrder={!active}
                  className={css.reaction ?? ""}
                  aria-label={t("reaction-label", {
                    key: reaction.key,
                    count: reaction.count,
                    people: reaction.people.join(", "),
                  })}
                  data-testid="reaction"
                >
                  {reaction.key} {reaction.count}
                </ToggleButton>
                <Tooltip className={css.who ?? ""} offset={6}>
                  {list(reaction.people)}
                </Tooltip>
              </TooltipTrigger>
            ))}
          </div>
        ) : null}
        {message.thread && eventId !== null && onThread ? (
          <ThreadLine thread={message.thread} rootId={eventId} tabbable={active} onOpen={onThread} />
        ) : null}
        <Delivery roomId={roomId} itemId={itemId} message={message} active={active} />
        <Problem problem={task.problem} />
      </div>
      {sent && message.body.kind !== "deleted" && (active || hovered) ? (
        <MessageActions
          roomId={roomId}
          itemId={itemId}
          message={message}
          tabbable={active}
          onReact={react}
          onReply={() => onReply(itemId, message)}
          onEdit={() => onEdit(itemId, message)}
          onThread={eventId !== null && onThread ? () => onThread(eventId) : null}
        />
      ) : null}
      {versions && eventId !== null ? (
        <VersionsDialogue roomId={roomId} eventId={eventId} onClose={() => setVersions(false)} />
      ) : null}
    </div>
  );
}

type BodyProps = { roomId: string; itemId: string; message: MessageView; active: boolean; onRecover: () => void };

function Body({ roomId, itemId, message, active, onRecover }: BodyProps) {
  const { t } = useL10n();
  const { body } = message;
  switch (body.kind) {
    case "text":
      return <RichText nodes={body.nodes} tabbable={active} />;
    case "file":
      return (
        <>
          <FileCard file={body} own={message.own} tabbable={active} />
          {body.caption ? (
            <div data-testid="caption">
              <RichText nodes={body.caption.nodes} tabbable={active} />
            </div>
          ) : null}
        </>
      );
    case "poll":
      return <PollCard roomId={roomId} itemId={itemId} poll={body} message={message} tabbable={active} />;
    case "undecryptable":
      return (
        <div className={css.closed}>
          <Icon name="lock" size={18} />
          <p>{t(whyId(body.why))}</p>
          {body.why === "needs_recovery" || body.why === "withheld_not_confirmed" ? (
            <Button small onPress={onRecover} excludeFromTabOrder={!active}>
              {t("trust-enter-key")}
            </Button>
          ) : null}
        </div>
      );
    case "deleted":
    case "unsupported":
      return <p className={css.gone}>{bodyWords(t, body, message.own)}</p>;
  }
}

function deliveryWords(t: L10n["t"], delivery: DeliveryView): string {
  switch (delivery.state) {
    case "waiting":
      return t("delivery-waiting");
    case "sending":
      return delivery.progress === null
        ? t("delivery-sending")
        : t("delivery-progress", { percent: Math.round(delivery.progress * 100) });
    case "paused":
      return t("delivery-paused");
    case "checking":
      return t("delivery-checking");
    case "sent":
      return t("delivery-sent");
    case "failed":
      if (isWithheld(delivery)) return t("delivery-withheld");
      return `${t("delivery-failed")} ${wordProblem(t, delivery.problem)}`;
  }
}

/** The scanner keeps the file back: sending it again would change nothing. */
function isWithheld(delivery: MessageView["delivery"]): boolean {
  return delivery.state === "failed" && delivery.problem.code === "file_not_released";
}

type DeliveryProps = { roomId: string; itemId: string; message: MessageView; active: boolean };

function Delivery({ roomId, itemId, message, active }: DeliveryProps) {
  const backend = useBackend();
  const { t, list } = useL10n();
  const task = useTask();
  const { delivery, read_by: readBy } = message;
  if (readBy.length > 0) {
    const words =
      readBy.length > 3 ? t("message-read-by-count", { count: readBy.length }) : t("message-read-by", { names: list(readBy) });
    return <p className={css.note}>{words}</p>;
  }
  if (!message.own) return null;
  const failed = delivery.state === "failed";
  const goesOn = delivery.state === "paused" || (failed && !isWithheld(delivery));
  const stops = message.body.kind === "file" && ["waiting", "sending", "checking"].includes(delivery.state);
  const endsHere = stops || failed || delivery.state === "waiting" || delivery.state === "paused";
  return (
    <div className={`${css.delivery} ${failed ? css.failed : css.note}`} data-testid="delivery" data-state={delivery.state}>
      <p>{deliveryWords(t, delivery)}</p>
      {endsHere ? (
        <div className={css.deliveryActions}>
          {goesOn ? (
            <Button
              small
              excludeFromTabOrder={!active}
              onPress={() => void task.run(() => backend.retry(roomId, itemId))}
              isDisabled={task.busy}
              data-testid="delivery-go-on"
            >
              {t(failed ? "delivery-retry" : "delivery-resume")}
            </Button>
          ) : null}
          {stops ? (
            <Button
              small
              excludeFromTabOrder={!active}
              onPress={() => void task.run(() => backend.pauseSend(itemId))}
              isDisabled={task.busy}
              data-testid="delivery-pause"
            >
              {t("delivery-pause")}
            </Button>
          ) : null}
          <Button
            small
            look="quiet"
            excludeFromTabOrder={!active}
            onPress={() => void task.run(() => backend.discard(roomId, itemId))}
            isDisabled={task.busy}
            data-testid="delivery-discard"
          >
            {t("delivery-discard")}
          </Button>
        </div>
      ) : null}
      <Problem problem={task.problem} />
    </div>
  );
}
