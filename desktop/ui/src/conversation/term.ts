/** What a person is looking for while they type: somebody behind `@`, a sign behind `:`. */
import type { Mention } from "../ipc/types";

export type Term = {
  kind: "person" | "sign";
  /** Where the `@` or `:` stands. */
  from: number;
  /** What stands between it and the caret. */
  words: string;
};

/** Nobody looks for more than this. */
const LONGEST = 60;
/** Up to four words: names have several. */
const PERSON = /(?:^|[^\p{L}\p{M}\p{N}@])@([\p{L}\p{M}\p{N}.'’-]*(?: [\p{L}\p{M}\p{N}.'’-]+){0,3})$/u;
/** Two letters at least, so that no list opens after every colon. */
const SIGN = /(?:^|[^\p{L}\p{M}\p{N}:/]):([\p{L}\p{M}][\p{L}\p{M}\p{N}_'’-]+)$/u;

/** The term right before the caret. Whoever is named there already is not looked for again. */
export function termAt(text: string, caret: number, mentions: readonly Mention[]): Term | null {
  const start = Math.max(0, caret - LONGEST);
  const before = text.slice(start, caret);
  const sign = SIGN.exec(before);
  if (sign) {
    const words = sign[1] ?? "";
    return { kind: "sign", from: caret - words.length - 1, words };
  }
  const person = PERSON.exec(before);
  if (!person) return null;
  const words = person[1] ?? "";
  const named = ({ name }: Mention) => words.startsWith(name) && !/^[\p{L}\p{M}\p{N}]/u.test(words.slice(name.length));
  if (mentions.some(named)) return null;
  return { kind: "person", from: caret - words.length - 1, words };
}
