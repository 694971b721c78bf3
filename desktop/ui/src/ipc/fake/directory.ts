/** The directory of the sample backend: the tree that the sample people make, cards, pages, units that match. */
import type { BranchView, GroupView, PeoplePage, PersonCard, PersonView, RoomSummary, SharedRoom } from "../types";
import { isIn, matches, ME, PEOPLE, phoneOf } from "./people";

const PAGE = 4;
/** The register was read last on this day. */
const VERIFIED = Date.UTC(2026, 10, 20, 4, 30);

const ORGANISATIONS = [...new Map(PEOPLE.map((one) => [one.organisation_id, one.organisation])).entries()];

const inside = (organisationId: string, path: readonly string[]) =>
  PEOPLE.filter((one) => one.organisation_id === organisationId && isIn(one, path));

function branch(organisationId: string, organisation: string, path: string[]): BranchView {
  const people = inside(organisationId, path);
  return {
    organisation_id: organisationId,
    organisation,
    path,
    name: path[path.length - 1] ?? organisation,
    people: people.length,
    has_units: people.some((one) => one.unit_path.length > path.length),
  };
}

export function branchesOf(organisationId: string | null, path: string[]): BranchView[] {
  if (organisationId === null) return ORGANISATIONS.map(([id, name]) => branch(id, name, []));
  const name = ORGANISATIONS.find(([id]) => id === organisationId)?.[1] ?? "";
  const below = inside(organisationId, path).flatMap((one) => one.unit_path.slice(path.length, path.length + 1));
  return [...new Set(below)].sort().map((unit) => branch(organisationId, name, [...path, unit]));
}

export function pageOf(organisationId: string, path: string[], from: number): PeoplePage {
  const all = inside(organisationId, path);
  return { people: all.slice(from, from + PAGE), next: from + PAGE < all.length ? from + PAGE : null };
}

/** Who of a unit would be invited, and how many would not. */
export function audienceOf(organisationId: string, path: string[]): { invite: PersonView[]; notYet: number } {
  const all = inside(organisationId, path).filter((one) => one.user_id !== ME.user_id);
  const invite = all.filter((one) => one.reach === "on_depesha");
  return { invite, notYet: all.length - invite.length };
}

function everyBranch(organisationId: string | null = null, path: string[] = []): BranchView[] {
  return branchesOf(organisationId, path).flatMap((one) => [one, ...everyBranch(one.organisation_id, one.path)]);
}

export function findGroups(term: string): GroupView[] {
  const found = everyBranch().filter((one) => matches(term, one.name));
  return found.map(({ organisation_id, organisation, path, people }) => ({
    organisation_id,
    organisation,
    unit: path.join(" / "),
    path,
    people,
  }));
}

export function cardOf(person: PersonView, rooms: readonly RoomSummary[]): PersonCard {
  const own = person.user_id === ME.user_id;
  const shared = rooms.filter((room) => room.membership === "joined" && room.kind !== "direct").slice(0, 3);
  return {
    entry: person,
    user_id: person.user_id,
    name: person.name,
    organisation: person.organisation,
    phone: phoneOf(person),
    verified_at_ms: VERIFIED,
    external: false,
    own,
    identity: own || person.user_id === null ? "none" : person.user_id === "@person1:finance.example" ? "compared" : "not_compared",
    shared_rooms: own || person.user_id === null ? [] : shared.map(({ id, name, kind }): SharedRoom => ({ id, name, kind })),
  };
}
