/** A conversation in the list. */
import { Button } from "react-aria-components";
import type { PreviewView, RoomKind, RoomSummary } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { kindWords } from "../rooms/kinds";
import { Avatar } from "./Avatar";
import css from "./ConversationList.module.css";

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
    case "text": {
      const text = preview.kind === "text" ? preview.text : t(`preview-${preview.kind}`, { text: preview.text });
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
};

export function RoomRow({ room, selected, onSelect, index, tabbable = true, onMove, onFocus }: RoomRowProps) {
  const { t, shortMoment } = useL10n();
  const kind = kindWords(t, room);
  return (
    <Button
      onPress={onSelect}
      excludeFromTabOrder={!tabbable}
      {...(onFocus ? { onFocus } : {})}
      onKeyDown={(event) => {
        if (onMove?.(event.key)) event.preventDefault();
        else event.continuePropagation();
      }}
      aria-current={selected ? "true" : undefined}
      className={`${css.row} ${room.unread > 0 ? css.unread : ""}`}
      data-selected={selected}
      data-index={index}
      data-testid="room-row"
      data-room={room.id}
    >
      <Avatar name={room.name} kind={room.kind} external={room.externals} picture={room.picture} />
      <span className={css.text}>
        <span className={css.line}>
          <bdi className={css.title}>{room.name}</bdi>
          {room.preview ? <span className={css.muted}>{shortMoment(room.preview.at_ms)}</span> : null}
        </span>
        <span className={css.muted}>{kind}</span>
        <span className={css.line}>
          <span className={`${css.preview} ${css.muted}`}>{room.preview ? previewText(t, room.preview, room.kind) : ""}</span>
          {room.unread > 0 ? (
            <>
              <span className={css.badge} aria-hidden="true">
                {room.mentions > 0 ? "@" : ""}
                {room.unread > 99 ? "99+" : room.unread}
              </span>
              <span className="visually-hidden">
                {t("room-unread", { count: room.unread })}
                {room.mentions > 0 ? `, ${t("room-mentions", { count: room.mentions })}` : ""}
              </span>
            </>
          ) : null}
        </span>
      </span>
    </Button>
  );
}
