/** Every screen in each language and in small windows: nothing runs out of its place. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { LOCALES } from "../../src/l10n/catalogue";
import { Site } from "./pages";
import { SCREENS, settled } from "./screens";

const SIZES = [
  { width: 1024, height: 700 },
  { width: 800, height: 600 },
  // The usual window at 200 %.
  { width: 640, height: 410 },
];

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

/** What is wider than the place that it has. */
async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) wide.push("page");
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (box.width === 0 || style.visibility === "hidden" || element.closest(".visually-hidden, [aria-hidden=true]")) continue;
      const name = `${element.tagName.toLowerCase()}.${String(element.className)}`;
      // A line that is cut with an ellipsis on purpose.
      const cut = element.parentElement !== null && getComputedStyle(element.parentElement).textOverflow === "ellipsis";
      if (!cut && (box.right > window.innerWidth + 1 || box.left < -1)) wide.push(`${name} leaves the window`);
      const scrolls = style.overflowY === "auto" || style.overflowY === "scroll";
      if (scrolls && element.scrollWidth > element.clientWidth + 1) wide.push(`${name} is too narrow for what is in it`);
    }
    return wide;
  });
}

const CASES = SCREENS.flatMap((screen) => LOCALES.map((lang) => ({ ...screen, lang })));

test.concurrent.for(CASES)("$name fits in $lang", async ({ fake, reach, lang }, { expect }) => {
  const { page } = await site.page({ fake, lang, theme: "light" }, { width: 1024, height: 700 });
  await reach?.(page);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await settled(page);
    expect(await overflowing(page), `${size.width} x ${size.height}`).toEqual([]);
  }
  await page.context().close();
});
