/** A conversation as the person wants to have it: of what it tells, and where it stands in the list. Others see nothing of it. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Select } from "../controls/Choice";
import { Problem } from "../controls/Notice";
import type { RoomPlace, RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { FolderDialogue } from "../main/FolderDialogue";
import { folderOf, useFolders } from "../main/folders";
import { isUnread } from "../main/list";
import { notificationOptions } from "../main/RoomMenu";
import { useOwnMarks } from "../main/useOwnMarks";
import css from "./Rooms.module.css";

const PLACES: readonly RoomPlace[] = ["favourite", "usual", "last"];

export function OwnPart({ room }: { room: RoomSummary }) {
  const { t } = useL10n();
  const [said, setSaid] = useState("");
  const marks = useOwnMarks(setSaid);
  const unread = isUnread(room);
  const folder = folderOf(useFolders(), room.id);
  const [filing, setFiling] = useState(false);
  return (
    <section className={css.part}>
      <h3>{t("own-heading")}</h3>
      <Select
        label={t("notify-label")}
        value={room.notifications}
        onChange={(wanted) => marks.notify(room, wanted)}
        options={notificationOptions(t)}
        data-testid="own-notifications"
      />
      <Select
        label={t("place-label")}
        value={room.place}
        onChange={(place) => marks.put(room, place)}
        options={PLACES.map((value) => ({ value, label: t(`place-${value}`) }))}
        data-testid="own-place"
      />
      <Button wide onPress={() => setFiling(true)} data-testid="own-folder">
        {folder === "" ? t("folder-open") : t("folder-in", { name: folder })}
      </Button>
      <Button wide onPress={() => marks.read(room, !unread)} data-testid="own-unread">
        {t(unread ? "mark-read" : "mark-unread")}
      </Button>
      <p role="status" className="visually-hidden" data-testid="own-status">
        {said}
      </p>
      <Problem problem={marks.problem} />
      {filing ? <FolderDialogue room={room} onDone={setSaid} onClose={() => setFiling(false)} /> : null}
    </section>
  );
}
