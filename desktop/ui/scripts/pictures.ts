/**
 * Takes pictures of the main screens, for looking at them and for the documentation.
 * Uses the same sample backend and the same screens as the tests.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Site } from "../tests/browser/pages";
import { SCREENS, settled } from "../tests/browser/screens";

type Shot = { screen: string; file: string; theme: string; lang?: string; width?: number; height?: number };

const SHOTS: Shot[] = [
  { screen: "address", file: "sign-in-light", theme: "light" },
  { screen: "address", file: "sign-in-dark", theme: "dark" },
  { screen: "password", file: "password-light", theme: "light" },
  { screen: "recovery-key", file: "recovery-key-light", theme: "light" },
  { screen: "conversation", file: "conversation-light", theme: "light" },
  { screen: "conversation", file: "conversation-dark", theme: "dark" },
  { screen: "conversation", file: "conversation-contrast-uk", theme: "contrast", lang: "uk" },
  { screen: "trouble", file: "files-light", theme: "light" },
  { screen: "trouble", file: "files-light-fr", theme: "light", lang: "fr" },
  { screen: "trouble", file: "files-dark", theme: "dark" },
  { screen: "people", file: "people-light", theme: "light" },
  { screen: "people", file: "people-dark", theme: "dark" },
  { screen: "people", file: "people-dark-uk", theme: "dark", lang: "uk" },
  { screen: "people-not-yet", file: "people-not-yet-light", theme: "light" },
  { screen: "search", file: "search-light", theme: "light" },
  { screen: "search", file: "search-small-fr", theme: "light", lang: "fr", width: 800, height: 600 },
  { screen: "search-homonyms", file: "search-homonyms-dark-uk", theme: "dark", lang: "uk" },
  { screen: "search-nothing", file: "search-nothing-light-fr", theme: "light", lang: "fr" },
  { screen: "search-away", file: "search-away-light", theme: "light" },
  { screen: "card", file: "card-light", theme: "light" },
  { screen: "card", file: "card-dark-fr", theme: "dark", lang: "fr", width: 800, height: 600 },
  { screen: "card-room-picker", file: "card-room-picker-light-uk", theme: "light", lang: "uk" },
  { screen: "card-external", file: "card-external-light", theme: "light" },
  { screen: "browse", file: "browse-light", theme: "light" },
  { screen: "browse", file: "browse-small-uk", theme: "dark", lang: "uk", width: 800, height: 600 },
  { screen: "unit-room", file: "unit-room-light-fr", theme: "light", lang: "fr" },
  { screen: "moving", file: "moving-light", theme: "light" },
  { screen: "moving", file: "moving-dark-fr", theme: "dark", lang: "fr", width: 800, height: 600 },
  { screen: "moved", file: "moved-light", theme: "light" },
  { screen: "moved", file: "moved-dark-uk", theme: "dark", lang: "uk" },
  { screen: "heightened", file: "heightened-light", theme: "light" },
  { screen: "crisis-public", file: "crisis-public-light", theme: "light" },
  { screen: "crisis-public", file: "crisis-public-dark-fr", theme: "dark", lang: "fr" },
  { screen: "heightened-folded", file: "heightened-folded-dark-uk", theme: "dark", lang: "uk" },
  { screen: "elsewhere", file: "elsewhere-light", theme: "light" },
  { screen: "elsewhere", file: "elsewhere-dark-uk", theme: "dark", lang: "uk" },
  { screen: "accounts", file: "accounts-light", theme: "light" },
  { screen: "accounts", file: "accounts-dark-fr", theme: "dark", lang: "fr", width: 800, height: 600 },
  { screen: "recover", file: "recover-dark-fr", theme: "dark", lang: "fr" },
  { screen: "accounts", file: "accounts-light-uk", theme: "light", lang: "uk" },
  { screen: "ended", file: "ended-light", theme: "light" },
  { screen: "suspended", file: "suspended-dark-uk", theme: "dark", lang: "uk" },
  { screen: "new-room", file: "new-room-light", theme: "light" },
  { screen: "directory", file: "directory-light-fr", theme: "light", lang: "fr" },
  { screen: "new-announcement", file: "new-announcement-light", theme: "light" },
  { screen: "new-announcement", file: "new-announcement-dark-uk", theme: "dark", lang: "uk" },
  { screen: "directory-partly", file: "directory-partly-light", theme: "light" },
  { screen: "public-look", file: "public-look-light-fr", theme: "light", lang: "fr" },
  { screen: "members", file: "members-light", theme: "light" },
  { screen: "members-many", file: "members-many-dark-fr", theme: "dark", lang: "fr" },
  { screen: "member-role", file: "member-role-light-uk", theme: "light", lang: "uk" },
  { screen: "invite-list", file: "invite-list-light", theme: "light" },
  { screen: "invite-external", file: "invite-external-dark-uk", theme: "dark", lang: "uk" },
  { screen: "pins", file: "pins-light-fr", theme: "light", lang: "fr" },
  { screen: "about", file: "about-light", theme: "light" },
  { screen: "about-open", file: "about-open-light-fr", theme: "light", lang: "fr" },
  { screen: "leave-last", file: "leave-last-light", theme: "light" },
  { screen: "with-externals", file: "with-externals-light", theme: "light", width: 1280 },
  { screen: "with-externals", file: "with-externals-dark-fr", theme: "dark", lang: "fr", width: 1280 },
  { screen: "announcement", file: "announcement-light-uk", theme: "light", lang: "uk", width: 1280 },
  { screen: "successor", file: "successor-light", theme: "light" },
  { screen: "report", file: "report-light-fr", theme: "light", lang: "fr" },
  { screen: "externals", file: "externals-light", theme: "light" },
  { screen: "externals", file: "externals-small-uk", theme: "dark", lang: "uk", width: 800, height: 600 },
  { screen: "external-self", file: "external-self-light", theme: "light" },
  { screen: "public", file: "public-room-light", theme: "light" },
  { screen: "invitation", file: "invitation-light", theme: "light" },
  { screen: "invitation", file: "invitation-dark-uk", theme: "dark", lang: "uk" },
  { screen: "invitation-away", file: "invitation-away-light-fr", theme: "light", lang: "fr" },
  { screen: "list-menu", file: "list-menu-light", theme: "light" },
  { screen: "list-menu", file: "list-menu-dark-fr", theme: "dark", lang: "fr" },
  { screen: "list-nothing", file: "list-nothing-light", theme: "light" },
  { screen: "list-problem", file: "list-problem-light-uk", theme: "light", lang: "uk" },
  { screen: "list-many", file: "list-many-light", theme: "light" },
  { screen: "list-many", file: "list-many-small-fr", theme: "dark", lang: "fr", width: 800, height: 600 },
  { screen: "list-grouped", file: "list-grouped-light-uk", theme: "light", lang: "uk" },
  { screen: "own-notifications", file: "own-notifications-light", theme: "light", width: 1280 },
  { screen: "offline", file: "offline-dark", theme: "dark" },
  { screen: "verification", file: "verification-light-uk", theme: "light", lang: "uk" },
  { screen: "settings-appearance", file: "settings-appearance-light", theme: "light" },
  { screen: "settings-appearance", file: "settings-appearance-large-uk", theme: "dark", lang: "uk", width: 640, height: 410 },
  { screen: "settings-notifications", file: "settings-notifications-light", theme: "light" },
  { screen: "settings-notifications-trouble", file: "settings-notifications-trouble-dark-fr", theme: "dark", lang: "fr" },
  { screen: "managed-appearance", file: "managed-appearance-light", theme: "light" },
  { screen: "managed-privacy", file: "managed-privacy-dark-uk", theme: "dark", lang: "uk" },
  { screen: "policy-broken", file: "policy-broken-light-fr", theme: "light", lang: "fr" },
  { screen: "licences", file: "licences-light", theme: "light" },
  { screen: "shortcuts", file: "shortcuts-light-uk", theme: "light", lang: "uk" },
  { screen: "link-outside", file: "link-outside-light", theme: "light" },
  { screen: "settings-security", file: "settings-security-light-fr", theme: "light", lang: "fr" },
  { screen: "settings-about", file: "settings-about-contrast", theme: "contrast" },
  { screen: "settings-key-refused", file: "settings-key-refused-dark-fr", theme: "dark", lang: "fr" },
  { screen: "locked", file: "locked-light", theme: "light" },
  { screen: "lock", file: "lock-light-fr", theme: "light", lang: "fr", width: 800, height: 600 },
  { screen: "lock-set", file: "lock-set-dark-uk", theme: "dark", lang: "uk" },
  { screen: "diagnostics", file: "diagnostics-light", theme: "light" },
  { screen: "diagnostics-before", file: "diagnostics-before-dark-uk", theme: "dark", lang: "uk", width: 800, height: 600 },
  { screen: "empty", file: "empty-light", theme: "light" },
  { screen: "conversation", file: "conversation-small-fr", theme: "light", lang: "fr", width: 800, height: 600 },
  { screen: "details", file: "details-small-uk", theme: "dark", lang: "uk", width: 800, height: 600 },
];

export async function take(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const site = await Site.open();
  try {
    for (const { screen, file, theme, lang = "en", width = 1160, height = 730 } of SHOTS) {
      const found = SCREENS.find((one) => one.name === screen);
      if (!found) throw new Error(`no screen ${screen}`);
      const { page } = await site.page({ fake: found.fake, theme, lang }, { width, height });
      await found.reach?.(page);
      await settled(page);
      await page.screenshot({ path: join(folder, `${file}.png`) });
      await page.context().close();
    }
  } finally {
    await site.close();
  }
}
