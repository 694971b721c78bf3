/** What can be done with a conversation of the list. */
import type { RefObject } from "react";
import { FloatingMenu } from "../controls/FloatingMenu";
import type { RoomNotifications, RoomSummary } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { isUnread } from "./list";
import type { OwnMarks } from "./useOwnMarks";

const NOTIFICATIONS: readonly RoomNotifications[] = ["all", "mentions", "muted"];

export function notificationOptions(t: L10n["t"]) {
  return NOTIFICATIONS.map((value) => ({ value, label: t(`notify-${value}`) }));
}

type RoomMenuProps = {
  room: RoomSummary;
  anchor: RefObject<HTMLElement | null>;
  marks: OwnMarks;
  onFolder: () => void;
  onClose: () => void;
};

export function RoomMenu({ room, anchor, marks, onFolder, onClose }: RoomMenuProps) {
  const { t } = useL10n();
  const unread = isUnread(room);
  const toggle = (place: "favourite" | "last") => ({
    id: place,
    label: t(room.place === place ? `place-${place}-no` : `place-${place}-yes`),
    onAction: () => marks.put(room, room.place === place ? "usual" : place),
  });
  return (
    <FloatingMenu
      label={t("row-menu", { name: room.name })}
      anchor={anchor}
      actions={[
        { id: "unread", label: t(unread ? "mark-read" : "mark-unread"), onAction: () => marks.read(room, !unread) },
        toggle("favourite"),
        toggle("last"),
        { id: "folder", label: t("folder-open"), onAction: onFolder },
      ]}
      choice={{
        label: t("notify-label"),
        value: room.notifications,
        options: notificationOptions(t),
        onChange: (wanted) => marks.notify(room, wanted),
      }}
      onClose={onClose}
    />
  );
}
