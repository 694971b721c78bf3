/** A browser for the consoles: looks at pages with axe, keeps a picture of each, and collects complaints. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/** Signs an officer in, from the page for it. */
export async function signIn(page, officer) {
  await page.fill("#name", officer.name);
  await page.fill("#password", officer.password);
  await page.click("main button[type=submit]");
}

/** The same without touching the mouse. */
export async function signInByKeyboard(page, officer) {
  await page.focus("#name");
  await page.keyboard.type(officer.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(officer.password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

/** Pictures go to `folder`; the browser's driver and axe come from the interface's folder. */
export async function start(folder, ui) {
  const require = createRequire(join(ui, "package.json"));
  const { chromium } = require("playwright-core");
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const complaints = [];
  const browser = await chromium.launch({
    executablePath: process.env.DEPESHA_CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS.split(" "),
  });
  async function look(page, name) {
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    const violations = await page.evaluate(async ([source, values]) => {
      new Function(source)();
      const result = await globalThis.axe.run(document, { runOnly: { type: "tag", values } });
      return result.violations.map((one) => `${one.id}: ${one.help} (${one.nodes[0]?.html})`);
    }, [axe, RULES]);
    complaints.push(...violations.map((violation) => `${name}: ${violation}`));
  }
  return { browser, look, complaints };
}
