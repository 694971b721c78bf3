/**
 * npm run licences [-- PLATFORM] : writes which programs of others are in Depesha and under which licences, for the screen
 * about it; and into the folder `licences`, which is not committed, the texts of those licences, for packages.
 * It fails at a licence that Depesha may not carry.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { crates, modules } from "./parts.mjs";
import { isAllowed } from "./spdx.mjs";
import { gather, written } from "./texts.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const found = { crates: crates(process.argv[2] ?? "x86_64-unknown-linux-gnu"), modules: modules() };
const parts = [...found.crates, ...found.modules];

const refused = parts.filter(({ licence }) => !isAllowed(licence));
if (refused.length > 0) {
  const named = refused.map(({ name, version, licence }) => `  ${name} ${version}: ${licence === "" ? "names no licence" : licence}`);
  const words = "These parts have licences that Depesha may not carry yet:";
  const way = "Do without the part, or have its licence looked at and name it in desktop/ui/scripts/spdx.mjs.";
  console.error([words, ...named, way].join("\n"));
  process.exit(1);
}

const byName = (a, b) => (a.join("\n") < b.join("\n") ? -1 : 1);
const lines = (all) =>
  [...new Set(all.map(({ name, version, licence }) => [name, version, licence]).sort(byName).map((one) => JSON.stringify(one)))].join(",\n");
writeFileSync(at("../src/settings/licences.json"), `{"crates":[\n${lines(found.crates)}\n],"modules":[\n${lines(found.modules)}\n]}\n`);

const gathered = gather(parts);
mkdirSync(at("../licences"), { recursive: true });
writeFileSync(at("../licences/texts.json"), `${JSON.stringify(gathered)}\n`);
writeFileSync(at("../licences/licences.txt"), written(parts, gathered));
