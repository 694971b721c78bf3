/** Dates, times and sizes, in a language. */
import type { Locale } from "./catalogue";

export type Formatters = {
  /** Hours and minutes. */
  time: (ms: number) => string;
  /** "Today", "Yesterday", or the day with its name. */
  day: (ms: number) => string;
  /** The time for today, else a short date. */
  shortMoment: (ms: number) => string;
  /** The name of the day of the week. */
  weekday: (ms: number) => string;
  /** A date in full. */
  date: (ms: number) => string;
  /** A size in words of the language. */
  size: (bytes: number) => string;
  /** Names one after the other. */
  list: (names: string[]) => string;
};

const REGION: Record<Locale, string> = { en: "en-GB", fr: "fr-FR", uk: "uk-UA" };

function daysAgo(ms: number, now: number): number {
  const midnight = (value: number) => new Date(value).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(ms)) / 86_400_000);
}

export function formatters(locale: Locale, t: (id: string) => string, now: () => number = Date.now): Formatters {
  const region = REGION[locale];
  const time = new Intl.DateTimeFormat(region, { hour: "2-digit", minute: "2-digit" });
  const weekday = new Intl.DateTimeFormat(region, { weekday: "long", day: "numeric", month: "long" });
  const full = new Intl.DateTimeFormat(region, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const short = new Intl.DateTimeFormat(region, { day: "numeric", month: "short" });
  const dayName = new Intl.DateTimeFormat(region, { weekday: "long" });
  const plain = new Intl.DateTimeFormat(region, { day: "numeric", month: "long", year: "numeric" });
  const names = new Intl.ListFormat(region, { type: "conjunction" });
  const day = (ms: number): string => {
    const ago = daysAgo(ms, now());
    if (ago === 0) return t("today");
    if (ago === 1) return t("yesterday");
    return Math.abs(ago) < 300 ? weekday.format(ms) : full.format(ms);
  };
  return {
    time: (ms) => time.format(ms),
    day,
    shortMoment: (ms) => {
      const ago = daysAgo(ms, now());
      if (ago === 0) return time.format(ms);
      return ago === 1 ? t("yesterday") : short.format(ms);
    },
    weekday: (ms) => dayName.format(ms),
    date: (ms) => plain.format(ms),
    size: (bytes) => {
      const [unit, value] =
        bytes >= 1_048_576 ? ["megabyte", bytes / 1_048_576] : bytes >= 1024 ? ["kilobyte", bytes / 1024] : ["byte", bytes];
      return new Intl.NumberFormat(region, {
        style: "unit",
        unit: unit as string,
        unitDisplay: unit === "byte" ? "long" : "short",
        maximumFractionDigits: unit === "megabyte" ? 1 : 0,
      }).format(value as number);
    },
    list: (people) => names.format(people),
  };
}
