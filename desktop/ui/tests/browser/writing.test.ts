/** Writing: who types, drafts, naming people, signs by name, marks; and what can be done with what was written. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom, pageInRoom, settled } from "./screens";
import { openSettings } from "./settings-screens";
import { openThread } from "./talking-screens";
import { openMenu, othersType, scrollTo, suggest, unfold } from "./writing-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const room = (roomId?: string, lang?: string) => pageInRoom(site, roomId, lang);

const composer = (page: Page) => page.getByTestId("composer");
const written = (page: Page) => composer(page).inputValue();

test("who types is said in one line, politely, and the messages do not move", async () => {
  const page = await room();
  const top = () => composer(page).evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await othersType(page, "!reserve", ["Marc DUPONT"]);
  await page.getByTestId("typing").filter({ hasText: "Marc DUPONT is typing…" }).waitFor();
  expect(await page.getByTestId("typing").getAttribute("role")).toBe("status");
  expect(await top()).toBe(before);
  await othersType(page, "!marc", ["Somebody ELSE"]);
  await othersType(page, "!reserve", []);
  await page.waitForFunction(() => document.querySelector('[data-testid="typing"]')?.textContent === "");
  await page.context().close();
});

/** Remembers what the others are told. */
const told = (page: Page) =>
  page.evaluate(() => {
    const kept: boolean[] = [];
    document.addEventListener("depesha-fake-typed", (event) => kept.push((event as CustomEvent<{ typing: boolean }>).detail.typing));
    Object.assign(window, { told: kept });
  });
const toldSoFar = (page: Page) => page.evaluate(() => (window as unknown as { told: boolean[] }).told);

test("others hear that one types and that one has stopped, and nothing once it is switched off", async () => {
  const page = await room();
  await told(page);
  await composer(page).focus();
  await page.keyboard.type("Hello");
  expect(await toldSoFar(page)).toEqual([true]);
  await page.keyboard.press("Enter");
  expect(await toldSoFar(page)).toEqual([true, false]);

  await openSettings(page, "privacy");
  await page.getByTestId("traces-typing").waitFor();
  await page.getByText("Others see that I type").click();
  await page.keyboard.press("Escape");
  await page.getByTestId("settings-dialogue").waitFor({ state: "detached" });
  await composer(page).focus();
  await page.keyboard.type("Quiet now");
  await settled(page, 300);
  expect(await toldSoFar(page)).toEqual([true, false]);
  // The choice is kept.
  await openSettings(page, "privacy");
  await page.getByTestId("traces-typing").waitFor();
  expect(await page.getByTestId("traces-typing").locator("input").isChecked()).toBe(false);
  expect(await page.getByTestId("traces-reading").locator("input").isChecked()).toBe(true);
  await page.context().close();
});

test("a draft is in the list, is there again after a restart, and goes when it is sent", async () => {
  const page = await room();
  await suggest(page, "half a thought for @dup");
  await page.keyboard.press("Enter");
  await openRoom(page, "!marc");
  const row = page.locator('[data-room="!reserve"] [data-testid="room-preview"]');
  await row.filter({ hasText: "Draft: half a thought for @Marc DUPONT" }).waitFor();
  await settled(page, 600);
  await page.reload();
  await row.filter({ hasText: "Draft: half a thought" }).waitFor();
  await openRoom(page, "!reserve");
  expect(await written(page)).toBe("half a thought for @Marc DUPONT ");
  await composer(page).focus();
  await page.keyboard.press("Enter");
  // Who was named before the restart is named.
  await page.locator('[data-own="true"] bdi', { hasText: "@Marc DUPONT" }).waitFor();
  await openRoom(page, "!marc");
  expect(await row.textContent()).not.toContain("Draft");
  await page.context().close();
});

test("what is begun in a thread is there again after a restart, and stays apart from the conversation", async () => {
  const page = await room();
  await openThread(page);
  const composer = page.getByTestId("thread").getByTestId("composer");
  await composer.fill("half an answer");
  await settled(page, 600);
  await page.reload();
  await openRoom(page, "!reserve");
  expect(await written(page)).toBe("");
  await openThread(page);
  expect(await composer.inputValue()).toBe("half an answer");
  await page.context().close();
});

test("people are named by keyboard: the list follows the words, the focus stays in them", async () => {
  const page = await room();
  await suggest(page, "Thanks @du");
  const list = page.getByTestId("suggestions");
  expect(await list.getAttribute("role")).toBe("listbox");
  const pointed = async () => page.locator(`[id="${await composer(page).getAttribute("aria-activedescendant")}"]`).textContent();
  expect(await pointed()).toContain("Marc DUPONT");
  expect(await composer(page).getAttribute("aria-controls")).toBe(await list.getAttribute("id"));
  await page.locator('[role="status"]', { hasText: "suggestion" }).waitFor({ state: "attached" });

  // Escape closes the list and nothing else; the words stay.
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  expect(await written(page)).toBe("Thanks @du");
  await composer(page).fill("");
  await suggest(page, "Thanks @");
  const first = await pointed();
  await page.keyboard.press("ArrowDown");
  expect(await pointed()).not.toBe(first);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("dup");
  await page.getByTestId("suggestion").filter({ hasText: "Marc DUPONT" }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="suggestion"]').length === 1);
  await page.keyboard.press("Tab");
  expect(await written(page)).toBe("Thanks @Marc DUPONT ");
  await page.locator('[data-testid="composer"]:focus').waitFor();
  await page.keyboard.type("!");
  await page.keyboard.press("Enter");
  await page.locator('[data-own="true"] bdi', { hasText: "@Marc DUPONT" }).waitFor();
  expect(await written(page)).toBe("");

  // Changed, it still names him.
  await page.keyboard.press("ArrowUp");
  await page.getByText("You are changing your message").waitFor();
  await page.keyboard.type(" Well done");
  await page.keyboard.press("Enter");
  await page.locator('[data-own="true"]', { hasText: "Well done" }).locator("bdi", { hasText: "@Marc DUPONT" }).waitFor();
  await page.context().close();
});

test("signs are found by name in each language", async () => {
  for (const [lang, term, sign] of [["en", ":thumbs", "👍"], ["fr", ":pouce", "👍"], ["uk", ":великі", "👍"]] as const) {
    const page = await room("!marc", lang);
    await suggest(page, term);
    await page.getByTestId("suggestion").filter({ hasText: sign }).first().dispatchEvent("pointerdown");
    expect(await written(page)).toBe(`${sign} `);
    // Taken back with the keyboard, as anything that was typed.
    await page.keyboard.press("Control+z");
    expect(await written(page)).toBe(term);
    await page.context().close();
  }
});

test("marks are set with keys and buttons, and taken back", async () => {
  const page = await room("!marc");
  await composer(page).fill("very important");
  await composer(page).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(5, 14));
  await page.keyboard.press("Control+b");
  expect(await written(page)).toBe("very **important**");
  await page.keyboard.press("Control+i");
  expect(await written(page)).toBe("very ***important***");
  await page.keyboard.press("Control+i");
  await page.keyboard.press("Control+b");
  expect(await written(page)).toBe("very important");
  await page.getByTestId("format-list").click();
  expect(await written(page)).toBe("- very important");
  await page.locator('[data-testid="composer"]:focus').waitFor();
  await page.getByTestId("format-list").click();
  expect(await written(page)).toBe("very important");
  await page.context().close();
});

test("who came and went is one sentence, which opens by keyboard", async () => {
  const page = await room();
  const fold = page.getByTestId("fold").first();
  await scrollTo(page, "fold");
  expect(await fold.textContent()).toBe(
    "Marc DUPONT and 2 others came in, Anne-Sophie DE LA ROCHEFOUCAULD-MONTBEL and 2 others were invited, Oleksandr MELNYK left.",
  );
  expect(await fold.getAttribute("aria-expanded")).toBe("false");
  await fold.focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("unfolded").waitFor();
  expect(await page.getByTestId("unfolded").locator("li").count()).toBe(7);
  expect(await fold.getAttribute("aria-expanded")).toBe("true");
  await unfoldAgain(page);
  // The arrows go on from there.
  await fold.focus();
  await page.keyboard.press("ArrowDown");
  await page.locator('[data-testid="message"]:focus').waitFor();
  await page.context().close();
});

async function unfoldAgain(page: Page): Promise<void> {
  await page.keyboard.press("Enter");
  await page.getByTestId("unfolded").waitFor({ state: "detached" });
  await unfold(page);
}

test("a link to a message is copied", async () => {
  const page = await room();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const message = page.locator('[data-testid="message"]', { hasText: "Voici le tableau" });
  await openMenu(message);
  await page.getByTestId("action-copy-link").click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("https://matrix.to/#/!reserve/$"));
  await page.context().close();
});

test("deleting takes a reason, and says why it did not work", async () => {
  const page = await room();
  const message = page.locator('[data-testid="message"]', { hasText: "Так, надішлемо" });
  await openMenu(message);
  await page.getByTestId("action-delete").click();
  await page.getByTestId("delete-reason").fill("refused");
  await page.getByTestId("confirm-action").click();
  await page.getByText("The room is closed.").waitFor();
  await page.getByTestId("delete-reason").fill("Sent to the wrong room");
  await page.getByTestId("confirm-action").click();
  await page.locator('[data-own="true"]', { hasText: "This message was deleted. Reason: Sent to the wrong room" }).waitFor();
  await page.context().close();
});

test("a link to a message leads to it", async () => {
  const page = await room();
  const link = page.getByTestId("message-link").first();
  await scrollTo(page, "message-link");
  await link.click();
  await page.locator('[data-testid="message"]:focus', { hasText: "Good morning. The draft" }).waitFor();
  await page.context().close();
});

test("who reacted is shown to pointer and keyboard; what a message said before can be read", async () => {
  const page = await room();
  const reaction = page.getByTestId("reaction").first();
  await scrollTo(page, "reaction");
  await reaction.hover();
  await page.getByRole("tooltip").filter({ hasText: "Olena KOVALENKO and Marc DUPONT" }).waitFor();
  await page.mouse.move(0, 0);

  await scrollTo(page, "versions");
  await page.getByTestId("versions").first().focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("version").nth(1).waitFor();
  expect(await page.getByTestId("version").allTextContents()).toEqual([
    expect.stringContaining("Так, надішлемо до 16:00."),
    expect.stringContaining("Так, надішлемо завтра."),
  ]);
  await page.keyboard.press("Escape");
  await page.getByTestId("versions-dialogue").waitFor({ state: "detached" });
  await page.context().close();
});

test("a message waits for as long as the person chose, and can be taken back until then", async () => {
  const page = await room("!marc");
  await page.evaluate(() => localStorage.setItem("depesha.undo", "10"));
  await page.reload();
  await openRoom(page, "!marc");
  await composer(page).fill("Sent too soon");
  await page.keyboard.press("Enter");
  await page.getByTestId("held").filter({ hasText: "Sent too soon" }).waitFor();
  expect(await written(page)).toBe("");
  await page.keyboard.press("Escape");
  expect(await written(page)).toBe("Sent too soon");
  await page.keyboard.press("Enter");
  await page.getByTestId("take-back").click();
  expect(await written(page)).toBe("Sent too soon");
  await page.locator('[data-testid="composer"]:focus').waitFor();
  expect(await page.locator('[data-own="true"]', { hasText: "Sent too soon" }).count()).toBe(0);
  // Who writes on lets it go.
  await page.keyboard.press("Enter");
  await page.keyboard.type("Next");
  await page.locator('[data-own="true"]', { hasText: "Sent too soon" }).waitFor();
  expect(await written(page)).toBe("Next");
  // And so does who leaves.
  await page.keyboard.press("Enter");
  await openRoom(page, "!reserve");
  await openRoom(page, "!marc");
  await page.locator('[data-own="true"]', { hasText: "Next" }).waitFor();
  await page.context().close();
});
