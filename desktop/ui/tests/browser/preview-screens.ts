/** The screens of looking at files: pictures, videos, texts and documents over the window, recordings where they stand. */
import type { Page } from "playwright-core";
import type { Screen } from "./screens";
import { inReserve } from "./writing-screens";

/** Somebody sends a file into the open conversation; its card. */
export async function receive(page: Page, name: string) {
  const cards = page.getByTestId("timeline").getByTestId("file");
  await page.evaluate((detail) => document.dispatchEvent(new CustomEvent("depesha-fake-received", { detail })), {
    roomId: "!reserve",
    name,
  });
  const card = cards.filter({ hasText: name.startsWith("voice") ? /, 0:12/ : name }).last();
  await card.waitFor();
  return card;
}

/** Receives a file and opens it with the keyboard. */
export async function lookAt(page: Page, name: string, shown: string): Promise<void> {
  const card = await receive(page, name);
  await card.getByTestId("file-look").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId(shown).waitFor();
}

/** Waits until the first page of a document is drawn and read. */
export async function firstPage(page: Page): Promise<void> {
  await page.locator('[data-testid="preview-page"][data-read="true"]').first().waitFor();
}

export function previewScreens(openRoom: (page: Page, roomId: string) => Promise<void>): Screen[] {
  const inRoom = inReserve(openRoom);
  return [
    inRoom("look-text", (page) => lookAt(page, "procès-verbal_de_la_réunion_interministérielle_du_20_novembre_version_définitive_corrigée_et_signée.txt", "preview-text")),
    inRoom("look-text-cut", (page) => lookAt(page, "long.txt", "preview-text")),
    inRoom("look-picture", (page) => lookAt(page, "plan.svg", "preview-picture")),
    inRoom("look-video", (page) => lookAt(page, "Inspection.webm", "preview-video")),
    inRoom("look-no-player", (page) => lookAt(page, "broken.mp4", "cannot-show")),
    inRoom("look-pdf", async (page) => {
      await lookAt(page, "Règlement relatif à la réserve (version définitive).pdf", "preview-pages");
      await firstPage(page);
    }),
    inRoom("look-pdf-cut", async (page) => {
      await lookAt(page, "long.pdf", "preview-pages");
      await firstPage(page);
    }),
    inRoom("look-pdf-failed", (page) => lookAt(page, "broken.pdf", "cannot-show")),
    inRoom("voice", async (page) => {
      const card = await receive(page, "voice.wav");
      await card.getByTestId("file-listen").click();
      await card.getByTestId("file-player").waitFor();
    }),
  ];
}
