/** The lock of the window: set, locked by hand and by time, opened, removed; what was begun stays, and nothing shows. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom } from "./screens";
import { openSettings } from "./settings-screens";
import { openLock, setPin } from "./trust-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);
const problem = (page: Page, words: string) => id(page, "problem").filter({ hasText: words }).waitFor();

async function unlock(page: Page, pin: string): Promise<void> {
  await id(page, "locked-pin").fill(pin);
  await page.keyboard.press("Enter");
}

test("the window is locked from the menu, shows nothing, and opens with the PIN and what was begun", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openRoom(page, "!marc");
  await id(page, "composer").fill("Half a sentence");
  // Without a PIN the menu leads to setting one.
  await id(page, "account-menu").click();
  await id(page, "action-lock").click();
  await setPin(page);
  await id(page, "account-menu").click();
  await id(page, "action-lock").click();
  await id(page, "locked-pin").waitFor();
  expect(await id(page, "locked-pin").evaluate((field) => field === document.activeElement)).toBe(true);
  const shown = await page.locator("body").innerText();
  expect(shown).not.toContain("Marc");
  expect(shown).not.toContain("KOVALENKO");
  await unlock(page, "111222");
  await problem(page, "This is not your PIN");
  await unlock(page, "000000");
  await problem(page, "Wait 1 min");
  await unlock(page, "482913");
  await openRoom(page, "!marc");
  expect(await id(page, "composer").inputValue()).toBe("Half a sentence");
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a window that nobody uses locks itself, and one that is used does not", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await page.clock.install();
  await openLock(page);
  await setPin(page);
  await page.clock.fastForward(14 * 60_000);
  await page.mouse.move(50, 50);
  await page.clock.fastForward(14 * 60_000);
  expect(await id(page, "locked-pin").count()).toBe(0);
  await page.clock.fastForward(2 * 60_000);
  await id(page, "locked-pin").waitFor();
  await page.context().close();
});

test("a PIN is typed twice, easy ones are refused, and only who knows it removes it", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openLock(page);
  await id(page, "lock-pin").fill("482913");
  await id(page, "lock-again").fill("482914");
  await id(page, "lock-save").click();
  await page.getByText("The two are not the same.").waitFor();
  for (const field of ["lock-pin", "lock-again"]) await id(page, field).fill("111111");
  await id(page, "lock-save").click();
  await problem(page, "too easy to guess");
  await setPin(page);
  await openLock(page);
  await id(page, "lock-remove").click();
  await id(page, "lock-current").fill("111222");
  await id(page, "lock-remove").click();
  await problem(page, "This is not your PIN");
  await id(page, "lock-current").fill("482913");
  await id(page, "lock-remove").click();
  await id(page, "lock-dialogue").waitFor({ state: "detached" });
  await page.context().close();
});

test("who speaks into the microphone is there, and what was said is there after the lock", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await page.clock.install();
  await openLock(page);
  await setPin(page);
  await openRoom(page, "!marc");
  await id(page, "voice-record").click();
  await id(page, "voice-stop").waitFor();
  await page.clock.fastForward(40 * 60_000);
  await id(page, "voice-stop").waitFor();
  expect(await id(page, "locked-pin").count()).toBe(0);
  await id(page, "account-menu").click();
  await id(page, "action-lock").click();
  await unlock(page, "482913");
  await openRoom(page, "!marc");
  await id(page, "voice-listen").waitFor();
  await page.context().close();
});

test("who has forgotten the PIN signs out", async () => {
  const { page } = await site.page({ fake: "locked" });
  await id(page, "locked-forgotten").click();
  await id(page, "confirm-action").click();
  await id(page, "email").waitFor();
  await page.context().close();
});

test("what was begun goes with a session that the service ends", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openRoom(page, "!marc");
  await id(page, "composer").fill("Half a sentence");
  await page.evaluate(() => document.dispatchEvent(new CustomEvent("depesha-fake-end")));
  await id(page, "page-action").click();
  await id(page, "email").fill("marc.dupont@interior.example");
  await page.keyboard.press("Enter");
  await id(page, "password").fill("a long sentence nobody guesses");
  await page.keyboard.press("Enter");
  await openRoom(page, "!marc");
  expect(await id(page, "composer").inputValue()).toBe("");
  await page.context().close();
});

test("a new recovery key that is shown when the window locks itself is shown again, until it is kept", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await page.clock.install();
  await openLock(page);
  await setPin(page);
  await openSettings(page, "security");
  await id(page, "settings-key-check").click();
  await id(page, "key-check-lost").click();
  await id(page, "proof-go").click();
  await id(page, "proof-password").fill("a long sentence nobody guesses");
  await page.keyboard.press("Enter");
  const key = await id(page, "recovery-key").innerText();
  await page.clock.fastForward(16 * 60_000);
  await id(page, "locked-pin").waitFor();
  expect(await page.content()).not.toContain(key.trim());
  await unlock(page, "482913");
  expect(await id(page, "recovery-key").innerText()).toBe(key);
  await id(page, "recovery-kept").click();
  await id(page, "recovery-continue").click();
  await id(page, "account-menu").click();
  await id(page, "action-lock").click();
  await unlock(page, "482913");
  await id(page, "room-row").first().waitFor();
  expect(await id(page, "recovery-key").count()).toBe(0);
  await page.context().close();
});

test("messages that another window has open are said to be, and open when that one is closed", async () => {
  const { page, complaints } = await site.page({ fake: "elsewhere" });
  await page.getByRole("heading", { name: "Depesha is already open here" }).waitFor();
  await id(page, "page-action").click();
  await problem(page, "still open in another window");
  await page.evaluate(() => document.dispatchEvent(new CustomEvent("depesha-fake-free")));
  await id(page, "page-action").click();
  await id(page, "room-row").first().waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});
