/** What was found, in one list with headings: one stop, arrows through all of it. */
import { Header, ListBox, ListBoxItem, ListBoxSection } from "react-aria-components";
import { Icon, type IconName } from "../controls/Icon";
import type { GroupView, PersonView, PublicRoomView, RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { kindWords } from "../rooms/kinds";
import { PersonLine, personWords } from "./PersonLine";
import css from "./People.module.css";
import type { Found } from "./useSearch";

export type Hit =
  | { kind: "person"; person: PersonView }
  | { kind: "group"; group: GroupView }
  | { kind: "room"; room: RoomSummary }
  | { kind: "public"; room: PublicRoomView };

type SearchResultsProps = { found: Found; selfId: string; onChoose: (hit: Hit) => void };

export function SearchResults({ found, selfId, onChoose }: SearchResultsProps) {
  const { t } = useL10n();
  const hits = new Map<string, Hit>();
  const key = (hit: Hit, id: string) => {
    hits.set(`${hit.kind}/${id}`, hit);
    return `${hit.kind}/${id}`;
  };
  const group = (one: GroupView) => (
    <Row
      key={`${one.organisation_id}/${one.unit}`}
      id={key({ kind: "group", group: one }, `${one.organisation_id}/${one.unit}`)}
      icon="people"
      title={one.path[one.path.length - 1] ?? one.organisation}
      below={[one.organisation, ...one.path.slice(0, -1)].join(" / ")}
      showBelow={one.path.length > 0}
      aside={t("people-number", { count: one.people })}
      testId="group"
    />
  );
  return (
    <ListBox
      aria-label={t("search-results")}
      className={css.results ?? ""}
      selectionMode="none"
      onAction={(chosen) => {
        const hit = hits.get(String(chosen));
        if (hit) onChoose(hit);
      }}
    >
      {found.people.length > 0 ? (
        <Section title={t("search-people")}>
          {found.people.map((person) => (
            <ListBoxItem
              key={person.person_id}
              id={key({ kind: "person", person }, person.person_id)}
              textValue={personWords(person)}
              className={css.row ?? ""}
              data-testid="person"
              data-reach={person.reach}
            >
              <PersonLine person={person} mark={person.user_id === selfId ? t("people-self") : undefined} />
            </ListBoxItem>
          ))}
        </Section>
      ) : null}
      {found.units.length > 0 ? <Section title={t("search-units")}>{found.units.map(group)}</Section> : null}
      {found.organisations.length > 0 ? (
        <Section title={t("search-organisations")}>{found.organisations.map(group)}</Section>
      ) : null}
      {found.rooms.length > 0 ? (
        <Section title={t("search-rooms")}>
          {found.rooms.map((room) => (
            <Row
              key={room.id}
              id={key({ kind: "room", room }, room.id)}
              icon={room.kind === "public" ? "globe" : "lock"}
              title={room.name}
              below={kindWords(t, room)}
              showBelow
              aside={t("directory-members", { count: room.members })}
              testId="found-room"
            />
          ))}
        </Section>
      ) : null}
      {found.publicRooms.length > 0 ? (
        <Section title={t("search-public")}>
          {found.publicRooms.map((room) => (
            <Row
              key={room.id}
              id={key({ kind: "public", room }, room.id)}
              icon="globe"
              title={room.name}
              below={[room.organisation, room.topic].filter((part) => part !== "").join(" · ")}
              showBelow
              aside={t("directory-members", { count: room.members })}
              testId="found-public"
            />
          ))}
        </Section>
      ) : null}
    </ListBox>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <ListBoxSection>
      <Header className={css.heading ?? ""}>{title}</Header>
      {children}
    </ListBoxSection>
  );
}

type RowProps = {
  id: string;
  icon: IconName;
  title: string;
  below: string;
  showBelow: boolean;
  aside: string;
  testId: string;
};

function Row({ id, icon, title, below, showBelow, aside, testId }: RowProps) {
  return (
    <ListBoxItem id={id} textValue={`${title}, ${below}, ${aside}`} className={css.row ?? ""} data-testid={testId}>
      <span className={css.sign}>
        <Icon name={icon} />
      </span>
      <span className={css.words}>
        <span className={css.name}>
          <bdi>{title}</bdi>
        </span>
        {showBelow ? <span className={css.muted}>{below}</span> : null}
      </span>
      <span className={css.aside}>{aside}</span>
    </ListBoxItem>
  );
}
