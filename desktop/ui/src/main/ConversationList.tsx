/** The first column: who is signed in, what can be begun, invitations, and the conversations. */
import { useMemo, useRef, useState } from "react";
import { Segments, Toggle } from "../controls/Choice";
import { Button, IconButton } from "../controls/Button";
import { SearchField } from "../controls/Field";
import { Menu } from "../controls/Menu";
import { Problem } from "../controls/Notice";
import type { RoomSummary, SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useAppLock } from "../state/appLock";
import { focusWhenThere } from "../state/focus";
import css from "./ConversationList.module.css";
import { FolderDialogue } from "./FolderDialogue";
import { useFolders } from "./folders";
import { type Filter, FILTERS, type ListView, matches, sectionsOf } from "./list";
import type { DialogueName } from "./MainWindow";
import { RoomList } from "./RoomList";
import { RoomRow } from "./RoomRow";
import { SearchBox } from "./SearchBox";
import { useOwnMarks } from "./useOwnMarks";

type ConversationListProps = {
  session: SessionView;
  rooms: RoomSummary[] | null;
  selected: string | null;
  view: ListView;
  onView: (view: ListView) => void;
  onSelect: (roomId: string) => void;
  onDialogue: (dialogue: DialogueName) => void;
};

export function ConversationList({ session, rooms, selected, view, onView, onSelect, onDialogue }: ConversationListProps) {
  const { t, locale } = useL10n();
  const lock = useAppLock();
  const [term, setTerm] = useState("");
  const [said, setSaid] = useState("");
  // What one reads under "Unread" stays where it is until one looks at the list in another way.
  const [kept, setKept] = useState<string | null>(null);
  const marks = useOwnMarks(setSaid);
  const folders = useFolders();
  const [filing, setFiling] = useState<RoomSummary | null>(null);
  const column = useRef<HTMLElement>(null);
  const { filter, grouped } = view;
  const invitations = useMemo(() => rooms?.filter((room) => room.membership === "invited") ?? [], [rooms]);
  const joined = useMemo(() => rooms?.filter((room) => room.membership === "joined") ?? [], [rooms]);
  const sections = useMemo(() => {
    const shown = joined.filter((room) => matches(room, room.id === kept ? "all" : filter, term));
    return sectionsOf(shown, grouped, locale, folders);
  }, [joined, kept, filter, term, grouped, locale, folders]);

  const look = (next: Filter, words: string) => {
    onView({ ...view, filter: next });
    setTerm(words);
    setKept(null);
    marks.clear();
    setSaid(t("list-shown", { count: joined.filter((room) => matches(room, next, words)).length }));
  };
  const lookAtAll = () => {
    look("all", "");
    focusWhenThere(column.current, '[data-testid="room-list"] [data-index="0"]');
  };
  const select = (roomId: string) => {
    if (filter === "unread" || filter === "mentions") setKept(roomId);
    onSelect(roomId);
  };

  return (
    <div className={css.column}>
      <header className={css.account}>
        <div className={css.who}>
          <p className={css.name}>
            <bdi>{session.name}</bdi>
          </p>
          <p className={css.organisation}>{session.external ? t("external-self") : session.organisation}</p>
        </div>
        <Menu
          label={t("account-menu")}
          trigger={<IconButton icon="more" label={t("account-menu")} data-testid="account-menu" />}
          actions={[
            { id: "settings", label: t("settings"), onAction: () => onDialogue("settings") },
            ...(session.external
              ? []
              : [{ id: "externals", label: t("sponsored-title"), onAction: () => onDialogue("externals") }]),
            { id: "accounts", label: t("accounts-title"), onAction: () => onDialogue("accounts") },
            { id: "shortcuts", label: t("keys-title"), onAction: () => onDialogue("shortcuts") },
            { id: "lock", label: t("lock-now"), onAction: () => (lock.minutes === null ? onDialogue("app_lock") : lock.lockNow()) },
            { id: "sign-out", label: t("sign-out"), onAction: () => onDialogue("sign_out") },
          ]}
        />
      </header>
      {session.external ? null : (
        <div className={css.begin}>
          <SearchBox onPress={() => onDialogue("search")} />
          <Button look="primary" icon="person" wide onPress={() => onDialogue("write")} data-testid="find-colleague">
            {t("new-message")}
          </Button>
          <div className={css.pair}>
            <Button small onPress={() => onDialogue("new_room")} data-testid="new-room">
              {t("new-room")}
            </Button>
            <Button small onPress={() => onDialogue("directory")} data-testid="public-rooms">
              {t("public-rooms")}
            </Button>
          </div>
        </div>
      )}
      <nav className={css.list} aria-label={t("list-heading")} ref={column}>
        <h2 className="visually-hidden">{t("list-heading")}</h2>
        <div className={css.filters}>
          <SearchField label={t("list-filter")} value={term} onChange={(words) => look(filter, words)} data-testid="list-filter" />
          <div className={css.pills}>
            <Segments
              label={t("filter-label")}
              value={filter}
              onChange={(next) => look(next, term)}
              options={FILTERS.map((value) => ({ value, label: t(`filter-${value}`) }))}
            />
            <Toggle on={grouped} onChange={(on) => onView({ ...view, grouped: on })} data-testid="list-grouped">
              {t("list-grouped")}
            </Toggle>
          </div>
          <p role="status" className="visually-hidden" data-testid="list-status">
            {said}
          </p>
          <Problem problem={marks.problem} />
        </div>
        {invitations.length > 0 ? (
          <section className={css.invitations} aria-labelledby="invitations-heading">
            <h3 id="invitations-heading">{t("invitations-heading", { count: invitations.length })}</h3>
            <ul>
              {invitations.map((room) => (
                <li key={room.id}>
                  <RoomRow room={room} selected={room.id === selected} onSelect={() => onSelect(room.id)} />
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {rooms === null ? (
          <p role="status" className={css.hint}>
            {t("list-loading")}
          </p>
        ) : joined.length === 0 ? (
          <p className={css.hint}>{t("list-empty")}</p>
        ) : sections.length === 0 ? (
          <div className={css.nothing} data-testid="list-nothing">
            <p>{term.trim() === "" ? t(`list-no-${filter}`) : t("list-empty-filter")}</p>
            <Button small onPress={lookAtAll} data-testid="list-all">
              {t("list-show-all")}
            </Button>
          </div>
        ) : (
          <RoomList sections={sections} selected={selected} onSelect={select} marks={marks} onFolder={setFiling} />
        )}
      </nav>
      {filing ? <FolderDialogue room={filing} onDone={setSaid} onClose={() => setFiling(null)} /> : null}
    </div>
  );
}
