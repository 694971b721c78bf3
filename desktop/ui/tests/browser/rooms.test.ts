/** Making rooms of each kind, the directory, managing a room and people from outside: acting, and looking at what came of it. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openDetails, openPart, openRoom } from "./screens";
import { openMenu } from "./writing-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);
const says = (page: Page, testId: string, words: string | RegExp) => id(page, testId).filter({ hasText: words }).waitFor();
const memberOf = (page: Page, user: string) => page.locator(`[data-testid="room-member"][data-user="${user}"]`);

async function act(page: Page, user: string, action: string): Promise<void> {
  await memberOf(page, user).getByTestId("member-actions").click();
  await id(page, `action-${action}`).click();
  await id(page, "confirm-action").click();
}

test("each kind of room says who can read it, and becomes what was chosen", async () => {
  const kinds = [
    { kind: "private", words: /^Private room$/ },
    { kind: "externals", words: "open to outside" },
    { kind: "public", words: /^Public room$/ },
    { kind: "announcement", words: /^Announcements$/ },
  ];
  for (const { kind, words } of kinds) {
    const { page, complaints } = await site.page({ fake: "conversation" });
    await id(page, "new-room").click();
    await id(page, "room-name").fill(`A room ${kind}`);
    const choice = id(page, `choice-${kind}`);
    expect(await choice.innerText()).toMatch(/\.$/);
    await choice.click();
    expect(await id(page, "room-restricted").count()).toBe(kind === "private" || kind === "announcement" ? 1 : 0);
    expect(await id(page, "room-theme").count()).toBe(kind === "public" ? 1 : 0);
    await id(page, "room-create").click();
    await page.getByRole("heading", { level: 1, name: `A room ${kind}` }).waitFor();
    await says(page, "conversation-kind", words);
    expect(complaints).toEqual([]);
    await page.context().close();
  }
});

test("the directory goes on beyond the first page, narrows down to a theme, and shows a room before one enters", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await id(page, "public-rooms").click();
  await says(page, "directory-status", "The first 50 public rooms");
  await id(page, "directory-more").click();
  await says(page, "directory-status", /^63 public rooms$/);
  expect(await id(page, "directory-more").count()).toBe(0);
  await id(page, "directory-theme").getByRole("button").click();
  await page.getByRole("option", { name: "Digital services" }).click();
  await says(page, "directory-status", /^1 public room$/);
  await id(page, "public-look").click();
  await says(page, "public-room-members", "41 members");
  await id(page, "public-room-join").click();
  await page.getByRole("heading", { level: 1, name: "Доступність державних послуг" }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("roles, removing, keeping out and letting in again are asked once and said afterwards", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openPart(page, "!outside", 0);
  await act(page, "@person1:finance.example", "moderator");
  await says(page, "members-status", "Marc DUPONT is a moderator.");
  await memberOf(page, "@person1:finance.example").filter({ hasText: "moderator" }).waitFor();
  await act(page, "@person3:interior.example", "ban");
  await says(page, "members-status", "is kept out");
  await memberOf(page, "@person3:interior.example").waitFor({ state: "detached" });
  await id(page, "members-filter").getByRole("button").click();
  await page.getByRole("option", { name: "Kept out" }).click();
  await memberOf(page, "@person3:interior.example").getByTestId("member-unban").click();
  await says(page, "members-status", "may come back");
  // Somebody from outside can be removed, and never manages.
  await id(page, "members-filter").getByRole("button").click();
  await page.getByRole("option", { name: "People from outside" }).click();
  await memberOf(page, "@dana:externals.example").getByTestId("member-actions").click();
  await id(page, "action-remove").waitFor();
  expect(await id(page, "action-moderator").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("ten thousand members come page by page and are found by name", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openPart(page, "!open", 0);
  await says(page, "members-status", "100 of 10,001 people");
  await id(page, "members-more").click();
  await says(page, "members-status", "200 of 10,001 people");
  await id(page, "members-search").fill("dupont 00014");
  await says(page, "members-status", "1 of 1 person");
  await page.context().close();
});

test("a whole unit, and a pasted list of which each line is answered, are invited", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openPart(page, "!outside", 1);
  await id(page, "people-search").fill("debt");
  await page.getByRole("button", { name: /Debt Office/ }).click();
  await id(page, "invite-unit").click();
  await says(page, "inviting", "1 person is invited.");
  await id(page, "choice-list").click();
  await id(page, "invite-list").fill("Oleksandra MELNYCHUK; Jean MARTIN\nmarc.dupont@finance.example\nNobody AT ALL");
  await id(page, "invite-list-go").click();
  await says(page, "list-status", "1 of 4 is invited.");
  const outcomes = await id(page, "list-answer").evaluateAll((lines) => lines.map((line) => line.getAttribute("data-outcome")));
  expect(outcomes).toEqual(["invited", "several", "already_there", "not_found"]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a room is opened to people from outside once, and they are marked wherever they are", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openPart(page, "!reserve", 1);
  expect(await id(page, "choice-external").count()).toBe(0);
  await id(page, "room-dialogue").getByRole("radio", { name: "About" }).click();
  await id(page, "about-open").click();
  await id(page, "confirm-action").click();
  await says(page, "about-status", "may be invited now");
  await id(page, "about-open").waitFor({ state: "detached" });
  await id(page, "room-dialogue").getByRole("radio", { name: "Invite" }).click();
  await id(page, "choice-external").click();
  await id(page, "invite-external").fill("new@university.example, new@university.example\nsomebody@interior.example");
  await id(page, "invite-external-go").click();
  await says(page, "external-status", "1 of 3 is invited.");
  await id(page, "dialogue-close").click();
  await says(page, "conversation-kind", "open to outside");
  await openRoom(page, "!outside");
  await says(page, "conversation-kind", "With people from outside");
  await says(page, "composer-hint", "People from outside read along.");
  await page.context().close();
});

test("whoever administers a room decides what newcomers read, and only saving changes it", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openPart(page, "!reserve", 1);
  await id(page, "room-dialogue").getByRole("radio", { name: "About" }).click();
  expect(await id(page, "about-save").isDisabled()).toBe(true);
  await id(page, "about-earlier").click();
  await id(page, "details-earlier").filter({ hasText: "can also read" }).waitFor();
  await id(page, "about-save").click();
  await says(page, "about-status", "Saved");
  await id(page, "dialogue-close").click();
  await id(page, "details-earlier").filter({ hasText: "does not see" }).waitFor();
  await page.context().close();
});

test("a room that is labelled restricted offers no way to people from outside", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openPart(page, "!log", 3);
  await id(page, "about-save").waitFor();
  expect(await id(page, "about-open").count()).toBe(0);
  await page.getByText("people from outside can never be invited").waitFor();
  await page.context().close();
});

test("the last administrator hands over before leaving", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openDetails(page, "!outside");
  await id(page, "details-leave").click();
  await says(page, "hand-over", "last administrator");
  // The one who moderates is proposed.
  await says(page, "successor", "Élodie GARÇON-LEFÈVRE");
  await id(page, "hand-over-go").click();
  await page.locator('[data-room="!outside"]').waitFor({ state: "detached" });
  await page.context().close();
});

test("a message is pinned, found again and unpinned; one of somebody else is told to the moderators", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openRoom(page, "!outside");
  await id(page, "message").first().hover();
  await id(page, "more").first().click();
  await id(page, "action-pin").click();
  if (!(await id(page, "details").isVisible())) await id(page, "details-toggle").click();
  await id(page, "details-pins").click();
  await id(page, "pin-remove").click();
  await says(page, "pins-status", "Nothing is pinned");
  await id(page, "dialogue-close").click();
  // Not one of hers: whom a message is about is not told.
  const other = id(page, "message").filter({ hasText: "Прошу надіслати остаточну" }).first();
  await openMenu(other);
  await id(page, "action-report").click();
  await id(page, "report-send").click();
  await says(page, "report-status", "Élodie GARÇON-LEFÈVRE will see your message.");
  await page.context().close();
});

test("a pinned message is shown where it stands, however far back; one that is not there is told so", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openDetails(page, "!log");
  await id(page, "details-pins").click();
  await id(page, "pin-show").first().click();
  const target = id(page, "message").filter({ hasText: "Entry 120 of" });
  await target.waitFor();
  await page.locator('[data-testid="message"]:focus').filter({ hasText: "Entry 120 of" }).waitFor();
  await expect.poll(() => target.evaluate((one) => one.getBoundingClientRect().top)).toBeGreaterThan(60);
  expect(await id(page, "timeline-status").innerText()).not.toContain("Looking");
  await id(page, "details-pins").click();
  await id(page, "pin-show").last().click();
  await says(page, "timeline-status", "cannot be shown");
  await id(page, "jump-close").click();
  await id(page, "jump-close").waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("what was written last in a room that lets everybody read is shown before one enters, and only there", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await id(page, "public-rooms").click();
  const look = async (name: string) => {
    await page.getByRole("button", { name: `Look at ${name} before joining` }).click();
    await id(page, "public-room-members").waitFor();
  };
  await look("Cantine et restauration");
  await says(page, "public-room-dialogue", "These are the last ones");
  await id(page, "public-room-message").filter({ hasText: "menu.pdf" }).waitFor();
  expect(await id(page, "public-room-message").count()).toBe(3);
  await id(page, "public-room-dialogue").getByRole("button", { name: "Close" }).last().click();
  await look("Доступність державних послуг");
  await says(page, "public-room-dialogue", "Its messages open when you join");
  expect(await id(page, "public-room-message").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a room that goes on elsewhere leads there; who may not write is told why", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openRoom(page, "!old");
  await page.getByText("This room is closed.").waitFor();
  await id(page, "successor-follow").click();
  await page.getByRole("heading", { level: 1, name: "Civil protection reserve" }).waitFor();
  await openRoom(page, "!notices");
  await page.getByText("Only those who manage this room write here. You can react").waitFor();
  expect(await id(page, "composer").count()).toBe(0);
  await page.context().close();
});

test("one renews and ends those whom one answers for, and is told why something is refused", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await id(page, "account-menu").click();
  await id(page, "action-externals").click();
  await says(page, "externals-status", "3 people");
  expect(await id(page, "sponsored").first().getAttribute("data-state")).toBe("ended");
  await id(page, "sponsored-renew").first().click();
  await id(page, "confirm-action").click();
  await says(page, "externals-status", "is renewed");
  await page.locator('[data-testid="sponsored"][data-state="active"]').nth(1).waitFor();
  await id(page, "sponsored-end").last().click();
  await id(page, "confirm-action").click();
  await page.locator('[data-testid="sponsored"][data-state="ended"]').waitFor();
  await page.context().close();
});

test("somebody from outside sees their rooms and nothing that is not for them", async () => {
  const { page, complaints } = await site.page({ fake: "external" });
  await openRoom(page, "!outside");
  for (const gone of ["search-box", "find-colleague", "new-room", "public-rooms"]) {
    expect(await id(page, gone).count(), gone).toBe(0);
  }
  // Nobody tells them about themselves.
  expect(await id(page, "composer-hint").innerText()).not.toContain("outside");
  if (!(await id(page, "details").isVisible())) await id(page, "details-toggle").click();
  await says(page, "details", "You are here as somebody from outside");
  expect(await id(page, "details").innerText()).not.toContain("read along");
  await page.keyboard.press("Control+k");
  await id(page, "account-menu").click();
  await id(page, "action-settings").waitFor();
  expect(await id(page, "action-externals").count()).toBe(0);
  expect(await id(page, "search-dialogue").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a member's role is changed with the keyboard alone", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openDetails(page, "!outside");
  await id(page, "details-manage").focus();
  await page.keyboard.press("Enter");
  await memberOf(page, "@person1:finance.example").getByTestId("member-actions").focus();
  await page.keyboard.press("Enter");
  for (let step = 0; step < 5; step += 1) {
    if (await page.locator('[data-testid="action-moderator"]:focus').count()) break;
    await page.keyboard.press("ArrowDown");
  }
  await page.locator('[data-testid="action-moderator"]:focus').waitFor();
  await page.keyboard.press("Enter");
  await id(page, "confirm-action").waitFor();
  await page.keyboard.press("Tab");
  await page.locator('[data-testid="confirm-action"]:focus').waitFor();
  await page.keyboard.press("Enter");
  await says(page, "members-status", "is a moderator.");
  await id(page, "confirm-action").waitFor({ state: "detached" });
  await page.locator('[data-testid="member-actions"]:focus').waitFor();
  // The first closes the tooltip of the button, the second the dialogue.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.locator('[data-testid="details-manage"]:focus').waitFor();
  await page.context().close();
});
