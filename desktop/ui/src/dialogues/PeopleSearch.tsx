/** Searching the catalogue of people: a field, what was found, and units and ministries to narrow it down. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { Button } from "../controls/Button";
import { SearchField } from "../controls/Field";
import { Problem } from "../controls/Notice";
import type { PeopleFilter } from "../ipc/backend";
import type { GroupView, PeopleFound, PersonView, ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { PersonLine } from "../people/PersonLine";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import css from "./People.module.css";

const SHORTEST = 2;
const PAUSE_MS = 180;
const EVERYWHERE: PeopleFilter = { organisation: "", unit: "" };

type PeopleSearchProps = {
  /** People who are not offered as reachable, with the words that say why. */
  marked?: Map<string, string>;
  onChoose: (person: PersonView) => void;
  /** What has happened with the choice, said below the field. */
  message: string;
  /** Takes a whole unit or ministry at once; offered where it is narrowed down to one. */
  onWhole?: (group: GroupView) => void;
};

type Narrowed = { filter: PeopleFilter; name: string; group: GroupView };

export function PeopleSearch({ marked, onChoose, message, onWhole }: PeopleSearchProps) {
  const { t } = useL10n();
  const [term, setTerm] = useState("");
  const [narrowed, setNarrowed] = useState<Narrowed | null>(null);
  const whole = useRef<HTMLDivElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const { found, problem } = usePeople(term, narrowed?.filter ?? EVERYWHERE);
  const status = found === null ? t("people-hint") : t("people-count", { count: found.people.length });

  return (
    <div className={css.search} ref={whole}>
      <SearchField
        label={t("people-search")}
        labelled
        autoFocus
        value={term}
        onChange={setTerm}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          if (focusFirst(results)) event.preventDefault();
        }}
        data-testid="people-search"
      />
      {narrowed ? (
        <div className={css.narrowed}>
          <span>{t("people-filter-active", { name: narrowed.name })}</span>
          {onWhole && narrowed.group.unit !== "" ? (
            <Button small look="primary" onPress={() => onWhole(narrowed.group)} data-testid="invite-unit">
              {t("people-whole")}
            </Button>
          ) : null}
          <Button small look="quiet" onPress={() => setNarrowed(null)}>
            {t("people-filter-remove")}
          </Button>
        </div>
      ) : null}
      <p role="status" className={css.status} data-testid="people-status">
        {message === "" ? status : message}
      </p>
      <Problem problem={problem} />
      {found && found.groups.length > 0 ? (
        <Groups
          groups={found.groups}
          onNarrow={(group) => {
            setNarrowed({ filter: { organisation: group.organisation_id, unit: group.unit }, name: groupName(group), group });
            setTerm("");
            // The pressed button goes away: the focus goes on to the field.
            whole.current?.querySelector("input")?.focus();
          }}
        />
      ) : null}
      {found && found.people.length > 0 ? (
        <ListBox
          ref={results}
          aria-label={t("people-results")}
          className={css.results ?? ""}
          selectionMode="none"
          onAction={(key) => {
            const person = found.people.find((one) => one.person_id === key);
            if (person) onChoose(person);
          }}
        >
          {found.people.map((person) => (
            <ListBoxItem
              key={person.person_id}
              id={person.person_id}
              textValue={`${person.name}, ${person.organisation}`}
              className={css.person ?? ""}
              data-testid="person"
              data-reach={person.reach}
            >
              <PersonLine person={person} mark={marked?.get(person.user_id ?? "")} />
            </ListBoxItem>
          ))}
        </ListBox>
      ) : null}
      {found?.more ? <p className={css.muted}>{t("people-more")}</p> : null}
    </div>
  );
}

function focusFirst(results: RefObject<HTMLDivElement | null>): boolean {
  const first = results.current?.querySelector<HTMLElement>('[role="option"]');
  first?.focus();
  return first !== null && first !== undefined;
}

/** What the catalogue says to a term, after a pause in typing; an answer to an older term is dropped. */
function usePeople(term: string, filter: PeopleFilter): { found: PeopleFound | null; problem: ProblemView | null } {
  const backend = useBackend();
  const [state, setState] = useState<{ found: PeopleFound | null; problem: ProblemView | null }>({ found: null, problem: null });
  const { organisation, unit } = filter;
  const wanted = term.trim().length >= SHORTEST || organisation !== "";
  useEffect(() => {
    if (!wanted) return;
    return ask(
      () => backend.searchPeople(term.trim(), { organisation, unit }),
      (found) => setState({ found, problem: null }),
      (problem) => setState({ found: null, problem }),
      PAUSE_MS,
    );
  }, [backend, term, organisation, unit, wanted]);
  return wanted ? state : { found: null, problem: null };
}

function groupName(group: GroupView): string {
  return group.unit === "" ? group.organisation : `${group.unit}, ${group.organisation}`;
}

function Groups({ groups, onNarrow }: { groups: GroupView[]; onNarrow: (group: GroupView) => void }) {
  const { t } = useL10n();
  return (
    <section aria-label={t("people-groups")} className={css.groups}>
      {groups.map((group) => (
        <Button key={`${group.organisation_id}/${group.unit}`} small onPress={() => onNarrow(group)}>
          {t("people-group", { name: groupName(group), count: group.people })}
        </Button>
      ))}
    </section>
  );
}
