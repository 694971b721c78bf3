/** The screens of sending later: planning, the line over the place to write, the list, and what has not gone. */
import type { Page } from "playwright-core";
import type { Screen } from "./screens";
import { inReserve } from "./writing-screens";

type State = { state: "unsure" } | { state: "held"; problem: { code: string; reason?: string } };

/** Opens the form with these words. */
export async function plan(page: Page, words: string, within = "conversation"): Promise<void> {
  const place = page.getByTestId(within);
  await place.getByTestId("composer").first().fill(words);
  await place.getByTestId("composer-more").first().click();
  await page.getByTestId("action-later").click();
  await page.getByTestId("later-words").waitFor();
}

/** Plans something for tomorrow morning. */
export async function planned(page: Page, words: string): Promise<void> {
  await plan(page, words);
  await page.getByTestId("later-keep").click();
  await page.getByTestId("later-form").waitFor({ state: "detached" });
  await page.getByTestId("later-show").first().waitFor();
}

/** As when the server refuses it, and so on. */
export async function laterIs(page: Page, words: string, state: State): Promise<void> {
  await page.evaluate((detail) => document.dispatchEvent(new CustomEvent("depesha-fake-later", { detail })), { words, state });
}

export function laterScreens(openRoom: (page: Page, roomId: string) => Promise<void>): Screen[] {
  const inRoom = inReserve(openRoom);
  return [
    inRoom("later-form", async (page) => {
      await plan(page, "The regions have answered; the figures are in the annex.");
      await page.getByTestId("choice-own").click();
      await page.getByTestId("later-time").waitFor();
    }),
    inRoom("later-line", (page) => planned(page, "The regions have answered.")),
    inRoom("later-list", async (page) => {
      await planned(page, "The regions have answered;\nthe figures are in the annex.");
      await planned(page, "Please remember the meeting of the Council of Ministers, in the large room.");
      await planned(page, "Did this arrive?");
      await laterIs(page, "remember", { state: "held", problem: { code: "identity_changed" } });
      await laterIs(page, "arrive", { state: "unsure" });
      await page.getByTestId("later-notice-show").click();
      await page.getByTestId("later-entry").nth(2).waitFor();
    }),
    inRoom("later-nothing", async (page) => {
      await planned(page, "The regions have answered.");
      await page.getByTestId("later-show").first().click();
      await page.getByTestId("later-delete").click();
      await page.getByTestId("confirm-action").click();
      await page.getByTestId("later-entry").waitFor({ state: "detached" });
    }),
  ];
}
