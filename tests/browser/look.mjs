/** A browser for the consoles: looks at pages with axe, keeps a picture of each, and collects complaints. */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/** Pictures go to `folder`; the browser's driver and axe come from the interface's folder. */
export async function start(folder, ui) {
  const require = createRequire(join(ui, "package.json"));
  const { chromium } = require("playwright-core");
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const complaints = [];
  const browser = await chromium.launch({
    executablePath: process.env.DEPESHA_CHROMIUM ?? "/usr/bin/chromium-headless-shell",
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

/** The code of a step (RFC 6238) of a secret in base 32. */
export function codeOf(secret, step) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** A code that was not used yet: consoles take each one once. Waits until there is one. */
export async function nextCode(officer) {
  for (;;) {
    const now = Math.floor(Date.now() / 30_000);
    const step = Math.max(now, officer.after + 1);
    if (step <= now + 1) {
      officer.after = step;
      return codeOf(officer.secret, step);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Signs an officer in: password, then a code. */
export async function signIn(page, officer) {
  await page.goto(`${officer.url}/login`);
  await page.fill("#name", officer.name);
  await page.fill("#password", officer.password);
  await page.click("main button[type=submit]");
  await page.fill("#code", await nextCode(officer));
  await page.click("main button[type=submit]");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}

/** The same without touching the mouse, from the page for it. */
export async function signInByKeyboard(page, officer) {
  await page.focus("#name");
  await page.keyboard.type(officer.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(officer.password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  // The field for the code has the focus, but for those who skipped to the content before: for them it is the first there.
  if (!(await page.locator("#code:focus").count())) await page.keyboard.press("Tab");
  await page.keyboard.type(await nextCode(officer));
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}
