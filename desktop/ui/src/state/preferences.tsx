/** Language, appearance and habits: kept on this computer, no secret in them. */
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { LOCALES, pickLocale } from "../l10n/catalogue";
import { useBackend } from "./backend";

export const THEMES = ["system", "light", "dark", "contrast"] as const;

/** How large everything is, in percent. */
export const ZOOMS = ["80", "90", "100", "110", "125", "150", "175", "200"] as const;

export const DENSITIES = ["comfortable", "compact"] as const;

/** The wide one is what WCAG 1.4.12 asks a text to bear. */
export const SPACINGS = ["usual", "wide"] as const;

export const MOTIONS = ["system", "reduced"] as const;

/** For how many seconds a message may be taken back before it goes. */
export const UNDO_SECONDS = ["0", "5", "10"] as const;

/** What there is to choose, and from what. */
export const CHOICES = {
  locale: LOCALES,
  theme: THEMES,
  zoom: ZOOMS,
  density: DENSITIES,
  spacing: SPACINGS,
  motion: MOTIONS,
  undo: UNDO_SECONDS,
} as const;

export type Choice = keyof typeof CHOICES;
export type Chosen = { [Name in Choice]: (typeof CHOICES)[Name][number] };

/** Without a choice. The language is the system's. */
const USUAL: Omit<Chosen, "locale"> = {
  theme: "system",
  zoom: "100",
  density: "comfortable",
  spacing: "usual",
  motion: "system",
  undo: "0",
};

/** What a page says by an attribute of its root, which the tokens follow. */
const SHOWN = ["theme", "density", "spacing", "motion"] as const;

export type Preferences = {
  chosen: Chosen;
  choose: <Name extends Choice>(name: Name, value: Chosen[Name]) => void;
  undoSeconds: number;
};

const PreferencesContext = createContext<Preferences | null>(null);

function stored<Name extends Choice>(name: Name): Chosen[Name] | null {
  const allowed = CHOICES[name] as readonly string[] as readonly Chosen[Name][];
  try {
    const value = localStorage.getItem(`depesha.${name}`);
    return allowed.find((one) => one === value) ?? null;
  } catch {
    return null;
  }
}

function keep(name: Choice, value: string): void {
  try {
    localStorage.setItem(`depesha.${name}`, value);
  } catch {
    // Without storage the choice lasts until the window closes.
  }
}

/** What the page starts with: an earlier choice, else what the system says. */
export type Initial = { [Name in Choice]?: Chosen[Name] | undefined } & { systemLocale?: string | null };

function begin({ systemLocale, ...initial }: Initial): Chosen {
  const names = Object.keys(CHOICES) as Choice[];
  const known = names.map((name) => [name, initial[name] ?? stored(name)] as const).filter(([, value]) => value !== null);
  return { locale: pickLocale([systemLocale, ...navigator.languages]), ...USUAL, ...Object.fromEntries(known) };
}

export function PreferencesProvider({ initial, children }: { initial: Initial; children: ReactNode }) {
  const backend = useBackend();
  const [chosen, setChosen] = useState<Chosen>(() => begin(initial));
  const choose = useCallback(<Name extends Choice>(name: Name, value: Chosen[Name]) => {
    keep(name, value);
    setChosen((before) => ({ ...before, [name]: value }));
  }, []);

  useEffect(() => {
    document.documentElement.lang = chosen.locale;
    for (const name of SHOWN) document.documentElement.dataset[name] = chosen[name];
  }, [chosen]);
  useEffect(() => {
    backend.setZoom(Number(chosen.zoom)).catch(() => undefined);
  }, [backend, chosen.zoom]);

  const value = useMemo<Preferences>(() => ({ chosen, choose, undoSeconds: Number(chosen.undo) }), [chosen, choose]);
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const value = use(PreferencesContext);
  if (!value) throw new Error("usePreferences outside of PreferencesProvider");
  return value;
}
