/** Markdown by button and by key: what becomes of the words that are selected. */
export const MARKS = ["bold", "italic", "list", "quote", "code"] as const;
export type Mark = (typeof MARKS)[number];

/** Words in the place of those from one place up to another, and what is selected afterwards. */
export type Change = { from: number; to: number; words: string; select: [start: number, end: number] };

/** Sets a mark, or takes it away where it is. */
export function mark(text: string, start: number, end: number, kind: Mark): Change {
  switch (kind) {
    case "bold":
      return around(text, start, end, "**");
    case "italic":
      return around(text, start, end, "*");
    case "code":
      return text.slice(start, end).includes("\n") ? fenced(text, start, end) : around(text, start, end, "`");
    case "list":
      return lines(text, start, end, "- ");
    case "quote":
      return lines(text, start, end, "> ");
  }
}

/** How often a letter stands at the end, or at the beginning, of a text. */
const ending = (text: string, letter: string) => text.length - text.replace(new RegExp(`\\${letter}+$`), "").length;
const beginning = (text: string, letter: string) => text.length - text.replace(new RegExp(`^\\${letter}+`), "").length;

function around(text: string, start: number, end: number, sign: string): Change {
  // Marks stand right at the words: white space at the ends of the selection stays outside.
  const selected = text.slice(start, end);
  const from = start + (selected.trim() === "" ? 0 : selected.length - selected.trimStart().length);
  const to = selected.trim() === "" ? start : end - (selected.length - selected.trimEnd().length);
  const words = text.slice(from, to);
  const letter = sign.slice(0, 1);
  const marks = Math.min(ending(text.slice(0, from), letter), beginning(text.slice(to), letter));
  // One star is italic, two are bold, three are both.
  const has = sign === "*" ? marks % 2 === 1 : marks >= sign.length;
  if (has) {
    const place = from - sign.length;
    return { from: place, to: to + sign.length, words, select: [place, place + words.length] };
  }
  const place = from + sign.length;
  return { from, to, words: `${sign}${words}${sign}`, select: [place, place + words.length] };
}

function fenced(text: string, start: number, end: number): Change {
  const before = start === 0 || text[start - 1] === "\n" ? "" : "\n";
  const after = end === text.length || text[end] === "\n" ? "" : "\n";
  const words = text.slice(start, end).replace(/\n$/, "");
  const place = start + before.length + 4;
  return { from: start, to: end, words: `${before}\`\`\`\n${words}\n\`\`\`${after}`, select: [place, place + words.length] };
}

function lines(text: string, start: number, end: number, sign: string): Change {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next < 0 ? text.length : next;
  const all = text.slice(from, to).split("\n");
  const has = all.every((line) => line.startsWith(sign));
  const words = all.map((line) => (has ? line.slice(sign.length) : `${sign}${line}`)).join("\n");
  const last = from + words.length;
  return { from, to, words, select: start === end ? [last, last] : [from, last] };
}
