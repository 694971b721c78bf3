/** The screens of what a conversation has beside its messages: threads, polls, handing on, going to a date. */
import type { Page } from "playwright-core";
import type { Screen } from "./screens";
import { inReserve, openMenu, scrollTo } from "./writing-screens";

type OpenRoom = (page: Page, roomId: string) => Promise<void>;
type OpenDetails = (page: Page, roomId: string) => Promise<void>;

/** Opens the thread that the first message of the conversation begins; by key, because rows may still move under a pointer. */
export async function openThread(page: Page): Promise<void> {
  await scrollTo(page, "thread-line");
  await page.getByTestId("thread-line").press("Enter");
  await page.getByTestId("thread").getByTestId("message").nth(3).waitFor();
}

/** Opens the dialogue for a new poll and fills it in. */
export async function newPoll(page: Page, question: string, answers: string[]): Promise<void> {
  await page.getByTestId("composer-more").click();
  await page.getByTestId("action-poll").click();
  await page.getByTestId("poll-question").fill(question);
  for (const [index, answer] of answers.entries()) {
    if ((await page.getByTestId("poll-answer").count()) <= index) await page.getByTestId("poll-add").click();
    await page.getByTestId("poll-answer").nth(index).fill(answer);
  }
}

export function talkingScreens(openRoom: OpenRoom, openDetails: OpenDetails): Screen[] {
  const inRoom = inReserve(openRoom);
  return [
    inRoom("thread-line", (page) => scrollTo(page, "thread-line")),
    inRoom("thread", openThread),
    {
      name: "threads",
      fake: "conversation",
      reach: async (page) => {
        await openDetails(page, "!reserve");
        await page.getByTestId("details-threads").click();
        await page.getByTestId("thread-entry").waitFor();
      },
    },
    inRoom("poll", (page) => scrollTo(page, "poll")),
    inRoom("poll-new", (page) => newPoll(page, "Where do we meet?", ["In the Council room", "In the annexe", "By telephone"])),
    inRoom("forward", async (page) => {
      const message = page.locator('[data-testid="message"]', { hasText: "Так, надішлемо" });
      await openMenu(message);
      await page.getByTestId("action-forward").click();
      await page.getByTestId("forward-search").fill("Flood");
      await page.locator('[data-target="!outside"] label').click();
      await page.getByTestId("forward-sure").waitFor();
    }),
    inRoom("date", async (page) => {
      await page.getByTestId("go-to-date").click();
      await page.getByTestId("date-go").waitFor();
    }),
    inRoom("date-shown", async (page) => {
      await page.getByTestId("go-to-date").click();
      await page.getByTestId("date-go").click();
      await page.getByTestId("past").waitFor();
    }),
    inRoom("poll-ended", async (page) => {
      await newPoll(page, "Where do we meet?", ["In the Council room", "In the annexe"]);
      await page.getByTestId("poll-send").click();
      await page.getByTestId("poll-end").last().click();
      await page.getByTestId("confirm-action").click();
      await page.getByTestId("poll-result").first().waitFor();
    }),
  ];
}
