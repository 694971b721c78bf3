/** The picture of a room: drawn from a file, checked, shown wherever the room is, and taken away again. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openDetails, openPart } from "./screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);
const says = (page: Page, words: string) => id(page, "picture-status").filter({ hasText: words }).waitFor();
const icon = (name: string) => readFile(fileURLToPath(new URL(`../../../src-tauri/icons/${name}`, import.meta.url)));

async function choose(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await id(page, "picture-choose").click();
  await (await chooser).setFiles({ name, mimeType, buffer });
}

test("a picture is set, shown in the list, the header and the details, and removed", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openPart(page, "!reserve", 3);
  // Larger than anybody needs, and not square: the sample backend takes small squares only.
  const wide = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1200, 700];
    canvas.getContext("2d")?.fillRect(0, 0, 1200, 700);
    const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg"));
    return [...new Uint8Array(await (drawn ?? new Blob()).arrayBuffer())];
  });
  await choose(page, "photograph.jpg", "image/jpeg", Buffer.from(wide));
  await says(page, "This is the picture of the room now.");
  await id(page, "dialogue-close").click();
  const row = page.locator('[data-room="!reserve"]');
  for (const place of [row, id(page, "conversation").locator("header"), id(page, "details")]) {
    await place.getByTestId("room-picture").waitFor();
    const loaded = place.getByTestId("room-picture").evaluate((one) => (one as HTMLImageElement).naturalWidth > 0);
    expect(await loaded).toBe(true);
  }
  await openPart(page, "!reserve", 3);
  await id(page, "picture-remove").click();
  await says(page, "The room has no picture any more.");
  await id(page, "picture-remove").waitFor({ state: "detached" });
  expect(await row.getByTestId("room-picture").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a small picture is taken, and what is none is refused with words", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openPart(page, "!reserve", 3);
  await choose(page, "sign.png", "image/png", await icon("32x32.png"));
  await says(page, "This is the picture of the room now.");
  const broken = Buffer.from("no picture at all");
  for (const [name, kind] of [
    ["broken.png", "image/png"],
    ["drawing.svg", "image/svg+xml"],
  ] as const) {
    await choose(page, name, kind, broken);
    await id(page, "room-dialogue").getByText("This file is no picture that can be shown here.").waitFor();
    expect(await id(page, "picture-status").innerText()).toBe("");
  }
  await page.context().close();
});

test("whoever may not change the picture, and who talks to one person, is not offered it", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openPart(page, "!notices", 2);
  await id(page, "about-list").waitFor();
  expect(await id(page, "picture-choose").count()).toBe(0);
  await id(page, "dialogue-close").click();
  await openDetails(page, "!marc");
  expect(await id(page, "details-manage").count()).toBe(0);
  await page.context().close();
});
