/** Keys that count anywhere: each is in the overview and in use, and is told by what it writes on any keyboard. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { OVERVIEW } from "../../src/settings/overview";
import { isPressed, type Shortcut, SHORTCUTS } from "../../src/state/shortcuts";

const SOURCE = fileURLToPath(new URL("../../src/", import.meta.url));
const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
const text = (name: string) => readFileSync(join(SOURCE, name), "utf8");

const key = (name: string, code = "", more: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) => ({
  key: name,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test("every key that counts anywhere is in the overview and is used", () => {
  const shown = OVERVIEW.find((group) => group.id === "anywhere")?.entries.map((entry) => entry.id) ?? [];
  const code = files.filter((name) => !name.endsWith("state/shortcuts.ts") && !name.endsWith("overview.ts")).map(text).join("\n");
  for (const name of Object.keys(SHORTCUTS)) {
    expect(shown).toContain(name.replace("-help", ""));
    expect(code, name).toContain(`"${name}"`);
  }
});

test("nothing listens to the whole window's keys but what is in the overview", () => {
  const listening = files.filter((name) => /addEventListener\(\s*"keydown"/.test(text(name))).map((name) => name.replaceAll("\\", "/"));
  expect(listening.sort()).toEqual(["state/Zoom.tsx", "state/useShortcut.ts"]);
});

test("a key counts with Ctrl or Cmd, on keyboards of other alphabets, and not with more", () => {
  const is = (name: Shortcut, event: ReturnType<typeof key>) => isPressed(event, name);
  expect(is("search", key("k", "KeyK", { ctrlKey: true }))).toBe(true);
  expect(is("search", key("л", "KeyK", { metaKey: true }))).toBe(true);
  expect(is("search", key("k", "KeyK"))).toBe(false);
  expect(is("search", key("K", "KeyK", { ctrlKey: true, shiftKey: true }))).toBe(false);
  expect(is("search", key("k", "KeyK", { ctrlKey: true, altKey: true }))).toBe(false);
  // Plus and the slash need Shift on some keyboards.
  expect(is("zoom-in", key("+", "Equal", { ctrlKey: true, shiftKey: true }))).toBe(true);
  expect(is("overview", key("/", "Digit7", { ctrlKey: true, shiftKey: true }))).toBe(true);
  expect(is("zoom-usual", key("à", "Digit0", { ctrlKey: true }))).toBe(true);
  expect(is("overview-help", key("F1"))).toBe(true);
});
