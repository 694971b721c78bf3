/** The screens of searching messages, and the files of a conversation. */
import type { Page } from "playwright-core";
import type { Screen } from "./screens";

type Open = (page: Page, roomId: string) => Promise<void>;

const id = (page: Page, testId: string) => page.getByTestId(testId);

/** Opens the search of messages with its keys, and types. */
export async function searchMessages(page: Page, words: string): Promise<void> {
  await id(page, "search-box").waitFor();
  await page.keyboard.press("Control+f");
  await id(page, "message-words").fill(words);
}

/** Opens the files of a conversation. */
export async function openFiles(page: Page, openDetails: Open, roomId: string): Promise<void> {
  await openDetails(page, roomId);
  await id(page, "details-files").click();
  await id(page, "files-status").filter({ hasText: /\d/ }).waitFor();
}

export function searchScreens(openRoom: Open, openDetails: Open): Screen[] {
  const found = (page: Page) => id(page, "found-message").first().waitFor();
  return [
    {
      name: "messages-found",
      fake: "conversation",
      reach: async (page) => {
        await searchMessages(page, "reserve");
        await found(page);
      },
    },
    {
      name: "messages-in-one",
      fake: "conversation",
      reach: async (page) => {
        await openRoom(page, "!trouble");
        await searchMessages(page, "rapp");
        await found(page);
      },
    },
    {
      name: "messages-empty",
      fake: "conversation",
      reach: async (page) => {
        await searchMessages(page, "");
        await id(page, "coverage").waitFor();
      },
    },
    {
      name: "messages-none",
      fake: "conversation",
      reach: async (page) => {
        await searchMessages(page, "xyzzy");
        await id(page, "coverage").waitFor();
      },
    },
    {
      name: "messages-building",
      fake: "many",
      reach: async (page) => {
        await searchMessages(page, "xyzzy");
        await id(page, "coverage").waitFor();
      },
    },
    {
      name: "messages-away",
      fake: "offline",
      reach: async (page) => {
        await searchMessages(page, "reserve");
        await found(page);
        await id(page, "search-older").click();
        await page.locator('[data-testid="message-search"] [data-testid="problem"]:not(:empty)').waitFor();
      },
    },
    { name: "files", fake: "conversation", reach: (page) => openFiles(page, openDetails, "!reserve") },
    { name: "files-trouble", fake: "conversation", reach: (page) => openFiles(page, openDetails, "!trouble") },
  ];
}
