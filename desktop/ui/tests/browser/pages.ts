/** Serves dist-fake with the strict content policy of the product, and opens it in a headless Chromium. */
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const ROOT = fileURLToPath(new URL("../../dist-fake/", import.meta.url));

const SHELL = fileURLToPath(new URL("../../../src-tauri/tauri.conf.json", import.meta.url));

/** The content policy of the product, from where the shell has it. */
export async function policy(): Promise<string> {
  const shell = JSON.parse(await readFile(SHELL, "utf8")) as { app: { security: { csp: Record<string, string> } } };
  const directives = Object.entries(shell.app.security.csp).map(([name, sources]) => `${name} ${sources}`);
  if (directives.length === 0) throw new Error("the shell has no content policy");
  return directives.join("; ");
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export type View = { fake: string; theme?: string; lang?: string };

export class Site {
  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
    private readonly base: string,
  ) {}

  static async open(): Promise<Site> {
    const contentPolicy = await policy();
    const server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
      if (path === "/favicon.ico") return void response.writeHead(204).end();
      const name = path === "/" ? "index.html" : path.slice(1);
      readFile(join(ROOT, name)).then(
        (bytes) => {
          response.writeHead(200, {
            "content-type": TYPES[extname(name)] ?? "application/octet-stream",
            "content-security-policy": contentPolicy,
          });
          response.end(bytes);
        },
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const browser = await chromium.launch({
      executablePath: process.env["DEPESHA_CHROMIUM"] ?? "/usr/bin/chromium-headless-shell",
      headless: true,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    return new Site(server, browser, `http://127.0.0.1:${address.port}/`);
  }

  /** A page of its own, with everything that it complains about. */
  async page(view: View, size = { width: 1280, height: 800 }): Promise<{ page: Page; complaints: string[] }> {
    const context = await this.browser.newContext({ viewport: size, reducedMotion: "reduce" });
    // As in the window of the shell (freezePrototype).
    await context.addInitScript(() => {
      Object.freeze(Object.prototype);
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    const query = new URLSearchParams(Object.entries(view));
    await page.goto(`${this.base}?${query}`);
    await page.locator("h1").first().waitFor();
    return { page, complaints };
  }

  async close(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
