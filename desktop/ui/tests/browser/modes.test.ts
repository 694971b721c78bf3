/** Operating modes: told in words, said aloud once, folded but never gone, and what they close in a conversation. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openRoom } from "./screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

/** As officers do it. */
const switchMode = (page: Page, mode: string) =>
  page.evaluate((word) => document.dispatchEvent(new CustomEvent("depesha-fake-mode", { detail: word })), mode);

test("a switched mode is told in words and said aloud, and so is its end", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  const said = page.getByTestId("mode-said");
  await said.waitFor({ state: "attached" });
  expect(await said.textContent()).toBe("");
  expect(await page.getByTestId("mode").count()).toBe(0);

  await switchMode(page, "heightened");
  await page.getByTestId("mode").getByText("Only certain types of files").waitFor();
  expect(await page.getByTestId("mode").textContent()).not.toContain("outside");
  await said.filter({ hasText: /^Heightened: Only certain/ }).waitFor({ state: "attached" });
  expect(await said.getAttribute("role")).toBe("status");

  await switchMode(page, "crisis");
  await page.getByTestId("mode").getByText("People from outside cannot be invited").waitFor();
  await switchMode(page, "normal");
  await page.getByTestId("mode").waitFor({ state: "detached" });
  await said.filter({ hasText: "Normal operation again" }).waitFor({ state: "attached" });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("by keyboard it folds to one line, stays there, and the next mode is told in full", async () => {
  const { page } = await site.page({ fake: "heightened" });
  const mode = page.getByTestId("mode");
  await page.getByTestId("mode-fold").focus();
  await page.keyboard.press("Enter");
  await mode.getByRole("listitem").first().waitFor({ state: "detached" });
  expect(await mode.getByText("Heightened", { exact: true }).count()).toBe(1);
  expect(await page.getByTestId("mode-fold").getAttribute("aria-expanded")).toBe("false");
  await openRoom(page, "!reserve");
  expect(await mode.getByRole("listitem").count()).toBe(0);
  await switchMode(page, "crisis");
  await mode.getByRole("listitem").nth(3).waitFor();
  await page.context().close();
});

test("in a crisis a public room says why nobody writes, until it is over", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openRoom(page, "!forum");
  await page.getByTestId("composer").waitFor();
  await switchMode(page, "crisis");
  await page.getByTestId("mode-closed").filter({ hasText: "can only be read at the moment" }).waitFor();
  expect(await page.getByTestId("composer").count()).toBe(0);
  await switchMode(page, "normal");
  await page.getByTestId("composer").waitFor();
  await page.context().close();
});

test.for(["!reserve", "!open"])("in a crisis %s, private or managed by the person, goes on", async (room) => {
  const { page } = await site.page({ fake: "crisis" });
  await openRoom(page, room);
  await page.getByTestId("composer").waitFor();
  expect(await page.getByTestId("mode-closed").count()).toBe(0);
  await page.context().close();
});
