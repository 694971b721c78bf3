/** The list of the programs of others is that of the lock files; `npm run licences` renews it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
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
  type Part = { version: string; dev?: boolean; optional?: boolean; peer?: boolean };
  const { packages } = JSON.parse(text("../../package-lock.json")) as { packages: Record<string, Part> };
  const parts = Object.entries(packages).filter(([path, { dev, optional, peer }]) => path !== "" && !dev && !optional && !peer);
  const named = parts.map(([path, { version }]) => `${path.slice(path.lastIndexOf("node_modules/") + 13)} ${version}`);
  expect([...new Set(named)].sort()).toEqual(licences.modules.map(([name, version]) => `${name} ${version}`).sort());
});
