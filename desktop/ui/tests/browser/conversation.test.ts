/** What happens in a conversation with the pointer and with time: scrolling back, files, sending without a connection. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom, settled } from "./screens";
import { openSettings } from "./settings-screens";
import { openMenu } from "./writing-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

async function room(roomId: string, fake = "conversation"): Promise<Page> {
  const { page } = await site.page({ fake });
  await page.getByTestId("list-filter").fill(roomId === "!log" ? "duty" : "");
  await openRoom(page, roomId);
  await atEnd(page);
  // The list holds on to its end for a moment after the last message got its size.
  await settled(page, 400);
  return page;
}

/** How far a message is from the top of the messages. */
const place = (page: Page, words: string) =>
  page.evaluate((text) => {
    const scroller = document.querySelector('[data-testid="timeline"]');
    const found = [...document.querySelectorAll('[data-testid="message"]')].find((one) => one.textContent?.includes(text));
    return found && scroller ? found.getBoundingClientRect().top - scroller.getBoundingClientRect().top : null;
  }, words);

const atEnd = (page: Page) =>
  page.waitForFunction(() => {
    const scroller = document.querySelector('[data-testid="timeline"]');
    return scroller !== null && scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 3;
  });

test("a long conversation opens at its end, renders what is seen, and keeps its place while older messages come", async () => {
  const page = await room("!log");
  await atEnd(page);
  await page.locator('[data-testid="message"]', { hasText: "Entry 459 of" }).waitFor();
  expect(await page.getByTestId("message").count()).toBeLessThan(40);

  // To the start of what is loaded: older entries come in above, and what was seen stays where it was.
  await page.evaluate(() => document.querySelector('[data-testid="timeline"]')?.scrollTo({ top: 120 }));
  await page.waitForFunction(() => (document.querySelector('[data-testid="timeline"]')?.scrollTop ?? 0) > 2000);
  await page.waitForFunction(
    () => [...document.querySelectorAll('[data-testid="message"]')].some((one) => one.textContent?.includes("Entry 401 of")),
  );
  const after = await place(page, "Entry 401 of");
  expect(after).not.toBeNull();
  expect(Math.abs(after ?? 9999)).toBeLessThan(400);

  await page.getByRole("button", { name: "To the newest message" }).click();
  await atEnd(page);
  await page.context().close();
});

test("whoever sends something sees it, wherever they were reading", async () => {
  const page = await room("!log");
  await page.getByTestId("timeline").evaluate((scroller) => scroller.scrollBy(0, -1500));
  await page.getByTestId("to-end").waitFor();
  await page.getByTestId("composer").fill("Noted.");
  await page.keyboard.press("Enter");
  await page.locator('[data-testid="message"][data-own="true"]', { hasText: "Noted." }).waitFor();
  await atEnd(page);
  await page.context().close();
});

test("what is written without a connection waits, and says so", async () => {
  const page = await room("!marc", "offline");
  await page.getByTestId("connection").filter({ hasText: "does not answer" }).waitFor();
  await page.getByTestId("composer").fill("Written offline");
  await page.getByTestId("send").click();
  const message = page.locator('[data-testid="message"]', { hasText: "Written offline" });
  await message.locator('[data-testid="delivery"][data-state="waiting"]').waitFor();
  await page.locator('[data-testid="composer"]:focus').waitFor();
  await page.context().close();
});

test("only what the scanner released can be saved or is previewed", async () => {
  const page = await room("!reserve");
  const file = (name: string) => page.locator('[data-testid="file"]', { hasText: name });
  // The list shows what is on the screen: from the newest message up to the file.
  for (let step = 0; step < 20 && (await file("Annex B").count()) === 0; step += 1) {
    await page.getByTestId("timeline").evaluate((scroller) => scroller.scrollBy(0, -300));
    await page.waitForTimeout(100);
  }
  await file("Annex B").getByRole("button", { name: /^Save Annex B/ }).waitFor();
  await file("regions.svg").locator("img").waitFor();
  await page.waitForFunction(() => (document.querySelector<HTMLImageElement>('[data-testid="file"] img')?.naturalWidth ?? 0) > 0);
  await page.getByTestId("timeline").evaluate((scroller) => scroller.scrollTo({ top: scroller.scrollHeight }));
  await file("Tableau").waitFor();
  expect(await file("Tableau").getByRole("button").count()).toBe(0);
  await page.context().close();
  const trouble = await room("!trouble");
  await trouble.locator('[data-testid="file"][data-state="blocked"]').last().waitFor();
  expect(await trouble.locator('[data-testid="file"] button:not([data-testid="check-again"])').count()).toBe(0);
  expect(await trouble.locator('[data-testid="file"] img').count()).toBe(0);
  await trouble.context().close();
});

test("files that are dropped on the conversation are sent", async () => {
  const page = await room("!marc");
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x".repeat(2048)], "dropped.txt", { type: "text/plain" }));
    return data;
  });
  const target = page.getByTestId("conversation");
  await target.dispatchEvent("dragenter", { dataTransfer: transfer });
  await page.getByText("Let go to send the files here").waitFor();
  await target.dispatchEvent("drop", { dataTransfer: transfer });
  await page.getByTestId("send-files-go").click();
  await page.locator('[data-own="true"] [data-testid="file"]', { hasText: "dropped.txt" }).waitFor();
  await page.context().close();
});

test("deleting asks first; a message that failed can be given up", async () => {
  const page = await room("!reserve");
  const message = page.locator('[data-testid="message"]', { hasText: "Так, надішлемо" });
  await openMenu(message);
  await page.getByTestId("action-delete").click();
  await page.getByTestId("confirm-action").click();
  await page.getByTestId("confirm-action").waitFor({ state: "detached" });
  await page.locator('[data-own="true"]', { hasText: "This message was deleted." }).waitFor();
  await page.context().close();

  const trouble = await room("!trouble");
  const failed = trouble.locator('[data-testid="message"]', { hasText: "This one could not be sent." });
  await failed.getByRole("button", { name: "Discard" }).click();
  await failed.waitFor({ state: "detached" });
  await trouble.context().close();
});

test("a draft stays with its conversation", async () => {
  const page = await room("!marc");
  await page.getByTestId("composer").fill("half a thought");
  await openRoom(page, "!taras");
  await page.getByRole("heading", { level: 1, name: "Тарас ШЕВЧУК" }).waitFor();
  expect(await page.getByTestId("composer").inputValue()).toBe("");
  await openRoom(page, "!marc");
  await page.getByRole("heading", { level: 1, name: "Marc DUPONT" }).waitFor();
  expect(await page.getByTestId("composer").inputValue()).toBe("half a thought");
  await page.context().close();
});

test("a blocked file can be asked about again with the keyboard, and opens once it is released", async () => {
  const page = await room("!trouble", "recovery");
  const card = page.locator('[data-testid="file"]', { hasText: "note.docm" });
  await page.evaluate(() => document.querySelector('[data-testid="timeline"]')?.scrollTo({ top: 0 }));
  await card.waitFor();
  await card.getByTestId("check-again").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    () => [...document.querySelectorAll('[data-testid="file"]')].some((one) => one.textContent?.includes("note.docm") && one.getAttribute("data-state") === "safe"),
  );
  expect(await card.getByRole("button", { name: "Save note.docm" }).count()).toBe(1);
  expect(await card.getByTestId("check-again").count()).toBe(0);
  expect(await card.getByRole("status").textContent()).toContain("Checked, safe");
  // What was never sent cannot be asked about: its copy is gone.
  const own = page.locator('[data-testid="file"]', { hasText: "eicar.com" });
  await page.evaluate(() => document.querySelector('[data-testid="timeline"]')?.scrollTo({ top: 99_999 }));
  await own.waitFor();
  expect(await own.getByTestId("check-again").count()).toBe(0);
  await page.context().close();
});

test("the virus scanner's fingerprint can be read and copied in the settings, and a refused one says what to do", async () => {
  const { page } = await site.page({ fake: "key_refused" });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await openSettings(page, "security");
  const known = await page.getByTestId("scanner-fingerprint").textContent();
  expect(known).toMatch(/^([0-9A-F]{4} ){9}[0-9A-F]{4}$/);
  expect(await page.getByTestId("scanner-refused").textContent()).not.toBe(known);
  await page.getByText("Read this fingerprint to your security officers").waitFor();
  await page.getByTestId("scanner-copy").focus();
  await page.keyboard.press("Enter");
  await page.getByText("Copied", { exact: true }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(known);
  await page.context().close();
});

test("diagnostics are read first and then copied or saved, signed in or not", async () => {
  for (const [fake, way] of [["conversation", ["account-menu", "action-settings", "settings-about", "settings-diagnostics"]], ["signed_out", ["start-diagnostics"]]] as const) {
    const { page } = await site.page({ fake });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    for (const button of way) await page.getByTestId(button).click();
    const text = await page.getByTestId("diagnostics").textContent();
    expect(text).toContain("message key backup: Enabled");
    await page.getByTestId("diagnostics-copy").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("diagnostics-done").filter({ hasText: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await page.getByTestId("diagnostics-save").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("diagnostics-done").filter({ hasText: "Saved" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("diagnostics-dialogue").waitFor({ state: "detached" });
    await page.context().close();
  }
});
