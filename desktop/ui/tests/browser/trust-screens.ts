/** The screens of trust: states of the account, devices, identities of others, the recovery key. */
import type { Page } from "playwright-core";
import type { Screen } from "./screens";
import { openSettings } from "./settings-screens";

const id = (page: Page, testId: string) => page.getByTestId(testId);

/** Opens a conversation as soon as its row has stopped moving. */
type Open = (page: Page, roomId: string) => Promise<void>;

export async function openDevices(page: Page): Promise<void> {
  await openSettings(page, "security");
  await id(page, "settings-devices").click();
  await id(page, "device").first().waitFor();
}

export async function openCompare(page: Page, open: Open): Promise<void> {
  await open(page, "!marc");
  await page.locator('[data-testid="sender"]').first().click();
  await id(page, "card-compare").waitFor();
}

export async function openLock(page: Page): Promise<void> {
  await openSettings(page, "security");
  await id(page, "settings-lock").click();
  await id(page, "lock-pin").waitFor();
}

export async function setPin(page: Page): Promise<void> {
  await id(page, "lock-pin").fill("482913");
  await id(page, "lock-again").fill("482913");
  await id(page, "lock-save").click();
  await id(page, "lock-dialogue").waitFor({ state: "detached" });
}

/** The code for a telephone. */
export async function openScan(page: Page): Promise<void> {
  await id(page, "trust-action").click();
  await id(page, "trust-confirm-device").click();
  await id(page, "verify-code").waitFor();
}

export const trustScreens = (open: Open): Screen[] => [
  {
    name: "recover",
    fake: "recovery",
    reach: async (page) => {
      await id(page, "trust-action").click();
      await id(page, "recover-key").waitFor();
    },
  },
  {
    name: "recover-incomplete",
    fake: "incomplete",
    reach: async (page) => {
      await id(page, "trust-action").click();
      await id(page, "recover-key").waitFor();
    },
  },
  {
    name: "identity-changed",
    fake: "identity",
    reach: async (page) => {
      await id(page, "trust-action").click();
      await id(page, "recover-key").waitFor();
    },
  },
  {
    name: "begin-anew",
    fake: "recovery",
    reach: async (page) => {
      await id(page, "trust-action").click();
      await id(page, "recover-lost").click();
      await id(page, "proof-go").click();
      await id(page, "proof-password").waitFor();
    },
  },
  { name: "verification-requested", fake: "verify", reach: (page) => id(page, "verify-accept").waitFor() },
  {
    name: "verification",
    fake: "recovery",
    reach: async (page) => {
      await id(page, "trust-action").click();
      await id(page, "trust-confirm-device").click();
      await id(page, "verify-same").waitFor();
    },
  },
  { name: "verification-code", fake: "scan", reach: openScan },
  {
    name: "verification-scanned",
    fake: "scan",
    reach: async (page) => {
      await openScan(page);
      await page.evaluate(() => document.dispatchEvent(new CustomEvent("depesha-fake-scanned")));
      await id(page, "verify-tick").waitFor();
    },
  },
  { name: "devices", fake: "devices", reach: openDevices },
  {
    name: "device-notice",
    fake: "impostor",
    reach: async (page) => {
      await id(page, "device-no").waitFor();
      await id(page, "room-row").first().waitFor();
    },
  },
  {
    name: "device-sign-out",
    fake: "impostor",
    reach: async (page) => {
      await id(page, "device-no").click();
      await id(page, "proof-go").click();
      await id(page, "proof-password").waitFor();
    },
  },
  {
    name: "device-in-browser",
    fake: "devices",
    reach: async (page) => {
      await openDevices(page);
      await page.locator('[data-device="LAPTOP"]').getByTestId("device-sign-out").click();
      await id(page, "proof-go").click();
      await id(page, "proof-browser").waitFor();
    },
  },
  {
    name: "keys-line",
    fake: "keys",
    reach: async (page) => {
      await id(page, "keys").waitFor();
      await id(page, "room-row").first().waitFor();
    },
  },
  { name: "key-check-line", fake: "key_check", reach: (page) => id(page, "key-check-go").waitFor() },
  {
    name: "key-check",
    fake: "key_check",
    reach: async (page) => {
      await id(page, "key-check-go").click();
      await id(page, "key-check-key").waitFor();
    },
  },
  {
    name: "diagnostics",
    fake: "conversation",
    reach: async (page) => {
      await openSettings(page, "about");
      await id(page, "settings-diagnostics").click();
      await id(page, "diagnostics").waitFor();
    },
  },
  { name: "locked", fake: "locked", reach: (page) => id(page, "locked-pin").waitFor() },
  { name: "lock", fake: "conversation", reach: openLock },
  {
    name: "lock-set",
    fake: "conversation",
    reach: async (page) => {
      await openLock(page);
      await setPin(page);
      await openLock(page);
      await id(page, "lock-current").waitFor();
    },
  },
  {
    name: "diagnostics-before",
    fake: "damaged",
    reach: async (page) => {
      await id(page, "start-diagnostics").click();
      await id(page, "diagnostics").waitFor();
    },
  },
  { name: "person-compare", fake: "conversation", reach: (page) => openCompare(page, open) },
  {
    name: "person-signs",
    fake: "conversation",
    reach: async (page) => {
      await openCompare(page, open);
      await id(page, "card-compare").click();
      await id(page, "verify-same").waitFor();
    },
  },
  {
    name: "identity-line",
    fake: "changed",
    reach: async (page) => {
      await open(page, "!marc");
      await id(page, "identity-line").waitFor();
    },
  },
];
