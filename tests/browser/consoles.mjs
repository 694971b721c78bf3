/**
 * Looks at every page of both consoles in a real browser: takes a picture, and runs axe on it.
 *
 *   node tests/browser/consoles.mjs <folder> <interface folder> < passwords.json
 *
 * Standard input: {"admin": {"url", "name", "password"}, "security": {"url", "name", "password"}}.
 * Exit code 1 when axe finds something or a page complains.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { start } from "./look.mjs";

const [folder, ui] = process.argv.slice(2);
const officers = JSON.parse(readFileSync(0, "utf8"));

const PAGES = {
  admin: { people: "/people", plans: "/plans", invite: "/invite", moves: "/moves", audit: "/audit", nobody: "/people?q=zzzzzz" },
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

mkdirSync(folder, { recursive: true });
const { browser, look, complaints } = await start(folder, ui);

async function visit(console_, scheme, locale) {
  const officer = officers[console_];
  const context = await browser.newContext({
    colorScheme: scheme,
    locale,
    viewport: { width: 1180, height: 760 },
    bypassCSP: true,
  });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(`${page.url()}: ${message.text()}`));
  const name = (what) => `${console_}-${what}-${locale.slice(0, 2)}-${scheme}`;
  await page.goto(`${officer.url}/login`);
  await look(page, name("login"));
  await page.fill("#name", officer.name);
  await page.fill("#password", officer.password);
  await page.click("main button[type=submit]");
  for (const [what, path] of Object.entries(PAGES[console_])) {
    await page.goto(officer.url + path);
    await look(page, name(what));
  }
  const row = { admin: ["/people", "tbody a"], security: ["/reports", "tbody a"] }[console_];
  await page.goto(officer.url + row[0]);
  if (await page.locator(row[1]).count()) {
    await page.locator(row[1]).first().click();
    await look(page, name("one"));
  }
  if (console_ === "security") {
    // What opens on a click is looked at open.
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    await look(page, name("one-open"));
    await page.goto(`${officer.url}/outbreaks`);
    if (await page.locator("tbody a").count()) {
      await page.locator("tbody a").first().click();
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      await look(page, name("outbreak"));
    }
  }
  if (console_ === "admin") {
    // What opens on a click is looked at open.
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    await look(page, name("one-open"));
    await page.goto(`${officer.url}/plans`);
    if (await page.locator("tbody a").count()) {
      await page.locator("tbody a").first().click();
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      await look(page, name("plan"));
    }
    await page.goto(`${officer.url}/offboardings`);
    await look(page, name("departures"));
    await page.locator("tbody a").first().click();
    await look(page, name("receipt"));
  }
  await context.close();
}

for (const console_ of ["admin", "security"]) {
  await visit(console_, "light", "en-GB");
  await visit(console_, "dark", "fr-FR");
  await visit(console_, "light", "uk-UA");
}
await browser.close();
for (const line of complaints) console.error(line);
process.exitCode = complaints.length ? 1 : 0;
