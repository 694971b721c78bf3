/** Serves dist-fake with the strict content policy of the product, and opens it in a headless Chromium. */
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const ROOT = fileURLToPath(new URL("../../dist-fake/", import.meta.url));

/** What the shell sets, without anything unsafe. */
export const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' depesha-media: http://depesha-media.localhost",
  "connect-src ipc: http://ipc.localhost 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
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
    const server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
      if (path === "/favicon.ico") return void response.writeHead(204).end();
      const name = path === "/" ? "index.html" : path.slice(1);
      readFile(join(ROOT, name)).then(
        (bytes) => {
          response.writeHead(200, {
            "content-type": TYPES[extname(name)] ?? "application/octet-stream",
            "content-security-policy": POLICY,
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
      executablePath: process.env["DEPESHA_CHROMIUM"] ?? "/usr/bin/chromium",
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
