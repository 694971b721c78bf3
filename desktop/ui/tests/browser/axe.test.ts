/** Every screen in each theme: no fault that axe finds, nothing that the content policy stops. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policy, Site } from "./pages";
import { SCREENS, settled } from "./screens";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

type Violation = { id: string; nodes: string[] };

async function violations(page: Page, rules: string[] | null): Promise<Violation[]> {
  return page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const result = await axe.run(document, {
      runOnly: only ? { type: "rule", values: only } : { type: "tag", values: tags },
    });
    return result.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
    }));
  }, rules);
}

test.concurrent.for(SCREENS)("$name has no violation in any theme", async ({ fake, reach }, { expect }) => {
  const { page, complaints } = await site.page({ fake, theme: "light" });
  await reach?.(page);
  await settled(page);
  // Through the debugger, so that the content policy of the page stays as it is.
  await page.evaluate(AXE);
  expect(await violations(page, null)).toEqual([]);
  for (const theme of ["dark", "contrast"]) {
    // The theme changes colours alone.
    await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
    expect(await violations(page, ["color-contrast"]), theme).toEqual([]);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the content policy allows nothing unsafe, and it is the one in force here", async () => {
  const words = await policy();
  expect(words).not.toMatch(/unsafe|\*|data:|https:/);
  expect(words).toContain("style-src 'self';");
  const { page, complaints } = await site.page({ fake: "signed_out" });
  const applied = await page.evaluate(() => {
    const style = document.createElement("style");
    style.textContent = "body { outline: 7px solid red }";
    document.head.append(style);
    return getComputedStyle(document.body).outlineWidth;
  });
  expect(applied).not.toBe("7px");
  expect(complaints.join()).toContain("Content Security Policy");
  await page.context().close();
});
