/** Voice messages: spoken, stopped, listened to, sent and given up; what waits, and what is said when nothing is to be heard. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom } from "./screens";
import { openThread } from "./talking-screens";
import { speak } from "./voice-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

async function room(roomId = "!reserve"): Promise<{ page: Page; complaints: string[] }> {
  const opened = await site.page({ fake: "conversation" });
  await openRoom(opened.page, roomId);
  return opened;
}

const focused = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]:focus`).waitFor();
const state = async (page: Page) => (await page.getByTestId("voice-state").innerText()).replaceAll(/[\u2068\u2069]/g, "");
const happens = (page: Page, event: string) => page.evaluate((name) => document.dispatchEvent(new CustomEvent(name)), event);
const newest = (page: Page) => page.locator('[data-testid="message"][data-own="true"]', { has: page.getByTestId("file") }).last();

test("a voice message is spoken, listened to and sent with keys alone", async () => {
  const { page, complaints } = await room();
  await page.getByTestId("composer").fill("Half a sentence");
  await page.getByTestId("voice-record").focus();
  await page.keyboard.press("Enter");
  await focused(page, "voice-stop");
  expect(await state(page)).toBe("Recording. Speak now.");
  expect(await page.getByTestId("voice-state").getAttribute("role")).toBe("status");
  await page.getByTestId("voice-length").filter({ hasText: "0:01" }).waitFor();
  await page.keyboard.press("Escape");
  await focused(page, "voice-send");
  expect(await state(page)).toMatch(/^Recorded, 0:0[12]. Listen to it, send it or discard it.$/);
  await page.keyboard.press("Shift+Tab");
  await focused(page, "voice-listen");
  await page.keyboard.press("Enter");
  const player = page.getByTestId("voice-player");
  await expect.poll(() => player.evaluate((one) => (one as HTMLAudioElement).currentTime)).toBeGreaterThan(0);
  await page.getByTestId("voice-send").focus();
  await page.keyboard.press("Enter");
  await focused(page, "composer");
  expect(await page.getByTestId("composer").inputValue()).toBe("Half a sentence");
  await newest(page).filter({ hasText: "Voice message, 0:0" }).getByTestId("file-listen").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("it is sent while it is still spoken", async () => {
  const { page } = await room();
  await speak(page);
  await page.getByTestId("voice-send").click();
  await newest(page).filter({ hasText: "Voice message, 0:0" }).waitFor();
  await page.getByTestId("voice").waitFor({ state: "detached" });
  await page.context().close();
});

test("whoever leaves the conversation is not heard any more, and what was said waits there until it is given up", async () => {
  const { page } = await room();
  await speak(page);
  await openRoom(page, "!marc");
  expect(await page.getByTestId("voice").count()).toBe(0);
  await openRoom(page, "!reserve");
  await focused(page, "voice-listen");
  await page.getByTestId("voice-discard").click();
  await focused(page, "composer");
  await openRoom(page, "!marc");
  await openRoom(page, "!reserve");
  await page.getByTestId("voice-record").waitFor();
  await page.context().close();
});

test("an answer to a message goes before it, and it waits for that", async () => {
  const { page } = await room();
  await speak(page);
  await page.getByTestId("message").last().hover();
  await page.getByTestId("reply").last().click();
  await page.getByTestId("composer").fill("Yes");
  expect(await page.getByTestId("voice-record").count()).toBe(0);
  await page.keyboard.press("Enter");
  await page.getByTestId("voice-listen").waitFor();
  await page.context().close();
});

test("in a thread it goes to the thread", async () => {
  const { page } = await room();
  await openThread(page);
  const thread = page.getByTestId("thread");
  await thread.getByTestId("voice-record").click();
  await thread.getByTestId("voice-length").filter({ hasText: "0:01" }).waitFor();
  await thread.getByTestId("voice-send").click();
  await thread.getByTestId("message").filter({ hasText: "Voice message, 0:0" }).waitFor();
  await page.context().close();
});

test("a thread that is opened over it stops it, and it waits in the conversation", async () => {
  const { page } = await room();
  await speak(page);
  await openThread(page);
  const thread = page.getByTestId("thread");
  await page.getByTestId("voice-listen").waitFor({ state: "attached" });
  await thread.getByTestId("voice-record").waitFor();
  await thread.getByTestId("thread-close").click();
  await page.getByTestId("voice-listen").waitFor();
  await page.context().close();
});

test("where nothing is to be heard, or the microphone goes, the person is told, and what was said is kept", async () => {
  const { page } = await room();
  await happens(page, "depesha-fake-deaf");
  await speak(page);
  await page.getByTestId("voice-state").filter({ hasText: "Is the microphone switched on?" }).waitFor();
  await happens(page, "depesha-fake-unplugged");
  await page.getByTestId("voice-listen").waitFor();
  expect(await state(page)).toMatch(/^The recording has ended by itself, after 0:0\d. What you said until then is here.$/);
  await page.getByTestId("voice-send").click();
  await newest(page).filter({ hasText: "Voice message, 0:0" }).waitFor();
  await openRoom(page, "!trouble");
  await page.getByTestId("voice-record").click();
  const problem = page.getByTestId("problem").filter({ hasText: "No microphone can be used." });
  await problem.waitFor();
  await page.getByTestId("composer").fill("Then in writing");
  await page.context().close();
});
