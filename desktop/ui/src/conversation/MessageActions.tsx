/** What can be done with a message: react, answer, change, copy, delete. */
import { useState } from "react";
import { Toolbar } from "react-aria-components";
import { IconButton } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Menu, type MenuAction } from "../controls/Menu";
import { Problem } from "../controls/Notice";
import type { MessageView, ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ReportDialogue } from "../rooms/ReportDialogue";
import { asProblem, useBackend } from "../state/backend";
import { copyLater } from "./copy";
import { DeleteDialogue } from "./DeleteDialogue";
import { ForwardDialogue } from "./ForwardDialogue";
import css from "./Message.module.css";
import { useRoom } from "./room";
import { plain } from "./target";

const PALETTE = ["👍", "✅", "❤️", "😀", "🙏", "👀"];

type MessageActionsProps = {
  roomId: string;
  itemId: string;
  message: MessageView;
  tabbable: boolean;
  onReact: (key: string) => void;
  onReply: () => void;
  onEdit: () => void;
  /** None where there are no threads. */
  onThread: (() => void) | null;
};

export function MessageActions(props: MessageActionsProps) {
  const { roomId, itemId, message, tabbable, onReact, onReply, onEdit, onThread } = props;
  const backend = useBackend();
  const { t } = useL10n();
  const { room, rights } = useRoom();
  const [deleting, setDeleting] = useState(false);
  const [forwarding, setForwarding] = useState(false);
  const [reporting, setReporting] = useState(false);
  const [failed, setFailed] = useState<{ action: string; problem: ProblemView } | null>(null);
  const fail = (action: string, error: unknown) => setFailed({ action, problem: asProblem(error) });
  const { body } = message;
  const more: MenuAction[] = [];
  if (onThread) more.push({ id: "thread", label: t("action-thread"), onAction: onThread });
  if (message.own && body.kind === "text") more.push({ id: "edit", label: t("action-edit"), onAction: onEdit });
  if (message.own && body.kind === "file") {
    more.push({ id: "caption", label: t(body.caption ? "action-caption-change" : "action-caption"), onAction: onEdit });
  }
  if (body.kind === "text") {
    const words = body.plain;
    more.push({
      id: "copy",
      label: t("action-copy"),
      onAction: () => void navigator.clipboard.writeText(words).catch(() => undefined),
    });
  }
  const { event_id: eventId } = message;
  if (eventId !== null) {
    more.push({
      id: "copy-link",
      label: t("action-copy-link"),
      onAction: () => void copyLater(backend.messageLink(roomId, eventId)).catch((error: unknown) => fail("action-copy-link", error)),
    });
  }
  const safe = body.kind === "file" && body.safety.state === "safe";
  if (room && (body.kind === "text" || safe)) {
    more.push({ id: "forward", label: t("action-forward"), onAction: () => setForwarding(true) });
  }
  if (rights?.pin && eventId !== null && room && room.kind !== "direct") {
    more.push({
      id: "pin",
      label: t("action-pin"),
      onAction: () => void backend.pin(room.id, eventId).catch((error: unknown) => fail("action-pin", error)),
    });
  }
  if (!message.own && room && room.kind !== "direct") {
    more.push({ id: "report", label: t("action-report"), onAction: () => setReporting(true) });
  }
  if (message.own || (rights?.delete && room?.kind !== "direct")) {
    more.push({ id: "delete", label: t("action-delete"), danger: true, onAction: () => setDeleting(true) });
  }
  return (
    <>
      <Toolbar aria-label={t("actions-label")} className={css.actions ?? ""}>
        <Menu
          label={t("react-label")}
          palette
          trigger={
            <IconButton icon="smile" small label={t("action-react")} excludeFromTabOrder={!tabbable} data-testid="react" />
          }
          actions={PALETTE.map((key) => ({ id: key, label: key, onAction: () => onReact(key) }))}
        />
        <IconButton
          icon="reply"
          small
          label={t("action-reply")}
          onPress={onReply}
          excludeFromTabOrder={!tabbable}
          data-testid="reply"
        />
        {more.length > 0 ? (
          <Menu
            label={t("action-more")}
            trigger={
              <IconButton icon="more" small label={t("action-more")} excludeFromTabOrder={!tabbable} data-testid="more" />
            }
            actions={more}
          />
        ) : null}
      </Toolbar>
      {deleting ? (
        <DeleteDialogue roomId={roomId} itemId={itemId} onClose={() => setDeleting(false)} />
      ) : null}
      {forwarding && room ? (
        <ForwardDialogue room={room} itemId={itemId} text={plain(message)} onClose={() => setForwarding(false)} />
      ) : null}
      {reporting && room ? (
        <ReportDialogue
          room={room}
          message={message}
          text={plain(message)}
          onClose={() => setReporting(false)}
        />
      ) : null}
      {failed ? (
        <Dialogue title={t(failed.action)} onClose={() => setFailed(null)}>
          <Problem problem={failed.problem} />
        </Dialogue>
      ) : null}
    </>
  );
}
