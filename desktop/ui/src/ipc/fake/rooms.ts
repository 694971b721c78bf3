/** Sample rooms: people, private and public rooms, invitations. */
import type { PublicRoomView, RoomDetails, RoomSummary } from "../types";
import { member, person } from "./people";

const MINUTE = 60_000;

function room(id: string, name: string, more: Partial<RoomSummary>): RoomSummary {
  return {
    id,
    name,
    organisation: "",
    kind: "private",
    encrypted: true,
    membership: "joined",
    unread: 0,
    mentions: 0,
    preview: null,
    members: 2,
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
    ...Array.from({ length: 60 }, (_, index) =>
      room(`!archive${index}`, `Working group ${index + 1}: ${index % 2 ? "accessibilité des services" : "цифрові послуги"}`, {
        members: 5 + index,
        preview: preview(2 + (index % 3), "Thank you, noted.", 3000 + index * 900),
      }),
    ),
  ];
}

export function sampleDetails(summary: RoomSummary): RoomDetails {
  const others = summary.kind === "direct" ? [member(summary.id === "!trouble" ? 4 : summary.id === "!taras" ? 3 : 1)] : [member(1), member(2), member(3)];
  return {
    summary,
    topic: summary.kind === "direct" ? "" : "Distribution of the reserve between the regions, until the decision of both ministers",
    members: [member(0, { admin: true }), ...others, ...(summary.kind === "private" ? [member(10, { invited: true }), member(7, { external: true, name: "Dana CORRESPONDENT", organisation: "", user_id: "@dana:externals.example" })] : [])],
    can_invite: summary.kind !== "direct",
    can_write: true,
  };
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
  },
  {
    id: "!canteen",
    name: "Cantine et restauration",
    topic: "Menus, horaires, suggestions",
    members: 87,
    organisation: "Finance",
    server_name: "finance.example",
    joined: false,
  },
  {
    id: "!access",
    name: "Доступність державних послуг",
    topic: "",
    members: 41,
    organisation: "Finance",
    server_name: "finance.example",
    joined: false,
  },
];
