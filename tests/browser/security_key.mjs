/** A security key in a real browser: set up with a virtual authenticator, then used to sign in and to show again. */
import { nextCode, signIn } from "./look.mjs";

export async function securityKey(browser, { admin }) {
  const complaints = [];
  // Keys belong to a name, not to a number.
  const officer = admin;
  const url = admin.url.replace("127.0.0.1", "localhost");
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1180, height: 760 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 403/.test(message.text())) complaints.push(`key: ${page.url()}: ${message.text()}`);
  });
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "usb", hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  const says = async (what, pattern) => {
    const text = await page.locator("main").innerText();
    if (!pattern.test(text)) complaints.push(`key, ${what}: the page says ${text.slice(0, 300)}`);
  };
  const showPassword = async () => {
    await page.goto(`${url}/login`);
    await page.fill("#name", officer.name);
    await page.fill("#password", officer.password);
    await page.click("main button[type=submit]");
    await page.waitForURL(/\/login\/factor$/);
  };
  const useKey = async (wanted) => {
    await page.getByRole("button", { name: "Use the security key" }).click();
    await page.waitForURL(wanted);
  };
  try {
    await signIn(page, { ...officer, url, get after() { return officer.after; }, set after(step) { officer.after = step; } });
    await page.goto(`${url}/account`);
    await page.getByRole("link", { name: "Add a security key" }).click();
    await page.fill("#label", "On my ring");
    await page.getByRole("button", { name: "Touch the key and add it" }).click();
    await page.waitForURL(/\/account\?done=factor$/);
    await says("setting up", /The factor is set up[\s\S]*Security key: On my ring/);
    await page.goto(`${url}/verify?next=/audit`);
    await useKey(/\/audit$/);
    await page.getByRole("button", { name: "Sign out" }).click();

    await showPassword();
    await useKey(/\/people$/);
    await page.getByRole("button", { name: "Sign out" }).click();

    // Another key is none of this officer's.
    const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId });
    if (credentials.length !== 1) complaints.push(`key: ${credentials.length} credentials after one was set up`);
    await showPassword();
    await page.evaluate(() => {
      const form = document.querySelector("form[data-key]");
      form.elements.namedItem("answer").value = JSON.stringify({ id: "AAAA", rawId: "AAAA", type: "public-key", response: {
        authenticatorData: "AAAA", clientDataJSON: "AAAA", signature: "AAAA" } });
      form.submit();
    });
    await page.waitForLoadState();
    await says("a made-up answer", /The code is wrong or was used before/);
    // And a code does as before.
    await page.fill("#code", await nextCode(officer));
    await page.locator("main button[type=submit]").first().click();
    await page.waitForURL(/\/people$/);
  } catch (error) {
    complaints.push(`key: ${error.message.split("\n")[0]} at ${page.url()}`);
  }
  await context.close();
  return complaints;
}
