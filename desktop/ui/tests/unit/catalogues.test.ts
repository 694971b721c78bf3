/** The catalogues of all languages say the same things, are free of mistakes, and fit what the interface asks for. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { parse, type Message, Visitor, type VariableReference } from "@fluent/syntax";
import { describe, expect, test } from "vitest";
import { THEMES } from "../../src/rooms/kinds";
import { NAMED, OVERVIEW } from "../../src/settings/overview";

const SOURCE = fileURLToPath(new URL("../../src/", import.meta.url));
const LOCALES = ["en", "fr", "uk"];

/** Messages that the shell words, not the interface. */
const OF_SHELL = /^shell-/;

/** Ids that the interface puts together from the values of the view types. */
const BUILT = [
  ...["system", "light", "dark", "contrast"].map((one) => `theme-${one}`),
  ...["comfortable", "compact"].map((one) => `density-${one}`),
  ...["usual", "wide"].map((one) => `spacing-${one}`),
  ...["system", "reduced"].map((one) => `motion-${one}`),
  ...["nothing", "sender", "text"].map((one) => `notices-shows-${one}`),
  ...["from", "until"].map((one) => `quiet-hours-${one}`),
  ...["no-service", "hours", "until", "account-silenced"].map((one) => `notices-trouble-${one}`),
  ...OVERVIEW.flatMap((group) => [`keys-of-${group.id}`, ...group.entries.map((entry) => `keys-${entry.id}`)]),
  ...NAMED.map((one) => `key-${one}`),
  ...["network", "homeserver"].map((one) => `connection-offline-${one}`),
  ...["running", "silent", "waiting", "cut-off"].map((one) => `voice-${one}`),
  ...["all", "unread", "mentions", "people", "rooms"].map((one) => `filter-${one}`),
  ...["unread", "mentions", "people", "rooms"].map((one) => `list-no-${one}`),
  ...["favourite", "usual", "outside", "last"].map((one) => `section-${one}`),
  ...["favourite", "usual", "last"].flatMap((one) => [`place-${one}`, `place-${one}-done`]),
  ...["favourite", "last"].flatMap((one) => [`place-${one}-yes`, `place-${one}-no`]),
  ...["all", "mentions", "muted"].flatMap((one) => [`notify-${one}`, `notify-${one}-done`]),
  ...["file", "image", "poll"].map((one) => `preview-${one}`),
  ...["private", "public"].map((one) => `kind-${one}`),
  ...["private", "public"].map((one) => `kind-announcement-${one}`),
  ...["private", "externals", "public", "announcement"].flatMap((one) => [`room-${one}`, `room-${one}-explain`]),
  ...["invited", "everybody"].flatMap((one) => [`room-audience-${one}`, `room-audience-${one}-explain`]),
  ...THEMES.map((one) => `theme-of-${one}`),
  ...["members", "invite", "pins", "about", "files", "threads"].map((one) => `room-part-${one}`),
  ...["everybody", "managing", "external", "invited", "banned"].map((one) => `members-${one}`),
  ...["member", "moderator", "administrator"].flatMap((one) => [`role-${one}`, `role-make-${one}`, `role-made-${one}`, `role-${one}-explain`]),
  ...["remove", "ban"].flatMap((one) => [`member-${one}`, `member-${one}-explain`]),
  ...["search", "list", "external"].map((one) => `invite-way-${one}`),
  ...["invited", "already_there", "own", "not_yet", "unreachable", "not_found", "several"].map((one) => `line-${one}`),
  ...["mailed", "invited", "already_there", "bad_email", "internal", "twice", "ended", "too_many", "failed"].map((one) => `external-${one}`),
  ...["default", "30", "90", "180"].map((one) => `external-days-${one}`),
  ...["name", "organisation", "account", "role", "external", "state"].map((one) => `column-${one}`),
  ...["invited", "active", "ended"].map((one) => `sponsored-${one}`),
  ...["renew", "end"].flatMap((one) => ["", "-title", "-done"].map((part) => `sponsored-${one}${part}`)),
  ...["too-large", "encrypted", "damaged", "gone", "key-refused"].map((one) => `file-${one}`),
  ...["removed", "signed", "possible", "unchanged"].map((one) => `files-${one}`),
  ...["too-large", "other-kind"].map((one) => `look-${one}`),
  ...["place", "camera", "author", "other"].map((one) => `files-fact-${one}`),
  ...["created", "joined", "invited", "left", "removed", "renamed", "topic", "encrypted", "earlier_for_all", "earlier_kept"].map((one) => `event-${one}`),
  ...["joined", "invited", "left", "removed"].map((one) => `events-${one}`),
  ...["externals", "public", "unlabelled"].map((one) => `forward-${one}`),
  ...["tomorrow", "monday"].map((one) => `later-${one}`),
  ...["bold", "italic", "list", "quote", "code"].map((one) => `format-${one}`),
  ...["normal", "heightened", "crisis"].map((one) => `mode-${one}`),
  ...["externals-off", "public-rooms-read-only", "file-types-cut", "files-checked-anew"].map((one) => `mode-${one}`),
  ...["public", "external"].map((one) => `mode-closed-${one}`),
  ...["ready", "needs-recovery", "recovery-incomplete", "identity-changed", "signed-out-for-good", "fresh", "unknown"].map((one) => `settings-trust-${one}`),
  ...["not-compared", "compared", "changed"].map((one) => `card-identity-${one}`),
];

/** Ids after a prefix that the view types make; which values there are is checked where they are listed. */
const PREFIXES = ["problem-", "sign-"];

/** How the parts below are called, in all three languages: no person has to know that there are such things. */
const MECHANISMS = new RegExp(
  [
    "cross.?sign|megolm|\\bolm\\b|\\b4S\\b|\\bSSSS\\b|secret storage|key backup|session key|room key|device key|master key",
    "sliding|homeserver|Matrix|\\bSAS\\b|fingerprint of the device|ratchet|to-device|\\bUTD\\b|decrypt|plaintext|ciphertext",
    "signature crois|crois\\S* signature|clé de session|clés de session|clé de salon|clé maître|stockage secret|sauvegarde des clés|déchiffr|chiffré de bout",
    "перехресн|крос.?підпис|ключ\\S* сеанс|сеансов\\S* ключ|ключ\\S* кімнат|головн\\S* ключ|секретн\\S* сховищ|резервн\\S* копі\\S* ключ|розшифр|дешифр",
  ].join("|"),
  "i",
);

function catalogue(locale: string): Map<string, Message> {
  const messages = new Map<string, Message>();
  for (const file of readdirSync(join(SOURCE, "locales", locale))) {
    const resource = parse(readFileSync(join(SOURCE, "locales", locale, file), "utf8"), { withSpans: false });
    for (const entry of resource.body) {
      if (entry.type === "Junk") throw new Error(`${locale}/${file}: ${entry.content}`);
      if (entry.type !== "Message") continue;
      if (messages.has(entry.id.name)) throw new Error(`${locale}/${file}: ${entry.id.name} is there twice`);
      messages.set(entry.id.name, entry);
    }
  }
  return messages;
}

class Variables extends Visitor {
  readonly names = new Set<string>();
  override visitVariableReference(node: VariableReference): void {
    this.names.add(node.id.name);
  }
}

function variables(message: Message | undefined): string[] {
  const visitor = new Variables();
  if (message) visitor.visit(message);
  return [...visitor.names].sort();
}

function sources(folder = SOURCE): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "locales" ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}

const english = catalogue("en");
const code = sources().join("\n");

describe.each(LOCALES)("catalogue %s", (locale) => {
  const messages = catalogue(locale);

  test("has the messages of the English one, with the same variables", () => {
    expect([...messages.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [id, message] of english) {
      expect({ id, variables: variables(messages.get(id)) }).toEqual({ id, variables: variables(message) });
    }
  });

  test("words every message without a fault", () => {
    const bundle = new FluentBundle(locale, { useIsolating: false });
    for (const file of readdirSync(join(SOURCE, "locales", locale))) {
      const faults = bundle.addResource(new FluentResource(readFileSync(join(SOURCE, "locales", locale, file), "utf8")));
      expect(faults).toEqual([]);
    }
    for (const id of english.keys()) {
      for (const count of [0, 1, 2, 5, 21]) {
        const faults: Error[] = [];
        const value = bundle.getMessage(id)?.value;
        if (!value) throw new Error(`${locale}: ${id} has no value`);
        const args = Object.fromEntries(variables(english.get(id)).map((name) => [name, name === "count" ? count : "X"]));
        expect(bundle.formatPattern(value, args, faults)).not.toBe("");
        expect(faults).toEqual([]);
      }
    }
  });

  test("speaks of no mechanism", () => {
    for (const file of readdirSync(join(SOURCE, "locales", locale))) {
      const text = readFileSync(join(SOURCE, "locales", locale, file), "utf8");
      // The names of messages may say what they are for; the words may not.
      for (const line of text.split("\n").map((one) => one.replace(/^[a-z][\w-]* = /, ""))) {
        expect(line).not.toMatch(MECHANISMS);
      }
    }
  });
});

test("the names of mechanisms are found in each language", () => {
  const named = ["Cross-signing", "your Megolm keys", "4S", "the session key", "signature croisée", "la clé de session", "déchiffrer", "ключ сеансу", "перехресний підпис", "розшифрувати"];
  for (const words of named) expect(words).toMatch(MECHANISMS);
  for (const words of ["recovery key", "clé de récupération", "ключ відновлення", "session", "сеанс"]) expect(words).not.toMatch(MECHANISMS);
});

describe("what the interface asks for", () => {
  const asked = new Set([...code.matchAll(/["'`]([a-z][a-z0-9]*(?:[-_][a-z0-9_]+)*)["'`]/g)].map((match) => match[1] ?? ""));

  test("is there", () => {
    const called = [...code.matchAll(/\bt\(\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(called.length).toBeGreaterThan(100);
    for (const id of [...called, ...BUILT]) expect(english.has(id), id).toBe(true);
  });

  test("is all that is there", () => {
    const known = (id: string) =>
      asked.has(id) || BUILT.includes(id) || OF_SHELL.test(id) || PREFIXES.some((prefix) => id.startsWith(prefix));
    expect([...english.keys()].filter((id) => !known(id))).toEqual([]);
  });

  test("covers every problem", () => {
    const types = readFileSync(join(SOURCE, "ipc/bindings.ts"), "utf8");
    const problems = [...types.matchAll(/code: "([a-z_]+)"/g)].map((match) => match[1] ?? "");
    expect(problems.length).toBeGreaterThan(10);
    for (const problem of problems) expect(english.has(`problem-${problem}`), problem).toBe(true);
  });

  test("covers the 64 signs", () => {
    expect([...english.keys()].filter((id) => id.startsWith("sign-") && !/^sign-(in|up|out)/.test(id))).toHaveLength(64);
  });
});
