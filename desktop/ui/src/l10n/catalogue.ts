/**
 * The message catalogues: which languages there are, and one Fluent bundle for each.
 * The shell reads the same files for its tray and notifications.
 */
import { FluentBundle, FluentResource } from "@fluent/bundle";

export const LOCALES = ["en", "fr", "uk"] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language in its own words. */
export const LOCALE_NAMES: Record<Locale, string> = { en: "English", fr: "Français", uk: "Українська" };

const SOURCES: Record<string, string> = import.meta.glob("../locales/*/*.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});

function build(locale: Locale): FluentBundle {
  // Names are put into <bdi> elements by the pages, so that no invisible signs end up in labels.
  const bundle = new FluentBundle(locale, { useIsolating: false });
  for (const [path, text] of Object.entries(SOURCES)) {
    if (path.includes(`/locales/${locale}/`)) bundle.addResource(new FluentResource(text));
  }
  return bundle;
}

const bundles = new Map<Locale, FluentBundle>();

export function bundleFor(locale: Locale): FluentBundle {
  let bundle = bundles.get(locale);
  if (!bundle) {
    bundle = build(locale);
    bundles.set(locale, bundle);
  }
  return bundle;
}

/** The first of the wanted languages that we have; English if there is none. */
export function pickLocale(wanted: readonly (string | null | undefined)[]): Locale {
  for (const tag of wanted) {
    const language = tag?.toLowerCase().split(/[-_.]/)[0];
    const found = LOCALES.find((locale) => locale === language);
    if (found) return found;
  }
  return "en";
}
