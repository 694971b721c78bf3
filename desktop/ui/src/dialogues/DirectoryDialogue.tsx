/** The directory of public rooms of all ministries. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { SearchField } from "../controls/Field";
import { Notice, Problem } from "../controls/Notice";
import type { ProblemView, PublicRoomView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import line from "../people/People.module.css";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";
import css from "./People.module.css";

const PAUSE_MS = 200;

type DirectoryDialogueProps = {
  /** What is looked for at first. */
  term: string;
  onClose: () => void;
  onOpened: (roomId: string) => void;
};

export function DirectoryDialogue({ term: first, onClose, onOpened }: DirectoryDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [term, setTerm] = useState(first);
  const [rooms, setRooms] = useState<PublicRoomView[] | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  useEffect(
    () =>
      ask(
        () => backend.publicRooms(term.trim()),
        (found) => {
          setRooms(found);
          setProblem(null);
        },
        setProblem,
        PAUSE_MS,
      ),
    [backend, term],
  );

  const enter = (room: PublicRoomView) =>
    void task.run(async () => {
      onOpened(room.joined ? room.id : await backend.joinPublicRoom(room.id, room.server_name));
    });

  return (
    <Dialogue title={t("directory-title")} onClose={onClose} wide data-testid="directory-dialogue">
      <Notice look="warning">{t("directory-text")}</Notice>
      <SearchField
        label={t("directory-search")}
        labelled
        autoFocus
        value={term}
        onChange={setTerm}
        data-testid="directory-search"
      />
      <p role="status" className={css.status}>
        {rooms === null ? t("details-loading") : t("directory-count", { count: rooms.length })}
      </p>
      <Problem problem={problem ?? task.problem} />
      {rooms && rooms.length > 0 ? (
        <ul className={css.rooms} aria-label={t("directory-results")}>
          {rooms.map((room) => (
            <li key={room.id} className={css.room} data-testid="public-room">
              <Avatar name={room.name} kind="public" />
              <div className={line.words}>
                <p className={line.name}>
                  <bdi>{room.name}</bdi> <span className={line.organisation}>{room.organisation}</span>
                </p>
                {room.topic === "" ? null : <p>{room.topic}</p>}
                <p className={css.muted}>{t("directory-members", { count: room.members })}</p>
              </div>
              <Button
                small
                look={room.joined ? "secondary" : "primary"}
                isDisabled={task.busy}
                onPress={() => enter(room)}
                aria-label={t(room.joined ? "directory-open-label" : "directory-join-label", { name: room.name })}
              >
                {t(room.joined ? "directory-open" : "directory-join")}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </Dialogue>
  );
}
