/** The list of conversations: favourites and the last ones, notifications, marks, filters, a thousand rooms, invitations. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileIn, filter, openFolders, openMenu } from "./list-screens";
import { Site } from "./pages";
import { openDetails, openRoom } from "./screens";
import { openLock, setPin } from "./trust-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const [ALL, UNREAD, MENTIONS, PEOPLE, ROOMS] = [0, 1, 2, 3, 4];
const id = (page: Page, testId: string) => page.getByTestId(testId);
const row = (page: Page, roomId: string) => page.locator(`[data-testid="room-list"] [data-room="${roomId}"]`);
const says = (page: Page, testId: string, words: string | RegExp) => id(page, testId).filter({ hasText: words }).waitFor();
const focused = (page: Page, roomId: string) => page.locator(`[data-room="${roomId}"]:focus`).waitFor();

/** What the list shows from above: headings in words, conversations by their ids. */
function lines(page: Page): Promise<string[]> {
  return id(page, "room-list").evaluate((list) =>
    [...list.querySelectorAll('h3, [data-room]')]
      .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)
      .map((one) => one.getAttribute("data-room") ?? one.textContent ?? ""),
  );
}

/** By the Tab key to the row that has it. */
async function toList(page: Page): Promise<void> {
  await id(page, "list-grouped").focus();
  for (let step = 0; step < 4 && !(await page.locator('[data-testid="room-list"] [data-room]:focus').count()); step += 1) {
    await page.keyboard.press("Tab");
  }
}

test("a favourite stands above all others and takes the focus with it; the last ones stand below", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openMenu(page, "!trouble");
  await id(page, "action-favourite").click();
  await says(page, "list-status", "is among your favourites");
  await expect.poll(async () => (await lines(page)).slice(0, 5)).toEqual(["Favourites", "!reserve", "!trouble", "Other conversations", "!marc"]);
  await focused(page, "!trouble");
  await openMenu(page, "!reserve");
  expect(await id(page, "action-favourite").innerText()).toBe("Remove from favourites");
  await id(page, "action-last").click();
  await says(page, "list-status", "has low priority");
  await expect.poll(async () => (await lines(page)).slice(0, 2)).toEqual(["Favourites", "!trouble"]);
  await row(page, "!trouble").focus();
  await page.keyboard.press("End");
  await focused(page, "!reserve");
  await expect.poll(async () => (await lines(page)).slice(-2)).toEqual(["Low priority", "!reserve"]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("conversations stand in folders of one's own, which are named, joined and given up", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await fileIn(page, "!trouble", "Floods");
  await says(page, "list-status", "is in the folder Floods.");
  await expect.poll(async () => (await lines(page)).slice(0, 4)).toEqual(["Favourites", "!reserve", "Floods", "!trouble"]);
  await openFolders(page, "!marc");
  await id(page, "choice-=Floods").click();
  await id(page, "folder-save").click();
  await expect.poll(async () => (await lines(page)).slice(2, 5)).toEqual(["Floods", "!marc", "!trouble"]);
  await openFolders(page, "!marc");
  await id(page, "folder-rename").click();
  expect(await id(page, "folder-wanted").inputValue()).toBe("Floods");
  await id(page, "folder-wanted").fill("Winter");
  await id(page, "folder-save").click();
  await says(page, "list-status", "The folder is called Winter now.");
  await expect.poll(async () => (await lines(page))[2]).toBe("Winter");
  // From the details of a conversation as well; the last one takes its folder along.
  await openDetails(page, "!marc");
  await says(page, "own-folder", "Folder: Winter");
  for (const room of ["!marc", "!trouble"]) {
    await openFolders(page, room);
    await id(page, "choice-none").click();
    await id(page, "folder-save").click();
    await id(page, "folder-dialogue").waitFor({ state: "detached" });
  }
  await says(page, "own-folder", "Put into a folder");
  await expect.poll(async () => (await lines(page)).includes("Winter")).toBe(false);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("what can be done with a conversation is reached by keys alone, and the focus comes back", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await toList(page);
  await focused(page, "!reserve");
  for (const key of ["ArrowRight", "Shift+F10", "ContextMenu"]) {
    await page.keyboard.press(key);
    await page.locator('[data-testid="action-unread"]:focus').waitFor();
    await page.keyboard.press("Escape");
    await id(page, "action-unread").waitFor({ state: "detached" });
    await focused(page, "!reserve");
  }
  await page.keyboard.press("ArrowDown");
  await focused(page, "!marc");
  await page.keyboard.press("ArrowRight");
  await page.locator('[data-testid="action-unread"]:focus').waitFor();
  await page.keyboard.press("End");
  await page.locator('[data-testid="action-muted"]:focus').waitFor();
  await page.keyboard.press("Enter");
  await says(page, "list-status", "Marc DUPONT is muted.");
  await focused(page, "!marc");
  await row(page, "!marc").getByTestId("room-muted").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a muted conversation has a mark and asks for nothing; one may still be told of mentions", async () => {
  const { page } = await site.page({ fake: "conversation" });
  const looks = (roomId: string) => row(page, roomId).getByTestId("room-badge").evaluate((badge) => getComputedStyle(badge).backgroundColor);
  const loud = await looks("!reserve");
  expect(await row(page, "!trouble").getByTestId("room-muted").count()).toBe(0);
  expect(await looks("!trouble")).toBe(loud);
  await openMenu(page, "!trouble");
  await id(page, "action-muted").click();
  await row(page, "!trouble").getByTestId("room-muted").waitFor();
  expect(await looks("!trouble")).not.toBe(loud);
  expect(await row(page, "!trouble").innerText()).toContain("muted");
  // Whoever is mentioned is told.
  await openMenu(page, "!reserve");
  await id(page, "action-mentions").click();
  await says(page, "list-status", "only of messages that mention you");
  expect(await looks("!reserve")).toBe(loud);
  await openMenu(page, "!reserve");
  expect(await id(page, "action-mentions").getAttribute("aria-checked")).toBe("true");
  await page.context().close();
});

test("a conversation is marked as unread and as read, from the list and from its details", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openMenu(page, "!trouble");
  await id(page, "action-unread").filter({ hasText: "Mark as read" }).click();
  await row(page, "!trouble").getByTestId("room-badge").waitFor({ state: "detached" });
  await openMenu(page, "!trouble");
  await id(page, "action-unread").filter({ hasText: "Mark as unread" }).click();
  await row(page, "!trouble").getByText("marked as unread").waitFor();
  // Whoever reads it takes the mark away.
  await openDetails(page, "!trouble");
  await row(page, "!trouble").getByTestId("room-badge").waitFor({ state: "detached" });
  await id(page, "own-unread").click();
  await row(page, "!trouble").getByTestId("room-badge").waitFor();
  await says(page, "own-unread", "Mark as read");
  await page.context().close();
});

test("the details say of what a conversation tells and where it stands, and change both", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openDetails(page, "!log");
  await id(page, "own-notifications").getByRole("button").click();
  await page.getByRole("option", { name: "Muted" }).click();
  await row(page, "!log").getByTestId("room-muted").waitFor();
  await id(page, "own-place").getByRole("button").click();
  await page.getByRole("option", { name: "Favourites" }).click();
  await says(page, "own-status", "Duty log is among your favourites.");
  await id(page, "room-list").evaluate((list) => list.scrollTo(0, 0));
  await expect.poll(async () => (await lines(page)).slice(0, 3)).toEqual(["Favourites", "!reserve", "!log"]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("each filter shows what it says, tells how many there are, and outlives a locked window", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await filter(page, UNREAD).click();
  await says(page, "list-status", /^3 conversations$/);
  expect(await lines(page)).toEqual(["Favourites", "!reserve", "Other conversations", "!trouble", "!forum"]);
  await filter(page, MENTIONS).click();
  await says(page, "list-status", /^1 conversation$/);
  expect(await lines(page)).toEqual(["Favourites", "!reserve"]);
  await filter(page, PEOPLE).click();
  await says(page, "list-status", /^4 conversations$/);
  await filter(page, ROOMS).click();
  await says(page, "list-status", /^67 conversations$/);
  await filter(page, PEOPLE).click();
  await openLock(page);
  await setPin(page);
  await id(page, "account-menu").click();
  await id(page, "action-lock").click();
  await id(page, "locked-pin").fill("482913");
  await page.keyboard.press("Enter");
  await id(page, "room-row").first().waitFor();
  expect(await filter(page, PEOPLE).getAttribute("aria-checked")).toBe("true");
  await filter(page, ALL).click();
  await says(page, "list-status", /^71 conversations$/);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("what one reads among the unread stays there until one looks elsewhere; an empty filter says how to see all", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await filter(page, MENTIONS).click();
  await openRoom(page, "!reserve");
  await row(page, "!reserve").getByTestId("room-badge").waitFor({ state: "detached" });
  expect(await lines(page)).toEqual(["Favourites", "!reserve"]);
  await filter(page, UNREAD).click();
  await says(page, "list-status", /^2 conversations$/);
  await filter(page, MENTIONS).click();
  await says(page, "list-nothing", "No unread message mentions you.");
  await id(page, "list-filter").fill("zzz");
  await says(page, "list-nothing", "No conversation matches.");
  await id(page, "list-all").focus();
  await page.keyboard.press("Enter");
  await focused(page, "!reserve");
  expect(await id(page, "list-filter").inputValue()).toBe("");
  expect(await filter(page, ALL).getAttribute("aria-checked")).toBe("true");
  await page.context().close();
});

test("filters and grouping are chosen by keys alone", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await id(page, "list-filter").focus();
  await page.keyboard.press("Tab");
  await page.locator('nav [role="radio"]:focus').waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await says(page, "list-status", /^3 conversations$/);
  await page.keyboard.press("Tab");
  await page.locator('[data-testid="list-grouped"]:focus').waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => lines(page)).toEqual(["Favourites", "!reserve", "Finance", "!trouble", "Other conversations", "!forum"]);
  await page.context().close();
});

test("among a thousand conversations arrows go through all sections, and the page holds only what is on screen", async () => {
  const { page, complaints } = await site.page({ fake: "many" });
  await toList(page);
  await focused(page, "!many0");
  await page.keyboard.press("End");
  await focused(page, "!many990");
  expect(await page.locator('[data-testid="room-list"] li').count()).toBeLessThan(60);
  await page.keyboard.press("Home");
  await focused(page, "!many0");
  expect((await lines(page))[0]).toBe("Favourites");
  // Five favourites, then the heading that no arrow stops at.
  for (let step = 0; step < 5; step += 1) await page.keyboard.press("ArrowDown");
  await focused(page, "!many1");
  await page.keyboard.press("ArrowUp");
  await focused(page, "!many800");
  // Somebody of the middle goes to the end without the list losing its place.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await id(page, "action-last").click();
  await says(page, "list-status", "has low priority");
  await focused(page, "!many1");
  await page.keyboard.press("ArrowDown");
  await focused(page, "!many30");
  await id(page, "list-grouped").click();
  const headings = async () => {
    await id(page, "room-list").evaluate((list) => list.scrollTo(0, 0));
    return (await lines(page)).filter((line) => !line.startsWith("!"));
  };
  await expect.poll(headings).toEqual(["Favourites", "Culture"]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("an invitation says who invites, from where, and how many are there; what nobody tells is left out", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await page.locator('[data-room="!invite1"]').click();
  const facts = id(page, "invitation-facts");
  await facts.waitFor();
  const words = await facts.innerText();
  for (const part of ["Тарас ШЕВЧУК", "Радник міністра · Патронатна служба · Interior", "7 members", "5 of them are of your organisation."]) {
    expect(words).toContain(part);
  }
  await id(page, "invite-card").click();
  await id(page, "card-write").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
  const away = await site.page({ fake: "offline" });
  await away.page.locator('[data-room="!invite1"]').click();
  await id(away.page, "invitation-facts").waitFor();
  expect(await id(away.page, "invitation-facts").innerText()).not.toMatch(/member|of your organisation/);
  await away.page.context().close();
});

test("what cannot be changed without a connection is said, and stays as it was", async () => {
  const { page } = await site.page({ fake: "offline" });
  await openMenu(page, "!trouble");
  await id(page, "action-favourite").click();
  await page.locator('nav [data-testid="problem"]').filter({ hasText: "Depesha cannot be reached." }).waitFor();
  expect((await lines(page)).slice(0, 3)).toEqual(["Favourites", "!reserve", "Other conversations"]);
  await page.context().close();
});
