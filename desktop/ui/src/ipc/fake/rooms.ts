/** Sample rooms: people, private and public rooms, invitations. */
import type { PublicPage, PublicRoomCard, PublicRoomView, RoomSummary, RoomTheme } from "../types";
import { person } from "./people";

const MINUTE = 60_000;

export function room(id: string, name: string, more: Partial<RoomSummary>): RoomSummary {
  return {
    id,
    name,
    organisation: "",
    kind: "private",
    encrypted: true,
    membership: "joined",
    unread: 0,
    mentions: 0,
    marked_unread: false,
    notifications: "all",
    place: "usual",
    preview: null,
    members: 2,
    externals: false,
    announcement: false,
    picture: null,
    ...more,
  };
}

export function sampleRooms(now: number): RoomSummary[] {
  const preview = (by: number, text: string, minutes: number, kind: "text" | "file" | "image" | "undecryptable" = "text") => ({
    sender: person(by).name,
    own: by === 0,
    text,
    kind,
    at_ms: now - minutes * MINUTE,
  });
  return [
    room("!invite1", "Crisis cell Carpathians", {
      membership: "invited",
      members: 7,
      preview: { sender: person(3).name, own: false, text: "", kind: "invitation", at_ms: now - 4 * MINUTE },
    }),
    room("!reserve", "Civil protection reserve", {
      unread: 2,
      mentions: 1,
      place: "favourite",
      members: 4,
      preview: preview(1, "Voici le tableau. Il est en cours de vérification, vous pourrez l’ouvrir dans un instant.", 33),
    }),
    room("!marc", person(1).name, { kind: "direct", organisation: "Finance", preview: preview(0, "I will call you at noon.", 51) }),
    room("!trouble", person(4).name, {
      kind: "direct",
      organisation: "Finance",
      unread: 3,
      preview: preview(4, "rapport.pdf", 70, "file"),
    }),
    room("!open", "Open questions on the new travel rules", {
      kind: "public",
      encrypted: false,
      members: 214,
      preview: preview(10, "The form is on the portal since Monday.", 130),
    }),
    room("!log", "Duty log", { members: 12, preview: preview(6, "All quiet in the regions.", 300) }),
    room("!taras", person(3).name, {
      kind: "direct",
      organisation: "Interior",
      preview: preview(3, "", 26 * 60, "undecryptable"),
    }),
    room("!outside", "Flood protection with the universities", {
      members: 6,
      externals: true,
      preview: preview(1, "Could the university send its measurements by Friday?", 160),
    }),
    room("!dana", "Dana CORRESPONDENT", { kind: "direct", externals: true, preview: preview(0, "Thank you, I have passed it on.", 200) }),
    room("!notices", "Notices of the General Secretariat", {
      members: 840,
      announcement: true,
      preview: preview(10, "The building is closed on Monday.", 240),
    }),
    room("!old", "Winter service of last year", { members: 4, preview: preview(1, "See you in the new room.", 280) }),
    room("!forum", "Forum on working from home", {
      kind: "public",
      encrypted: false,
      unread: 12,
      notifications: "muted",
      members: 98,
      preview: preview(2, "The new rules hold from Monday.", 320),
    }),
    ...Array.from({ length: 60 }, (_, index) =>
      room(`!archive${index}`, `Working group ${index + 1}: ${index % 2 ? "accessibilité des services" : "цифрові послуги"}`, {
        members: 5 + index,
        preview: preview(2 + (index % 3), "Thank you, noted.", 3000 + index * 900),
      }),
    ),
  ];
}

/** A thousand conversations: of all kinds and places, with people of all organisations. */
export function manyRooms(now: number): RoomSummary[] {
  const organisations = ["Interior", "Finance", "Culture", "Environment and energy"];
  const every = (index: number, step: number) => index % step === 0;
  return Array.from({ length: 1000 }, (_, index) => {
    const direct = every(index, 3);
    const more: Partial<RoomSummary> = {
      kind: direct ? "direct" : every(index, 7) ? "public" : "private",
      organisation: direct ? (organisations[(index / 3) % organisations.length] ?? "") : "",
      unread: every(index, 9) ? 1 + (index % 140) : 0,
      mentions: every(index, 45) ? 1 : 0,
      marked_unread: every(index, 50),
      notifications: every(index, 27) ? "muted" : every(index, 18) ? "mentions" : "all",
      place: every(index, 200) ? "favourite" : every(index, 30) ? "last" : "usual",
      members: direct ? 2 : 3 + index,
      preview: { sender: person(2).name, own: every(index, 4), text: `Note ${index}`, kind: "text", at_ms: now - index * 20 * MINUTE },
    };
    return room(`!many${index}`, direct ? `Colleague ${index}` : `Working group ${index}`, more);
  });
}

export const PUBLIC_ROOMS: PublicRoomView[] = [
  {
    id: "!open",
    name: "Open questions on the new travel rules",
    topic: "Ask here; the travel office answers within a day",
    members: 214,
    organisation: "Interior",
    server_name: "interior.example",
    joined: true,
    theme: "work",
  },
  {
    id: "!canteen",
    name: "Cantine et restauration",
    topic: "Menus, horaires, suggestions",
    members: 87,
    organisation: "Finance",
    server_name: "finance.example",
    joined: false,
    theme: null,
  },
  {
    id: "!access",
    name: "Доступність державних послуг",
    topic: "",
    members: 41,
    organisation: "Finance",
    server_name: "finance.example",
    joined: false,
    theme: "digital",
  },
  ...Array.from(
    { length: 60 },
    (_, index): PublicRoomView => ({
      id: `!forum${index}`,
      name: index % 3 === 0 ? `Échanges interministériels sur la modernisation des outils numériques n° ${index + 1}` : `Forum ${index + 1}`,
      topic: index % 2 === 0 ? "Questions, answers and experience of all ministries" : "",
      members: 40 - Math.floor(index / 2),
      organisation: index % 2 === 0 ? "Interior" : "Finance",
      server_name: index % 2 === 0 ? "interior.example" : "finance.example",
      joined: false,
      theme: index % 4 === 0 ? "administration" : null,
    }),
  ),
];

const PAGE = 50;

export function publicPage(
  term: string,
  theme: RoomTheme | null,
  from: string | null,
  joined: ReadonlySet<string>,
  partly: boolean,
): PublicPage {
  const begin = Number(from ?? 0);
  const found = PUBLIC_ROOMS.filter(
    (one) =>
      (theme === null || one.theme === theme) &&
      `${one.name} ${one.topic}`.toLowerCase().includes(term.toLowerCase()) &&
      !(partly && one.organisation === "Finance"),
  );
  return {
    rooms: found.slice(begin, begin + PAGE).map((one) => ({ ...one, joined: joined.has(one.id) })),
    next: begin + PAGE < found.length ? String(begin + PAGE) : null,
    missing: partly ? ["Finance"] : [],
  };
}

/** What one may read of a room before entering it: of the canteen's everything, of a room where nobody of ours is nothing. */
export function glimpse(room: PublicRoomView, now: number): Pick<PublicRoomCard, "readable" | "messages"> {
  if (room.id !== "!canteen") return { readable: false, messages: [] };
  const said = (by: number, text: string, minutes: number, kind: "text" | "file" = "text") => ({
    sender: person(by).name,
    own: false,
    text,
    kind,
    at_ms: now - minutes * MINUTE,
  });
  return {
    readable: true,
    messages: [said(1, "Le menu de la semaine est affiché.", 300), said(2, "menu.pdf", 299, "file"), said(4, "Merci ! La cantine ouvre-t-elle vendredi ?", 42)],
  };
}
