/** The pure parts of writing and of the timeline: what is looked for, marks, folding, who types. */
import { expect, test } from "vitest";
import { type Fold, foldEvents, foldWords } from "../../src/conversation/fold";
import { mark, type Mark } from "../../src/conversation/markdown";
import { mentionsIn, stillNamed } from "../../src/conversation/mentions";
import { findSigns, type Sign } from "../../src/conversation/signs";
import { termAt } from "../../src/conversation/term";
import { typingWords } from "../../src/conversation/typing";
import type { RoomEvent, TimelineItemView } from "../../src/ipc/types";
import { bundleFor } from "../../src/l10n/catalogue";

const anna = { user_id: "@anna:a.example", name: "Anna KOVALENKO" };

const t = (id: string, args: Record<string, string | number> = {}) => {
  const bundle = bundleFor("en");
  const value = bundle.getMessage(id)?.value;
  return value ? bundle.formatPattern(value, args) : id;
};
const list = (names: string[]) => new Intl.ListFormat("en").format(names);

test("a term begins at its sign and ends at the caret", () => {
  const at = (text: string) => termAt(text, text.length, [anna]);
  expect(at("@")).toEqual({ kind: "person", from: 0, words: "" });
  expect(at("To @ann")).toEqual({ kind: "person", from: 3, words: "ann" });
  expect(at("(@Élodie GAR")).toEqual({ kind: "person", from: 1, words: "Élodie GAR" });
  expect(at("Hi :smi")).toEqual({ kind: "sign", from: 3, words: "smi" });
  expect(at("Привіт :усм")).toEqual({ kind: "sign", from: 7, words: "усм" });
  expect(termAt("@an now", 3, [])).toEqual({ kind: "person", from: 0, words: "an" });
  for (const text of ["", "mail@anna", "@Anna ", "at 12:30", "https://x", ":)", "Bonjour : voici", ":s", "@@x", "@one two three four five"]) {
    expect(at(text), text).toBeNull();
  }
});

test("who is named already is not looked for again", () => {
  const at = (text: string) => termAt(text, text.length, [anna]);
  for (const text of ["@Anna KOVALENKO", "@Anna KOVALENKO kn", "@Anna KOVALENKO."]) expect(at(text), text).toBeNull();
  expect(at("@Anna KOVALENKOVA")).not.toBeNull();
});

test("marks are set around the words, and taken away again", () => {
  const apply = (text: string, kind: Mark) => {
    const [start, end] = [text.indexOf("["), text.indexOf("]") - 1];
    const bare = text.replace("[", "").replace("]", "");
    const { from, to, words, select } = mark(bare, start, end, kind);
    const after = bare.slice(0, from) + words + bare.slice(to);
    return `${after.slice(0, select[0])}[${after.slice(select[0], select[1])}]${after.slice(select[1])}`;
  };
  expect(apply("a [word] b", "bold")).toBe("a **[word]** b");
  expect(apply("a **[word]** b", "bold")).toBe("a [word] b");
  expect(apply("a **[word]** b", "italic")).toBe("a ***[word]*** b");
  expect(apply("a ***[word]*** b", "italic")).toBe("a **[word]** b");
  expect(apply("a[ word ]b", "italic")).toBe("a *[word]* b");
  expect(apply("a []b", "code")).toBe("a `[]`b");
  expect(apply("x\n[one\ntwo]", "code")).toBe("x\n```\n[one\ntwo]\n```");
  expect(apply("[one\ntwo]\nthree", "list")).toBe("[- one\n- two]\nthree");
  expect(apply("[- one\n- two]", "list")).toBe("[one\ntwo]");
  expect(apply("on[]e", "quote")).toBe("> one[]");
});

test("signs are found by their names first, then by other words", () => {
  const signs: Sign[] = [
    ["🙂", "slightly smiling face", "happy"],
    ["😀", "grinning face", "smile"],
    ["🙌", "raising hands", "happy"],
    ["😃", "smiling", "mouth"],
    ["👩‍🚒", "woman firefighter", "fire"],
  ];
  const found = (term: string) => findSigns(signs, term, 3).map(([sign]) => sign).join("");
  expect(found("smil")).toBe("😃🙂😀");
  expect(found("SMILING")).toBe("😃🙂");
  expect(found("happy")).toBe("🙂🙌");
  expect(found("face_grinning")).toBe("😀");
  expect(found("iling")).toBe("");
  expect(found("_")).toBe("");
});

test("comings and goings that follow each other are one row, and one sentence", () => {
  const event = (id: string, what: RoomEvent): TimelineItemView => ({ id, content: { kind: "event", actor: "Marc", what, at_ms: 0 } });
  const items: TimelineItemView[] = [
    event("1", { event: "created" }),
    event("2", { event: "joined", name: "Anna" }),
    event("3", { event: "left", name: "Bo" }),
    event("4", { event: "left", name: "Cy" }),
    event("5", { event: "left", name: "Bo" }),
    { id: "6", content: { kind: "unread_line" } },
    event("7", { event: "joined", name: "Dana" }),
  ];
  const rows = foldEvents(items);
  expect(rows.map(({ id }) => id)).toEqual(["1", "fold-2", "6", "7"]);
  const fold = rows[1] as Fold;
  expect(foldWords(t, fold.content.events)).toBe("Anna came in, Bo and 1 other left.");
  // More of the same comes in below: the row stays the same one.
  expect(foldEvents([...items.slice(0, 5), event("8", { event: "joined", name: "Eve" })]).map(({ id }) => id)).toEqual(["1", "fold-2"]);
});

test("who types is named, and counted when there are many", () => {
  expect(typingWords(t, list, [])).toBe("");
  expect(typingWords(t, list, ["Anna"])).toBe("Anna is typing…");
  expect(typingWords(t, list, ["Anna", "Bo", "Cy"])).toBe("Anna, Bo, and Cy are typing…");
  expect(typingWords(t, list, ["A", "B", "C", "D"])).toBe("4 people are typing…");
});

test("who is named is found in what was sent, and gone when the name is", () => {
  expect(mentionsIn([{ node: "element", tag: "strong", children: [{ node: "mention", ...anna }] }, { node: "break" }])).toEqual([anna]);
  expect(stillNamed("to @Anna KOVALENKO", [anna])).toEqual([anna]);
  expect(stillNamed("to Anna KOVALENKO", [anna])).toEqual([]);
});
