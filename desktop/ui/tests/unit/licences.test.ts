/** The list of the programs of others is that of the lock files, each under a licence that may be there; `npm run licences` renews it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isAllowed } from "../../scripts/spdx.mjs";
import { gather, written } from "../../scripts/texts.mjs";
import licences from "../../src/settings/licences.json";

const text = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");

test("every crate is one of those that are locked, and those that the shell names are there", () => {
  const locked = new Set([...text("../../../../Cargo.lock").matchAll(/name = "(.+)"\nversion = "(.+)"/g)].map(([, name, version]) => `${name} ${version}`));
  expect(licences.crates.length).toBeGreaterThan(300);
  for (const [name, version, licence] of licences.crates) {
    expect(locked.has(`${name} ${version}`), `${name} ${version}`).toBe(true);
    expect(licence, name).not.toBe("");
  }
  const [, needed = ""] = /\n\[dependencies\]\n([\s\S]*?)\n\[/.exec(text("../../../src-tauri/Cargo.toml")) ?? [];
  const named = [...needed.matchAll(/^([\w-]+?)(?:\.workspace)? = /gm)].map(([, name]) => name).filter((name) => name !== "client-core");
  expect(named.length).toBeGreaterThan(20);
  for (const name of named) expect(licences.crates.some(([crate]) => crate === name), name).toBe(true);
});

test("every part of the pages is there in the version that is locked", () => {
  type Part = { version: string; dev?: boolean; optional?: boolean; peer?: boolean; link?: boolean };
  const { packages } = JSON.parse(text("../../package-lock.json")) as { packages: Record<string, Part> };
  const ours = ({ dev, optional, peer, link }: Part) => dev || optional || peer || link;
  const parts = Object.entries(packages).filter(([path, part]) => path !== "" && !ours(part));
  const named = parts.map(([path, { version }]) => `${path.slice(path.lastIndexOf("node_modules/") + 13)} ${version}`);
  expect([...new Set(named)].sort()).toEqual(licences.modules.map(([name, version]) => `${name} ${version}`).sort());
});

test("every part has a licence that may be in Depesha", () => {
  const refused = [...licences.crates, ...licences.modules].filter(([, , licence = ""]) => !isAllowed(licence));
  expect(refused, "see desktop/ui/scripts/spdx.mjs").toEqual([]);
});

test("of licences to choose from one of ours is enough, of those that hold together all must be", () => {
  const good = ["MIT", "MIT/Apache-2.0", "Apache-2.0 OR GPL-2.0-only", "GPL-2.0-only OR (MIT AND ISC)", "MPL-2.0+", "Apache-2.0 WITH LLVM-exception"];
  for (const licence of good) expect(isAllowed(licence), licence).toBe(true);
  const bad = ["", "GPL-3.0-only", "MIT AND GPL-2.0-only", "(MIT OR ISC) AND AGPL-3.0-only", "GPL-2.0-only WITH Classpath-exception-2.0", "(MIT", "MIT)", "MIT ISC", "OR", "MIT OR", "ISC OR (MIT"];
  for (const licence of bad) expect(isAllowed(licence), licence).toBe(false);
});

test("each text is kept once, in an order that does not depend on the machine, and code is no text", () => {
  const root = mkdtempSync(join(tmpdir(), "licences-"));
  const part = (name: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name, path)), { recursive: true });
      writeFileSync(join(root, name, path), text);
    }
    return { name, version: "1.0.0", licence: "MIT", folder: join(root, name) };
  };
  const parts = [
    part("b", { "LICENSE-MIT": "\uFEFFGranted to B  \r\n\r\n", "license.rs": "fn main() {}", "src/LICENSE": "elsewhere" }),
    part("a", { "LICENCE.md": "Granted to B", NOTICE: "By A\n", "LICENSES/MIT.txt": "Granted to B\n\n", "LICENSE.spdx": "SPDXVersion" }),
    part("c", { "README.md": "Licensed under MIT" }),
  ];
  const gathered = gather(parts);
  expect(gathered).toEqual({ texts: ["By A", "Granted to B"], parts: { "a 1.0.0": [0, 1], "b 1.0.0": [1], "c 1.0.0": [] } });
  expect(gather([...parts].reverse())).toEqual(gathered);
  const text = written(parts, gathered);
  expect(text).toContain("\na 1.0.0: MIT [1] [2]\nb 1.0.0: MIT [2]\nc 1.0.0: MIT\n");
  expect(text.match(/Granted to B/g)).toHaveLength(1);
  expect(() => gather([{ name: "d", version: "1.0.0", licence: "MIT", folder: join(root, "d") }])).toThrow("cargo fetch");
  rmSync(root, { recursive: true });
});
