/** What can be done with a message: react, answer, change, copy, delete. */
import { useState } from "react";
import { Toolbar } from "react-aria-components";
import { IconButton } from "../controls/Button";
import { Confirm } from "../controls/Dialogue";
import { Menu, type MenuAction } from "../controls/Menu";
import type { MessageView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend } from "../state/backend";
import css from "./Message.module.css";

const PALETTE = ["👍", "✅", "❤️", "😀", "🙏", "👀"];

type MessageActionsProps = {
  roomId: string;
  itemId: string;
  message: MessageView;
  tabbable: boolean;
  onReact: (key: string) => void;
  onReply: () => void;
  onEdit: () => void;
};

export function MessageActions(props: MessageActionsProps) {
  const { roomId, itemId, message, tabbable, onReact, onReply, onEdit } = props;
  const backend = useBackend();
  const { t } = useL10n();
  const [deleting, setDeleting] = useState(false);
  const { body } = message;
  const more: MenuAction[] = [];
  if (message.own && body.kind === "text") more.push({ id: "edit", label: t("action-edit"), onAction: onEdit });
  if (body.kind === "text") {
    const words = body.plain;
    more.push({
      id: "copy",
      label: t("action-copy"),
      onAction: () => void navigator.clipboard.writeText(words).catch(() => undefined),
    });
  }
  if (message.own) {
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
        <Confirm
          title={t("delete-title")}
          text={t("delete-text")}
          action={t("action-delete")}
          onConfirm={() => backend.remove(roomId, itemId)}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </>
  );
}
