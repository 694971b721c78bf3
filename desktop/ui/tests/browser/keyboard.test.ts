/** The interface is used with the keyboard alone: no pointer is touched in this file. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute("data-testid") ?? element?.tagName.toLowerCase() ?? "";
  });

/** Presses Tab until the element has the focus; a trap or a missing stop fails the test. */
async function tabTo(page: Page, testId: string, key = "Tab"): Promise<void> {
  const path: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    const here = await focused(page);
    if (here === testId) return;
    path.push(here);
    await page.keyboard.press(key);
  }
  throw new Error(`${testId} is not reached; the way was ${path.join(", ")}`);
}

const focusIs = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]:focus`).waitFor();

test("sign-up: address, code, password, recovery key, first conversation", async () => {
  const { page, complaints } = await site.page({ fake: "signed_out" });
  await focusIs(page, "email");
  await page.keyboard.type("olena.kovalenko@interior.example");
  await page.keyboard.press("Enter");
  await focusIs(page, "password");
  expect(await page.getByTestId("organisation").textContent()).toContain("Interior");
  await tabTo(page, "sign-up");
  await page.keyboard.press("Enter");
  await focusIs(page, "code");
  await page.keyboard.type("111111");
  await tabTo(page, "new-password");
  await page.keyboard.type("four plain words here");
  await page.keyboard.press("Enter");
  await page.locator('[data-testid="problem"]', { hasText: "This code is wrong" }).waitFor();
  await tabTo(page, "code", "Shift+Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("482 913");
  await page.keyboard.press("Enter");
  await page.getByTestId("recovery-key").waitFor();
  expect(await page.getByTestId("recovery-continue").isDisabled()).toBe(true);
  await page.keyboard.press("Tab");
  for (let step = 0; step < 20 && !(await page.locator("input[type=checkbox]:focus").count()); step += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  await tabTo(page, "recovery-continue");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Welcome, Olena KOVALENKO" }).waitFor();
  expect(await page.getByTestId("recovery-key").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("identity provider: given up, without a browser, and through", async () => {
  const { page, complaints } = await site.page({ fake: "signed_out" });
  await focusIs(page, "email");
  await page.keyboard.type("olena.kovalenko@defence.example");
  await page.keyboard.press("Enter");
  await page.getByTestId("provider-oidc-card").waitFor();
  expect(await page.getByTestId("password").count()).toBe(0);
  await tabTo(page, "provider-oidc-card");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Go on in your browser" }).waitFor();
  await tabTo(page, "browser-cancel");
  await page.keyboard.press("Enter");
  await tabTo(page, "provider-oidc-nothing");
  await page.keyboard.press("Enter");
  await page.locator('[data-testid="problem"]', { hasText: "could not be opened" }).waitFor();
  await tabTo(page, "browser-cancel");
  await page.keyboard.press("Enter");
  await tabTo(page, "provider-oidc-phone");
  await page.keyboard.press("Enter");
  await page.getByTestId("search-box").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a colleague is found, written to, and answers", async () => {
  const { page, complaints } = await site.page({ fake: "conversation" });
  await tabTo(page, "find-colleague");
  await page.keyboard.press("Enter");
  await focusIs(page, "people-search");
  await page.keyboard.type("garcon budget");
  await page.getByTestId("person").filter({ hasText: "GARÇON-LEFÈVRE" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.locator('[data-testid="person"][data-focused]').waitFor();
  await focusIs(page, "people-search");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Élodie GARÇON-LEFÈVRE" }).waitFor();
  await focusIs(page, "composer");
  await page.keyboard.type("Good morning,");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("may I call you?");
  await page.keyboard.press("Enter");
  const own = page.locator('[data-testid="message"][data-own="true"]');
  await own.filter({ hasText: "may I call you?" }).waitFor();
  await page.locator('[data-testid="message"][data-own="false"]', { hasText: "Received, thank you." }).waitFor();
  expect(await page.getByTestId("composer").inputValue()).toBe("");
  await page.getByTestId("live").filter({ hasText: "Élodie GARÇON-LEFÈVRE, Finance: Received, thank you." }).waitFor();

  // The arrow up changes the last message.
  await page.keyboard.press("ArrowUp");
  await page.locator('[data-testid="composer"]:focus').waitFor();
  await page.keyboard.type(" Today?");
  await page.keyboard.press("Enter");
  await own.filter({ hasText: "may I call you? Today?" }).filter({ hasText: "edited" }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("in the messages: arrows move, Tab reaches the buttons of one message, reactions and answers work", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await tabTo(page, "room-row");
  await page.keyboard.press("Enter");
  await page.getByTestId("invite-accept").waitFor();
  await tabTo(page, "list-filter");
  await page.keyboard.type("reserve");
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="room-list"] [data-room]').length === 1);
  // The first row is the invitation above the list.
  await page.keyboard.press("Tab");
  for (let step = 0; step < 20 && !(await page.locator('[data-room="!reserve"]:focus').count()); step += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await focusIs(page, "composer");
  await tabTo(page, "message", "Shift+Tab");
  const before = await page.evaluate(() => document.activeElement?.getAttribute("data-item"));
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction((item) => document.activeElement?.getAttribute("data-item") !== item, before);
  await focusIs(page, "message");
  await tabTo(page, "react");
  await page.keyboard.press("Enter");
  await page.getByTestId("action-👍").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /👍, 1 person: Olena/ }).waitFor();
  await tabTo(page, "react");
  await page.keyboard.press("ArrowRight");
  await focusIs(page, "reply");
  await page.keyboard.press("Enter");
  await focusIs(page, "composer");
  await page.keyboard.type("Yes");
  await page.keyboard.press("Enter");
  await page.locator('[data-testid="message"][data-own="true"]', { hasText: "In reply to Marc DUPONT" }).waitFor();
  await page.context().close();
});

test("the list is one stop of Tab; arrows, Home and End go through all of it", async () => {
  const { page } = await site.page({ fake: "conversation" });
  await tabTo(page, "list-filter");
  for (let step = 0; step < 20 && !(await page.locator('[data-testid="room-list"] [data-index]:focus').count()); step += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("End");
  await page.locator('[data-room="!archive59"]:focus').waitFor();
  await page.keyboard.press("ArrowUp");
  await page.locator('[data-room="!archive58"]:focus').waitFor();
  await page.keyboard.press("Home");
  await page.locator('[data-room="!reserve"]:focus').waitFor();
  await page.keyboard.press("Tab");
  expect(await page.locator('[data-testid="room-list"] :focus').count()).toBe(0);
  await page.context().close();
});

test("who moves to another ministry learns what to do and signs out, by keys alone", async () => {
  const { page } = await site.page({ fake: "moved" });
  await page.getByTestId("move").waitFor();
  await tabTo(page, "move-explain");
  await page.keyboard.press("Enter");
  await page.getByTestId("move-dialogue").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("move-dialogue").waitFor({ state: "detached" });
  await focusIs(page, "move-explain");
  await page.keyboard.press("Enter");
  await tabTo(page, "move-sign-out");
  await page.keyboard.press("Enter");
  await tabTo(page, "confirm-action");
  await page.keyboard.press("Enter");
  await focusIs(page, "email");
  await page.context().close();
});

test("a room is made, a public one is joined, a device is confirmed", async () => {
  const { page } = await site.page({ fake: "recovery" });
  await tabTo(page, "trust-action");
  await page.keyboard.press("Enter");
  await tabTo(page, "trust-confirm-device");
  await page.keyboard.press("Enter");
  await page.getByTestId("verify-same").waitFor();
  await tabTo(page, "verify-same");
  await page.keyboard.press("Enter");
  await page.locator('[data-testid="verification"][data-state="done"]').waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("trust").waitFor({ state: "detached" });

  await tabTo(page, "new-room");
  await page.keyboard.press("Enter");
  await focusIs(page, "room-name");
  await page.keyboard.type("Winter roads");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  expect(await page.getByTestId("choice-public").getAttribute("data-selected")).toBe("true");
  await tabTo(page, "room-create");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Winter roads" }).waitFor();
  await page.getByTestId("not-encrypted").waitFor();

  await tabTo(page, "public-rooms", "Shift+Tab");
  await page.keyboard.press("Enter");
  await focusIs(page, "directory-search");
  await page.keyboard.type("cantine");
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="public-room"]').length === 1);
  await page.keyboard.press("Tab");
  for (let step = 0; step < 5 && !(await page.locator('[aria-label="Join Cantine et restauration"]:focus').count()); step += 1) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Cantine et restauration" }).waitFor();
  await page.context().close();
});
