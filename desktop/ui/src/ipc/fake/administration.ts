/** What rooms of the sample backend are like to those who manage them: members without end, rights, pins, people from outside. */
import type {
  ExternalLine,
  ExternalOutcome,
  ExternalView,
  InviteLine,
  MemberFilter,
  MembersPage,
  MemberView,
  PinView,
  RoomDetails,
  RoomRights,
  RoomRole,
  RoomSummary,
} from "../types";
import { findPeople, ME, member, PEOPLE, person } from "./people";

const PAGE = 100;
const DAY = 86_400_000;

const NO_RIGHTS: RoomRights = {
  invite: false,
  remove: false,
  ban: false,
  name: false,
  topic: false,
  picture: false,
  roles: false,
  pin: false,
  history: false,
  delete: false,
  open: false,
  upgrade: false,
};

const ALL_RIGHTS: RoomRights = {
  invite: true,
  remove: true,
  ban: true,
  name: true,
  topic: true,
  picture: true,
  roles: true,
  pin: true,
  history: true,
  delete: true,
  open: true,
  upgrade: true,
};

export const DANA = "@dana:externals.example";

/** What a room of the sample backend is beyond its row. */
export type Inside = {
  topic: string;
  members: MemberView[];
  banned: MemberView[];
  pins: PinView[];
  role: RoomRole;
  restricted: boolean;
  earlierForAll: boolean;
  theme: RoomDetails["theme"];
  upgrade: RoomDetails["upgrade"];
  successor: string | null;
};

const dana = (): MemberView =>
  member(7, { external: true, name: "Dana CORRESPONDENT", organisation: "", user_id: DANA, below: true });

/** Ten thousand people of a very large room. */
function crowd(): MemberView[] {
  return Array.from({ length: 10_000 }, (_, index) => {
    const like = person(1 + (index % (PEOPLE.length - 1)));
    const name = `${like.name} ${String(index + 1).padStart(5, "0")}`;
    return member(1, { user_id: `@crowd${index}:interior.example`, name, organisation: like.organisation, below: true });
  });
}

export function insideOf(summary: RoomSummary): Inside {
  const direct = summary.kind === "direct";
  const other = summary.id === "!trouble" ? 4 : summary.id === "!taras" ? 3 : 1;
  const externals = summary.id === "!outside" ? [dana()] : [];
  const moderator = member(2, { role: "moderator", below: true });
  const others = direct
    ? [summary.externals ? dana() : member(other)]
    : summary.id === "!open"
      ? crowd()
      : [member(1, { below: true }), moderator, member(3, { below: true }), member(4, { below: true })];
  const invited = summary.kind === "private" ? [member(10, { invited: true, below: true })] : [];
  const manages = summary.id === "!notices" || summary.id === "!forum" ? "member" : direct ? "member" : "administrator";
  return {
    topic: direct ? "" : "Distribution of the reserve between the regions, until the decision of both ministers",
    members: [member(0, { role: manages }), ...others, ...externals, ...invited],
    banned: direct ? [] : [member(9, { below: true })],
    pins:
      summary.id === "!reserve"
        ? [
            { event_id: "$pin1", sender: person(1).name, text: "Le tableau définitif est celui du 12 novembre.", at_ms: Date.now() - DAY },
            { event_id: "$pin2", sender: person(2).name, text: "", at_ms: Date.now() - 40 * DAY },
          ]
        : summary.id === "!log"
          ? [
              { event_id: "$log120", sender: person(6).name, text: "Entry 120 of the duty log.", at_ms: Date.now() - 48 * DAY },
              { event_id: "$elsewhere", sender: "", text: "", at_ms: null },
            ]
          : [],
    role: manages,
    restricted: summary.id === "!log",
    earlierForAll: summary.id !== "!log",
    theme: summary.id === "!open" ? "work" : null,
    upgrade: summary.id === "!reserve" ? { from: "11", to: "12" } : null,
    successor: summary.id === "!old" ? "!reserve" : null,
  };
}

export function detailsOf(summary: RoomSummary, inside: Inside): RoomDetails {
  const manages = inside.role === "administrator";
  const joined = inside.members.filter((one) => !one.invited);
  const rights = manages
    ? { ...ALL_RIGHTS, open: summary.kind === "private" && !summary.externals && !inside.restricted, history: summary.kind === "private" }
    : NO_RIGHTS;
  return {
    summary,
    topic: inside.topic,
    members: inside.members.slice(0, PAGE),
    member_count: inside.members.length,
    external_count: inside.members.filter((one) => one.external).length,
    can_invite: rights.invite,
    can_write: inside.successor === null && (!summary.announcement || manages),
    role: inside.role,
    rights,
    last_administrator: manages && joined.length > 1 && joined.filter((one) => one.role === "administrator").length === 1,
    restricted: inside.restricted,
    earlier_for_all: inside.earlierForAll,
    theme: inside.theme,
    pinned: inside.pins.length,
    upgrade: inside.upgrade,
    successor: inside.successor,
  };
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function membersOf(inside: Inside, filter: MemberFilter, term: string, from: number): MembersPage {
  const all = filter === "banned" ? inside.banned : inside.members;
  const found = all.filter((one) => {
    if (filter === "managing" && one.role === "member") return false;
    if (filter === "external" && !one.external) return false;
    if (filter === "invited" && !one.invited) return false;
    return fold(`${one.name} ${one.organisation}`).includes(fold(term.trim()));
  });
  return { members: found.slice(from, from + PAGE), total: found.length, next: from + PAGE < found.length ? from + PAGE : null };
}

/** As the core reads a line: an address or a name in full. */
export function answerLine(line: string, inside: Inside): InviteLine {
  const wanted = line.trim();
  const address = /([\w.-]+)@/.exec(wanted)?.[1]?.replace(".", " ");
  const found = findPeople(address ?? wanted, "", "").filter(
    (one) => address !== undefined || fold(one.name).split(" ").sort().join() === fold(wanted).split(" ").sort().join(),
  );
  const [first] = found;
  if (!first) return { line: wanted, name: "", outcome: { outcome: "not_found" } };
  if (found.length > 1) return { line: wanted, name: "", outcome: { outcome: "several", count: found.length } };
  const there = inside.members.some((one) => one.user_id === first.user_id);
  const outcome =
    first.user_id === ME.user_id ? "own" : there ? "already_there" : first.reach === "not_yet" ? "not_yet" : first.reach === "unreachable" ? "unreachable" : "invited";
  return { line: wanted, name: first.name, outcome: { outcome } };
}

export function answerAddress(email: string, before: readonly string[]): ExternalLine {
  const outcome: ExternalOutcome = !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
    ? "bad_email"
    : before.includes(email)
      ? "twice"
      : email.endsWith("@interior.example")
        ? "internal"
        : email.startsWith("dana")
          ? "already_there"
          : email.startsWith("old")
            ? "ended"
            : "mailed";
  return { email, outcome };
}

export function sampleExternals(now: number): ExternalView[] {
  return [
    { id: "e1", email: "p.lindqvist@universite-technique-de-la-cote.example", name: "Per LINDQVIST", state: "ended", until_ms: now - 3 * DAY, rooms: ["Flood protection with the universities"] },
    { id: "e2", email: "dana@university.example", name: "Dana CORRESPONDENT", state: "active", until_ms: now + 12 * DAY, rooms: ["Flood protection with the universities", "Civil protection reserve"] },
    { id: "e3", email: "new.colleague@partner.example", name: "", state: "invited", until_ms: now + 90 * DAY, rooms: ["Flood protection with the universities"] },
  ];
}
