/** The names of signs in the person's language, loaded when somebody first looks for one. */
import type { Locale } from "../l10n/catalogue";
import type { Sign } from "./signs";

const SOURCES: Record<Locale, () => Promise<{ default: Sign[] }>> = {
  en: () => import("signs:en"),
  fr: () => import("signs:fr"),
  uk: () => import("signs:uk"),
};

export async function loadSigns(locale: Locale): Promise<Sign[]> {
  return (await SOURCES[locale]()).default;
}
