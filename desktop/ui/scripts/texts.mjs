/** The texts of licences as the packages bring them, each distinct one once. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {import("./parts.mjs").Part} Part */
/** @typedef {{ texts: string[], parts: Record<string, number[]> }} Gathered the texts, and by name and version which of them a part has */

const FILE = /^(licen[cs]es?|copying|copyright|notices?|unlicense)([-._].*)?$/i;
/** Lists for programs, and code that is named like that. */
const NO_TEXT = /\.(spdx|json|toml|ya?ml|rs|m?js|ts|py|sh|html)$/i;

/** Without what differs between two copies of one text and means nothing. */
const plain = (text) =>
  text
    .replace(/^\uFEFF/, "")
    .replace(/[^\S\n]+$/gm, "")
    .replace(/^\n+|\n+$/g, "");

/** @param {string} folder of a package */
function textsIn(folder) {
  if (!existsSync(folder)) throw new Error(`${folder} is missing: fetch the packages first (cargo fetch; npm ci)`);
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => FILE.test(name) && !NO_TEXT.test(name))
    .flatMap((entry) => {
      if (entry.isFile()) return [plain(readFileSync(join(folder, entry.name), "utf8"))];
      return entry.isDirectory() ? textsIn(join(folder, entry.name)) : [];
    });
  return texts.filter((text) => text !== "");
}

const label = ({ name, version }) => `${name} ${version}`;
const sorted = (all) => [...new Set(all)].sort();

/**
 * @param {Part[]} parts
 * @returns {Gathered}
 */
export function gather(parts) {
  const found = new Map(parts.map((part) => [label(part), sorted(textsIn(part.folder))]));
  const texts = sorted([...found.values()].flat());
  const places = new Map(texts.map((text, place) => [text, place]));
  const names = sorted([...found.keys()]);
  return { texts, parts: Object.fromEntries(names.map((name) => [name, found.get(name).map((text) => places.get(text))])) };
}

/**
 * The same for people, as one text.
 * @param {Part[]} parts
 * @param {Gathered} gathered
 */
export function written(parts, gathered) {
  const lines = sorted(parts.map((part) => {
    const places = gathered.parts[label(part)].map((place) => ` [${place + 1}]`).join("");
    return `${label(part)}: ${part.licence}${places}`;
  }));
  const texts = gathered.texts.map((text, place) => `${"=".repeat(78)}\n[${place + 1}]\n\n${text}\n`);
  return `Programs of others in Depesha, with their licences. A number leads to a text below;\na part without a number came without one.\n\n${lines.join("\n")}\n\n${texts.join("\n")}`;
}
