/** Finding people, cards, the directory and whole units, with the keyboard alone; and how a session ends. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom, search } from "./screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);
const focusIs = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]:focus`).waitFor();
const status = (page: Page, words: string | RegExp) => id(page, "people-status").filter({ hasText: words }).waitFor();

/** Arrow down until the option with these words is the active one; the focus stays in the field. */
async function downTo(page: Page, testId: string, words: string): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("ArrowDown");
    if (await page.locator(`[data-testid="${testId}"][data-focused]`, { hasText: words }).count()) return;
  }
  throw new Error(`${testId} with ${words} is not reached`);
}

test("Ctrl+K finds people, units and rooms in one list with headings, and says how many", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await search(page, "re", "found-public");
  await status(page, /^Found: 1 person, 1 unit,? and 2 rooms$/);
  const headings = await page.locator('[role="listbox"] [role="group"]').evaluateAll((groups) =>
    groups.map((group) => document.getElementById(group.getAttribute("aria-labelledby") ?? "")?.textContent),
  );
  expect(headings).toEqual(["People", "Units", "Your rooms", "Public rooms"]);
  await downTo(page, "found-room", "Civil protection reserve");
  await focusIs(page, "people-search");
  const active = await page.evaluate(() => {
    const field = document.activeElement;
    return document.getElementById(field?.getAttribute("aria-activedescendant") ?? "")?.getAttribute("data-testid");
  });
  expect(active).toBe("found-room");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Civil protection reserve" }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the keys open the search under a Cyrillic layout, too, and not over a question", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await id(page, "search-box").waitFor();
  const press = () =>
    page.evaluate(() =>
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "л", code: "KeyK", ctrlKey: true, cancelable: true })),
    );
  await press();
  await focusIs(page, "people-search");
  await page.keyboard.press("Escape");
  await id(page, "search-dialogue").waitFor({ state: "detached" });
  await id(page, "account-menu").click();
  await id(page, "action-sign-out").click();
  await id(page, "confirm-action").waitFor();
  await press();
  expect(await id(page, "search-dialogue").count()).toBe(0);
  await page.context().close();
});

test("homonyms are told apart; a search that finds nobody, or comes too often, says so", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await search(page, "jean martin", "person");
  const lines = await id(page, "person").allTextContents();
  expect(new Set(lines).size).toBe(3);
  expect(lines.join()).toMatch(/Archivist.*Auditor.*Programmer/);
  await id(page, "people-search").fill("zzzz");
  await status(page, "Nothing found");
  await page.context().close();
  for (const [fake, words] of [["busy", "too often"], ["away", "cannot be reached"]] as const) {
    const { page: other } = await site.page({ fake });
    await search(other, "jean", "browse");
    await other.getByRole("alert").filter({ hasText: words }).waitFor();
    expect(await other.getByTestId("person").count()).toBe(0);
    await other.context().close();
  }
});

test("an answer to an older term never replaces a newer one", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await search(page, "jean", "person");
  await id(page, "people-search").fill("je");
  await page.waitForTimeout(300);
  await id(page, "people-search").fill("dupont");
  await id(page, "person").filter({ hasText: "DUPONT" }).waitFor();
  await page.waitForTimeout(900);
  expect(await id(page, "person").allTextContents()).toEqual([expect.stringContaining("DUPONT")]);
  await page.context().close();
});

test("a card leads to a message, a room, the unit; back from the card the search is still there", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await search(page, "dupont", "person");
  await downTo(page, "person", "DUPONT");
  await page.keyboard.press("Enter");
  await focusIs(page, "card-write");
  await id(page, "card-phone").filter({ hasText: "+33 1 40 00 00 17" }).waitFor();
  await page.getByText("Verified from HR on 20 November 2026").waitFor();
  await page.keyboard.press("Escape");
  await id(page, "person-card").waitFor({ state: "detached" });
  await focusIs(page, "people-search");
  await downTo(page, "person", "DUPONT");
  await page.keyboard.press("Enter");
  await focusIs(page, "card-write");
  await page.keyboard.press("Tab");
  await focusIs(page, "card-invite");
  await page.keyboard.press("Enter");
  await focusIs(page, "room-picker");
  await page.keyboard.type("group 7");
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="picked-room"]').length === 1);
  await page.keyboard.press("Tab");
  for (let step = 0; step < 3 && !(await page.locator('[data-testid="picked-room"]:focus').count()); step += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await id(page, "card-status").filter({ hasText: "invited to “Working group 7" }).waitFor();
  await id(page, "card-write").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Marc DUPONT" }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("who is not on Depesha yet is invited by mail, once", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await search(page, "melnyk", "person");
  await downTo(page, "person", "MELNYK");
  await page.keyboard.press("Enter");
  await focusIs(page, "card-mail");
  await page.keyboard.press("Enter");
  await id(page, "card-status").filter({ hasText: "Oleksandr MELNYK is invited by mail" }).waitFor();
  expect(await id(page, "card-mail").isDisabled()).toBe(true);
  expect(await id(page, "card-write").count()).toBe(0);
  await page.context().close();
});

test("members and senders have cards; who is from outside is marked", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openRoom(page, "!outside");
  if (!(await id(page, "details").isVisible())) await id(page, "details-toggle").click();
  await page.locator('[data-user="@dana:externals.example"]').focus();
  await page.keyboard.press("Enter");
  await id(page, "person-card").filter({ hasText: "comes from outside the administration" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator('[data-user="@dana:externals.example"]:focus').waitFor();
  await id(page, "sender").first().click();
  await id(page, "card-organisation").waitFor();
  await page.context().close();
});

test("the directory is a tree for the keyboard; people come page by page; a whole unit is written to", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await search(page, "budget directorate", "group");
  await downTo(page, "group", "Budget Directorate");
  await page.keyboard.press("Enter");
  const selected = page.locator('[data-testid="branch"][data-selected]');
  await selected.filter({ hasText: "Budget Directorate" }).waitFor();
  await id(page, "unit-status").filter({ hasText: "4 of 4 people" }).waitFor();

  await selected.focus();
  await page.keyboard.press("ArrowRight");
  await id(page, "branch").filter({ hasText: "Debt Office" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await selected.filter({ hasText: "Debt Office" }).waitFor();
  await id(page, "unit-status").filter({ hasText: "2 of 2 people" }).waitFor();
  await page.keyboard.press("Home");
  await selected.filter({ hasText: "Interior" }).waitFor();
  await id(page, "unit-status").filter({ hasText: "4 of 5 people" }).waitFor();
  await id(page, "unit-more").focus();
  await page.keyboard.press("Enter");
  await id(page, "unit-status").filter({ hasText: "5 of 5 people" }).waitFor();
  expect(await id(page, "unit-write").count()).toBe(0);

  await id(page, "branch").filter({ hasText: "Budget Directorate" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await selected.filter({ hasText: "Budget Directorate" }).waitFor();
  await id(page, "unit-write").focus();
  await page.keyboard.press("Enter");
  await focusIs(page, "unit-confirm");
  await page.getByText("invites 3 people").waitFor();
  await page.getByText("1 person is not on Depesha yet").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("progressbar").waitFor();
  await page.getByRole("heading", { level: 1, name: "Budget Directorate" }).waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a closed account leads to a new start; a suspended one waits", async () => {
  const { page } = await site.page({ fake: "ended" });
  await page.getByText("The messages on this computer were removed.").waitFor();
  await id(page, "page-action").focus();
  await page.keyboard.press("Enter");
  await id(page, "email").waitFor();
  await page.context().close();
  const suspended = await site.page({ fake: "suspended" });
  await suspended.page.getByText("Ask your administrator").waitFor();
  expect(await id(suspended.page, "page-action").count()).toBe(0);
  await suspended.page.context().close();
});
