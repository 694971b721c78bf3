/**
 * An OpenID Connect provider with a login form, on a free port of this machine: the npm package `oidc-provider` as it is.
 *
 *   node tests/identity-provider/provider.mjs <settings.json>
 *
 * Settings: {"client": {"id", "secret", "redirect_uris"}, "accounts": {"<login>": {"password", "acr"?, "claims": {"sub", …}}}}.
 * Accounts are read anew at every sign-in, so that a journey can change them. The first line of output is the issuer.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [file] = process.argv.slice(2);
const settings = () => JSON.parse(readFileSync(file, "utf8"));
const accounts = () => Object.values(settings().accounts);
const { client } = settings();

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: client.redirect_uris,
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  cookies: { keys: [randomBytes(32).toString("hex")] },
  // Claims stand in the ID token, as ministries' providers put them there.
  conformIdTokenClaims: false,
  acrValues: ["card", "password"],
  claims: { openid: ["sub", "acr"], email: ["email", "email_verified"], staff: ["hr_key", "department"] },
  scopes: ["openid", "email", "staff"],
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, sub) => {
    const account = accounts().find((one) => one.claims.sub === sub);
    return account && { accountId: sub, claims: () => account.claims };
  },
  // The organisation has decided that its people use Depesha: nobody is asked for consent.
  loadExistingGrant: async (ctx) => {
    const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid email staff");
    await grant.save();
    return grant;
  },
});

const form = (uid, words) => `<!doctype html><html lang="en"><title>Sign in</title><p>${words}</p>
<form method="post" action="/interaction/${uid}"><input name="login"><input name="password" type="password">
<button>Sign in</button></form></html>`;

const body = async (request) => {
  let text = "";
  for await (const part of request) text += part;
  return Object.fromEntries(new URLSearchParams(text));
};

const callback = provider.callback();
server.on("request", async (request, response) => {
  const uid = request.url.match(/^\/interaction\/([\w-]+)$/)?.[1];
  if (!uid) return callback(request, response);
  const page = (words) => response.setHeader("content-type", "text/html; charset=utf-8").end(form(uid, words));
  try {
    if (request.method !== "POST") return page("Who are you?");
    const typed = await body(request);
    if (typed.login === "nobody") {
      const refusal = { error: "access_denied", error_description: "stopped by the person" };
      return await provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
    }
    const account = settings().accounts[typed.login];
    if (!account || account.password !== typed.password) return page("That is wrong.");
    const login = { accountId: account.claims.sub, acr: account.acr, remember: false };
    return await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
});
console.log(issuer);
// Whoever started this has read what it wanted and may have closed its end.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
