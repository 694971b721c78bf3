/** The screens of writing and of the timeline's finer parts: lists of suggestions, drafts, who types, what was before. */
import type { Locator, Page } from "playwright-core";
import type { Screen } from "./screens";

type OpenRoom = (page: Page, roomId: string) => Promise<void>;

/** Others begin or stop to type. */
export async function othersType(page: Page, roomId: string, names: string[]): Promise<void> {
  await page.evaluate((detail) => document.dispatchEvent(new CustomEvent("depesha-fake-typing", { detail })), { roomId, names });
}

/** Types into the place to write and waits for the list. */
export async function suggest(page: Page, words: string): Promise<void> {
  await page.getByTestId("composer").focus();
  await page.keyboard.type(words);
  await page.getByTestId("suggestion").first().waitFor();
}

/** Goes back from the end of the messages until something is among them: the list holds only the rows around what is shown. */
export async function scrollTo(page: Page, testId: string): Promise<void> {
  const wanted = page.getByTestId(testId);
  await page.getByTestId("timeline").evaluate((scroller) => scroller.scrollTo({ top: scroller.scrollHeight }));
  await page.waitForTimeout(150);
  for (let step = 0; step < 20 && (await wanted.count()) === 0; step += 1) {
    await page.getByTestId("timeline").evaluate((scroller) => scroller.scrollBy(0, -300));
    await page.waitForTimeout(100);
  }
  await wanted.first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(150);
}

/** The messages at their beginning, where somebody came and went. */
export async function unfold(page: Page): Promise<void> {
  await scrollTo(page, "fold");
  await page.getByTestId("fold").first().click();
  await page.getByTestId("unfolded").waitFor();
}

/** Opens the menu of what can be done with a message. */
export async function openMenu(message: Locator): Promise<void> {
  await message.hover();
  await message.getByTestId("more").click();
}

/** Opens a dialogue from the actions of a message of one's own. */
async function ownMessage(page: Page): Promise<void> {
  const message = page.locator('[data-testid="message"]', { hasText: "Так, надішлемо" });
  await openMenu(message);
}

/** Makes screens that begin in the sample conversation. */
export const inReserve =
  (openRoom: OpenRoom) =>
  (name: string, reach: (page: Page) => Promise<void>): Screen => ({
    name,
    fake: "conversation",
    reach: async (page) => {
      await openRoom(page, "!reserve");
      await reach(page);
    },
  });

export function writingScreens(openRoom: OpenRoom): Screen[] {
  const inRoom = inReserve(openRoom);
  return [
    inRoom("typing", (page) => othersType(page, "!reserve", ["Marc DUPONT", "Anne-Sophie DE LA ROCHEFOUCAULD-MONTBEL"])),
    inRoom("suggest-people", (page) => suggest(page, "Please ask @")),
    inRoom("suggest-signs", async (page) => {
      const term = { en: ":smi", fr: ":sour", uk: ":усм" }[(await page.evaluate(() => document.documentElement.lang)) as "en"];
      await suggest(page, term);
    }),
    inRoom("draft", async (page) => {
      await page.getByTestId("composer").fill("Half a thought about the regions, which is long enough not to fit into one line of the list");
      await openRoom(page, "!marc");
    }),
    inRoom("unfolded", unfold),
    inRoom("delete", async (page) => {
      await ownMessage(page);
      await page.getByTestId("action-delete").click();
      await page.getByTestId("delete-reason").waitFor();
    }),
    inRoom("versions", async (page) => {
      await scrollTo(page, "versions");
      await page.getByTestId("versions").first().click();
      await page.getByTestId("version").nth(1).waitFor();
    }),
  ];
}
