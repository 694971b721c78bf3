/** Language, appearance and habits: kept on this computer, no secret in them. */
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import type { Policy } from "../ipc/types";
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

/** Whether files go without what they tell unseen, or whole. */
export const FILES = ["cleaned", "whole"] as const;

/** Whether the organisation's service is asked for newer versions. */
export const UPDATES = ["off", "on"] as const;

/** What there is to choose, and from what. */
export const CHOICES = {
  locale: LOCALES,
  theme: THEMES,
  zoom: ZOOMS,
  density: DENSITIES,
  spacing: SPACINGS,
  motion: MOTIONS,
  undo: UNDO_SECONDS,
  files: FILES,
  updates: UPDATES,
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
  files: "cleaned",
  updates: "off",
};

/** What a page says by an attribute of its root, which the tokens follow. */
const SHOWN = ["theme", "density", "spacing", "motion"] as const;

export type Preferences = {
  chosen: Chosen;
  choose: <Name extends Choice>(name: Name, value: Chosen[Name]) => void;
  undoSeconds: number;
  /** What the organisation has settled, beyond the choices here. */
  policy: Policy;
  /** Whether the organisation has settled it. */
  isLocked: (name: Choice) => boolean;
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
export type Initial = Wanted & { systemLocale?: string | null; policy?: Policy };

type Wanted = { [Name in Choice]?: Chosen[Name] | undefined };

/** Where no organisation has settled anything. */
export const FREE: Policy = {
  broken: false,
  locked: { language: null, theme: null, notifications_show: null, typing: null, reading: null, clean_files: null, look_for_updates: null, app_lock_minutes: null },
  preset: { language: null, theme: null, zoom: null, notifications_show: null, clean_files: null, look_for_updates: null },
};

const files = (cleaned: boolean | null) => (cleaned === null ? undefined : cleaned ? "cleaned" : "whole");

const updates = (wanted: boolean | null) => (wanted === null ? undefined : wanted ? "on" : "off");

const settled = ({ locked }: Policy): Wanted => ({
  locale: locked.language ?? undefined,
  theme: locked.theme ?? undefined,
  files: files(locked.clean_files),
  updates: updates(locked.look_for_updates),
});

const preset = ({ preset }: Policy): Wanted => ({
  locale: preset.language ?? undefined,
  theme: preset.theme ?? undefined,
  zoom: ZOOMS.find((one) => one === String(preset.zoom)),
  files: files(preset.clean_files),
  updates: updates(preset.look_for_updates),
});

function begin({ systemLocale, policy = FREE, ...initial }: Initial): Chosen {
  const names = Object.keys(CHOICES) as Choice[];
  const [locked, before] = [settled(policy), preset(policy)];
  const known = names
    .map((name) => [name, locked[name] ?? initial[name] ?? stored(name) ?? before[name]] as const)
    .filter(([, value]) => value !== undefined);
  return { locale: pickLocale([systemLocale, ...navigator.languages]), ...USUAL, ...Object.fromEntries(known) };
}

export function PreferencesProvider({ initial, children }: { initial: Initial; children: ReactNode }) {
  const backend = useBackend();
  const { policy = FREE } = initial;
  const [chosen, setChosen] = useState<Chosen>(() => begin(initial));
  const isLocked = useCallback((name: Choice) => settled(policy)[name] !== undefined, [policy]);
  const choose = useCallback(
    <Name extends Choice>(name: Name, value: Chosen[Name]) => {
      if (isLocked(name)) return;
      keep(name, value);
      setChosen((before) => ({ ...before, [name]: value }));
    },
    [isLocked],
  );

  useEffect(() => {
    document.documentElement.lang = chosen.locale;
    for (const name of SHOWN) document.documentElement.dataset[name] = chosen[name];
  }, [chosen]);
  useEffect(() => {
    backend.setZoom(Number(chosen.zoom)).catch(() => undefined);
  }, [backend, chosen.zoom]);

  const value = useMemo<Preferences>(
    () => ({ chosen, choose, undoSeconds: Number(chosen.undo), policy, isLocked }),
    [chosen, choose, policy, isLocked],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const value = use(PreferencesContext);
  if (!value) throw new Error("usePreferences outside of PreferencesProvider");
  return value;
}
