/**
 * How somebody becomes an officer: one proposes, another agrees, a link is made; the new one chooses a password, sets an
 * authenticator up and keeps the recovery codes. The pages that are met only then are looked at.
 */
import { codeOf, signIn } from "./look.mjs";

export const VIEWS = [["light", "en-GB", 1180], ["dark", "en-GB", 1180], ["light", "fr-FR", 1180], ["dark", "uk-UA", 400]];
const NAME = "new-officer";

/** Goes to a page with every view, with what the browser has kept so far, and looks at it. */
export async function inEveryView(browser, state, url, name, look, complaints) {
  for (const [colorScheme, locale, width] of VIEWS) {
    const context = await browser.newContext({ colorScheme, locale, viewport: { width, height: 760 }, bypassCSP: true, storageState: state });
    const page = await context.newPage();
    await page.goto(url);
    const view = `${name}-${locale.slice(0, 2)}-${colorScheme}-${width}`;
    await look(page, view);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (beyond > 0) complaints.push(`${view}: the page is ${beyond} pixels wider than the window`);
    await context.close();
  }
}

export async function newOfficer(browser, { admin, second }, look) {
  const complaints = [];
  const open = async (officer) => {
    const page = await (await browser.newContext({ locale: "en-GB", javaScriptEnabled: false })).newPage();
    page.setDefaultTimeout(20_000);
    await signIn(page, officer);
    return page;
  };
  try {
    const one = await open(admin);
    await one.goto(`${admin.url}/officers`);
    await one.fill("#name", NAME);
    await one.selectOption("#role", "auditor");
    await one.getByRole("button", { name: "Propose" }).click();
    const other = await open(second);
    await other.goto(`${second.url}/approvals`);
    await other.locator("section", { hasText: NAME }).getByRole("button", { name: "Agree and carry out" }).click();
    await one.goto(`${admin.url}/officers`);
    await one.locator("tr", { hasText: NAME }).getByRole("button", { name: "Make a link" }).click();
    const path = await one.locator("dd.mono").innerText();

    await inEveryView(browser, undefined, admin.url + path, "welcome", look, complaints);
    await inEveryView(browser, undefined, `${admin.url}/welcome/none`, "welcome-used", look, complaints);
    const context = await browser.newContext({ locale: "en-GB", bypassCSP: true });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(admin.url + path);
    await page.fill("#password", "a password of some length");
    await page.fill("#again", "a password of some length");
    await page.locator("main button[type=submit]").first().click();
    await page.waitForURL(/\/login\/enrol$/);
    await inEveryView(browser, await context.storageState(), page.url(), "enrol", look, complaints);
    const secret = (await page.locator(".secret").innerText()).replaceAll(" ", "");
    await page.fill("#code", codeOf(secret, Math.floor(Date.now() / 30_000)));
    await page.locator("main button[type=submit]").first().click();
    await page.locator("ul.codes").waitFor();
    if ((await page.locator("ul.codes li").count()) !== 10) complaints.push("new officer: there are not ten recovery codes");
    await look(page, "codes-en-light");
    for (const [colorScheme, locale, width] of VIEWS.slice(1)) {
      // Codes are shown once: each picture is of new ones.
      const again = await browser.newContext({ colorScheme, locale, viewport: { width, height: 760 }, bypassCSP: true, storageState: await context.storageState() });
      const shown = await again.newPage();
      await shown.goto(`${admin.url}/account`);
      await shown.locator("form[action='/account/codes'] button").click();
      await shown.locator("ul.codes").waitFor();
      await look(shown, `codes-${locale.slice(0, 2)}-${colorScheme}-${width}`);
      await again.close();
    }
    for (const one of [page, other]) await one.context().close();
  } catch (error) {
    complaints.push(`new officer: ${error.message.split("\n")[0]}`);
  }
  return complaints;
}
