/** What an organisation has settled is seen and cannot be changed; rules that cannot be read are said. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openSettings, withoutTexts } from "./settings-screens";
import { openLock } from "./trust-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);

test("what is settled is shown as that and stays as it is; the rest is free", async () => {
  const { page, complaints } = await site.page({ fake: "managed" });
  expect(await page.evaluate(() => document.documentElement.style.getPropertyValue("zoom"))).toBe("1.25");
  await openSettings(page, "appearance");
  const theme = id(page, "settings-theme");
  expect(await theme.innerText()).toContain("Set by your organisation.");
  expect(await theme.getByRole("button").isDisabled()).toBe(true);
  expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("light");
  expect(await id(page, "settings-density").getByRole("button").isDisabled()).toBe(false);
  await id(page, "settings-notifications").click();
  expect(await id(page, "notices-shows").getByRole("button").isDisabled()).toBe(true);
  await id(page, "settings-privacy").click();
  await id(page, "traces-typing").waitFor();
  expect(await id(page, "traces-typing").locator("input").isDisabled()).toBe(true);
  expect(await id(page, "traces-reading").locator("input").isDisabled()).toBe(false);
  expect(await id(page, "policy-broken").count()).toBe(0);
  await page.keyboard.press("Escape");
  await openLock(page);
  await page.getByText("locked after 10 minutes at the latest").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("what was chosen before is not lost when the organisation settles it, and a choice beats what is preset", async () => {
  const { page } = await site.page({ fake: "managed" });
  await page.evaluate(() => {
    localStorage.setItem("depesha.theme", "dark");
    localStorage.setItem("depesha.zoom", "110");
  });
  await page.reload();
  await id(page, "account-menu").waitFor();
  expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("light");
  expect(await page.evaluate(() => document.documentElement.style.getPropertyValue("zoom"))).toBe("1.1");
  expect(await page.evaluate(() => localStorage.getItem("depesha.theme"))).toBe("dark");
  await page.context().close();
});

test("rules that cannot be read are said in the settings", async () => {
  const { page } = await site.page({ fake: "policy_broken" });
  await openSettings(page, "privacy");
  await id(page, "policy-broken").filter({ hasText: "cannot be read" }).waitFor();
  await id(page, "traces-typing").waitFor();
  expect(await id(page, "traces-typing").locator("input").isDisabled()).toBe(true);
  await page.context().close();
});

test("the parts of others are listed with their licences and found by name", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await openSettings(page, "about");
  await id(page, "settings-licences").focus();
  await page.keyboard.press("Enter");
  await page.locator('[data-testid="licences-find"]:focus').waitFor();
  await page.keyboard.type("matrix-sdk-ui");
  await id(page, "licences-count").filter({ hasText: /^1 part$/ }).waitFor();
  expect(await id(page, "licence").innerText()).toContain("Apache-2.0");
  // It opens and closes by keyboard.
  await page.keyboard.press("Tab");
  await page.locator('[data-testid="licence"] summary:focus').waitFor();
  await page.keyboard.press("Enter");
  await id(page, "licence-text").filter({ hasText: "Version 2.0, January 2004" }).waitFor();
  await page.keyboard.press("Enter");
  await id(page, "licence-text").waitFor({ state: "detached" });
  expect(await id(page, "licences-missing").count()).toBe(0);
  await id(page, "licences-find").fill("MPL-2.0");
  await id(page, "licence").first().locator("summary").click();
  await page.getByText("came without the text of its licence").waitFor();
  await id(page, "licences-find").focus();
  // The first one empties the field.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await id(page, "licences-dialogue").waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a build without the texts of licences says so", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await withoutTexts(page);
  await openSettings(page, "about");
  await id(page, "settings-licences").click();
  await id(page, "licences-missing").filter({ hasText: "without their texts" }).waitFor();
  expect(await id(page, "licence").count()).toBeGreaterThan(300);
  expect(complaints).toEqual([]);
  await page.context().close();
});
