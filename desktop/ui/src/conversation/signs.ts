/** Signs by their names. */

/** A sign, its name, and other words for it. */
export type Sign = [sign: string, name: string, ...words: string[]];

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether a word of the text begins like that. */
const begins = (text: string, word: string) => ` ${text.replace(/[-’']/g, " ")}`.includes(` ${word}`);

/** The signs whose names fit best: first those that are called so, then those of which another word fits. */
export function findSigns(signs: readonly Sign[], term: string, most: number): Sign[] {
  const wanted = fold(term).split(/[\s_'’-]+/).filter((word) => word !== "");
  if (wanted.length === 0) return [];
  const whole = wanted.join(" ");
  const ranked: Sign[][] = [[], [], [], []];
  for (const sign of signs) {
    const [name = "", ...words] = sign.slice(1).map(fold);
    const rank =
      name === whole
        ? 0
        : name.startsWith(whole)
          ? 1
          : wanted.every((word) => begins(name, word))
            ? 2
            : wanted.every((word) => words.some((one) => begins(one, word)))
              ? 3
              : null;
    if (rank !== null) ranked[rank]?.push(sign);
  }
  return ranked.flat().slice(0, most);
}
