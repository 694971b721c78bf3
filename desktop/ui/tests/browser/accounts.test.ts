/** Several accounts on one computer: each is opened by its name, one more is added, and both are said. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Site } from "./pages";

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

for (const way of ["menu", "settings"] as const) {
  test(`accounts are opened and added from the ${way}`, async () => {
    const { page, complaints } = await site.page({ fake: "conversation" });
    await page.getByTestId("account-menu").click();
    if (way === "menu") await page.getByTestId("action-accounts").click();
    else {
      await page.getByTestId("action-settings").click();
      await page.getByTestId("settings-account").click();
      await page.getByTestId("settings-accounts").click();
    }
    const account = page.getByTestId("account");
    await account.first().waitFor();
    expect(await account.count()).toBe(3);
    expect(await account.first().innerText()).toContain("This window");
    expect(await account.first().getByTestId("account-open").count()).toBe(0);
    await page.getByRole("button", { name: "Open the window of Secretariat of the State Secretary" }).click();
    expect(await page.getByTestId("accounts-dialogue").getByTestId("problem").innerText()).toBe("");
    // Whoever has no key ring sees a number, and an account that has gone meanwhile is said to be gone.
    await page.getByRole("button", { name: "Open the window of Account 3" }).click();
    await page.getByTestId("accounts-dialogue").getByTestId("problem").filter({ hasText: "no longer there" }).waitFor();
    await page.getByTestId("account-add").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("account-opened").filter({ hasText: "Sign in there" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByTestId("accounts-dialogue").waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
    await page.context().close();
  });
}
