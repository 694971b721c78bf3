/** The screens of the list: its sections and filters, what can be done with a conversation, invitations. */
import type { Page } from "playwright-core";
import type { Screen } from "./screens";

const id = (page: Page, testId: string) => page.getByTestId(testId);

/** The button of a filter; they stand in the same order in every language. */
export const filter = (page: Page, place: number) => page.locator("nav").getByRole("radio").nth(place);

/** Opens what can be done with a conversation, with the mouse. */
export async function openMenu(page: Page, roomId: string): Promise<void> {
  const row = page.locator(`[data-room="${roomId}"]`);
  await row.scrollIntoViewIfNeeded();
  // Rows take no press while the list moves.
  await page.waitForTimeout(300);
  await row.click({ button: "right" });
  await id(page, "action-muted").waitFor();
}

/** Opens the question into which folder a conversation shall go. */
export async function openFolders(page: Page, roomId: string): Promise<void> {
  await openMenu(page, roomId);
  await id(page, "action-folder").click();
  await id(page, "folder-dialogue").waitFor();
}

/** Puts a conversation into a new folder. */
export async function fileIn(page: Page, roomId: string, name: string): Promise<void> {
  await openFolders(page, roomId);
  await id(page, "choice-new").click();
  await id(page, "folder-name").fill(name);
  await page.keyboard.press("Enter");
  await id(page, "folder-dialogue").waitFor({ state: "detached" });
  await id(page, "list-section").filter({ hasText: name }).waitFor();
}

async function openInvitation(page: Page): Promise<void> {
  await page.locator('[data-room="!invite1"]').click();
  await id(page, "invitation-facts").waitFor();
}

type Open = (page: Page, roomId: string) => Promise<void>;

export function listScreens(openDetails: Open): Screen[] {
  return [
    { name: "list-menu", fake: "conversation", reach: (page) => openMenu(page, "!trouble") },
    { name: "list-folder", fake: "conversation", reach: (page) => openFolders(page, "!trouble") },
    {
      name: "list-folders",
      fake: "conversation",
      reach: async (page) => {
        await fileIn(page, "!trouble", "Ministerial committee on digital services and simplification");
        await openFolders(page, "!trouble");
        await id(page, "folder-rename").waitFor();
      },
    },
    {
      name: "list-nothing",
      fake: "external",
      reach: async (page) => {
        await filter(page, 1).click();
        await id(page, "list-nothing").waitFor();
      },
    },
    {
      name: "list-problem",
      fake: "offline",
      reach: async (page) => {
        await openMenu(page, "!trouble");
        await id(page, "action-muted").click();
        await page.locator('nav [data-testid="problem"]:not(:empty)').waitFor();
      },
    },
    { name: "list-many", fake: "many", reach: (page) => id(page, "room-row").nth(1).waitFor() },
    {
      name: "list-grouped",
      fake: "many",
      reach: async (page) => {
        await id(page, "list-grouped").click();
        await id(page, "list-section").nth(1).waitFor();
      },
    },
    {
      name: "own-notifications",
      fake: "conversation",
      reach: async (page) => {
        await openDetails(page, "!forum");
        await id(page, "own-notifications").getByRole("button").click();
        await page.getByRole("option").first().waitFor();
      },
    },
    { name: "invitation", fake: "conversation", reach: openInvitation },
    { name: "invitation-away", fake: "offline", reach: openInvitation },
  ];
}
