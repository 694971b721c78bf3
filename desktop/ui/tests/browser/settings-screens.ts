/** The settings: one screen for each of their parts. */
import type { Page } from "playwright-core";
import type { Screen } from "./screens";

const id = (page: Page, testId: string) => page.getByTestId(testId);

/** Opens the settings at one of their screens. */
export async function openSettings(page: Page, screen: string): Promise<void> {
  await id(page, "account-menu").click();
  await id(page, "action-settings").click();
  await id(page, `settings-${screen}`).click();
}

/** The settings, at the virus scanner. */
async function scanner(page: Page): Promise<void> {
  await openSettings(page, "security");
  await id(page, "scanner-fingerprint").waitFor();
  await id(page, "scanner-trust").scrollIntoViewIfNeeded();
}

export const SETTINGS_SCREENS: Screen[] = [
  ...["appearance", "writing", "account"].map((name) => ({
    name: `settings-${name}`,
    fake: "conversation",
    reach: (page: Page) => openSettings(page, name),
  })),
  {
    name: "settings-privacy",
    fake: "conversation",
    reach: async (page) => {
      await openSettings(page, "privacy");
      await id(page, "traces-typing").waitFor();
    },
  },
  {
    name: "settings-about",
    fake: "conversation",
    reach: async (page) => {
      await openSettings(page, "about");
      await id(page, "settings-version").filter({ hasText: /\d/ }).waitFor();
    },
  },
  { name: "settings-security", fake: "conversation", reach: scanner },
  { name: "settings-key-changed", fake: "key_changed", reach: scanner },
  { name: "settings-key-refused", fake: "key_refused", reach: scanner },
];
