/** The first column: who is signed in, what can be begun, invitations, and the conversations. */
import { useState } from "react";
import { Segments } from "../controls/Choice";
import { Button, IconButton } from "../controls/Button";
import { SearchField } from "../controls/Field";
import { Menu } from "../controls/Menu";
import type { RoomSummary, SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useAppLock } from "../state/appLock";
import css from "./ConversationList.module.css";
import type { DialogueName } from "./MainWindow";
import { RoomList } from "./RoomList";
import { RoomRow } from "./RoomRow";
import { SearchBox } from "./SearchBox";

const FILTERS = ["all", "unread", "people", "rooms"] as const;
type Filter = (typeof FILTERS)[number];

/** Whether a conversation is in the chosen part of the list. */
export function matches(room: RoomSummary, filter: Filter, term: string): boolean {
  if (filter === "unread" && room.unread === 0) return false;
  if (filter === "people" && room.kind !== "direct") return false;
  if (filter === "rooms" && room.kind === "direct") return false;
  const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return fold(`${room.name} ${room.organisation}`).includes(fold(term.trim()));
}

type ConversationListProps = {
  session: SessionView;
  rooms: RoomSummary[] | null;
  selected: string | null;
  onSelect: (roomId: string) => void;
  onDialogue: (dialogue: DialogueName) => void;
};

export function ConversationList({ session, rooms, selected, onSelect, onDialogue }: ConversationListProps) {
  const { t } = useL10n();
  const lock = useAppLock();
  const [filter, setFilter] = useState<Filter>("all");
  const [term, setTerm] = useState("");
  const invitations = rooms?.filter((room) => room.membership === "invited") ?? [];
  const joined = rooms?.filter((room) => room.membership === "joined") ?? [];
  const shown = joined.filter((room) => matches(room, filter, term));

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
      <nav className={css.list} aria-label={t("list-heading")}>
        <h2 className="visually-hidden">{t("list-heading")}</h2>
        <div className={css.filters}>
          <SearchField label={t("list-filter")} value={term} onChange={setTerm} data-testid="list-filter" />
          <Segments
            label={t("filter-label")}
            value={filter}
            onChange={setFilter}
            options={FILTERS.map((value) => ({ value, label: t(`filter-${value}`) }))}
          />
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
        ) : shown.length === 0 ? (
          <p className={css.hint}>{t(joined.length === 0 ? "list-empty" : "list-empty-filter")}</p>
        ) : (
          <RoomList rooms={shown} selected={selected} onSelect={onSelect} />
        )}
      </nav>
    </div>
  );
}
