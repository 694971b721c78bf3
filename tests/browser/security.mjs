/**
 * Two security officers at work in a real browser, with axe on every page that they meet: the first looks into a find,
 * takes it over and asks for its release; the second agrees. The outbreak is seen, and the list exported.
 *
 *   node tests/browser/security.mjs <folder for pictures> <interface folder> < officers.json
 *
 * Standard input: {"first": {"url", "name", "password", "secret", "after"}, "second": …}. Exit code 1 when anything is not as it should be.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { signIn, start } from "./look.mjs";

const [folder, ui] = process.argv.slice(2);
const officers = JSON.parse(readFileSync(0, "utf8"));
mkdirSync(folder, { recursive: true });
const { browser, look, complaints } = await start(folder, ui);

function expect(fits, what) {
  if (!fits) complaints.push(what);
}

async function signedIn(officer) {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1180, height: 760 }, bypassCSP: true });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(`${page.url()}: ${message.text()}`));
  await signIn(page, officer);
  return page;
}

async function openAll(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
}

/** The first officer: from the list to a request. */
async function lookInto(page, officer) {
  await look(page, "start");
  await page.goto(`${officer.url}/reports?verdict=infected`);
  await look(page, "reports");
  await page.locator("tbody a").first().click();
  await look(page, "report");
  await page.locator("form[action$='/assign'] select").selectOption({ label: officer.name });
  await page.click("form[action$='/assign'] button");
  const assigned = await page.locator("form[action$='/assign'] select option:checked").textContent();
  expect(assigned?.trim() === officer.name, `the case belongs to ${assigned}`);
  await page.fill("form[action$='/comment'] textarea", "A form of our own that looks like it.");
  await page.click("form[action$='/comment'] button");
  expect((await page.textContent("main"))?.includes("A form of our own"), "the comment is not shown");
  await openAll(page);
  await page.fill("form[action$='/release'] textarea", "Made by our own template.");
  await page.click("form[action$='/release'] button");
  await openAll(page);
  await look(page, "asked");
  expect((await page.locator("form[action$='/approve']").count()) === 0, "one officer alone can agree to his own request");
}

/** The second one agrees. */
async function agree(page, officer) {
  await page.goto(`${officer.url}/requests`);
  await openAll(page);
  await look(page, "requests");
  await page.locator("form[action$='/approve'] button").first().click();
  await look(page, "agreed");
}

/** What the alarm says. */
async function seeTheOutbreak(page, officer) {
  await page.goto(`${officer.url}/outbreaks`);
  await look(page, "outbreaks");
  expect((await page.locator("tbody a").count()) > 0, "four rooms within a minute raised no alarm");
  await page.locator("tbody a").first().click();
  await look(page, "outbreak");
  expect((await page.textContent("main"))?.includes("Eicar"), "the outbreak does not say what was found");
}

/** Every format that the list offers. */
async function exportTheList(page, officer) {
  await page.goto(`${officer.url}/reports?verdict=infected`);
  const links = await page.locator("main a[href*='export']").evaluateAll((all) => all.map((one) => one.href));
  expect(links.length >= 3, `only ${links.length} formats are offered`);
  for (const link of links) {
    const answer = await page.request.get(link);
    const text = await answer.text();
    expect(answer.ok() && text.includes("Eicar"), `${link} answers ${answer.status()}: ${text.slice(0, 200)}`);
    expect(!/mxc:|@[a-z.]+:|!kitchen/.test(text), `${link} tells of people or files`);
  }
}

const first = await signedIn(officers.first);
await lookInto(first, officers.first);
await agree(await signedIn(officers.second), officers.second);
await seeTheOutbreak(first, officers.first);
await exportTheList(first, officers.first);
await browser.close();
for (const line of complaints) console.error(line);
process.exitCode = complaints.length ? 1 : 0;
