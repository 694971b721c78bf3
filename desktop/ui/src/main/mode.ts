/** The operating mode for every part of the window, and what it closes in a conversation. */
import { createContext, use } from "react";
import type { ModeView, RoomDetails, RoomSummary } from "../ipc/types";

export const NORMAL: ModeView = {
  mode: "normal",
  since_ms: 0,
  externals_off: false,
  own_writing_off: false,
  public_rooms_read_only: false,
  file_types_cut: false,
  files_checked_anew: false,
};

export const ModeContext = createContext<ModeView>(NORMAL);

/** Why the mode lets nobody write here; null if it does. The server decides; this is told before one has written. */
export type Closed = "public" | "external" | null;

export function useClosed(room: RoomSummary, details: RoomDetails | null): Closed {
  const mode = use(ModeContext);
  if (mode.own_writing_off) return "external";
  if (!mode.public_rooms_read_only || room.kind !== "public" || details === null) return null;
  return details.role === "member" ? "public" : null;
}

/** The differences that are told, in the order in which they are. */
export const DIFFERENCES = ["externals_off", "public_rooms_read_only", "file_types_cut", "files_checked_anew"] as const;
