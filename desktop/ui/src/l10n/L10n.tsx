/** Words, dates and sizes in the person's language, for every component below the provider. */
import { createContext, type ReactNode, use, useMemo } from "react";
import { I18nProvider } from "react-aria-components";
import { bundleFor, type Locale } from "./catalogue";
import { formatters, type Formatters } from "./format";

export type Args = Record<string, string | number>;

export type L10n = Formatters & {
  locale: Locale;
  /** The message with this id. */
  t: (id: string, args?: Args) => string;
};

function make(locale: Locale): L10n {
  const bundle = bundleFor(locale);
  const t = (id: string, args?: Args): string => {
    const message = bundle.getMessage(id);
    if (!message?.value) return id;
    return bundle.formatPattern(message.value, args ?? null, []);
  };
  return { locale, t, ...formatters(locale, t) };
}

const L10nContext = createContext<L10n | null>(null);

const REGIONS: Record<Locale, string> = { en: "en-GB", fr: "fr-FR", uk: "uk-UA" };

export function L10nProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  const value = useMemo(() => make(locale), [locale]);
  return (
    <I18nProvider locale={REGIONS[locale]}>
      <L10nContext value={value}>{children}</L10nContext>
    </I18nProvider>
  );
}

export function useL10n(): L10n {
  const value = use(L10nContext);
  if (!value) throw new Error("useL10n outside of L10nProvider");
  return value;
}
