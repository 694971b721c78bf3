/** The one search: people, units, organisations and rooms. With Ctrl+K from anywhere, and to begin a conversation. */
import { useState } from "react";
import { Autocomplete, Input, SearchField } from "react-aria-components";
import { Button, IconButton } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import field from "../controls/Field.module.css";
import { Icon } from "../controls/Icon";
import { Problem } from "../controls/Notice";
import type { RoomSummary, SessionView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import type { BrowseTarget } from "./BrowseDialogue";
import type { CardTarget } from "./card";
import css from "./People.module.css";
import { type Hit, SearchResults } from "./SearchResults";
import { type Found, useSearch } from "./useSearch";

type SearchDialogueProps = {
  session: SessionView;
  rooms: RoomSummary[];
  /** To begin a conversation: choosing somebody who is on Depesha opens it at once. */
  writing: boolean;
  onClose: () => void;
  onOpened: (roomId: string) => void;
  onCard: (target: CardTarget) => void;
  onBrowse: (target: BrowseTarget | null) => void;
  /** Searches what was written. */
  onMessages: (words: string) => void;
  onPublicRoom: (name: string) => void;
};

export function SearchDialogue(props: SearchDialogueProps) {
  const { session, rooms, writing, onClose, onOpened, onCard, onBrowse, onMessages, onPublicRoom } = props;
  const backend = useBackend();
  const { t, list } = useL10n();
  const task = useTask();
  const [term, setTerm] = useState("");
  const { found, problem, stale } = useSearch(term, rooms);

  const choose = (hit: Hit) => {
    switch (hit.kind) {
      case "person": {
        const { user_id: userId, reach, person_id: personId } = hit.person;
        if (!writing || userId === null || userId === session.user_id || reach !== "on_depesha") {
          onCard({ personId });
        } else {
          void task.run(async () => {
            onOpened(await backend.startDirect(userId));
          });
        }
        break;
      }
      case "group":
        onBrowse({ organisationId: hit.group.organisation_id, path: hit.group.path });
        break;
      case "room":
        onOpened(hit.room.id);
        break;
      case "public":
        onPublicRoom(hit.room.name);
        break;
    }
  };

  const said = () => {
    if (task.busy) return t("people-opening");
    if (stale) return t("search-running");
    if (problem) return "";
    return found === null ? t("search-hint") : count(t, list, found);
  };

  return (
    <Dialogue
      title={t(writing ? "new-message" : "search-title")}
      onClose={onClose}
      wide
      data-testid="search-dialogue"
      footer={
        <>
          {writing ? null : (
            <Button icon="search" onPress={() => onMessages(term.trim())} data-testid="search-messages">
              {term.trim() === "" ? t("messages-title") : t("messages-for", { words: term.trim() })}
            </Button>
          )}
          <Button icon="people" onPress={() => onBrowse(null)} data-testid="browse">
            {t("browse-open")}
          </Button>
        </>
      }
    >
      <Autocomplete inputValue={term} onInputChange={setTerm}>
        <SearchField aria-label={t("search-label")} autoFocus className={field.field ?? ""}>
          <div className={field.search}>
            <Icon name="search" size={18} />
            <Input
              className={field.searchInput ?? ""}
              placeholder={t("search-label")}
              data-testid="people-search"
              spellCheck={false}
            />
            {term === "" ? null : <IconButton slot={null} icon="close" label={t("search-clear")} small onPress={() => setTerm("")} />}
          </div>
        </SearchField>
        <p role="status" className={css.status} data-testid="people-status">
          {said()}
        </p>
        <Problem problem={problem ?? task.problem} />
        {found && isSomething(found) ? <SearchResults found={found} selfId={session.user_id} onChoose={choose} /> : null}
      </Autocomplete>
      {found?.more ? <p className={css.status}>{t("people-more")}</p> : null}
    </Dialogue>
  );
}

function isSomething(found: Found): boolean {
  return [found.people, found.units, found.organisations, found.rooms, found.publicRooms].some((part) => part.length > 0);
}

/** What was found, in a sentence. */
function count(t: L10n["t"], list: L10n["list"], found: Found): string {
  const parts: [string, number][] = [
    ["people-number", found.people.length],
    ["search-units-number", found.units.length],
    ["search-organisations-number", found.organisations.length],
    ["search-rooms-number", found.rooms.length + found.publicRooms.length],
  ];
  const some = parts.filter(([, number]) => number > 0).map(([id, number]) => t(id, { count: number }));
  return some.length === 0 ? t("search-nothing") : t("search-found", { what: list(some) });
}
