/** Searching what was written, in all conversations and in one, by keys alone; and the files of a conversation. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openDetails, openRoom } from "./screens";
import { openFiles, searchMessages } from "./search-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);
const says = (page: Page, testId: string, words: string | RegExp) => id(page, testId).filter({ hasText: words }).waitFor();

test("from the one search to messages of all conversations, with the words marked, and to one of them", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await id(page, "search-box").waitFor();
  await page.keyboard.press("Control+k");
  await id(page, "people-search").fill("остаточну");
  await id(page, "search-messages").click();
  await says(page, "messages-status", /messages found/);
  expect(await id(page, "message-words").inputValue()).toBe("остаточну");
  const first = id(page, "found-message").first();
  expect(await first.locator("mark").allInnerTexts()).toEqual(["остаточну"]);
  expect(await first.innerText()).toMatch(/Civil protection reserve|Marc|Tax|Taras|DUPONT/);
  await says(page, "coverage", "All conversations are searched from");
  await id(page, "message-words").focus();
  await page.keyboard.press("ArrowDown");
  await page.locator('[data-testid="found-message"]:focus').waitFor();
  await page.keyboard.press("Enter");
  await id(page, "message-search").waitFor({ state: "detached" });
  await page.locator('[data-testid="message"]:focus', { hasText: "остаточну" }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("an answer in a thread is shown in its thread", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openRoom(page, "!reserve");
  await searchMessages(page, "питання");
  await says(page, "messages-status", "1 message found");
  await id(page, "found-message").click();
  await id(page, "message-search").waitFor({ state: "detached" });
  await id(page, "thread").locator('[data-testid="message"]:focus', { hasText: "Друге питання" }).waitFor();
  await id(page, "thread-close").click();
  await id(page, "thread").waitFor({ state: "detached" });
  expect(await id(page, "jump-close").count()).toBe(0);
  await page.context().close();
});

test("in an open conversation Ctrl+F and the button search that one", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openRoom(page, "!log");
  await searchMessages(page, "duty log 41");
  await says(page, "messages-status", "found");
  expect(await id(page, "found-message").first().innerText()).not.toContain("Duty log");
  await says(page, "coverage", "Searched from");
  // Once for the words, once for the search.
  await page.keyboard.press("Escape");
  await expect.poll(() => id(page, "message-words").inputValue()).toBe("");
  await page.keyboard.press("Escape");
  await id(page, "message-search").waitFor({ state: "detached" });
  await id(page, "conversation-search").click();
  await says(page, "messages-status", "Type a word");
  // One more page, and then no more.
  await id(page, "message-words").fill("entry");
  await says(page, "messages-status", "newest 8");
  await id(page, "messages-more").click();
  await says(page, "messages-status", "newest 16");
  await page.context().close();
});

test("filters narrow; a filter alone is enough; nothing found is said", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openRoom(page, "!reserve");
  await searchMessages(page, "");
  await id(page, "filter-files").click();
  await says(page, "messages-status", "4 messages found");
  await id(page, "filter-sender").getByRole("button").click();
  await page.locator('[role="option"]:not([data-testid])', { hasText: "DUPONT" }).first().click();
  await says(page, "messages-status", /[1-3] messages? found/);
  await id(page, "message-words").fill("xyzzy");
  await says(page, "messages-status", "No message found");
  await id(page, "message-words").fill("");
  // A day far ahead, by keys.
  await id(page, "filter-from").getByRole("spinbutton").first().focus();
  await page.keyboard.type("01012090");
  await says(page, "messages-status", "No message found");
  await page.context().close();
});

test("older messages are fetched with a line that says how far; without a connection it says so", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await searchMessages(page, "reserve");
  await id(page, "search-older").click();
  await page.getByRole("progressbar").waitFor();
  await says(page, "coverage", "All conversations are searched from their beginning");
  expect(await id(page, "search-older").count()).toBe(0);
  await page.context().close();

  const { page: away } = await site.page({ fake: "offline" });
  await searchMessages(away, "reserve");
  await id(away, "found-message").first().waitFor();
  await id(away, "search-older").click();
  await away.locator('[data-testid="message-search"] [data-testid="problem"]:not(:empty)').waitFor();
  await id(away, "found-message").first().waitFor();
  await away.context().close();
});

test("while messages are still being looked through the search says so and goes on by itself", async () => {
  const { page } = await site.page({ fake: "many" });
  await searchMessages(page, "reserve");
  await says(page, "coverage", "still being looked through");
  await id(page, "found-message").first().waitFor();
  await page.context().close();
});

test("the files of a conversation are saved, and shown where they were sent", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openFiles(page, openDetails, "!reserve");
  await says(page, "files-status", "newest 3 files");
  await id(page, "files-more").click();
  await says(page, "files-status", "4 files");
  const file = id(page, "shared-file").filter({ hasText: "Annex B" });
  expect(await file.innerText()).toContain("DUPONT");
  await file.getByRole("button", { name: /^Save/ }).click();
  await file.getByRole("status").filter({ hasText: "saved" }).waitFor({ state: "attached" });
  expect(await id(page, "shared-file").filter({ hasText: "invoice_2291" }).getByRole("button", { name: /^Save/ }).count()).toBe(0);
  await file.getByTestId("file-show").click();
  await page.locator('[data-testid="message"]:focus', { hasText: "Annex B" }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});
