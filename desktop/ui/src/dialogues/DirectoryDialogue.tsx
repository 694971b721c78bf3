/** The directory of public rooms of all ministries: search, themes, page by page, and a look at one before entering. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Select } from "../controls/Choice";
import { Dialogue } from "../controls/Dialogue";
import { SearchField } from "../controls/Field";
import { Notice, Problem } from "../controls/Notice";
import type { ProblemView, PublicPage, PublicRoomView, RoomTheme } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import line from "../people/People.module.css";
import { THEMES, themeWords } from "../rooms/kinds";
import { PublicRoomDialogue } from "../rooms/PublicRoomDialogue";
import rooms from "../rooms/Rooms.module.css";
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
  const { t, list } = useL10n();
  const task = useTask();
  const [term, setTerm] = useState(first);
  const [theme, setTheme] = useState<RoomTheme | "all">("all");
  const [page, setPage] = useState<PublicPage | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [looking, setLooking] = useState<PublicRoomView | null>(null);
  const only = theme === "all" ? null : theme;
  useEffect(
    () =>
      ask(
        () => backend.publicPage(term.trim(), only, null),
        (found) => {
          setPage(found);
          setProblem(null);
        },
        (failed) => {
          setPage(null);
          setProblem(failed);
        },
        PAUSE_MS,
      ),
    [backend, term, only],
  );

  const more = (from: string) =>
    void task.run(async () => {
      const next = await backend.publicPage(term.trim(), only, from);
      setPage((before) => {
        if (before?.next !== from) return before;
        const known = new Set(before.rooms.map((room) => room.id));
        const missing = [...new Set([...before.missing, ...next.missing])];
        return { rooms: [...before.rooms, ...next.rooms.filter((room) => !known.has(room.id))], next: next.next, missing };
      });
    });
  const enter = (room: PublicRoomView) =>
    void task.run(async () => {
      onOpened(room.joined ? room.id : await backend.joinPublicRoom(room.id, room.server_name));
    });
  const count = page?.rooms.length ?? 0;

  return (
    <Dialogue title={t("directory-title")} onClose={onClose} wide data-testid="directory-dialogue">
      <Notice look="warning">{t("directory-text")}</Notice>
      <div className={rooms.line}>
        <SearchField
          label={t("directory-search")}
          labelled
          autoFocus
          value={term}
          onChange={setTerm}
          data-testid="directory-search"
        />
        <Select
          label={t("directory-theme")}
          value={theme}
          onChange={setTheme}
          options={[
            { value: "all", label: t("theme-all") },
            ...THEMES.map((value) => ({ value, label: themeWords(t, value) })),
          ]}
          data-testid="directory-theme"
        />
      </div>
      <p role="status" className={css.status} data-testid="directory-status">
        {problem ? "" : page === null ? t("details-loading") : page.next ? t("directory-first", { count }) : t("directory-count", { count })}
      </p>
      {page && page.missing.length > 0 ? (
        <Notice look="warning">{t("directory-missing", { names: list(page.missing) })}</Notice>
      ) : null}
      <Problem problem={problem ?? task.problem} />
      {page && count > 0 ? (
        <ul className={css.rooms} aria-label={t("directory-results")}>
          {page.rooms.map((room) => (
            <li key={room.id} className={css.room} data-testid="public-room">
              <Avatar name={room.name} kind="public" />
              <div className={line.words}>
                <p className={line.name}>
                  <bdi>{room.name}</bdi> <span className={line.organisation}>{room.organisation}</span>
                </p>
                {room.topic === "" ? null : <p>{room.topic}</p>}
                <p className={css.muted}>
                  {[t("directory-members", { count: room.members }), room.theme ? themeWords(t, room.theme) : ""].filter(Boolean).join(" · ")}
                </p>
              </div>
              <div className={rooms.actions}>
                {room.joined ? null : (
                  <Button
                    small
                    onPress={() => setLooking(room)}
                    aria-label={t("directory-look-label", { name: room.name })}
                    data-testid="public-look"
                  >
                    {t("directory-look")}
                  </Button>
                )}
                <Button
                  small
                  look={room.joined ? "secondary" : "primary"}
                  isDisabled={task.busy}
                  onPress={() => enter(room)}
                  aria-label={t(room.joined ? "directory-open-label" : "directory-join-label", { name: room.name })}
                >
                  {t(room.joined ? "directory-open" : "directory-join")}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {page?.next ? (
        <Button onPress={() => more(page.next ?? "")} isDisabled={task.busy} data-testid="directory-more">
          {t("browse-more")}
        </Button>
      ) : null}
      {looking ? <PublicRoomDialogue room={looking} onClose={() => setLooking(null)} onOpened={onOpened} /> : null}
    </Dialogue>
  );
}
