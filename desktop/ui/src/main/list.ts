/** Which conversations the list shows, and in which sections: filters, favourites above, own folders, the last ones below. */
import type { FolderView, RoomSummary } from "../ipc/types";

export const FILTERS = ["all", "unread", "mentions", "people", "rooms"] as const;
export type Filter = (typeof FILTERS)[number];

/** How a person looks at their list. */
export type ListView = { filter: Filter; grouped: boolean };

export const EVERYTHING: ListView = { filter: "all", grouped: false };

/** Whether there is something to read, or the person has said so. */
export function isUnread(room: RoomSummary): boolean {
  return room.unread > 0 || room.marked_unread;
}

/** Whether what is unread asks for attention: what the person has silenced does not. */
export function isQuiet(room: RoomSummary): boolean {
  return room.notifications === "muted" || (room.notifications === "mentions" && room.mentions === 0);
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether a conversation is in the chosen part of the list. */
export function matches(room: RoomSummary, filter: Filter, term: string): boolean {
  if (filter === "unread" && !isUnread(room)) return false;
  if (filter === "mentions" && room.mentions === 0) return false;
  if (filter === "people" && room.kind !== "direct") return false;
  if (filter === "rooms" && room.kind === "direct") return false;
  const wanted = fold(term.trim());
  return wanted === "" || fold(`${room.name} ${room.organisation}`).includes(wanted);
}

export type SectionKind = "favourite" | "folder" | "usual" | "organisation" | "outside" | "last";

/** A run of conversations under a heading; `name` is that of the folder or the organisation. */
export type Section = { kind: SectionKind; name: string; rooms: RoomSummary[] };

/**
 * Favourites first, the last ones at the end; between them the person's folders, and then everything else, or people by their
 * organisations before the rest.
 */
export function sectionsOf(
  rooms: readonly RoomSummary[],
  grouped: boolean,
  locale: string,
  folders: readonly FolderView[] = [],
): Section[] {
  const at = (place: RoomSummary["place"]) => rooms.filter((room) => room.place === place);
  const section = (kind: SectionKind, of: RoomSummary[], name = ""): Section => ({ kind, name, rooms: of });
  const groups = new Map<string, RoomSummary[]>();
  const outside: RoomSummary[] = [];
  const rest: RoomSummary[] = [];
  const folderOfRoom = new Map(folders.flatMap(({ name, rooms: inside }) => inside.map((room) => [room, name] as const)));
  const filed = new Map<string, RoomSummary[]>();
  const add = (to: Map<string, RoomSummary[]>, name: string, room: RoomSummary) => {
    const known = to.get(name);
    if (known) known.push(room);
    else to.set(name, [room]);
  };
  for (const room of at("usual")) {
    const folder = folderOfRoom.get(room.id);
    if (folder !== undefined) add(filed, folder, room);
    else if (!grouped || room.kind !== "direct") rest.push(room);
    else if (room.externals) outside.push(room);
    else if (room.organisation === "") rest.push(room);
    else add(groups, room.organisation, room);
  }
  const order = new Intl.Collator(locale);
  const byName = (all: Map<string, RoomSummary[]>) => [...all].sort(([one], [other]) => order.compare(one, other));
  return [
    section("favourite", at("favourite")),
    ...byName(filed).map(([name, of]) => section("folder", of, name)),
    ...byName(groups).map(([name, of]) => section("organisation", of, name)),
    section("outside", outside),
    section("usual", rest),
    section("last", at("last")),
  ].filter((one) => one.rooms.length > 0);
}

/** A line of the list: the heading of a section, or a conversation with its place among all of them. */
export type Line = { heading: Section } | { room: RoomSummary; index: number };

/** The list line by line. A list of one ordinary section needs no heading. */
export function linesOf(sections: readonly Section[]): Line[] {
  const headed = sections.length > 1 || sections.some((section) => section.kind !== "usual");
  let index = 0;
  return sections.flatMap((section): Line[] => [
    ...(headed ? [{ heading: section }] : []),
    ...section.rooms.map((room) => ({ room, index: index++ })),
  ]);
}
