/** The screens of sending files: before they go, on their way, and what is said of those that went. */
import type { Page } from "playwright-core";
import type { Screen } from "./screens";
import { openThread } from "./talking-screens";
import { inReserve, openMenu } from "./writing-screens";

/** Lets files fall on the conversation, or on the thread over it; they wait for the person then. */
export async function letFall(page: Page, names: string[], on = "conversation"): Promise<void> {
  const transfer = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const name of all) data.items.add(new File(["x".repeat(2048)], name));
    return data;
  }, names);
  const target = page.getByTestId(on);
  await target.dispatchEvent("dragenter", { dataTransfer: transfer });
  await target.dispatchEvent("drop", { dataTransfer: transfer });
  await page.getByTestId("send-files").waitFor();
}

/** Sends the files that wait. */
export async function sendFiles(page: Page): Promise<void> {
  await page.getByTestId("send-files-go").click();
  await page.getByTestId("send-files").waitFor({ state: "detached" });
}

/** Lets files fall and sends them. */
export async function drop(page: Page, names: string[], on = "conversation"): Promise<void> {
  await letFall(page, names, on);
  await sendFiles(page);
}

/** Begins to write under the newest file of one's own. */
export async function underFile(page: Page): Promise<void> {
  const message = page.locator('[data-testid="message"][data-own="true"]', { has: page.getByTestId("file") }).last();
  await openMenu(message);
  await page.getByTestId("action-caption").click();
  await page.locator('[data-testid="composer"]:focus').waitFor();
}

export function sendingScreens(openRoom: (page: Page, roomId: string) => Promise<void>): Screen[] {
  const inRoom = inReserve(openRoom);
  return [
    inRoom("files-sent", async (page) => {
      await drop(page, ["IMG_20261120_101500.jpg", "Draft of the regulation on regional reserves, third reading.docx", "signed.odt", "Annex.pdf"]);
      await page.getByTestId("files-sent-close").waitFor();
    }),
    inRoom("send-files", async (page) => {
      await letFall(page, ["IMG_20261120_101500.jpg", "Draft of the regulation on regional reserves, third reading.docx"]);
      await page.getByTestId("file-caption").first().fill("The building site this morning");
    }),
    inRoom("send-one-file", async (page) => {
      await page.getByTestId("attach").click();
      await page.getByTestId("send-files").waitFor();
    }),
    inRoom("file-paused", async (page) => {
      await drop(page, ["waits for the lines.pdf"]);
      await page.getByTestId("delivery-pause").click();
      await page.getByTestId("delivery-go-on").waitFor();
    }),
    inRoom("caption", async (page) => {
      await drop(page, ["Draft of the regulation on regional reserves, third reading.docx"]);
      await page.locator('[data-own="true"] [data-testid="file"]', { hasText: "third reading" }).waitFor();
      await underFile(page);
      await page.getByTestId("composer").fill("With the changes of Tuesday");
    }),
    inRoom("files-in-thread", async (page) => {
      await openThread(page);
      await drop(page, ["IMG_20261120_101500.jpg", "Annex.pdf"], "thread");
      await page.getByTestId("thread").getByTestId("files-sent-close").waitFor();
    }),
  ];
}
