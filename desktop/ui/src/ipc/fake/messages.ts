/** Sample conversations with every kind of item. */
import type { BodyView, FileView, Mention, MessageView, RichNode, SafetyView, TimelineItemView, WordsView } from "../types";
import { lengthOf, lookOf } from "./files";
import { ME, person } from "./people";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const text = (words: string): RichNode => ({ node: "text", text: words });
export const paragraph = (...children: RichNode[]): RichNode => ({ node: "element", tag: "paragraph", children });

export function words(plain: string): BodyView {
  return written(plain, []);
}

/** What somebody wrote here, with the people whom they named. */
export function written(plain: string, mentions: readonly Mention[]): BodyView {
  return { kind: "text", ...caption(plain, mentions) };
}

/** The same under a file. */
export function caption(plain: string, mentions: readonly Mention[]): WordsView {
  let nodes: RichNode[] = [text(plain)];
  for (const { user_id, name } of mentions) {
    nodes = nodes.flatMap((node) => {
      if (node.node !== "text") return [node];
      const [first = "", ...rest] = node.text.split(`@${name}`);
      return [text(first), ...rest.flatMap((after): RichNode[] => [{ node: "mention", user_id, name }, text(after)])];
    });
  }
  return { nodes: [paragraph(...nodes)], plain, source: plain };
}

export function file(name: string, safety: SafetyView, more: Partial<FileView> = {}): BodyView {
  return {
    kind: "file",
    handle: `file-${name}`,
    name,
    media_type: "application/octet-stream",
    size: 482_113,
    dimensions: null,
    look: lookOf(name),
    length_ms: null,
    caption: null,
    safety,
    ...lengthOf(name),
    ...more,
  };
}

/** The first message of the conversation, to which another one leads. */
const FIRST = "$first";

let counter = 0;

export function message(by: number, atMs: number, body: BodyView, more: Partial<MessageView> = {}): TimelineItemView {
  counter += 1;
  const { name, organisation, user_id: userId } = person(by);
  return {
    id: `i${counter}`,
    content: {
      kind: "message",
      event_id: `$e${counter}`,
      sender_id: userId ?? "",
      sender: name,
      organisation,
      external: false,
      own: userId === ME.user_id,
      at_ms: atMs,
      body,
      edited: false,
      reply_to: null,
      reactions: [],
      read_by: [],
      delivery: { state: "sent" },
      warning: null,
      thread: null,
      ...more,
    },
  };
}

/** The words of a message, or those under its file. */
export function wordsIn(body: BodyView): RichNode[] | null {
  return body.kind === "text" ? body.nodes : body.kind === "file" ? (body.caption?.nodes ?? []) : null;
}

/** A message in one line. */
export function lineOf(body: BodyView): string {
  return body.kind === "text" ? body.plain : body.kind === "file" ? body.name : body.kind === "poll" ? body.question : "";
}

export function line(content: TimelineItemView["content"]): TimelineItemView {
  counter += 1;
  return { id: `i${counter}`, content };
}

/** The conversation with everything that can happen in one. */
export function richConversation(now: number): TimelineItemView[] {
  const yesterday = now - DAY;
  const morning = now - 95 * MINUTE;
  const rich: RichNode[] = [
    paragraph(text("Thank you. For "), { node: "element", tag: "strong", children: [text("Thursday")] }, text(" I propose:")),
    {
      node: "element",
      tag: "number_list",
      children: [
        { node: "element", tag: "list_item", children: [text("the funds for the regions,")] },
        { node: "element", tag: "list_item", children: [{ node: "element", tag: "emphasis", children: [text("only then")] }, text(" the vehicles.")] },
      ],
    },
    {
      node: "element",
      tag: "quote",
      children: [text("“The reserve is released by joint decision of both ministries.”")],
    },
    paragraph(
      text("The text is on "),
      { node: "link", href: "https://portal.interior.example/reserve", children: [text("our portal")] },
      text(", the draft "),
      { node: "message_link", room_id: "!reserve", event_id: FIRST, href: "https://matrix.to/#/!reserve/$first", children: [text("above")] },
      text(", "),
      { node: "mention", user_id: ME.user_id, name: ME.name },
      text(" has the annexes: "),
      { node: "element", tag: "code", children: [text("CP-2026/114")] },
      text("."),
    ),
  ];
  return [
    line({ kind: "start" }),
    line({ kind: "day", at_ms: yesterday }),
    line({ kind: "event", actor: ME.name, what: { event: "created" }, at_ms: yesterday - 3 * MINUTE }),
    line({ kind: "event", actor: ME.name, what: { event: "encrypted" }, at_ms: yesterday - 3 * MINUTE }),
    line({ kind: "event", actor: ME.name, what: { event: "joined", name: person(1).name }, at_ms: yesterday - 2 * MINUTE }),
    ...[4, 5, 6].map((one) => line({ kind: "event", actor: ME.name, what: { event: "invited", name: person(one).name }, at_ms: yesterday - MINUTE })),
    ...[4, 6].map((one) => line({ kind: "event", actor: person(one).name, what: { event: "joined", name: person(one).name }, at_ms: yesterday - MINUTE })),
    line({ kind: "event", actor: person(5).name, what: { event: "left", name: person(5).name }, at_ms: yesterday - MINUTE }),
    message(1, yesterday, words("Good morning. The draft for the civil protection reserve is with us. May I ask two questions?"), {
      event_id: FIRST,
      thread: { answers: 3, unread: 2, last: { sender: person(1).name, text: "On Thursday, I am told.", at_ms: yesterday + 9 * MINUTE } },
    }),
    message(0, yesterday + 2 * MINUTE, words("Of course.")),
    message(1, yesterday + 6 * MINUTE, { kind: "undecryptable", why: "key_not_here_yet" }),
    message(1, yesterday + 9 * MINUTE, { kind: "deleted", by: person(2).name, reason: "Sent to the wrong room" }),
    message(1, yesterday + 20 * MINUTE, {
      kind: "poll",
      question: "When do we meet about the regions?",
      answers: [
        { id: "1", text: "Tuesday morning", votes: 3, own: false },
        { id: "2", text: "Wednesday, right after the meeting of the Council of Ministers", votes: 2, own: true },
        { id: "3", text: "Thursday", votes: 0, own: false },
      ],
      most: 1,
      voters: 5,
      ended: false,
    }),
    line({ kind: "day", at_ms: now }),
    message(2, morning, { kind: "text", nodes: rich, plain: "Thank you. For Thursday I propose: …", source: "Thank you. For **Thursday** I propose: …" }, {
      reactions: [
        { key: "👍", count: 2, own: true, people: [ME.name, person(1).name] },
        { key: "✅", count: 1, own: false, people: [person(1).name] },
      ],
    }),
    message(1, morning + 4 * MINUTE, file("Annex B – regional distribution of the reserve (final).pdf", { state: "safe" })),
    message(1, morning + 5 * MINUTE, file("regions.svg", { state: "safe" }, {
      dimensions: [720, 440],
      size: 61_204,
      caption: caption("The map for Thursday. Two regions have changed since the last version.", []),
    })),
    message(2, morning + 20 * MINUTE, file("invoice_2291.exe.zip", { state: "blocked", reason: { reason: "infected" } }, { size: 18_344 })),
    message(3, morning + 31 * MINUTE, words("Доброго дня! Прошу надіслати остаточну редакцію до кінця дня, щоб ми встигли погодити її з регіонами.")),
    message(0, morning + 33 * MINUTE, words("Так, надішлемо до 16:00."), {
      edited: true,
      reply_to: { event_id: "$x", sender: person(3).name, text: "Доброго дня! Прошу надіслати остаточну редакцію до кінця дня" },
      read_by: [person(1).name, person(3).name],
    }),
    line({ kind: "unread_line" }),
    message(1, morning + 60 * MINUTE, file("Tableau des crédits.xlsx", { state: "checking" }, { size: 2_841_004 })),
    message(1, morning + 62 * MINUTE, words("Voici le tableau. Il est en cours de vérification, vous pourrez l’ouvrir dans un instant.")),
  ];
}

/** What can be wrong with a message, one of each. */
export function troubledConversation(now: number): TimelineItemView[] {
  const start = now - 40 * MINUTE;
  return [
    line({ kind: "day", at_ms: now }),
    message(4, start, file("archive-protégée.zip", { state: "uncheckable", reason: "encrypted" })),
    message(4, start + 8 * MINUTE, file("film.mp4", { state: "uncheckable", reason: "too_large" }, { size: 481_000_000 })),
    message(4, start + 9 * MINUTE, file("note.docm", { state: "blocked", reason: { reason: "type_forbidden" } })),
    message(4, start + 10 * MINUTE, file("rapport.pdf", { state: "not_checked_yet" })),
    message(4, start + 11 * MINUTE, file("annexe.pdf", { state: "waiting" })),
    message(4, start + 12 * MINUTE, file("budget.ods", { state: "uncheckable", reason: "key_refused" })),
    message(4, start + 16 * MINUTE, { kind: "undecryptable", why: "needs_recovery" }),
    message(4, start + 17 * MINUTE, { kind: "undecryptable", why: "before_joining" }),
    message(4, start + 17.1 * MINUTE, { kind: "undecryptable", why: "no_copy_kept" }),
    message(4, start + 17.2 * MINUTE, { kind: "undecryptable", why: "key_not_here_yet" }),
    message(4, start + 17.3 * MINUTE, { kind: "undecryptable", why: "withheld_not_confirmed" }),
    message(4, start + 17.4 * MINUTE, { kind: "undecryptable", why: "withheld" }),
    message(4, start + 17.5 * MINUTE, { kind: "undecryptable", why: "sender_not_confirmed" }),
    message(4, start + 17.6 * MINUTE, { kind: "undecryptable", why: "sender_changed" }),
    message(4, start + 18 * MINUTE, { kind: "unsupported" }),
    message(4, start + 19 * MINUTE, words("Bonjour, voici mon nouveau numéro."), { warning: "identity_changed" }),
    message(4, start + 19.5 * MINUTE, words("Merci de me rappeler."), { warning: "sent_in_clear" }),
    message(0, start + 20 * MINUTE, file("eicar.com", { state: "blocked", reason: { reason: "infected" } }, { size: 68, handle: "" }), {
      event_id: null,
      delivery: { state: "failed", problem: { code: "file_not_released" } },
    }),
    message(0, start + 22 * MINUTE, words("This one could not be sent."), {
      event_id: null,
      delivery: { state: "failed", problem: { code: "not_encrypted" } },
    }),
    message(0, start + 23 * MINUTE, file("minutes.odt", { state: "not_sent_yet" }), {
      event_id: null,
      delivery: { state: "sending", progress: 0.42 },
    }),
    message(0, start + 24 * MINUTE, words("This one waits for the connection."), {
      event_id: null,
      delivery: { state: "waiting" },
    }),
  ];
}

/** A long conversation, for scrolling. */
export function longConversation(now: number, from: number, count: number): TimelineItemView[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    const by = number % 3 === 0 ? 0 : 6;
    const text = words(`Entry ${number} of the duty log. ${"All quiet in the regions. ".repeat(1 + (number % 4))}`);
    return message(by, now - (10_000 - number) * 7 * MINUTE, text, { event_id: `$log${number}` });
  });
}
