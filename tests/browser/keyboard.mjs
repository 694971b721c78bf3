/** A way through the administrators' console by keyboard alone: what has the focus is always to be seen. */
import { signInByKeyboard } from "./look.mjs";

const MOST = 250;

export async function keyboard(browser, { admin, person }) {
  const complaints = [];
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1180, height: 760 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);

  /** What has the focus: its words, and whether one sees that it has it. */
  const focused = () =>
    page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      const words = one.getAttribute("aria-label") ?? (one.innerText || one.labels?.[0]?.innerText || "");
      return {
        words: words.trim().replace(/\s+/g, " "),
        id: one.id,
        seen: parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none" && box.width > 0 && box.height > 0,
      };
    });
  /** Presses Tab until the focus is on something with these words or this id. */
  async function reach(wanted) {
    for (let step = 0; step < MOST; step += 1) {
      const one = await focused();
      if (one && !one.seen) complaints.push(`keyboard: nobody sees that “${one.words || one.id}” has the focus (${page.url()})`);
      if (one && (one.words === wanted || `#${one.id}` === wanted)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not lead to “${wanted}” at ${page.url()}`);
  }
  async function enter(wanted) {
    await reach(wanted);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  }
  async function type(wanted, text) {
    await reach(wanted);
    await page.keyboard.type(text);
  }
  const says = async (what, pattern) => {
    const text = await page.locator("main").innerText();
    if (!pattern.test(text)) complaints.push(`keyboard, ${what}: the page says ${text.slice(0, 300)}`);
  };
  try {
    await page.goto(`${admin.url}/login`);
    await signInByKeyboard(page, admin);
    await page.goto(`${admin.url}/people`);
    await page.keyboard.press("Tab");
    const first = await focused();
    if (first?.words !== "Skip to the content") complaints.push(`keyboard: the first stop is “${first?.words}”`);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.querySelector("main").contains(document.activeElement));
    if (!inside) complaints.push("keyboard: the skip link does not lead into the content");

    await enter("Invite somebody");
    await type("#given", "Key");
    await type("#family", "Board");
    await type("#email", "key.board@nowhere.example");
    await reach("#organisation");
    await page.keyboard.press("ArrowDown");
    await enter("Send the invitation");
    await says("a wrong address", /No organisation here uses the domain/);
    const wrong = await focused();
    if (wrong?.id !== "email") complaints.push(`keyboard: after a mistake the focus is on “${wrong?.words ?? "nothing"}”`);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("key.board@interior.gov.example");
    await reach("#organisation");
    await page.keyboard.type("Interior");
    await enter("Send the invitation");
    await says("inviting", /Key BOARD[\s\S]*The invitation is on its way/);

    await page.goto(`${admin.url}/people?q=koval`);
    await reach("#q");
    await page.goto(`${admin.url}/people`);
    const box = await page.locator("tbody input[type=checkbox]").first().getAttribute("aria-label");
    await reach(box);
    await page.keyboard.press("Space");
    await enter("Offboard those selected…");
    await says("ticking somebody", /Offboard several people/);
    await enter("Look them up");
    await says("naming nobody", /Nobody is selected/);
    if ((await focused())?.id !== "list") complaints.push("keyboard: after naming nobody the focus is not on the list");

    await page.goto(`${admin.url}/people/${person}`);
    await enter("Suspend this account…");
    await enter("Suspend the account");
    await says("suspending", /The account is suspended/);
    await enter("Resume the account");
    await says("resuming", /can be used again/);
    await enter("Reset recovery…");
    await enter("Go back");
    await enter("Sign out");
    if (!page.url().endsWith("/login")) complaints.push(`keyboard: signing out leads to ${page.url()}`);
  } catch (error) {
    complaints.push(`keyboard: ${error.message.split("\n")[0]}`);
  }
  await context.close();
  return complaints;
}
