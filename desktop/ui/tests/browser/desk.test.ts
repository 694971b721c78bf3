/** Around the window: notifications and their test, quiet times, starting, links and presses from outside of it. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { comes, openSettings, trouble } from "./settings-screens";
import { openLock, setPin } from "./trust-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);

test("what a notification shows is nothing until one chooses more, and then there is a warning", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openSettings(page, "notifications");
  const shows = id(page, "notices-shows").getByRole("button");
  expect(await shows.innerText()).toContain("Only that there is a message");
  expect(await page.getByText("Whoever stands at your screen").count()).toBe(0);
  await shows.click();
  await page.getByRole("option", { name: "Who has written, and what" }).click();
  await page.getByText("can read the beginning of your messages").waitFor();
  await id(page, "notices-sound").click();
  await id(page, "autostart").click();
  // Kept while another screen is looked at.
  await id(page, "settings-writing").click();
  await id(page, "settings-undo").waitFor();
  await id(page, "settings-notifications").click();
  await page.getByText("can read the beginning of your messages").waitFor();
  expect(await id(page, "notices-sound").locator("input").isChecked()).toBe(false);
  expect(await id(page, "autostart").locator("input").isChecked()).toBe(true);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("quiet times: once, and hours on some days, with the keys alone", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openSettings(page, "notifications");
  await id(page, "quiet-hour").focus();
  await page.keyboard.press("Enter");
  await id(page, "quiet-until").filter({ hasText: "No notifications until" }).waitFor();
  await id(page, "quiet-off").focus();
  await page.keyboard.press("Enter");
  await id(page, "quiet-hour").waitFor();
  await id(page, "quiet-hours").locator("input").focus();
  await page.keyboard.press("Space");
  await page.getByText("They end on the next day.").waitFor();
  await id(page, "quiet-day-6").focus();
  await page.keyboard.press("Space");
  await page.locator('[data-testid="quiet-day-6"][aria-pressed="false"]', { hasText: "Sunday" }).waitFor();
  await id(page, "quiet-from").getByRole("button").click();
  await page.getByRole("option", { name: "06:00" }).click();
  await page.getByText("They end on the next day.").waitFor({ state: "detached" });
  await page.context().close();
});

test("the test of the notifications says what is wrong, or that nothing is", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openSettings(page, "notifications");
  await id(page, "notices-test").click();
  const found = id(page, "notices-found");
  await found.filter({ hasText: "has been handed to this computer" }).waitFor();
  await trouble(page, [{ trouble: "no_service" }, { trouble: "account_silenced" }]);
  await id(page, "notices-test").click();
  await found.filter({ hasText: "no program that shows notifications" }).filter({ hasText: "your whole account" }).waitFor();
  expect(await found.innerText()).not.toContain("has been handed");
  await page.context().close();
});

test("links and presses from outside lead to people, conversations and messages, or say why not", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await id(page, "room-row").first().waitFor();
  await comes(page, { request: "room", room_id: "!marc" });
  await page.locator('[data-conversation="!marc"]').waitFor();
  await id(page, "account-menu").click();
  await id(page, "action-settings").click();
  await comes(page, { request: "link", link: "depesha:roomid/reserve" });
  await page.locator('[data-conversation="!reserve"]').waitFor();
  expect(await id(page, "settings-dialogue").count()).toBe(0);
  await comes(page, { request: "link", link: "matrix:u/person4:finance.example" });
  await id(page, "card-write").waitFor();
  await page.keyboard.press("Escape");
  await comes(page, { request: "link", link: "matrix:roomid/elsewhere:finance.example" });
  await id(page, "link-dialogue").filter({ hasText: "a conversation that you are not in" }).waitFor();
  await id(page, "link-browse").click();
  await id(page, "public-room").first().waitFor();
  await page.keyboard.press("Escape");
  await comes(page, { request: "link", link: "depesha:nonsense" });
  await id(page, "link-dialogue").filter({ hasText: "leads nowhere" }).waitFor();
  await page.keyboard.press("Escape");
  await comes(page, { request: "notifications" });
  await id(page, "notices-shows").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the sign in the tray locks the window, or leads to setting a PIN", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await id(page, "room-row").first().waitFor();
  await comes(page, { request: "lock" });
  await id(page, "lock-pin").waitFor();
  await page.keyboard.press("Escape");
  await id(page, "lock-dialogue").waitFor({ state: "detached" });
  await openLock(page);
  await setPin(page);
  await comes(page, { request: "lock" });
  await id(page, "locked-pin").waitFor();
  await page.context().close();
});
