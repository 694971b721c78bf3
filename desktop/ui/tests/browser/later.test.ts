/** Sending later: planned from the place to write, changed, sent now, deleted, sent at its time; and what has not gone. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { laterIs, plan, planned } from "./later-screens";
import { Site } from "./pages";
import { openRoom, pageInRoom } from "./screens";
import { openThread } from "./talking-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const room = (roomId?: string) => pageInRoom(site, roomId);

const own = (page: Page, words: string) => page.locator('[data-own="true"]', { hasText: words });
const line = (page: Page) => page.getByTestId("later-line").first();

/** Writes a date or a time into its parts. */
async function write(page: Page, field: string, parts: string[]): Promise<void> {
  const all = page.getByTestId(field).getByRole("spinbutton");
  for (const [index, part] of parts.entries()) {
    await all.nth(index).focus();
    await page.keyboard.type(part);
  }
}

test("what is planned leaves the place to write, stands over it, and is there again after a restart", async () => {
  const page = await room();
  await plan(page, "The regions have **answered**.");
  expect(await page.getByTestId("later-words").inputValue()).toBe("The regions have **answered**.");
  await page.getByText("Depesha has to be running at that time").waitFor();
  expect(await page.getByTestId("choice-tomorrow").innerText()).toMatch(/^Tomorrow morning: .*, 09:00$/);
  await page.getByTestId("later-keep").click();
  await line(page).filter({ hasText: /^1 message will be sent: .*, 09:00/ }).waitFor();
  expect(await line(page).getAttribute("role")).toBe("status");
  expect(await page.getByTestId("composer").inputValue()).toBe("");
  await page.reload();
  await openRoom(page, "!reserve");
  await line(page).filter({ hasText: "1 message will be sent" }).waitFor();
  expect(await own(page, "answered").count()).toBe(0);
  // Elsewhere nothing is said of it, but the list has it.
  await openRoom(page, "!marc");
  expect(await line(page).innerText()).toBe("");
  await page.context().close();
});

test("a time of one's own is written by keyboard; one that has passed is refused", async () => {
  const page = await room();
  await plan(page, "In the new year");
  await page.getByTestId("choice-own").click();
  await write(page, "later-date", ["01", "01", "2020"]);
  await write(page, "later-time", ["07", "30"]);
  await page.getByTestId("later-keep").click();
  await page.getByTestId("later-past").filter({ hasText: "This time has passed." }).waitFor();
  await write(page, "later-date", ["02", "01", "2100"]);
  expect(await page.getByTestId("later-past").innerText()).toBe("");
  await page.getByTestId("later-keep").click();
  await line(page).filter({ hasText: "2 January 2100, 07:30" }).waitFor();
  await page.context().close();
});

test("the list changes, sends now and deletes; the focus stays in it", async () => {
  const page = await room();
  await planned(page, "First thought");
  await planned(page, "Second thought");
  await line(page).filter({ hasText: "2 messages will be sent, the next one" }).waitFor();
  await page.getByTestId("later-show").first().click();
  const entries = page.getByTestId("later-entry");
  const entry = (words: string) => entries.filter({ hasText: words });
  await entry("First").getByTestId("later-change").click();
  await page.getByTestId("later-words").fill("Better thought");
  await page.getByTestId("later-keep").click();
  await entry("Better").waitFor();
  expect(await entries.count()).toBe(2);
  await entry("Better").getByTestId("later-now").click();
  await entry("Better").waitFor({ state: "detached" });
  await entry("Second").getByTestId("later-delete").click();
  await page.getByText("there is no other copy of it").waitFor();
  await page.getByTestId("confirm-action").click();
  await page.getByText("Nothing waits to be sent.").waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('[data-testid="later-dialogue"]'));
  await page.keyboard.press("Escape");
  await own(page, "Better thought").waitFor();
  expect(await own(page, "Second thought").count()).toBe(0);
  expect(await line(page).innerText()).toBe("");
  await page.context().close();
});

test("it goes at its time, once, where it was planned", async () => {
  const page = await room();
  await openThread(page);
  await plan(page, "An answer for later", "thread");
  await page.getByTestId("later-keep").click();
  const thread = page.getByTestId("thread");
  await thread.getByTestId("later-line").filter({ hasText: "1 message will be sent" }).waitFor();
  // The computer sleeps until then.
  await page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem("depesha-fake-later") ?? "[]") as { at_ms: number }[];
    sessionStorage.setItem("depesha-fake-later", JSON.stringify(kept.map((one) => ({ ...one, at_ms: Date.now() + 3000 }))));
  });
  await page.reload();
  await openRoom(page, "!reserve");
  await openThread(page);
  await thread.getByTestId("message").filter({ hasText: "An answer for later" }).waitFor();
  expect(await thread.getByTestId("message").filter({ hasText: "An answer for later" }).count()).toBe(1);
  expect(await thread.getByTestId("later-line").innerText()).toBe("");
  await page.context().close();
});

test("what has not gone is said at the top of the window with its reason, and nothing is lost", async () => {
  const page = await room();
  await planned(page, "Refused by the server");
  await laterIs(page, "Refused", { state: "held", problem: { code: "refused", reason: "The room is closed." } });
  await openRoom(page, "!marc");
  await page.getByTestId("later-notice").filter({ hasText: "has not gone" }).waitFor();
  await page.getByTestId("later-notice-show").click();
  const entry = page.getByTestId("later-entry");
  await entry.filter({ hasText: "Not sent. The room is closed." }).waitFor();
  await laterIs(page, "Refused", { state: "unsure" });
  await entry.filter({ hasText: "Nobody knows whether this message has arrived" }).waitFor();
  await entry.getByTestId("later-look").click();
  await page.locator('[data-conversation="!reserve"]').waitFor();
  await line(page).filter({ hasText: "has not gone" }).waitFor();
  await page.getByTestId("later-show").first().click();
  await entry.getByTestId("later-now").click();
  await entry.waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await own(page, "Refused by the server").waitFor();
  expect(await page.getByTestId("later-notice").innerText()).toBe("");
  await page.context().close();
});
