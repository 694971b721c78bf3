/** Newer versions: nobody asks before the person wants it or where the organisation does not, and what is said is shown. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openSettings, told, wantUpdates } from "./settings-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);

test("a newer version is said once the person wants that to be asked, and can be put off", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await id(page, "account-menu").waitFor();
  expect(await id(page, "update").count()).toBe(0);
  await openSettings(page, "about");
  expect(await id(page, "updates").locator("input").isChecked()).toBe(false);
  expect(await id(page, "updates-answer").count()).toBe(0);
  await id(page, "updates").click();
  await id(page, "updates-answer").filter({ hasText: "Version 0.2.0 of Depesha is there." }).waitFor();
  await id(page, "updates-answer").filter({ hasText: "installed on Monday night" }).waitFor();
  await page.keyboard.press("Escape");
  await id(page, "update").filter({ hasText: "0.2.0" }).waitFor();
  await id(page, "update-explain").click();
  await id(page, "updates-answer").filter({ hasText: "0.2.0" }).waitFor();
  await page.keyboard.press("Escape");
  await id(page, "update-later").click();
  await id(page, "update").waitFor({ state: "detached" });
  // The next time it is said again, without being asked for again.
  await page.reload();
  await id(page, "update").filter({ hasText: "0.2.0" }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("what is not signed is no version, and asking again shows what is said now", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await told(page, { state: "not_signed" });
  await wantUpdates(page);
  await id(page, "updates-answer").filter({ hasText: "does not count" }).waitFor();
  expect(await id(page, "update").count()).toBe(0);
  await told(page, { state: "newest" });
  await id(page, "updates-now").click();
  await id(page, "updates-answer").filter({ hasText: "tells of no newer version" }).waitFor();
  await id(page, "updates").click();
  await id(page, "updates-answer").waitFor({ state: "detached" });
  await page.context().close();
});

test("where the organisation does not want it nobody is asked", async () => {
  const { page } = await site.page({ fake: "managed" });
  await openSettings(page, "about");
  await id(page, "updates-part").filter({ hasText: "Set by your organisation." }).waitFor();
  expect(await id(page, "updates").locator("input").isDisabled()).toBe(true);
  expect(await id(page, "updates-now").count()).toBe(0);
  await page.context().close();
});
