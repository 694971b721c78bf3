/** Looking at a file in the window, from wherever it is shown: which files that goes for, and what they are called. */
import { createContext, use } from "react";
import type { FileLook, FileView } from "../ipc/types";
import type { L10n } from "../l10n/L10n";

export const LookContext = createContext<(file: FileView) => void>(() => undefined);

export function useLook(): (file: FileView) => void {
  return use(LookContext);
}

const LOOKED_AT: readonly FileLook[] = ["picture", "video", "text", "pdf"];
const LISTENED_TO: readonly FileLook[] = ["sound", "voice"];

/** Whether it is shown over the window. */
export const isLookedAt = (file: FileView) => LOOKED_AT.includes(file.look);

/** Whether it is played where it stands. */
export const isListenedTo = (file: FileView) => LISTENED_TO.includes(file.look);

/** How long something plays, as clocks show it. */
export function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** A file's name, or what it is where nobody has given it one. */
export function fileTitle(t: L10n["t"], file: FileView): string {
  if (file.look !== "voice") return file.name;
  return file.length_ms === null ? t("file-voice") : t("file-voice-length", { length: clock(file.length_ms) });
}
