/** What somebody pastes, as lines: one person each. */

/** At line breaks and semicolons; at commas only between addresses, because names may hold one. */
export function linesOf(text: string): string[] {
  const parts = text.split(/[\n\r;]+/).flatMap((part) => ((part.match(/@/g) ?? []).length > 1 ? part.split(/[,\t]/) : [part]));
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** In groups of so many. */
export function groupsOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));
}
