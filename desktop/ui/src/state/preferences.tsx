/** Language, appearance and habits: kept on this computer, no secret in them. */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { type Locale, LOCALES, pickLocale } from "../l10n/catalogue";

export const THEMES = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

/** For how many seconds a message may be taken back before it goes. */
export const UNDO_SECONDS = ["0", "5", "10"] as const;
export type UndoSeconds = (typeof UNDO_SECONDS)[number];

export type Preferences = {
  locale: Locale;
  theme: Theme;
  undoSeconds: number;
  setLocale: (locale: Locale) => void;
  setTheme: (theme: Theme) => void;
  setUndoSeconds: (seconds: UndoSeconds) => void;
};

const PreferencesContext = createContext<Preferences | null>(null);

function stored<T extends string>(key: string, allowed: readonly T[]): T | null {
  try {
    const value = localStorage.getItem(key);
    return allowed.find((one) => one === value) ?? null;
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts until the window closes.
  }
}

/** What the page starts with: an earlier choice, else what the system says. */
export type Initial = { locale?: Locale | undefined; theme?: Theme | undefined; systemLocale?: string | null };

export function PreferencesProvider({ initial, children }: { initial: Initial; children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(
    () =>
      initial.locale ??
      stored("depesha.locale", LOCALES) ??
      pickLocale([initial.systemLocale, ...navigator.languages]),
  );
  const [theme, setTheme] = useState<Theme>(() => initial.theme ?? stored("depesha.theme", THEMES) ?? "system");

  const [undoSeconds, setUndoSeconds] = useState<UndoSeconds>(() => stored("depesha.undo", UNDO_SECONDS) ?? "0");

  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);

  const value = useMemo<Preferences>(
    () => ({
      locale,
      theme,
      undoSeconds: Number(undoSeconds),
      setLocale: (next) => {
        keep("depesha.locale", next);
        setLocale(next);
      },
      setTheme: (next) => {
        keep("depesha.theme", next);
        setTheme(next);
      },
      setUndoSeconds: (next) => {
        keep("depesha.undo", next);
        setUndoSeconds(next);
      },
    }),
    [locale, theme, undoSeconds],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const value = use(PreferencesContext);
  if (!value) throw new Error("usePreferences outside of PreferencesProvider");
  return value;
}
