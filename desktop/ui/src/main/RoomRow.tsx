/** A conversation in the list. */
import { Button } from "react-aria-components";
import { Icon } from "../controls/Icon";
import type { PreviewView, RoomKind, RoomSummary } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { kindWords } from "../rooms/kinds";
import { useDraft } from "../state/drafts";
import { Avatar } from "./Avatar";
import css from "./ConversationList.module.css";
import { isQuiet, isUnread } from "./list";

/** The newest message in one line; in a direct conversation the other person needs no name again. */
export function previewText(t: L10n["t"], preview: PreviewView, kind: RoomKind): string {
  switch (preview.kind) {
    case "invitation":
      return t("preview-invitation", { sender: preview.sender });
    case "undecryptable":
      return t("preview-undecryptable");
    case "deleted":
      return t("preview-deleted");
    case "file":
    case "image":
    case "poll":
    case "voice":
    case "text": {
      const text =
        preview.kind === "text" ? preview.text : preview.kind === "voice" ? t("file-voice") : t(`preview-${preview.kind}`, { text: preview.text });
      if (preview.own) return t("preview-own", { text });
      return kind === "direct" ? text : t("preview-from", { sender: preview.sender, text });
    }
  }
}

type RoomRowProps = {
  room: RoomSummary;
  selected: boolean;
  onSelect: () => void;
  index?: number;
  tabbable?: boolean;
  onMove?: (key: string) => boolean;
  onFocus?: () => void;
  /** Opens what can be done with it. */
  onMenu?: () => void;
};

export function RoomRow({ room, selected, onSelect, index, tabbable = true, onMove, onFocus, onMenu }: RoomRowProps) {
  const { t, shortMoment } = useL10n();
  const kind = kindWords(t, room);
  const muted = room.notifications === "muted";
  const stands = isUnread(room) && !isQuiet(room);
  const draft = useDraft(room.id).markdown.trim();
  return (
    <div className={css.item}>
      <Button
        onPress={onSelect}
        excludeFromTabOrder={!tabbable}
        {...(onFocus ? { onFocus } : {})}
        onKeyDown={(event) => {
          const asks = event.key === "ArrowRight" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
          if (asks && onMenu) onMenu();
          else if (!onMove?.(event.key)) return void event.continuePropagation();
          event.preventDefault();
        }}
        aria-current={selected ? "true" : undefined}
        {...(onMenu ? { "aria-keyshortcuts": "Shift+F10" } : {})}
        className={`${css.row} ${stands ? css.unread : ""}`}
        data-selected={selected}
        data-index={index}
        data-testid="room-row"
        data-room={room.id}
      >
        <Avatar name={room.name} kind={room.kind} external={room.externals} picture={room.picture} />
        <span className={css.text}>
          <span className={css.line}>
            <bdi className={css.title}>{room.name}</bdi>
            {muted ? (
              <span className={css.mark} data-testid="room-muted">
                <Icon name="muted" size={14} />
                <span className="visually-hidden">{t("room-muted")}</span>
              </span>
            ) : null}
            {room.preview ? <span className={css.muted}>{shortMoment(room.preview.at_ms)}</span> : null}
          </span>
          <span className={css.muted}>{kind}</span>
          <span className={css.line}>
            <span className={`${css.preview} ${css.muted}`} data-testid="room-preview">
              {draft !== "" && !selected ? (
                <>
                  <strong className={css.draft}>{t("preview-draft")}</strong> {draft}
                </>
              ) : room.preview ? (
                previewText(t, room.preview, room.kind)
              ) : (
                ""
              )}
            </span>
            <UnreadBadge room={room} />
          </span>
        </span>
      </Button>
      {onMenu ? (
        <Button
          className={css.more ?? ""}
          excludeFromTabOrder
          onPress={onMenu}
          aria-label={t("row-menu", { name: room.name })}
          aria-haspopup="menu"
          data-testid="row-menu"
        >
          <Icon name="more" size={18} />
        </Button>
      ) : null}
    </div>
  );
}

/** How much is unread. What the person has silenced is counted without emphasis. */
function UnreadBadge({ room }: { room: RoomSummary }) {
  const { t } = useL10n();
  if (!isUnread(room)) return null;
  const count = room.unread > 99 ? "99+" : String(room.unread);
  return (
    <>
      <span className={`${css.badge} ${isQuiet(room) ? css.quiet : ""}`} aria-hidden="true" data-testid="room-badge">
        {room.mentions > 0 ? "@" : ""}
        {room.unread > 0 ? count : "•"}
      </span>
      <span className="visually-hidden">
        {room.unread > 0 ? t("room-unread", { count: room.unread }) : t("room-marked-unread")}
        {room.mentions > 0 ? `, ${t("room-mentions", { count: room.mentions })}` : ""}
      </span>
    </>
  );
}
