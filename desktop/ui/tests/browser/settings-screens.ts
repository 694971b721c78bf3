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

/** As on a computer that shows no notifications, and so on. */
export async function trouble(page: Page, detail: object[]): Promise<void> {
  await page.evaluate((all) => document.dispatchEvent(new CustomEvent("depesha-fake-troubles", { detail: all })), detail);
}

/** As from the tray, a notification or a link outside of the window. */
export async function comes(page: Page, detail: object): Promise<void> {
  await page.evaluate((one) => document.dispatchEvent(new CustomEvent("depesha-fake-request", { detail: one })), detail);
}

/** As the organisation's service says about newer versions. */
export async function told(page: Page, update: object): Promise<void> {
  await page.evaluate((one) => document.dispatchEvent(new CustomEvent("depesha-fake-update", { detail: one })), update);
}

/** Has the organisation's service asked for newer versions. */
export async function wantUpdates(page: Page): Promise<void> {
  await openSettings(page, "about");
  await id(page, "updates").click();
}

/** As in a build for which nobody has gathered the texts of licences; before they are asked for. */
export async function withoutTexts(page: Page): Promise<void> {
  await page.route(/licence-texts.*\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: "export default null;" }));
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
  {
    name: "settings-updates",
    fake: "conversation",
    reach: async (page) => {
      await wantUpdates(page);
      await id(page, "updates-answer").filter({ hasText: "0.2.0" }).waitFor();
      await id(page, "updates-part").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "settings-update-not-signed",
    fake: "conversation",
    reach: async (page) => {
      await told(page, { state: "not_signed" });
      await wantUpdates(page);
      await id(page, "updates-answer").locator("svg").waitFor();
      await id(page, "updates-part").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "update-line",
    fake: "conversation",
    reach: async (page) => {
      await wantUpdates(page);
      await page.keyboard.press("Escape");
      // The button that has the focus again says what it does; a press beside it takes that away.
      await id(page, "update").locator("p").click();
      await page.getByRole("tooltip").waitFor({ state: "detached" });
    },
  },
  {
    name: "settings-notifications",
    fake: "conversation",
    reach: async (page) => {
      await openSettings(page, "notifications");
      await id(page, "quiet-hours").click();
      await id(page, "quiet-day-6").waitFor();
    },
  },
  {
    name: "settings-notifications-trouble",
    fake: "conversation",
    reach: async (page) => {
      await trouble(page, [{ trouble: "no_service" }, { trouble: "hours" }, { trouble: "account_silenced" }]);
      await openSettings(page, "notifications");
      await id(page, "quiet-hour").click();
      await id(page, "quiet-off").waitFor();
      await id(page, "notices-test").click();
      await id(page, "notices-found").locator("p").nth(3).waitFor();
    },
  },
  {
    name: "shortcuts",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "account-menu").waitFor();
      await page.keyboard.press("F1");
      await id(page, "shortcuts-dialogue").waitFor();
    },
  },
  {
    name: "link-outside",
    fake: "conversation",
    reach: async (page) => {
      await id(page, "room-row").first().waitFor();
      await comes(page, { request: "link", link: "matrix:roomid/nowhere:interior.example" });
      await id(page, "link-dialogue").waitFor();
    },
  },
  ...["appearance", "notifications", "privacy"].map((name) => ({
    name: `managed-${name}`,
    fake: "managed",
    reach: async (page: Page) => {
      await openSettings(page, name);
      await page.getByText(/^ ?(Set by your|Fixé par|Установлено)/).first().waitFor();
    },
  })),
  {
    name: "policy-broken",
    fake: "policy_broken",
    reach: async (page) => {
      await openSettings(page, "privacy");
      await id(page, "traces-typing").waitFor();
    },
  },
  {
    name: "licences",
    fake: "conversation",
    reach: async (page) => {
      await openSettings(page, "about");
      await id(page, "settings-licences").click();
      await id(page, "licence").first().waitFor();
      await id(page, "licences-find").fill("react");
    },
  },
  {
    name: "licence-text",
    fake: "conversation",
    reach: async (page) => {
      await openSettings(page, "about");
      await id(page, "settings-licences").click();
      await id(page, "licence").first().locator("summary").click();
      await page.locator('[data-testid="licence"] p').first().waitFor();
    },
  },
  {
    name: "licences-missing",
    fake: "conversation",
    reach: async (page) => {
      await withoutTexts(page);
      await openSettings(page, "about");
      await id(page, "settings-licences").click();
      await id(page, "licences-missing").waitFor();
    },
  },
  { name: "settings-security", fake: "conversation", reach: scanner },
  { name: "settings-key-changed", fake: "key_changed", reach: scanner },
  { name: "settings-key-refused", fake: "key_refused", reach: scanner },
];
