/** A telephone scans the code on the screen: it can be read in every theme, and nothing is confirmed without an answer. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openScan } from "./trust-screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const id = (page: Page, testId: string) => page.getByTestId(testId);
const state = (page: Page, name: string) => page.locator(`[data-testid="verification"][data-state="${name}"]`).waitFor();
/** As the telephone does it. */
const scanned = (page: Page) => page.evaluate(() => document.dispatchEvent(new CustomEvent("depesha-fake-scanned")));

test("the code is scanned, looked after, and confirmed by keyboard", async () => {
  const { page, complaints } = await site.page({ fake: "scan" });
  await openScan(page);
  expect(await id(page, "verify-code").getAttribute("role")).toBe("img");
  await scanned(page);
  await state(page, "scanned");
  expect(await id(page, "verify-code").count(), "what was scanned is not shown any more").toBe(0);
  await id(page, "verification").filter({ hasText: "Does it show a tick?" }).waitFor();
  await id(page, "verify-tick").focus();
  await page.keyboard.press("Enter");
  await state(page, "done");
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("no tick ends it, and nothing has changed", async () => {
  const { page } = await site.page({ fake: "scan" });
  await openScan(page);
  await scanned(page);
  await id(page, "verify-no-tick").focus();
  await page.keyboard.press("Enter");
  await state(page, "cancelled");
  expect(await page.locator('[data-testid="trust"][data-state="needs_recovery"]').count()).toBe(1);
  await page.context().close();
});

test("signs can be compared instead", async () => {
  const { page } = await site.page({ fake: "scan" });
  await openScan(page);
  await id(page, "verify-signs").focus();
  await page.keyboard.press("Enter");
  await id(page, "verify-same").waitFor();
  expect(await id(page, "verify-code").count()).toBe(0);
  await page.context().close();
});

test.for(["light", "dark", "contrast"])("in the theme %s the code is black on white, square, with a margin", async (theme) => {
  const { page } = await site.page({ fake: "scan", theme });
  await openScan(page);
  const drawn = await id(page, "verify-code").evaluate((svg) => {
    const [ground, squares] = [svg.querySelector("rect"), svg.querySelector("path")];
    if (!ground || !squares) return null;
    const [outer, inner] = [ground.getBoundingClientRect(), squares.getBoundingClientRect()];
    return {
      colours: [getComputedStyle(ground).fill, getComputedStyle(squares).fill],
      square: Math.abs(outer.width - outer.height) < 1,
      margin: Math.round(((inner.left - outer.left) / outer.width) * 53),
      wide: outer.width,
    };
  });
  expect(drawn?.colours).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  expect(drawn?.square).toBe(true);
  expect(drawn?.margin).toBe(4);
  expect(drawn?.wide).toBeGreaterThan(200);
  await page.context().close();
});
