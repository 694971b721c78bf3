/**
 * npm run licences : writes which programs of others are in Depesha, and under which licences, for the screen about it.
 * It asks cargo and the lock file of npm, and nobody else.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What the program is linked from: without what only builds or tests it, and without what is ours. */
function crates() {
  const args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"];
  const out = execFileSync("cargo", args, { cwd: at("../../.."), maxBuffer: 256 << 20, encoding: "utf8" });
  const { packages, resolve } = JSON.parse(out);
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const reached = new Set();
  const reach = (id) => {
    if (reached.has(id)) return;
    reached.add(id);
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) if (kinds.some(({ kind }) => kind === null)) reach(pkg);
  };
  reach(packages.find(({ name }) => name === "depesha-desktop").id);
  return packages
    .filter(({ id, source }) => reached.has(id) && source !== null)
    .map(({ name, version, license }) => [name, version, license ?? ""]);
}

/** What is in the pages. */
function modules() {
  const { packages } = JSON.parse(readFileSync(at("../package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(([path, { dev, optional, peer }]) => path !== "" && !dev && !optional && !peer)
    .map(([path, { version, license }]) => [path.slice(path.lastIndexOf("node_modules/") + 13), version, license ?? ""]);
}

const byName = (a, b) => (a.join("\n") < b.join("\n") ? -1 : 1);
const lines = (all) => [...new Set(all.sort(byName).map((one) => JSON.stringify(one)))].join(",\n");
const text = `{"crates":[\n${lines(crates())}\n],"modules":[\n${lines(modules())}\n]}\n`;
writeFileSync(at("../src/settings/licences.json"), text);
