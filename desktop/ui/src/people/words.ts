/** Words as people search them: without accents and case. */
function words(text: string): string[] {
  const folded = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

/** Whether every word of the term begins a word of the text. */
export function matchesWords(term: string, text: string): boolean {
  const wanted = words(term);
  const have = words(text);
  return wanted.length > 0 && wanted.every((word) => have.some((one) => one.startsWith(word)));
}
