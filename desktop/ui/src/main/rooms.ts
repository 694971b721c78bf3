/** The conversations that the person takes part in, for what lies deeper in the window. */
import { createContext, use } from "react";
import type { RoomSummary } from "../ipc/types";

export const RoomsContext = createContext<readonly RoomSummary[]>([]);

export function useRooms(): readonly RoomSummary[] {
  return use(RoomsContext);
}
