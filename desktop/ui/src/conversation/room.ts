/** The room that the messages below are in, and what the person may do there. */
import { createContext, use } from "react";
import type { RoomRights, RoomSummary } from "../ipc/types";

export type Around = { room: RoomSummary | null; rights: RoomRights | null };

export const RoomContext = createContext<Around>({ room: null, rights: null });

export function useRoom(): Around {
  return use(RoomContext);
}
