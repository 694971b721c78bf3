/** The small pure parts: list changes, languages, dates, initials, filters. */
import { describe, expect, test } from "vitest";
import { beginning, spoken } from "../../src/conversation/beginning";
import { previewSize, safetyWords } from "../../src/conversation/FileCard";
import type { ListDiff, RichNode, RoomSummary } from "../../src/ipc/types";
import { pickLocale } from "../../src/l10n/catalogue";
import { formatters } from "../../src/l10n/format";
import { initials } from "../../src/main/Avatar";
import { isQuiet, linesOf, matches, sectionsOf } from "../../src/main/list";
import { keysTo } from "../../src/people/BranchTree";
import { matchesWords } from "../../src/people/words";
import { clock } from "../../src/preview/look";
import { applyDiffs } from "../../src/state/list";

describe("applyDiffs", () => {
  test("applies every kind of change, in order, and leaves the list before alone", () => {
    const before = ["a", "b", "c"];
    const diffs: ListDiff<string>[] = [
      { op: "append", values: ["d"] },
      { op: "insert", index: 0, value: "z" },
      { op: "set", index: 1, value: "A" },
      { op: "remove", index: 2 },
      { op: "truncate", length: 3 },
    ];
    expect(applyDiffs(before, diffs)).toEqual(["z", "A", "c"]);
    expect(before).toEqual(["a", "b", "c"]);
    expect(applyDiffs(before, [{ op: "reset", values: ["x"] }])).toEqual(["x"]);
  });

  test("a truncation to more than there is changes nothing", () => {
    expect(applyDiffs(["a"], [{ op: "truncate", length: 5 }])).toEqual(["a"]);
  });
});

test("the language is the first wanted one that we have", () => {
  expect(pickLocale([null, "de-AT", "uk-UA", "fr"])).toBe("uk");
  expect(pickLocale(["fr_FR.UTF-8"])).toBe("fr");
  expect(pickLocale(["de"])).toBe("en");
});

test("a recording is as long as a clock shows it", () => {
  expect([0, 400, 12_400, 59_600, 61_000, 3_599_700, 3_723_000].map(clock)).toEqual(["0:00", "0:00", "0:12", "1:00", "1:01", "1:00:00", "1:02:03"]);
});

test("days are said as people say them", () => {
  const now = new Date(2026, 10, 21, 9, 0).getTime();
  const format = formatters("en", (id) => `<${id}>`, () => now);
  expect(format.day(now - 8 * 3_600_000)).toBe("<today>");
  expect(format.day(now - 10 * 3_600_000)).toBe("<yesterday>");
  expect(format.day(new Date(2026, 10, 3).getTime())).toBe("Tuesday 3 November");
  expect(format.day(new Date(2025, 0, 3).getTime())).toContain("2025");
});

test("sizes have a fitting unit in each language", () => {
  expect(formatters("en", String).size(68)).toBe("68 bytes");
  expect(formatters("en", String).size(482_113)).toBe("471 kB");
  expect(formatters("fr", String).size(2_841_004)).toMatch(/^2,7\sMo$/);
  expect(formatters("uk", String).size(2_841_004)).toMatch(/^2,7\sМБ$/);
});

test("initials are letters of the first and the last word", () => {
  expect(initials("Élodie GARÇON-LEFÈVRE")).toBe("ÉG");
  expect(initials("Тарас ШЕВЧУК")).toBe("ТШ");
  expect(initials("Crisis")).toBe("C");
  expect(initials("  ")).toBe("");
});

test("the list is filtered without regard to accents and case", () => {
  const room = { name: "Élodie GARÇON", organisation: "Finance", kind: "direct", unread: 0 } as RoomSummary;
  expect(matches(room, "all", "garcon")).toBe(true);
  expect(matches(room, "people", "finance")).toBe(true);
  expect(matches(room, "rooms", "")).toBe(false);
  expect(matches(room, "unread", "")).toBe(false);
});

describe("the list", () => {
  const room = (id: string, more: Partial<RoomSummary>) =>
    ({ id, name: id, organisation: "", kind: "private", place: "usual", unread: 0, mentions: 0, notifications: "all", externals: false, ...more }) as RoomSummary;
  const sections = (rooms: RoomSummary[], grouped = false) =>
    sectionsOf(rooms, grouped, "fr").map((one) => [one.kind, one.name, one.rooms.map((each) => each.id).join("")]);

  test("what a person has marked is unread, whatever the numbers say; mentions are those not read yet", () => {
    expect(matches(room("a", { marked_unread: true }), "unread", "")).toBe(true);
    expect(matches(room("a", { unread: 3, mentions: 0 }), "mentions", "")).toBe(false);
    expect(matches(room("a", { unread: 3, mentions: 1 }), "mentions", "")).toBe(true);
  });

  test("what is silenced asks for nothing, a mention does unless all is silenced", () => {
    const quiet = (notifications: RoomSummary["notifications"], mentions: number) => isQuiet(room("a", { unread: 2, mentions, notifications }));
    expect([quiet("all", 0), quiet("mentions", 0), quiet("mentions", 1), quiet("muted", 1)]).toEqual([false, true, false, true]);
  });

  test("favourites stand above, the last ones below, and each section keeps the order", () => {
    const rooms = [room("a", {}), room("b", { place: "last" }), room("c", { place: "favourite" }), room("d", {}), room("e", { place: "favourite" })];
    expect(sections(rooms)).toEqual([["favourite", "", "ce"], ["usual", "", "ad"], ["last", "", "b"]]);
    expect(sections([])).toEqual([]);
  });

  test("people are grouped by organisation, and nobody is put into one that nobody named", () => {
    const rooms = [
      room("a", { kind: "direct", organisation: "Intérieur" }),
      room("b", { kind: "direct", organisation: "Écologie" }),
      room("c", {}),
      room("d", { kind: "direct", externals: true }),
      room("e", { kind: "direct" }),
      room("f", { kind: "direct", organisation: "Intérieur" }),
      room("g", { kind: "direct", organisation: "Écologie", place: "favourite" }),
    ];
    expect(sections(rooms, true)).toEqual([
      ["favourite", "", "g"],
      ["organisation", "Écologie", "b"],
      ["organisation", "Intérieur", "af"],
      ["outside", "", "d"],
      ["usual", "", "ce"],
    ]);
  });

  test("a heading stands where there is more than one section, and conversations are counted without it", () => {
    const lines = (rooms: RoomSummary[]) =>
      linesOf(sectionsOf(rooms, false, "en")).map((line) => ("room" in line ? `${line.index}${line.room.id}` : line.heading.kind));
    expect(lines([room("a", {}), room("b", {})])).toEqual(["0a", "1b"]);
    expect(lines([room("a", {}), room("b", { place: "favourite" })])).toEqual(["favourite", "0b", "usual", "1a"]);
    expect(lines([room("b", { place: "last" })])).toEqual(["last", "0b"]);
  });
});

describe("files", () => {
  test("only what the scanner found safe looks safe", () => {
    expect(safetyWords({ state: "safe" }, false).look).toBe("safe");
    expect(safetyWords({ state: "not_checked_yet" }, false).look).toBe("waiting");
    expect(safetyWords({ state: "blocked", reason: { reason: "infected" } }, true).message).toBe("file-infected-own");
    expect(safetyWords({ state: "uncheckable", reason: "too_large" }, false)).toMatchObject({ message: "file-too-large", look: "bad" });
  });

  test("previews keep their shape within the limits", () => {
    expect(previewSize([7200, 4400])).toEqual({ width: 360, height: 220 });
    expect(previewSize([100, 50])).toEqual({ width: 100, height: 50 });
    expect(previewSize(null)).toEqual({ width: 360, height: 240 });
    expect(previewSize([0, 0])).toEqual({ width: 1, height: 1 });
  });
});

test("a term finds a name by the beginnings of its words, in any order, without accents and case", () => {
  expect(matchesWords("garcon elo", "Élodie GARÇON-LEFÈVRE")).toBe(true);
  expect(matchesWords("lefevre", "Élodie GARÇON-LEFÈVRE")).toBe(true);
  expect(matchesWords("шев", "Тарас ШЕВЧУК")).toBe(true);
  expect(matchesWords("odie", "Élodie GARÇON-LEFÈVRE")).toBe(false);
  expect(matchesWords("elodie dupont", "Élodie GARÇON-LEFÈVRE")).toBe(false);
  expect(matchesWords(" - ", "anything")).toBe(false);
});

test("a unit is reached through everything above it, and a name with a stroke is one part", () => {
  const keys = keysTo({ organisationId: "finance", path: ["Budget / Debt", "Office"] });
  expect(keys.map((key) => JSON.parse(key))).toEqual([
    ["finance"],
    ["finance", "Budget / Debt"],
    ["finance", "Budget / Debt", "Office"],
  ]);
});

describe("a long message", () => {
  const text = (words: string): RichNode => ({ node: "text", text: words });
  const lengthOf = (nodes: RichNode[]): number =>
    nodes.reduce((sum, node) => sum + (node.node === "text" ? node.text.length : "children" in node ? lengthOf(node.children) : 0), 0);

  test("is shown from its beginning, and a short one as it is", () => {
    expect(beginning([text("short"), { node: "break" }, text("message")])).toBeNull();
    const cut = beginning([text("a".repeat(3000)), { node: "element", tag: "paragraph", children: [text("b".repeat(3000)), text("Ω")] }]);
    expect(lengthOf(cut ?? [])).toBe(4001);
    expect(JSON.stringify(cut)).toContain("b…");
    expect(JSON.stringify(cut)).not.toContain("Ω");
  });

  test("of many lines is cut at one of them", () => {
    const lines = Array.from({ length: 100 }, (_, line) => `line ${line}`);
    expect(JSON.stringify(beginning([text(lines.join("\n"))]))).toContain("line 79…");
    const broken = lines.flatMap((line): RichNode[] => [text(line), { node: "break" }]);
    expect(beginning(broken)).toHaveLength(160);
    expect(beginning(broken.slice(0, 150))).toBeNull();
  });

  test("is not cut within a sign, nor read aloud to its end", () => {
    const words = spoken(`${"x".repeat(599)}😀 and so on`);
    expect(words).toBe(`${"x".repeat(599)}…`);
    expect(spoken("as it is")).toBe("as it is");
  });
});
