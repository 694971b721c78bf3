/** The picture of a room: chosen from a file, shown wherever the room is, taken away again. */
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { Button } from "../controls/Button";
import { Problem } from "../controls/Notice";
import type { RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import { useBackend, useTask } from "../state/backend";
import { KINDS, square } from "./picture";
import css from "./Rooms.module.css";

export function PicturePart({ room }: { room: RoomSummary }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [said, setSaid] = useState("");
  const choose = (file: File | undefined) => {
    if (!file) return;
    setSaid("");
    void task.run(async () => {
      await backend.setRoomPicture(room.id, await square(file));
      setSaid(t("picture-set"));
    });
  };
  const remove = () =>
    void task.run(async () => {
      await backend.removeRoomPicture(room.id);
      setSaid(t("picture-removed"));
    });
  return (
    <section className={css.part} aria-labelledby="picture-heading">
      <h3 id="picture-heading">{t("picture-heading")}</h3>
      <div className={css.actions}>
        <Avatar name={room.name} kind={room.kind} external={room.externals} picture={room.picture} />
        <FileTrigger acceptedFileTypes={KINDS} onSelect={(files) => choose(files?.[0])}>
          <Button isDisabled={task.busy} data-testid="picture-choose">
            {t(room.picture === null ? "picture-choose" : "picture-change")}
          </Button>
        </FileTrigger>
        {room.picture === null ? null : (
          <Button onPress={remove} isDisabled={task.busy} data-testid="picture-remove">
            {t("picture-remove")}
          </Button>
        )}
      </div>
      <p className={css.muted}>{t("picture-explain")}</p>
      <p role="status" className={css.status} data-testid="picture-status">
        {task.busy ? t("picture-checking") : said}
      </p>
      <Problem problem={task.problem} />
    </section>
  );
}
