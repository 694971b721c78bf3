/** Sending files: with words under them, stopped and going on; what they tell unseen is taken out, or goes along if the person wants it. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom, settled } from "./screens";
import { drop, letFall, sendFiles, underFile } from "./sending-screens";
import { openSettings } from "./settings-screens";
import { openThread } from "./talking-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

async function room(fake = "conversation", lang = "en"): Promise<Page> {
  const { page } = await site.page({ fake, lang });
  await openRoom(page, "!marc");
  await page.evaluate(() => {
    const kept: string[] = [];
    document.addEventListener("depesha-fake-file", (event) => {
      const { name, unchanged } = (event as CustomEvent<{ name: string; unchanged: boolean }>).detail;
      kept.push(unchanged ? `${name} unchanged` : name);
    });
    Object.assign(window, { sent: kept });
  });
  return page;
}

const sent = (page: Page) => page.evaluate(() => (window as unknown as { sent: string[] }).sent);
const said = (page: Page) => page.getByTestId("files-sent").locator("p").allInnerTexts();
const isolates = (lines: string[]) => lines.map((line) => line.replaceAll(/[\u2068\u2069]/g, ""));

test("what was taken out is said once for all files that fared alike, and closed by keyboard", async () => {
  const page = await room();
  await drop(page, ["a.jpg", "b.jpg", "minutes.docx", "signed.odt", "annex.pdf", "notes.txt"]);
  await page.getByTestId("files-sent-close").waitFor();
  expect(isolates(await said(page))).toEqual([
    "Removed before sending (a.jpg and b.jpg): place and camera.",
    "Removed before sending (minutes.docx): names of authors.",
    "Goes as it is, with names of authors that may be in it, because it is signed (signed.odt).",
    "Goes as it is: this kind of file can hold a place or the author’s name (annex.pdf).",
  ]);
  expect(await page.getByTestId("files-sent").getAttribute("role")).toBe("status");
  expect(await sent(page)).toEqual(["a.jpg", "b.jpg", "minutes.docx", "signed.odt", "annex.pdf", "notes.txt"]);
  await page.getByTestId("files-sent-close").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("files-sent-close").waitFor({ state: "detached" });
  await page.locator('[data-testid="composer"]:focus').waitFor();
  await page.context().close();
});

test("of many files their number is said, and of files that tell nothing, nothing", async () => {
  const page = await room();
  await drop(page, ["1.gif", "2.gif", "3.gif", "4.gif"]);
  await page.getByTestId("files-sent-close").waitFor();
  expect(isolates(await said(page))).toEqual(["Removed before sending (4 files): hidden remarks and times."]);
  await drop(page, ["notes.txt"]);
  await page.getByTestId("files-sent-close").waitFor({ state: "detached" });
  await page.context().close();
});

test("files wait for the person: words under each, one left out, sent by keyboard", async () => {
  const page = await room();
  await letFall(page, ["a.jpg", "b.jpg", "notes.txt"]);
  await page.locator('[data-testid="file-caption"]:focus').waitFor();
  await page.keyboard.type("The door before");
  await page.getByRole("button", { name: "Do not send b.jpg" }).click();
  await page.getByTestId("file-caption").nth(1).fill("What was said");
  await page.keyboard.press("Enter");
  await page.getByTestId("send-files").waitFor({ state: "detached" });
  const own = page.locator('[data-testid="message"][data-own="true"]', { has: page.getByTestId("file") });
  await own.filter({ hasText: "notes.txt" }).getByTestId("caption").filter({ hasText: "What was said" }).waitFor();
  expect(await own.filter({ hasText: "a.jpg" }).getByTestId("caption").innerText()).toBe("The door before");
  expect(await sent(page)).toEqual(["a.jpg", "notes.txt"]);
  await page.context().close();
});

test("files that wait are given up without a trace, also with Escape", async () => {
  const page = await room();
  await letFall(page, ["a.jpg"]);
  await page.keyboard.press("Escape");
  await page.getByTestId("send-files").waitFor({ state: "detached" });
  await page.getByTestId("attach").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("send-files").getByText("chosen.pdf").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByTestId("send-files").waitFor({ state: "detached" });
  await page.locator('[data-testid="attach"]:focus').waitFor();
  expect(await sent(page)).toEqual([]);
  await page.context().close();
});

test("one sending goes unchanged, by keyboard, and the next one does not", async () => {
  const page = await room();
  await page.getByTestId("attach").focus();
  await page.keyboard.press("Enter");
  const whole = page.getByTestId("send-files-whole").locator("input");
  await whole.focus();
  await page.keyboard.press("Space");
  await page.getByTestId("send-files-go").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("files-sent").filter({ hasText: "Goes unchanged, as you wanted" }).waitFor();
  await letFall(page, ["a.jpg"]);
  expect(await whole.isChecked()).toBe(false);
  await sendFiles(page);
  await page.getByTestId("files-sent").filter({ hasText: "place and camera" }).waitFor();
  expect(await sent(page)).toEqual(["chosen.pdf unchanged", "a.jpg"]);
  await page.context().close();
});

test("a file that cannot go stays with the reason and its words, those before it have gone", async () => {
  const page = await room();
  await letFall(page, ["a.jpg", "too-large.zip"]);
  await page.getByTestId("file-caption").nth(1).fill("All of it");
  await page.getByTestId("send-files-go").click();
  await page.getByTestId("send-files").getByText("Send a smaller one").waitFor();
  expect(await page.getByTestId("waiting-file").count()).toBe(1);
  expect(await page.getByTestId("file-caption").inputValue()).toBe("All of it");
  await page.keyboard.press("Escape");
  await page.getByTestId("send-files").waitFor({ state: "detached" });
  expect(await sent(page)).toEqual(["a.jpg"]);
  await page.context().close();
});

test("a file on its way is stopped, goes on, and is given up", async () => {
  const page = await room();
  await drop(page, ["waits.pdf", "waits too.pdf"]);
  const parcel = (name: string) => page.locator('[data-testid="message"][data-own="true"]', { hasText: name });
  const state = (name: string, wanted: string) => parcel(name).locator(`[data-testid="delivery"][data-state="${wanted}"]`).waitFor();
  await state("waits.pdf", "waiting");
  await parcel("waits.pdf").getByTestId("delivery-pause").click();
  await state("waits.pdf", "paused");
  expect(await parcel("waits.pdf").getByTestId("delivery").innerText()).toContain("Paused");
  await parcel("waits.pdf").getByTestId("delivery-go-on").click();
  await state("waits.pdf", "sent");
  await parcel("waits too.pdf").getByTestId("delivery-pause").click();
  await state("waits too.pdf", "paused");
  await parcel("waits too.pdf").getByTestId("delivery-discard").click();
  await parcel("waits too.pdf").waitFor({ state: "detached" });
  await page.context().close();
});

test("whoever switches it off sends everything unchanged, without a word about it, also after a restart", async () => {
  const page = await room();
  await openSettings(page, "privacy");
  await page.getByText("Remove the place, the camera and the names of authors").click();
  expect(await page.getByTestId("settings-files").locator("input").isChecked()).toBe(false);
  await page.keyboard.press("Escape");
  await page.getByTestId("settings-dialogue").waitFor({ state: "detached" });
  await drop(page, ["a.jpg"]);
  await page.locator('[data-own="true"] [data-testid="file"]', { hasText: "a.jpg" }).waitFor();
  await settled(page, 200);
  expect(await sent(page)).toEqual(["a.jpg unchanged"]);
  expect(await said(page)).toEqual([]);
  await letFall(page, ["b.jpg"]);
  expect(await page.getByTestId("send-files-whole").count()).toBe(0);
  await page.reload();
  await openSettings(page, "privacy");
  expect(await page.getByTestId("settings-files").locator("input").isChecked()).toBe(false);
  await page.context().close();
});

test("where the organisation has settled it, nobody chooses, neither for good nor for one sending", async () => {
  const page = await room("managed");
  await openSettings(page, "privacy");
  const setting = page.getByTestId("settings-files");
  expect(await setting.innerText()).toContain("Set by your organisation.");
  expect(await setting.locator("input").isChecked()).toBe(true);
  expect(await setting.locator("input").isDisabled()).toBe(true);
  expect(await page.getByText("arrive unchanged").count()).toBe(0);
  await page.keyboard.press("Escape");
  await page.getByTestId("settings-dialogue").waitFor({ state: "detached" });
  await letFall(page, ["b.jpg"]);
  expect(await page.getByTestId("send-files-whole").count()).toBe(0);
  await page.context().close();
});

test("files that are dropped, pasted or chosen in a thread stand in the thread alone", async () => {
  const page = await room();
  await openRoom(page, "!reserve");
  await openThread(page);
  const thread = page.getByTestId("thread");
  const files = thread.locator('[data-own="true"] [data-testid="file"]');
  await drop(page, ["a.jpg", "annex.pdf"], "thread");
  await files.filter({ hasText: "annex.pdf" }).waitFor();
  await thread.getByTestId("files-sent").filter({ hasText: "place and camera" }).waitFor();
  await thread.getByTestId("composer").evaluate((area) => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "pasted.png", { type: "image/png" }));
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await sendFiles(page);
  await files.filter({ hasText: "pasted.png" }).waitFor();
  await thread.getByTestId("attach").click();
  await page.getByTestId("send-files-whole").click();
  await sendFiles(page);
  await files.filter({ hasText: "chosen.pdf" }).waitFor();
  expect(await sent(page)).toEqual(["a.jpg", "annex.pdf", "pasted.png", "chosen.pdf unchanged"]);
  await thread.getByTestId("thread-close").click();
  await thread.waitFor({ state: "detached" });
  await page.getByTestId("thread-line").filter({ hasText: "chosen.pdf" }).waitFor();
  expect(await page.locator('[data-own="true"] [data-testid="file"]', { hasText: "chosen.pdf" }).count()).toBe(0);
  await page.context().close();
});

test("words stand under a file of one's own: written, changed, and taken away again", async () => {
  const page = await room();
  await drop(page, ["notes.txt"]);
  const message = page.locator('[data-testid="message"][data-own="true"]', { has: page.getByTestId("file") }).last();
  await message.getByTestId("file").filter({ hasText: "notes.txt" }).waitFor();
  await underFile(page);
  const composer = page.getByTestId("composer");
  expect(isolates([await page.getByText("This will stand under").innerText()])).toEqual(["This will stand under notes.txt"]);
  expect(await page.getByTestId("send").isDisabled()).toBe(true);
  await page.keyboard.type("For Thursday");
  await page.keyboard.press("Enter");
  await message.getByTestId("caption").filter({ hasText: "For Thursday" }).waitFor();
  expect(await message.getAttribute("aria-label")).toContain("For Thursday");

  await underFile(page);
  expect(await composer.inputValue()).toBe("For Thursday");
  await page.keyboard.type(" and Friday");
  await page.keyboard.press("Enter");
  await message.getByTestId("caption").filter({ hasText: "For Thursday and Friday" }).waitFor();

  await underFile(page);
  await composer.fill("");
  await page.getByTestId("send").click();
  await message.getByTestId("caption").waitFor({ state: "detached" });
  await message.getByTestId("file").filter({ hasText: "notes.txt" }).waitFor();
  await message.getByTestId("versions").click();
  await page.getByTestId("version").nth(3).waitFor();
  expect(isolates(await page.getByTestId("version").allInnerTexts()).map((one) => one.split("\n").at(-1))).toEqual([
    "No words",
    "For Thursday and Friday",
    "For Thursday",
    "No words",
  ]);
  await page.context().close();
});
