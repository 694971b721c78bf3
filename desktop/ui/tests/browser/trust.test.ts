/** Trust in the interface: every notice has a remedy, and what was answered does not come back. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom, settled } from "./screens";
import { openDevices } from "./trust-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);
const gone = (page: Page, testId: string) => id(page, testId).waitFor({ state: "detached" });

test("each state of trust is one line with one action", async () => {
  for (const [fake, state] of [
    ["recovery", "needs_recovery"],
    ["incomplete", "recovery_incomplete"],
    ["identity", "identity_changed"],
  ] as const) {
    const { page } = await site.page({ fake });
    await page.locator(`[data-testid="trust"][data-state="${state}"]`).waitFor();
    expect(await id(page, "trust").getByRole("button").count(), fake).toBe(1);
    await id(page, "trust-action").click();
    await id(page, "recover-key").fill("wrong");
    await id(page, "recover-submit").click();
    await id(page, "recover-dialogue").locator('[data-testid="problem"]:not(:empty)').waitFor();
    expect(await id(page, "recover-key").inputValue(), "what was typed stays").toBe("wrong");
    await id(page, "recover-key").fill("EsTk 7mQx");
    await id(page, "recover-submit").click();
    await gone(page, "recover-dialogue");
    await gone(page, "trust");
    await page.context().close();
  }
});

test("an unknown device is signed out from its notice, with the password where it is wanted", async () => {
  const { page } = await site.page({ fake: "impostor" });
  await id(page, "device-no").focus();
  await page.keyboard.press("Enter");
  await id(page, "proof-go").focus();
  await page.keyboard.press("Enter");
  await id(page, "proof-password").fill("wrong");
  await page.keyboard.press("Enter");
  await id(page, "sign-out-devices").locator('[data-testid="problem"]:not(:empty)').waitFor();
  await id(page, "proof-password").fill("a long sentence nobody guesses");
  await page.keyboard.press("Enter");
  await gone(page, "sign-out-devices");
  await gone(page, "device-notice");
  await openDevices(page);
  expect(await page.locator('[data-device="IMPOSTOR"]').count()).toBe(0);
  await page.context().close();
});

test("whoever says that the device is theirs compares signs with it and is not asked again", async () => {
  const { page } = await site.page({ fake: "impostor" });
  await id(page, "device-yes").click();
  await id(page, "verify-same").waitFor();
  await page.keyboard.press("Escape");
  await gone(page, "verification-dialogue");
  await settled(page);
  expect(await id(page, "device-notice").count()).toBe(0);
  await page.context().close();
});

test("all other devices are signed out at once", async () => {
  const { page } = await site.page({ fake: "devices" });
  await openDevices(page);
  await id(page, "devices-sign-out-all").click();
  await id(page, "proof-go").click();
  await id(page, "proof-password").fill("a long sentence nobody guesses");
  await id(page, "proof-go").click();
  await id(page, "devices-dialogue").waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="device"]').length === 1);
  await page.context().close();
});

test("the question for the recovery key can wait, and a right answer ends it", async () => {
  const { page } = await site.page({ fake: "key_check" });
  await id(page, "key-check-go").click();
  await id(page, "key-check-key").fill("wrong");
  await id(page, "key-check-submit").click();
  await id(page, "key-check-dialogue").locator('[data-testid="problem"]:not(:empty)').waitFor();
  await id(page, "key-check-key").fill("EsTk 7mQx");
  await id(page, "key-check-submit").click();
  await gone(page, "key-check-key");
  await page.keyboard.press("Escape");
  await gone(page, "key-check-dialogue");
  expect(await id(page, "key-check").count()).toBe(0);
  await page.context().close();
});

test("who has lost everything is told what it costs, and gets a new recovery key", async () => {
  const { page } = await site.page({ fake: "recovery" });
  await id(page, "trust-action").click();
  await id(page, "recover-lost").click();
  expect(await id(page, "anew-dialogue").getByRole("listitem").count()).toBe(4);
  await id(page, "proof-go").click();
  await id(page, "proof-password").fill("a long sentence nobody guesses");
  await id(page, "proof-go").click();
  await id(page, "recovery-key").waitFor();
  await page.emulateMedia({ media: "print" });
  const sheet = await page.locator("body").innerText();
  expect(sheet).toContain("@olena.kovalenko:interior.example");
  expect(await id(page, "recovery-continue").isVisible(), "no buttons on paper").toBe(false);
  await page.context().close();
});

test("another person's new keys are shown in their room, once, until they are answered", async () => {
  const { page } = await site.page({ fake: "changed" });
  await openRoom(page, "!reserve");
  expect(await id(page, "identity-line").count()).toBe(0);
  await openRoom(page, "!marc");
  await id(page, "identity-line").waitFor();
  await id(page, "identity-compare").click();
  await id(page, "verify-same").waitFor();
  await page.keyboard.press("Escape");
  await id(page, "identity-accept").click();
  await gone(page, "identity-line");
  await openRoom(page, "!reserve");
  await openRoom(page, "!marc");
  await settled(page);
  expect(await id(page, "identity-line").count()).toBe(0);
  await page.context().close();
});
