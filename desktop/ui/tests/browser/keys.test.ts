/**
 * Earlier messages: on a new device one quiet line counts, is said aloud at its beginning and its end, and goes; and a room
 * says what who comes later reads.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";
import { openDetails } from "./screens";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

/** As the core goes on. */
const come = (page: Page, done: number, rooms: number) =>
  page.evaluate((keys) => document.dispatchEvent(new CustomEvent("depesha-fake-keys", { detail: keys })), {
    rooms_done: done,
    rooms,
  });

test("the line counts, is said aloud twice, and goes when all is readable", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  const line = page.getByTestId("keys");
  const said = page.getByTestId("keys-said");
  await said.waitFor({ state: "attached" });
  expect(await said.textContent()).toBe("");
  expect(await line.count()).toBe(0);

  await come(page, 0, 40);
  await line.filter({ hasText: "0 of 40 conversations" }).waitFor();
  expect(await said.getAttribute("role")).toBe("status");
  const begun = await said.textContent();
  expect(begun).toBe("Older messages are being made readable.");

  await come(page, 12, 40);
  await line.filter({ hasText: "12 of 40 conversations" }).waitFor();
  // A screen reader says what changes in here: nothing does until the end.
  expect(await said.textContent()).toBe(begun);
  expect(await line.getByRole("status").count()).toBe(0);

  await come(page, 40, 40);
  await line.waitFor({ state: "detached" });
  await said.filter({ hasText: "Older messages can be read now." }).waitFor({ state: "attached" });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("what was given up is not called done", async () => {
  const { page } = await site.page({ fake: "keys" });
  await page.getByTestId("keys").waitFor();
  await come(page, 0, 0);
  await page.getByTestId("keys").waitFor({ state: "detached" });
  expect(await page.getByTestId("keys-said").textContent()).toBe("");
  await page.context().close();
});

test("a room says whether who comes later reads what was written before", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await openDetails(page, "!reserve");
  await page.getByTestId("details-earlier").filter({ hasText: "can also read what was written before" }).waitFor();
  await openDetails(page, "!log");
  await page.getByTestId("details-earlier").filter({ hasText: "does not see what was written before" }).waitFor();
  await page.context().close();
});
