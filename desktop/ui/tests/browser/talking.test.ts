/** Threads and polls: answers apart from the conversation, questions with answers to choose from. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom, pageInRoom } from "./screens";
import { newPoll, openThread } from "./talking-screens";
import { openMenu, scrollTo } from "./writing-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const room = (roomId?: string) => pageInRoom(site, roomId);

const thread = (page: Page) => page.getByTestId("thread");
const spoken = (text: string | null) => (text ?? "").replace(/\s+/g, " ").trim();
const lineLabel = async (page: Page) => spoken(await page.getByTestId("thread-line").textContent());

test("a message tells of its thread in a sentence, which opens it; answers stay there and count", async () => {
  const page = await room();
  await scrollTo(page, "thread-line");
  expect(await lineLabel(page)).toBe("Open the thread: 3 answers 2 new last by Marc DUPONT: On Thursday, I am told.");
  await openThread(page);
  expect(await thread(page).getByTestId("message").count()).toBe(4);
  const composer = thread(page).getByTestId("composer");
  expect(await composer.evaluate((element) => document.activeElement === element)).toBe(true);
  await page.keyboard.type("Thursday it is.");
  await page.keyboard.press("Enter");
  await thread(page).getByTestId("message").filter({ hasText: "Thursday it is." }).waitFor();
  await thread(page).getByTestId("thread-close").click();
  await thread(page).waitFor({ state: "detached" });
  // What was new has been read, the focus is back where the thread was opened, and the answer is not in the conversation.
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "thread-line");
  expect(await lineLabel(page)).toBe("Open the thread: 4 answers last by Olena KOVALENKO: Thursday it is.");
  expect(await page.getByTestId("message").filter({ hasText: "Thursday it is." }).count()).toBe(1);
  await page.evaluate((detail) => document.dispatchEvent(new CustomEvent("depesha-fake-answer", { detail })), {
    roomId: "!reserve",
    rootId: "$first",
    text: "Good.",
  });
  await expect.poll(() => lineLabel(page)).toContain("5 answers 1 new");
  await page.context().close();
});

test("while a thread is open, the keyboard does not reach the conversation under it", async () => {
  const page = await room();
  await openThread(page);
  for (let step = 0; step < 25; step += 1) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("[inert]") === null)).toBe(true);
  }
  await page.context().close();
});

test("a thread begins in the menu of a message, what is written in it is kept, and the list of threads leads to it", async () => {
  const page = await room();
  const last = page.getByTestId("message").last();
  await openMenu(last);
  await page.getByTestId("action-thread").click();
  await thread(page).waitFor();
  await thread(page).getByTestId("composer").fill("Half an answer");
  await thread(page).getByTestId("thread-close").click();
  expect(await page.getByTestId("composer").inputValue()).toBe("");
  await openMenu(last);
  await page.getByTestId("action-thread").click();
  expect(await thread(page).getByTestId("composer").inputValue()).toBe("Half an answer");
  await thread(page).getByTestId("composer").press("Enter");
  await thread(page).getByTestId("message").nth(1).waitFor();
  await thread(page).getByTestId("thread-close").click();
  if (!(await page.getByTestId("details").isVisible())) await page.getByTestId("details-toggle").click();
  await page.getByTestId("details-threads").click();
  await page.getByTestId("thread-entry").nth(1).waitFor();
  await page.getByTestId("thread-open").first().click();
  await thread(page).getByTestId("message").nth(3).waitFor();
  await page.context().close();
});

test("one votes, changes the vote and takes it back; the numbers are sentences", async () => {
  const page = await room();
  await scrollTo(page, "poll");
  const labels = async () => (await page.getByTestId("poll-choice").allTextContents()).map(spoken);
  expect((await labels())[0]).toBe("Tuesday morning 3 votes, 60 %");
  expect((await labels())[1]).toBe("Wednesday, right after the meeting of the Council of Ministers your choice 2 votes, 40 %");
  await page.getByTestId("poll-choice").first().click();
  await expect.poll(async () => (await labels())[0]).toBe("Tuesday morning your choice 4 votes, 80 %");
  expect((await labels())[1]).toBe("Wednesday, right after the meeting of the Council of Ministers 1 vote, 20 %");
  await page.getByTestId("poll-choice").first().click();
  await expect.poll(async () => (await labels())[0]).toBe("Tuesday morning 3 votes, 75 %");
  const sentence = await page.getByTestId("message").filter({ has: page.getByTestId("poll") }).getAttribute("aria-label");
  expect(sentence).toContain("Poll: When do we meet about the regions? Tuesday morning: 3 of 4; Wednesday");
  await page.context().close();
});

test("a poll with several choices and results at the end is made by keyboard, voted on and ended", async () => {
  const page = await room();
  await newPoll(page, "Which days?", ["Monday", "Tuesday", "Wednesday"]);
  await page.getByText("Several answers may be chosen").click();
  await page.getByText("Show the results only at the end").click();
  await page.getByTestId("poll-send").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("poll-dialogue").waitFor({ state: "detached" });
  const poll = page.getByTestId("poll").last();
  await poll.getByTestId("poll-end").waitFor();
  for (const place of [0, 2]) {
    await poll.getByTestId("poll-choice").nth(place).click();
    await poll.locator('[data-testid="poll-choice"][aria-pressed="true"]').nth(place === 0 ? 0 : 1).waitFor();
  }
  expect(spoken(await poll.getByTestId("poll-choice").first().textContent())).toBe("Monday your choice");
  await poll.getByTestId("poll-end").click();
  await page.getByTestId("confirm-action").click();
  await poll.getByTestId("poll-result").nth(2).waitFor();
  expect(await poll.getByTestId("poll-result").allInnerTexts()).toEqual([
    expect.stringContaining("1 vote, 100 %"),
    expect.stringContaining("0 votes, 0 %"),
    expect.stringContaining("1 vote, 100 %"),
  ]);
  await page.context().close();
});

test("a message goes on to several conversations, with a warning where more people read it, and not out of a restricted room", async () => {
  const page = await room();
  const message = page.locator('[data-testid="message"]', { hasText: "Так, надішлемо" });
  const forward = async () => {
    await openMenu(message);
    await page.getByTestId("action-forward").click();
  };
  const choose = async (name: string, target: string) => {
    await page.getByTestId("forward-search").fill(name);
    await page.locator(`[data-target="${target}"] label`).click();
  };
  await forward();
  await choose("Marc", "!marc");
  await page.locator('[data-target="!marc"] [data-selected="true"]').waitFor();
  await choose("Flood", "!outside");
  await page.getByText("In “Flood protection with the universities”, people from outside will read this message.").waitFor();
  expect(await page.getByTestId("forward-send").isDisabled()).toBe(true);
  await page.getByTestId("forward-sure").click();
  expect(await page.getByTestId("forward-send").innerText()).toBe("Forward to 2 conversations");
  await page.getByTestId("forward-send").click();
  await page.getByTestId("forward-dialogue").waitFor({ state: "detached" });
  await openRoom(page, "!outside");
  await page.locator('[data-testid="message"][data-own="true"]', { hasText: "Так, надішлемо" }).last().waitFor();

  await openRoom(page, "!log");
  const entry = page.getByTestId("message").last();
  await openMenu(entry);
  await page.getByTestId("action-forward").click();
  await choose("Civil protection", "!reserve");
  await page.getByText("This message cannot go to “Civil protection reserve”").waitFor();
  expect(await page.locator('[data-target="!reserve"] [data-selected="true"]').count()).toBe(0);
  expect(await page.getByTestId("forward-send").isDisabled()).toBe(true);
  await page.context().close();
});

test("a date leads to where the conversation stood then, and a button back to now", async () => {
  const page = await room();
  await page.getByTestId("go-to-date").click();
  await page.getByTestId("date-field").getByRole("spinbutton").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.getByTestId("date-go").click();
  await page.getByTestId("past").waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "message");
  await page.getByTestId("to-present").click();
  await page.getByTestId("past").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "composer");
  await page.context().close();
});

