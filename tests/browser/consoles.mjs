/**
 * Both consoles in a real browser: every page looked at with axe, in three languages, light and dark, wide and narrow;
 * every act of the administrators done without script; and a way through by keyboard alone.
 *
 *   node tests/browser/consoles.mjs <folder> <interface folder> < officers.json
 *
 * Standard input: {"admin": {"url", "name", "password", "secret", "after"}, "second": {…}, "security": {…}, "person": key of somebody with an account and a
 * device, "leavers": keys of three people with accounts}. Exit code 1 when axe finds something, a page complains, or an act
 * does not do what it says.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { keyboard } from "./keyboard.mjs";
import { signIn, start } from "./look.mjs";
import { newOfficer } from "./new_officer.mjs";
import { securityKey } from "./security_key.mjs";
import { withoutScript } from "./without_script.mjs";

const [folder, ui] = process.argv.slice(2);
const given = JSON.parse(readFileSync(0, "utf8"));

const PAGES = {
  admin: {
    people: "/people",
    "people-sorted": "/people?sort=organisation-falling",
    plans: "/plans",
    invite: "/invite",
    "invite-list": "/invite/list",
    invitations: "/invitations",
    "invitations-none": "/invitations?q=zzzzzz",
    moves: "/moves",
    approvals: "/approvals",
    officers: "/officers",
    account: "/account",
    authenticator: "/account/totp",
    verify: "/verify",
    mode: "/mode",
    audit: "/audit",
    "audit-none": "/audit?who=nobody-at-all",
    nobody: "/people?q=zzzzzz",
    offboard: "/offboard",
    "offboard-some": `/offboard?${given.leavers.map((person) => `person=${person}`).join("&")}`,
    suspend: `/people/${given.person}/suspend`,
    "end-sessions": `/people/${given.person}/end-sessions`,
    "reset-recovery": `/people/${given.person}/reset-recovery`,
    "remove-device": `/people/${given.person}/remove-device?device=ABCDEF`,
    "offboard-one": `/people/${given.person}/offboard`,
    one: `/people/${given.person}`,
  },
  security: {
    overview: "/",
    reports: "/reports",
    engine: "/engine",
    none: "/reports?verdict=hash_mismatch&from=2026-01-01",
    requests: "/requests",
    blocks: "/blocks",
    "block-new": "/blocks/new?kind=type&value=application/pdf",
    outbreaks: "/outbreaks",
    alerts: "/alerts",
    figures: "/figures?period=month",
    day: "/figures?period=day",
  },
};
/** Lists of which the first line is opened as well. */
const OPENED = {
  admin: { plan: "/plans", receipt: "/offboardings" },
  security: { one: "/reports", outbreak: "/outbreaks" },
};

mkdirSync(folder, { recursive: true });
const { browser, look, complaints } = await start(folder, ui);

/** Each officer signs in once: the codes of an authenticator count once each. */
const signedIn = {};
for (const console_ of ["admin", "security"]) {
  const context = await browser.newContext();
  await signIn(await context.newPage(), given[console_]);
  signedIn[console_] = await context.storageState();
  await context.close();
}

async function visit(console_, scheme, locale, width) {
  const officer = given[console_];
  const context = await browser.newContext({
    colorScheme: scheme,
    locale,
    viewport: { width, height: 760 },
    bypassCSP: true,
    storageState: signedIn[console_],
  });
  const page = await context.newPage();
  // What is refused on purpose is no complaint.
  const refused = /status of (404|422)/;
  page.on("console", (message) => {
    if (message.type() === "error" && !refused.test(message.text())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  const name = (what) => `${console_}-${what}-${locale.slice(0, 2)}-${scheme}-${width}`;
  const see = async (what) => {
    // What opens on a click is looked at open.
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    await look(page, name(what));
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (beyond > 0) complaints.push(`${name(what)}: the page is ${beyond} pixels wider than the window`);
  };
  await page.goto(`${officer.url}/login`);
  await see("login");
  for (const [what, path] of Object.entries(PAGES[console_])) {
    await page.goto(officer.url + path);
    await see(what);
  }
  for (const [what, path] of Object.entries(OPENED[console_])) {
    await page.goto(officer.url + path);
    if (await page.locator("tbody th a, tbody td a").count()) {
      await page.locator("tbody th a, tbody td a").first().click();
      await see(what);
    }
  }
  if (console_ === "admin") await mistakes(page, officer, see);
  await context.close();
}

/** Pages with something wrong on them. */
async function mistakes(page, officer, see) {
  await page.goto(`${officer.url}/invite`);
  await page.fill("#given", "Longname".repeat(12));
  await page.fill("#family", "X");
  await page.fill("#email", `${"longname".repeat(8)}@nowhere.example`);
  await page.selectOption("#organisation", { index: 1 });
  await page.click("main form button");
  await see("invite-wrong");
  await page.goto(`${officer.url}/invite/list`);
  await page.fill("#list", `${"longname".repeat(20)}\nanna.koval@nowhere.example\n${"Name ".repeat(30)}<x@y.example>`);
  await page.click("main form button");
  await see("invite-list-answers");
  await page.goto(`${officer.url}/no-such-page`);
  await see("no-such-page");
}

for (const console_ of ["admin", "security"]) {
  await visit(console_, "light", "en-GB", 1180);
  await visit(console_, "dark", "fr-FR", 1180);
  await visit(console_, "light", "uk-UA", 1180);
  await visit(console_, "dark", "uk-UA", 400);
}
complaints.push(...(await withoutScript(browser, given)));
complaints.push(...(await keyboard(browser, given)));
complaints.push(...(await newOfficer(browser, given, look)));
complaints.push(...(await securityKey(browser, given, look)));
await browser.close();
for (const line of complaints) console.error(line);
process.exitCode = complaints.length ? 1 : 0;
