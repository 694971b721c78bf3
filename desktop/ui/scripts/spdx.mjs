/** Whether the licence that a package names is one that Depesha may carry. */

/**
 * The licences that may be in Depesha: they ask for their text and the names of the authors, which the program shows, and
 * MPL-2.0 for the source of its own files, which are unchanged and public.
 */
export const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "Apache-2.0 WITH LLVM-exception",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "Unicode-3.0",
  "Unlicense",
  "Zlib",
]);

/** The words of an expression; the stroke is an older way of writing OR. */
const words = (expression) => expression.replaceAll("/", " OR ").match(/[()]|[^\s()]+/g) ?? [];

/**
 * Of several to choose from one that is allowed is enough; of several that hold together all must be.
 * @param {string} expression as SPDX writes it
 */
export function isAllowed(expression) {
  const left = words(expression);
  let whole = true;
  const one = () => {
    const word = left.shift() ?? "";
    if (word === "(") {
      const held = either();
      if (left.shift() !== ")") whole = false;
      return held;
    }
    if (word === "") whole = false;
    if (left[0] !== "WITH") return ALLOWED.has(word.replace(/\+$/, ""));
    left.shift();
    return ALLOWED.has(`${word} WITH ${left.shift()}`);
  };
  // Each side is read to its end, also where the other has settled it.
  const all = () => {
    let held = one();
    while (left[0] === "AND") {
      left.shift();
      held = one() && held;
    }
    return held;
  };
  const either = () => {
    let held = all();
    while (left[0] === "OR") {
      left.shift();
      held = all() || held;
    }
    return held;
  };
  return either() && whole && left.length === 0;
}
