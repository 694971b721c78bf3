/** Looking at files in the window: pictures, videos, recordings, texts and PDF documents. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { firstPage, lookAt, receive } from "./preview-screens";
import { openRoom, settled } from "./screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

async function room(): Promise<{ page: Page; complaints: string[]; asked: string[] }> {
  const { page, complaints } = await site.page({ fake: "conversation", lang: "en" });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await openRoom(page, "!reserve");
  await settled(page, 400);
  return { page, complaints, asked };
}

const id = (page: Page, testId: string) => page.getByTestId(testId);

/** Escape closes what is open, and the focus is back on what opened it. */
async function closes(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await id(page, "preview").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "file-look");
}

test("a text is shown as words alone, and what is cut says so", async () => {
  const { page, complaints } = await room();
  await lookAt(page, "minutes.txt", "preview-text");
  const shown = id(page, "preview-text");
  expect(await shown.innerText()).toContain("<img src=x onerror=");
  expect(await shown.locator("*").count()).toBe(0);
  expect(await page.title()).not.toBe("ran");
  expect(await id(page, "preview").innerText()).not.toContain("the beginning");
  await id(page, "preview-save").click();
  await id(page, "preview").getByText("minutes.txt is saved.").waitFor();
  await shown.focus();
  await closes(page);
  await lookAt(page, "long.txt", "preview-text");
  expect(await id(page, "preview").innerText()).toContain("This is the beginning of the file.");
  await closes(page);
  await lookAt(page, "broken.txt", "cannot-show");
  expect(await id(page, "cannot-show").innerText()).toContain("cannot be shown here. Save it");
  await closes(page);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("pages of a document are drawn where they are on the screen, and read for those who do not see them", async () => {
  const { page, complaints, asked } = await room();
  const parts = () => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /pdf/i.test(name)));
  expect(await parts()).toEqual([]);
  await lookAt(page, "long.pdf", "preview-pages");
  await firstPage(page);
  expect((await parts()).join()).toContain("PdfPages");
  const pages = id(page, "preview-page");
  expect(await pages.count()).toBe(300);
  expect(await id(page, "preview").innerText()).toContain("The first 300 of 320 pages are shown here.");
  expect(await pages.first().textContent()).toContain("Regional reserve, page 1");
  // Something is drawn on it, the one far below is not, and comes when the person does.
  const marks = (index: number) =>
    pages.nth(index).locator("canvas").evaluate((one) => {
      const canvas = one as HTMLCanvasElement;
      if (canvas.width < 100) return 0;
      const points = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
      let dark = 0;
      for (let at = 0; at < points.length; at += 4) if ((points[at] ?? 255) < 128 && points[at + 3] === 255) dark += 1;
      return dark;
    });
  expect(await marks(0)).toBeGreaterThan(200);
  const square = await pages.first().locator("canvas").evaluate((one) => {
    const { width, height } = one as HTMLCanvasElement;
    return [...((one as HTMLCanvasElement).getContext("2d")?.getImageData(width * 0.2, height * 0.63, 1, 1).data ?? [])];
  });
  expect(square).toEqual([0, 0, 0, 255]);
  expect(await marks(200)).toBe(0);
  await pages.nth(200).scrollIntoViewIfNeeded();
  await pages.nth(200).and(page.locator('[data-read="true"]')).waitFor();
  expect(await marks(200)).toBeGreaterThan(200);
  expect(await pages.nth(200).textContent()).toContain("Regional reserve, page 201");
  await expect.poll(() => marks(0)).toBe(0);
  // Neither its script nor its link did anything.
  expect(await id(page, "preview").locator("a, iframe, form, input").count()).toBe(0);
  expect(asked.filter((url) => !url.startsWith("http://127.0.0.1:") && !url.startsWith("blob:"))).toEqual([]);
  await closes(page);
  await lookAt(page, "broken.pdf", "cannot-show");
  expect(await id(page, "cannot-show").innerText()).toContain("damaged or protected with a password");
  await closes(page);
  // Reading what is drawn, as above, is slow and said to be; nobody else does it.
  expect(complaints.filter((words) => !words.startsWith("Canvas2D"))).toEqual([]);
  await page.context().close();
});

test("a video has a player with a name and does not begin by itself; what cannot be played can be saved", async () => {
  const { page, complaints } = await room();
  await lookAt(page, "Inspection.webm", "preview-video");
  const video = id(page, "preview-video");
  expect(await video.getAttribute("aria-label")).toBe("Video Inspection.webm");
  await expect.poll(() => video.evaluate((one) => (one as HTMLVideoElement).videoWidth)).toBe(320);
  expect(await video.evaluate((one) => (one as HTMLVideoElement).paused && (one as HTMLVideoElement).controls)).toBe(true);
  await video.evaluate((one) => (one as HTMLVideoElement).play());
  await expect.poll(() => video.evaluate((one) => (one as HTMLVideoElement).currentTime)).toBeGreaterThan(0);
  await closes(page);
  for (const [name, words] of [
    ["broken.mp4", "This computer cannot play this kind of recording."],
    ["huge.mp4", "This file is too large to be shown here."],
    ["other.mp4", "What is in this file cannot be shown here."],
  ] as const) {
    await lookAt(page, name, "cannot-show");
    expect(await id(page, "cannot-show").innerText()).toContain(words);
    expect(await id(page, "preview-save").isVisible()).toBe(true);
    await closes(page);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a voice message says how long it is, and is played where it stands", async () => {
  const { page, complaints } = await room();
  const card = await receive(page, "voice.wav");
  expect(await card.innerText()).toContain("Voice message, 0:12");
  const label = await card.locator("xpath=ancestor::article").getAttribute("aria-label");
  expect(label).toContain("Voice message, 0:12. Checked, safe");
  expect(await card.getByTestId("file-look").count()).toBe(0);
  await card.getByTestId("file-listen").focus();
  await page.keyboard.press("Enter");
  const player = card.getByTestId("file-player");
  await player.waitFor();
  expect(await player.getAttribute("aria-label")).toBe("Recording Voice message, 0:12");
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "file-player");
  await expect.poll(() => player.evaluate((one) => (one as HTMLAudioElement).currentTime)).toBeGreaterThan(0);
  const sound = await receive(page, "call.wav");
  expect(await sound.innerText()).toMatch(/0:12 · .* · Checked, safe/);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a picture is shown large, and a file that is not safe is not looked at", async () => {
  const { page } = await room();
  await lookAt(page, "plan.svg", "preview-picture");
  expect(await id(page, "preview-picture").getAttribute("alt")).toBe("Image plan.svg");
  await closes(page);
  await openRoom(page, "!trouble");
  await settled(page, 400);
  const cards = id(page, "timeline").getByTestId("file");
  expect(await cards.count()).toBeGreaterThan(0);
  expect(await cards.getByTestId("file-look").count()).toBe(0);
  await page.context().close();
});
