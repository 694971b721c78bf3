/**
 * A security key in a real browser: set up with a virtual authenticator, by keyboard, under the consoles' own policy for
 * scripts; then used to sign in and to show again who is there, and removed.
 */
import { nextCode, signIn } from "./look.mjs";
import { inEveryView } from "./new_officer.mjs";

export async function securityKey(browser, { admin }, look) {
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
  /** From what has the focus, with Tab alone, to the button for the key. */
  const useKey = async (wanted) => {
    for (let step = 0; step < 20; step += 1) {
      if ((await page.evaluate(() => document.activeElement?.textContent.trim())) === "Use the security key") break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(wanted);
  };
  try {
    await signIn(page, { ...officer, url, get after() { return officer.after; }, set after(step) { officer.after = step; } });
    await page.goto(`${url}/account`);
    await page.getByRole("link", { name: "Add a security key" }).click();
    await page.fill("#label", "On my ring");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/account\?done=factor$/);
    await says("setting up", /The factor is set up[\s\S]*Security key: On my ring/);
    // The same key again is refused by the browser, and the page says why.
    await page.goto(`${url}/account/key`);
    await page.fill("#label", "Again");
    await page.getByRole("button", { name: "Touch the key and add it" }).click();
    await page.getByText("This security key is set up already.").waitFor();
    await page.goto(`${url}/verify?next=/audit`);
    await useKey((url) => url.pathname === "/audit");

    const state = await context.storageState();
    const remove = await (async () => {
      await page.goto(`${url}/account`);
      return page.locator("tr", { hasText: "On my ring" }).getByRole("link").getAttribute("href");
    })();
    for (const [name, path] of [["key-account", "/account"], ["key-new", "/account/key"], ["key-verify", "/verify"], ["key-remove", remove]]) {
      await inEveryView(browser, state, url + path, name, look, complaints);
    }
    await page.goto(`${url}/account`);
    await page.getByRole("button", { name: "Sign out" }).click();

    await showPassword();
    await useKey(/\/people$/);
    await page.getByRole("button", { name: "Sign out" }).click();

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
    await says("a made-up answer", /The security key’s answer was not accepted/);
    // A key that is not there: the page says so, and goes on.
    await cdp.send("WebAuthn.removeCredential", { authenticatorId, credentialId: credentials[0].credentialId });
    await page.getByRole("button", { name: "Use the security key" }).click();
    await page.getByText("The browser could not use the key.").waitFor();
    // And a code does as before.
    await page.fill("#code", await nextCode(officer));
    await page.locator("main button[type=submit]").first().click();
    await page.waitForURL(/\/people$/);
    await page.goto(url + remove);
    await page.getByRole("button", { name: "Remove the factor" }).click();
    await says("removing", /The factor is removed[\s\S]*The only one/);
    await withoutScript(browser, await context.storageState(), url, admin.url, complaints);
  } catch (error) {
    complaints.push(`key: ${error.message.split("\n")[0]} at ${page.url()}`);
  }
  await context.close();
  return complaints;
}

/** Where no script runs, and at another address, the page says what to do instead. */
async function withoutScript(browser, storageState, url, other, complaints) {
  for (const [javaScriptEnabled, at, pattern] of [
    [false, url, /Use an authenticator instead/],
    [true, other, /Security keys work at this address alone:\s+http:\/\/localhost/],
  ]) {
    const cookies = storageState.cookies.map((cookie) => ({ ...cookie, domain: new URL(at).hostname }));
    const context = await browser.newContext({ javaScriptEnabled, locale: "en-GB", storageState: { ...storageState, cookies } });
    const page = await context.newPage();
    await page.goto(`${at}/account/key`);
    const text = await page.locator("main").innerText();
    if (!pattern.test(text) || /Touch the key/.test(text)) complaints.push(`key, script ${javaScriptEnabled}: the page says ${text}`);
    await context.close();
  }
}
