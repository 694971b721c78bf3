/** Who is typing, in words. */
import type { L10n } from "../l10n/L10n";

/** More names than this are counted. */
const NAMED = 3;

export function typingWords(t: L10n["t"], list: L10n["list"], names: string[]): string {
  const [first] = names;
  if (first === undefined) return "";
  if (names.length === 1) return t("typing-one", { name: first });
  return names.length > NAMED ? t("typing-many", { count: names.length }) : t("typing-some", { names: list(names) });
}
