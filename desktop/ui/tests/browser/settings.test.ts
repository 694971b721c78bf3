/** The settings by keyboard and by sight: screens, size, room, spacing, movement, language; kept over a restart. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom } from "./screens";
import { openSettings } from "./settings-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);
const focusIs = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]:focus`).waitFor();
const root = (page: Page, name: string) => page.evaluate((key) => document.documentElement.dataset[key], name);
const zoomed = (page: Page) => page.evaluate(() => document.documentElement.style.getPropertyValue("zoom"));

/** Chooses from one of the lists of the appearance, by keys. */
async function choose(page: Page, testId: string, words: string): Promise<void> {
  await id(page, testId).getByRole("button").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: words, exact: true }).waitFor();
  await page.keyboard.type(words.slice(0, 6));
  await page.locator('[role="option"][data-focused]', { hasText: words }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("listbox").waitFor({ state: "detached" });
}

test("the screens of the settings are one stop of Tab, and the arrows go through them", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await id(page, "account-menu").waitFor();
  await page.keyboard.press("Control+,");
  await id(page, "settings-dialogue").waitFor();
  const tabs = page.getByRole("tab");
  expect(await tabs.count()).toBeGreaterThanOrEqual(6);
  await id(page, "settings-appearance").focus();
  for (const screen of ["security", "privacy", "writing"]) {
    for (let step = 0; step < 3 && !(await page.locator(`[data-testid="settings-${screen}"]:focus`).count()); step += 1) {
      await page.keyboard.press("ArrowDown");
    }
    await focusIs(page, `settings-${screen}`);
    expect(await id(page, `settings-${screen}`).getAttribute("aria-selected")).toBe("true");
  }
  await id(page, "settings-undo").waitFor();
  await page.keyboard.press("Tab");
  // From the names straight into the screen.
  expect(await page.evaluate(() => document.activeElement?.closest('[role="tabpanel"]') !== null)).toBe(true);
  await page.keyboard.press("Escape");
  await id(page, "settings-dialogue").waitFor({ state: "detached" });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("how it looks is chosen by keys, is seen at once, and is kept", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await page.emulateMedia({ reducedMotion: "no-preference" });
  const motion = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--motion"));
  expect(await motion()).not.toMatch(/^0m?s$/);
  await openSettings(page, "appearance");
  await choose(page, "settings-theme", "High contrast");
  expect(await root(page, "theme")).toBe("contrast");
  await choose(page, "settings-density", "Compact");
  const control = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--control"));
  expect(await control()).toBe("2rem");
  await choose(page, "settings-motion", "As little as possible");
  expect(await motion()).toMatch(/^0m?s$/);
  await choose(page, "settings-spacing", "Wider, for easier reading");
  const spaced = await page.evaluate(() => {
    const button = getComputedStyle(document.querySelector('[data-testid="dialogue-close"]') ?? document.body);
    return [parseFloat(button.letterSpacing) / parseFloat(button.fontSize), parseFloat(button.wordSpacing) / parseFloat(button.fontSize)];
  });
  expect(spaced[0]).toBeCloseTo(0.12);
  expect(spaced[1]).toBeCloseTo(0.16);
  await choose(page, "settings-zoom", "150%");
  expect(await zoomed(page)).toBe("1.5");
  // The whole window speaks another language at once, the open dialogue too.
  await choose(page, "settings-language", "Français");
  await page.getByRole("heading", { name: "Réglages" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await openSettings(page, "appearance");
  await page.getByRole("heading", { name: "Réglages" }).waitFor();
  expect(await root(page, "theme")).toBe("contrast");
  expect(await root(page, "spacing")).toBe("wide");
  expect(await control()).toBe("2rem");
  expect(await zoomed(page)).toBe("1.5");
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("Ctrl with plus, minus and 0 changes the size anywhere, up to its ends, and says it", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openRoom(page, "!reserve");
  await id(page, "composer").focus();
  await page.keyboard.press("Control+=");
  await id(page, "zoom-said").filter({ hasText: "Size: 110%" }).waitFor();
  for (let step = 0; step < 8; step += 1) await page.keyboard.press("Control+=");
  await id(page, "zoom-said").filter({ hasText: "Size: 200%" }).waitFor();
  expect(await zoomed(page)).toBe("2");
  for (let step = 0; step < 12; step += 1) await page.keyboard.press("Control+-");
  await id(page, "zoom-said").filter({ hasText: "Size: 80%" }).waitFor();
  await page.keyboard.press("Control+0");
  await id(page, "zoom-said").filter({ hasText: "Size: 100%" }).waitFor();
  expect(await id(page, "composer").inputValue()).toBe("");
  await page.context().close();
});
