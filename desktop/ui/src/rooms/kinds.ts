/** What a conversation is, in a few words: its kind, and whether people from outside may be in it. */
import type { RoomSummary, RoomTheme } from "../ipc/types";
import type { L10n } from "../l10n/L10n";

export const THEMES: readonly RoomTheme[] = [
  "administration",
  "budget",
  "culture",
  "digital",
  "economy",
  "education",
  "environment",
  "health",
  "justice",
  "security",
  "work",
];

type Kind = Pick<RoomSummary, "kind" | "organisation" | "externals" | "announcement">;

export function kindWords(t: L10n["t"], room: Kind): string {
  if (room.kind === "direct") return room.externals ? t("external-mark") : room.organisation;
  const kind = t(room.announcement ? `kind-announcement-${room.kind}` : `kind-${room.kind}`);
  return room.externals ? `${kind} · ${t("kind-externals")}` : kind;
}

export function themeWords(t: L10n["t"], theme: RoomTheme): string {
  return t(`theme-of-${theme}`);
}
