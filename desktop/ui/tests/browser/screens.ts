/** Every screen of the interface: which scene of the sample backend it is in, and how one gets there. */
import type { Page } from "playwright-core";
import { laterScreens } from "./later-screens";
import { listScreens } from "./list-screens";
import type { Site } from "./pages";
import { previewScreens } from "./preview-screens";
import { searchScreens } from "./search-screens";
import { sendingScreens } from "./sending-screens";
import { SETTINGS_SCREENS } from "./settings-screens";
import { talkingScreens } from "./talking-screens";
import { trustScreens } from "./trust-screens";
import { voiceScreens } from "./voice-screens";
import { writingScreens } from "./writing-screens";

export type Screen = { name: string; fake: string; reach?: (page: Page) => Promise<void> };

const id = (page: Page, testId: string) => page.getByTestId(testId);

/** Opens a conversation of the list, once the list has measured its rows: a press on a row that moves is none. */
export async function openRoom(page: Page, roomId: string): Promise<void> {
  const row = page.locator(`[data-room="${roomId}"]`);
  await id(page, "room-row").first().waitFor();
  // The list holds only the rows around what is shown: it is looked through from its beginning.
  if ((await row.count()) === 0) await id(page, "room-list").evaluate((list) => list.scrollTo(0, 0));
  await settled(page);
  for (let step = 0; step < 20 && (await row.count()) === 0; step += 1) {
    await id(page, "room-list").evaluate((list) => list.scrollBy(0, 300));
    await settled(page);
  }
  await row.scrollIntoViewIfNeeded();
  await settled(page, 150);
  // On a busy machine a row may still move under the pointer; a person presses again.
  const opened = page.locator(`[data-conversation="${roomId}"]`);
  for (let presses = 0, there = false; !there && presses < 4; presses += 1) {
    await row.click();
    there = await opened.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
  }
  await id(page, "message").last().waitFor();
}

/** A page of sample data with a conversation open and at rest. */
export async function pageInRoom(site: Site, roomId = "!reserve", lang = "en"): Promise<Page> {
  const { page } = await site.page({ fake: "conversation", lang });
  await openRoom(page, roomId);
  await settled(page, 400);
  return page;
}

async function address(page: Page): Promise<void> {
  await id(page, "email").fill("olena.kovalenko@interior.example");
  await id(page, "email-continue").click();
  await id(page, "password").waitFor();
}

/** The ways to sign in of an organisation with identity providers. */
export async function providers(page: Page, domain: string): Promise<void> {
  await id(page, "email").fill(`olena.kovalenko@${domain}`);
  await id(page, "email-continue").click();
  await page.locator('[data-testid^="provider-"]').first().waitFor();
}

/** Opens the search with its keys, types, and waits for something. */
export async function search(page: Page, term: string, testId: string): Promise<void> {
  await id(page, "search-box").waitFor();
  await page.keyboard.press("Control+k");
  await id(page, "people-search").fill(term);
  await id(page, testId).first().waitFor();
}

/** The directory at a unit with a unit below, reached from the card of somebody who works there. */
async function browseUnit(page: Page): Promise<void> {
  await search(page, "dupont", "person");
  await id(page, "person").click();
  await id(page, "card-unit").click();
  await id(page, "unit-person").first().waitFor();
}

/** Opens a conversation and its details. */
export async function openDetails(page: Page, roomId: string): Promise<void> {
  await openRoom(page, roomId);
  if (!(await id(page, "details").isVisible())) await id(page, "details-toggle").click();
  await id(page, "details-leave").waitFor();
}

/** Opens a part of the dialogue in which a room is managed. */
export async function openPart(page: Page, roomId: string, part: number): Promise<void> {
  await openDetails(page, roomId);
  await id(page, "details-manage").click();
  await id(page, "room-member").first().waitFor();
  await id(page, "room-dialogue").getByRole("radio").nth(part).click();
}

/** Kinds of rooms, the directory of public rooms, managing a room, people from outside. */
const ROOM_SCREENS: Screen[] = [
  {
    name: "new-announcement",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "new-room").click();
      await id(page, "choice-announcement").click();
      await id(page, "choice-everybody").click();
      await id(page, "room-theme").waitFor();
    },
  },
  {
    name: "directory-partly",
    fake: "offline",
    reach: async (page) => {
      await id(page, "public-rooms").click();
      await id(page, "public-room").first().waitFor();
    },
  },
  {
    name: "public-look",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "public-rooms").click();
      await id(page, "public-look").first().click();
      await id(page, "public-room-members").waitFor();
    },
  },
  {
    name: "members",
    fake: "conversation",
    reach: async (page) => {
      await openPart(page, "!outside", 0);
      await id(page, "external-mark").first().waitFor();
    },
  },
  { name: "members-many", fake: "conversation", reach: (page) => openPart(page, "!open", 0) },
  {
    name: "member-role",
    fake: "conversation",
    reach: async (page) => {
      await openPart(page, "!outside", 0);
      await page.locator('[data-testid="room-member"][data-user="@person4:finance.example"]').getByTestId("member-actions").click();
      await id(page, "action-administrator").click();
      await id(page, "confirm-action").waitFor();
    },
  },
  {
    name: "invite-list",
    fake: "conversation",
    reach: async (page) => {
      await openPart(page, "!outside", 1);
      await id(page, "choice-list").click();
      const lines = ["Kateryna HALUSHKO", "marc.dupont@finance.example", "Jean MARTIN", "Oleksandr MELNYK", "Nobody AT ALL"];
      await id(page, "invite-list").fill(lines.join("\n"));
      await id(page, "invite-list-go").click();
      await id(page, "list-answer").nth(4).waitFor();
    },
  },
  {
    name: "invite-external",
    fake: "conversation",
    reach: async (page) => {
      await openPart(page, "!outside", 1);
      await id(page, "choice-external").click();
      await id(page, "invite-external").fill("new@university.example\nsomebody@interior.example\nnot an address\nold@partner.example");
      await id(page, "invite-external-go").click();
      await id(page, "external-answer").nth(4).waitFor();
    },
  },
  {
    name: "pins",
    fake: "conversation",
    reach: async (page) => {
      await openPart(page, "!reserve", 2);
      await id(page, "pin").first().waitFor();
    },
  },
  {
    name: "about",
    fake: "conversation",
    reach: async (page) => {
      await openPart(page, "!reserve", 3);
      await id(page, "about-upgrade").waitFor();
    },
  },
  {
    name: "about-open",
    fake: "conversation",
    reach: async (page) => {
      await openPart(page, "!reserve", 3);
      await id(page, "about-open").click();
      await id(page, "confirm-action").waitFor();
    },
  },
  {
    name: "leave-last",
    fake: "conversation",
    reach: async (page) => {
      await openDetails(page, "!outside");
      await id(page, "details-leave").click();
      await id(page, "successor").waitFor();
    },
  },
  { name: "with-externals", fake: "conversation", reach: (page) => openDetails(page, "!outside") },
  { name: "announcement", fake: "conversation", reach: (page) => openDetails(page, "!notices") },
  {
    name: "successor",
    fake: "conversation",
    reach: async (page) => {
      await openRoom(page, "!old");
      await id(page, "successor-follow").waitFor();
    },
  },
  {
    name: "report",
    fake: "conversation",
    reach: async (page) => {
      await openRoom(page, "!outside");
      const other = page.locator('[data-testid="message"]').first();
      await other.hover();
      await id(page, "more").first().click();
      await id(page, "action-report").click();
      await id(page, "report-why").fill("This is meant for another room.");
    },
  },
  {
    name: "externals",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "account-menu").click();
      await id(page, "action-externals").click();
      await id(page, "sponsored").first().waitFor();
    },
  },
  { name: "external-self", fake: "external", reach: (page) => openRoom(page, "!outside") },
];

export const SCREENS: Screen[] = [
  { name: "address", fake: "signed_out" },
  {
    name: "address-refused",
    fake: "signed_out",
    reach: async (page) => {
      await id(page, "email").fill("someone@mail.example");
      await id(page, "email-continue").click();
      await page.locator('[data-testid="problem"]:not(:empty)').waitFor();
    },
  },
  { name: "password", fake: "signed_out", reach: address },
  { name: "providers", fake: "signed_out", reach: (page) => providers(page, "defence.example") },
  { name: "provider-or-password", fake: "signed_out", reach: (page) => providers(page, "finance.example") },
  {
    name: "browser",
    fake: "signed_out",
    reach: async (page) => {
      await providers(page, "defence.example");
      await id(page, "provider-oidc-card").click();
      await id(page, "browser-cancel").waitFor();
    },
  },
  {
    name: "browser-problem",
    fake: "signed_out",
    reach: async (page) => {
      await providers(page, "defence.example");
      await id(page, "provider-oidc-nothing").click();
      await page.locator('[data-testid="problem"]:not(:empty)').waitFor();
    },
  },
  {
    name: "sign-up",
    fake: "signed_out",
    reach: async (page) => {
      await address(page);
      await id(page, "sign-up").click();
      await id(page, "code").waitFor();
      await id(page, "code-submit").click();
      await page.locator("[data-invalid]").first().waitFor();
    },
  },
  {
    name: "forgotten",
    fake: "signed_out",
    reach: async (page) => {
      await address(page);
      await id(page, "forgotten").click();
      await id(page, "new-password").waitFor();
    },
  },
  { name: "recovery-key", fake: "fresh", reach: (page) => id(page, "recovery-key").waitFor() },
  { name: "passphrase", fake: "passphrase" },
  { name: "passphrase-first", fake: "passphrase_first" },
  { name: "keychain", fake: "keychain" },
  { name: "damaged", fake: "damaged" },
  {
    name: "accounts",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "account-menu").click();
      await id(page, "action-accounts").click();
      await id(page, "account").first().waitFor();
    },
  },
  { name: "elsewhere", fake: "elsewhere", reach: (page) => id(page, "page-action").waitFor() },
  { name: "ended", fake: "ended" },
  { name: "expired", fake: "expired" },
  { name: "suspended", fake: "suspended" },
  { name: "list", fake: "conversation", reach: (page) => id(page, "room-row").first().waitFor() },
  { name: "empty", fake: "empty" },
  { name: "conversation", fake: "conversation", reach: (page) => openRoom(page, "!reserve") },
  { name: "trouble", fake: "recovery", reach: (page) => openRoom(page, "!trouble") },
  { name: "public", fake: "conversation", reach: (page) => openRoom(page, "!open") },
  { name: "offline", fake: "offline", reach: (page) => openRoom(page, "!marc") },
  {
    name: "details",
    fake: "conversation",
    reach: async (page) => {
      await openRoom(page, "!reserve");
      if (!(await id(page, "details").isVisible())) await id(page, "details-toggle").click();
      await id(page, "details-invite").waitFor();
    },
  },
  {
    name: "reply",
    fake: "conversation",
    reach: async (page) => {
      await openRoom(page, "!reserve");
      await id(page, "message").last().hover();
      await id(page, "reply").last().click();
      await page.locator("[data-testid=composer]:focus").waitFor();
    },
  },
  {
    name: "people",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "find-colleague").click();
      await id(page, "people-search").fill("budg");
      await id(page, "person").first().waitFor();
    },
  },
  {
    name: "people-not-yet",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "find-colleague").click();
      await id(page, "people-search").fill("melny");
      await page.locator('[data-reach="not_yet"]').click();
      await id(page, "card-mail").click();
      await id(page, "card-status").filter({ hasText: "MELNYK" }).waitFor();
    },
  },
  { name: "search", fake: "conversation", reach: (page) => search(page, "re", "found-public") },
  { name: "search-homonyms", fake: "conversation", reach: (page) => search(page, "jean martin", "person") },
  {
    name: "search-nothing",
    fake: "conversation",
    reach: async (page) => {
      await search(page, "zzz", "browse");
      await id(page, "people-status").filter({ hasText: /^(Nothing|Aucun|Нічого)/ }).waitFor();
    },
  },
  {
    name: "search-away",
    fake: "away",
    reach: async (page) => {
      await search(page, "anna", "browse");
      await page.locator('[data-testid="problem"]:not(:empty)').waitFor();
    },
  },
  {
    name: "card",
    fake: "conversation",
    reach: async (page) => {
      await search(page, "montbel", "person");
      await id(page, "person").click();
      await id(page, "shared-room").first().waitFor();
    },
  },
  {
    name: "card-room-picker",
    fake: "conversation",
    reach: async (page) => {
      await search(page, "dupont", "person");
      await id(page, "person").click();
      await id(page, "card-invite").click();
      await id(page, "picked-room").first().waitFor();
    },
  },
  {
    name: "card-external",
    fake: "conversation",
    reach: async (page) => {
      await openRoom(page, "!outside");
      if (!(await id(page, "details").isVisible())) await id(page, "details-toggle").click();
      await page.locator('[data-user="@dana:externals.example"]').click();
      await id(page, "card-write").waitFor();
    },
  },
  { name: "browse", fake: "conversation", reach: (page) => browseUnit(page) },
  {
    name: "unit-room",
    fake: "conversation",
    reach: async (page) => {
      await browseUnit(page);
      await id(page, "unit-write").click();
      await id(page, "unit-confirm").waitFor();
    },
  },
  {
    name: "new-room",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "new-room").click();
      await id(page, "room-invite").click();
      await id(page, "people-search").fill("dupont");
      await id(page, "person").first().click();
    },
  },
  {
    name: "directory",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "public-rooms").click();
      await id(page, "public-room").first().waitFor();
    },
  },
  ...ROOM_SCREENS,
  ...listScreens(openDetails),
  ...SETTINGS_SCREENS,
  ...trustScreens(openRoom),
  ...sendingScreens(openRoom),
  ...voiceScreens(openRoom),
  ...previewScreens(openRoom),
  ...laterScreens(openRoom),
  ...writingScreens(openRoom),
  ...searchScreens(openRoom, openDetails),
  ...talkingScreens(openRoom, openDetails),
  { name: "moving", fake: "move", reach: (page) => id(page, "move").waitFor() },
  {
    name: "moved",
    fake: "moved",
    reach: async (page) => {
      await id(page, "move-explain").click();
      await id(page, "move-sign-out").waitFor();
    },
  },
  { name: "heightened", fake: "heightened", reach: (page) => id(page, "mode").waitFor() },
  {
    name: "heightened-folded",
    fake: "heightened",
    reach: async (page) => {
      await openRoom(page, "!reserve");
      await id(page, "mode-fold").click();
    },
  },
  {
    name: "crisis-public",
    fake: "crisis",
    reach: async (page) => {
      await openRoom(page, "!forum");
      await id(page, "mode-closed").waitFor();
    },
  },
  {
    name: "sign-out",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "account-menu").click();
      await id(page, "action-sign-out").click();
      await id(page, "confirm-action").waitFor();
    },
  },
];

/** Waits until nothing has moved for a while; two frames, unless told longer. */
export async function settled(page: Page, stillMs = 0): Promise<void> {
  await page.waitForFunction(
    (still) =>
      new Promise((resolve) => {
        const layout = () => [...document.querySelectorAll("*")].map((element) => element.getBoundingClientRect().top).join();
        const before = layout();
        const compare = () => resolve(layout() === before);
        if (still > 0) setTimeout(compare, still);
        else requestAnimationFrame(() => requestAnimationFrame(compare));
      }),
    stillMs,
  );
}
