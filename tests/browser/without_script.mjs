/** Every act of the administrators' console in a browser with script switched off, each with the notice that it ends with. */
import { signIn } from "./look.mjs";

export async function withoutScript(browser, { admin, person, leavers }) {
  const complaints = [];
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB", viewport: { width: 1180, height: 760 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const go = (path) => page.goto(admin.url + path);
  const press = (name) => page.locator("main").getByRole("button", { name, exact: true }).first().click();
  const follow = (name) => page.locator("main").getByRole("link", { name }).first().click();
  /** Does an act and looks for what the page then says. */
  async function act(what, work, says) {
    try {
      await work();
      const text = await page.locator("main").innerText();
      if (!says.test(text)) complaints.push(`without script, ${what}: the page says ${text.slice(0, 400)}`);
    } catch (error) {
      complaints.push(`without script, ${what}: ${error.message.split("\n")[0]} at ${page.url()}`);
    }
  }
  await signIn(page, admin);
  const one = `/people/${person}`;
  await act("inviting a list", async () => {
    await go("/invite/list");
    await page.fill("#list", "no.script@interior.gov.example\nbroken line\nto.revoke@interior.gov.example");
    await press("Send the invitations");
  }, /2 of 3 were invited[\s\S]*One line needs a correction/);
  await act("inviting from a file", async () => {
    await go("/invite/list");
    const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("email;given name;family name\nfile@interior.gov.example;File;Person\n") };
    await page.setInputFiles("#file", file);
    await press("Send the invitations");
  }, /1 of 1 was invited/);
  await act("sending an invitation again", async () => {
    await go("/invitations?q=no.script");
    await page.locator("tbody button").first().click();
  }, /on its way again/);
  await act("revoking an invitation", async () => {
    await go("/invitations?q=to.revoke");
    await page.locator("tbody a.small").first().click();
    await press("Revoke the invitation");
  }, /The invitation is revoked/);
  await act("finding somebody and ordering the list", async () => {
    await go("/people");
    await page.fill("#q", "koval");
    await press("Show");
    await page.locator("th a.order").first().click();
  }, /People/);
  await act("mailing a code", async () => {
    await go(one);
    await press("Mail a code for a new password");
  }, /The code is on its way/);
  await act("signing one device out", async () => {
    await go(one);
    await page.locator("tbody a.small").first().click();
    await press("Sign the device out");
  }, /The device is signed out/);
  await act("suspending", async () => {
    await go(one);
    await follow("Suspend this account…");
    await press("Suspend the account");
  }, /The account is suspended/);
  await act("resuming", async () => press("Resume the account"), /can be used again/);
  await act("resetting recovery", async () => {
    await go(one);
    await follow("Reset recovery…");
    await press("Reset recovery");
  }, /Recovery is reset/);
  await act("protecting from synchronisation", async () => {
    await go(one);
    await page.locator("summary").last().click();
    await page.fill("#reason", "On long leave");
    await press("Protect");
  }, /No synchronisation touches this person/);
  await act("giving back to synchronisation", async () => press("Give back to the synchronisation"), /looks after this person again/);
  await act("offboarding one", async () => {
    await go(`/people/${leavers[0]}`);
    await follow("Offboard this person…");
    await press("Offboard the person");
  }, /The departure has begun/);
  await act("offboarding several", async () => {
    const names = [];
    for (const leaver of leavers.slice(1)) {
      await go(`/people/${leaver}`);
      names.push(await page.locator("h1").innerText());
    }
    await go(`/offboard?${leavers.slice(1).map((leaver) => `person=${leaver}`).join("&")}`);
    const text = await page.locator("main").innerText();
    for (const name of names) if (!text.includes(name)) complaints.push(`without script: ${name} is not on the page that asks`);
    await page.locator("button.danger").click();
  }, /The departures have begun/);
  const saved = await context.request.get(`${admin.url}/export/people?q=koval`);
  if (!(await saved.text()).includes("person_id,given_name")) complaints.push("without script: the list cannot be saved");
  await context.close();
  return complaints;
}
