/** Which programs of others are in Depesha, and where their packages are unpacked. It asks cargo and the lock file of npm, and nobody else. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {{ name: string, version: string, licence: string, folder: string }} Part */

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * What the program is linked from: without what only builds or tests it, and without what is ours.
 * @param {string} platform as Rust names it
 * @returns {Part[]}
 */
export function crates(platform) {
  const args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", platform];
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
    .map(({ name, version, license, manifest_path: manifest }) => ({ name, version, licence: license ?? "", folder: dirname(manifest) }));
}

/**
 * What is in the pages.
 * @returns {Part[]}
 */
export function modules() {
  const { packages } = JSON.parse(readFileSync(at("../package-lock.json"), "utf8"));
  return Object.entries(packages)
    // A link leads to a folder of ours.
    .filter(([path, { dev, optional, peer, link }]) => path !== "" && !dev && !optional && !peer && !link)
    .map(([path, { version, license }]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + 13),
      version,
      licence: license ?? "",
      folder: at(`../${path}`),
    }));
}
