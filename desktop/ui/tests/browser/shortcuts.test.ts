/** The overview of the keys is true: it opens by its own keys, and every key that it names does what it says. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OVERVIEW } from "../../src/settings/overview";
import { Site } from "./pages";
import { openRoom } from "./screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);
const gone = (page: Page, testId: string) => id(page, testId).waitFor({ state: "detached" });
const said = (page: Page, words: string) => id(page, "zoom-said").filter({ hasText: words }).waitFor();
const at = (page: Page, selector: string) => page.locator(`${selector}:focus`).waitFor();
const item = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-item") ?? "");

/** Opens something with keys and closes it again. */
async function opens(page: Page, keys: string, testId: string): Promise<void> {
  await page.keyboard.press(keys);
  await id(page, testId).waitFor();
  await page.keyboard.press("Escape");
  await gone(page, testId);
}

async function inList(page: Page): Promise<void> {
  await page.locator('[data-testid="room-list"] [data-index="0"]').focus();
}

/** The messages, with the focus on the last one. */
async function inMessages(page: Page): Promise<void> {
  await openRoom(page, "!reserve");
  await id(page, "message").last().focus();
}

async function writing(page: Page, words = ""): Promise<void> {
  await openRoom(page, "!reserve");
  await id(page, "composer").fill(words);
  await id(page, "composer").focus();
}

const value = (page: Page) => id(page, "composer").inputValue();

async function mark(page: Page, keys: string): Promise<string> {
  await writing(page, "word");
  await page.keyboard.press("Control+a");
  await page.keyboard.press(keys);
  return value(page);
}

/** Presses the keys of an entry and sees what they do. */
const PRESSED: Record<string, (page: Page) => Promise<void>> = {
  search: (page) => opens(page, "Control+k", "search-dialogue"),
  words: async (page) => {
    await page.keyboard.press("Control+f");
    await at(page, '[data-testid="message-words"]');
  },
  overview: async (page) => {
    await opens(page, "Control+/", "shortcuts-dialogue");
    await opens(page, "F1", "shortcuts-dialogue");
  },
  settings: (page) => opens(page, "Control+,", "settings-dialogue"),
  "zoom-in": async (page) => {
    await page.keyboard.press("Control++");
    await said(page, "110%");
  },
  "zoom-out": async (page) => {
    await page.keyboard.press("Control+-");
    await said(page, "90%");
  },
  "zoom-usual": async (page) => {
    await page.keyboard.press("Control+-");
    await page.keyboard.press("Control+0");
    await said(page, "100%");
  },
  "next-place": async (page) => {
    await id(page, "search-box").focus();
    await page.keyboard.press("Tab");
    await at(page, '[data-testid="find-colleague"]');
    await page.keyboard.press("Shift+Tab");
    await at(page, '[data-testid="search-box"]');
  },
  close: (page) => opens(page, "F1", "shortcuts-dialogue"),
  "list-move": async (page) => {
    await inList(page);
    await page.keyboard.press("ArrowDown");
    await at(page, '[data-index="1"]');
    await page.keyboard.press("ArrowUp");
    await at(page, '[data-index="0"]');
    await page.keyboard.press("End");
    await at(page, '[data-room="!archive59"]');
    await page.keyboard.press("Home");
    await at(page, '[data-index="0"]');
  },
  "list-open": async (page) => {
    await inList(page);
    await page.keyboard.press("Enter");
    await id(page, "composer").waitFor();
  },
  "list-menu": async (page) => {
    for (const keys of ["ArrowRight", "ContextMenu", "Shift+F10"]) {
      await inList(page);
      await page.keyboard.press(keys);
      await page.getByRole("menu").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("menu").waitFor({ state: "detached" });
    }
  },
  "messages-move": async (page) => {
    await inMessages(page);
    const last = await item(page);
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction((before) => document.activeElement?.getAttribute("data-item") !== before, last);
    await page.keyboard.press("ArrowDown");
    await page.locator(`[data-item="${last}"]:focus`).waitFor();
    await page.keyboard.press("Home");
    await page.waitForFunction((before) => document.activeElement?.getAttribute("data-item") !== before, last);
    await page.keyboard.press("End");
    await page.locator(`[data-item="${last}"]:focus`).waitFor();
  },
  "messages-act": async (page) => {
    await inMessages(page);
    for (let step = 0; step < 12 && !(await page.locator('[data-testid="react"]:focus').count()); step += 1) await page.keyboard.press("Tab");
    await at(page, '[data-testid="react"]');
  },
  "messages-act-move": async (page) => {
    await PRESSED["messages-act"]?.(page);
    await page.keyboard.press("ArrowRight");
    await at(page, '[data-testid="reply"]');
    await page.keyboard.press("ArrowLeft");
    await at(page, '[data-testid="react"]');
  },
  send: async (page) => {
    await writing(page, "On its way");
    await page.keyboard.press("Enter");
    await page.locator('[data-testid="message"][data-own="true"]', { hasText: "On its way" }).waitFor();
  },
  "new-line": async (page) => {
    await writing(page, "one");
    await page.keyboard.press("End");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    expect(await value(page)).toBe("one\ntwo");
  },
  bold: async (page) => expect(await mark(page, "Control+b")).toBe("**word**"),
  italic: async (page) => expect(await mark(page, "Control+i")).toBe("*word*"),
  "edit-last": async (page) => {
    await writing(page);
    await page.keyboard.press("ArrowUp");
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('[data-testid="composer"]')?.value !== "");
  },
  "take-back": async (page) => {
    await PRESSED["edit-last"]?.(page);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('[data-testid="composer"]')?.value === "");
  },
  people: async (page) => {
    await writing(page);
    await page.keyboard.type("@");
    await id(page, "suggestion").first().waitFor();
  },
  signs: async (page) => {
    await writing(page);
    await page.keyboard.type(":smi");
    await id(page, "suggestion").first().waitFor();
  },
};

const ENTRIES = OVERVIEW.flatMap((group) => group.entries.map((entry) => entry.id));

test("every key of the overview is pressed in this file, and none is there twice", () => {
  expect([...ENTRIES].sort()).toEqual(Object.keys(PRESSED).sort());
});

test.concurrent.for(ENTRIES)("%s does what the overview says", async (entry) => {
  const { page } = await site.page({ fake: "conversation" });
  await id(page, "room-row").first().waitFor();
  await PRESSED[entry]?.(page);
  await page.context().close();
});

test("the overview shows all of them, from the menu too", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await id(page, "account-menu").click();
  await id(page, "action-shortcuts").click();
  const shown = await id(page, "shortcut").evaluateAll((lines) => lines.map((line) => line.getAttribute("data-shortcut")));
  expect(shown).toEqual(ENTRIES);
  expect(complaints).toEqual([]);
  await page.context().close();
});
