/** The room that the messages below are in, and what the person may do there. */
import { createContext, use } from "react";
import type { RoomRights, RoomSummary } from "../ipc/types";

export type Around = {
  room: RoomSummary | null;
  rights: RoomRights | null;
  /** Whether who comes later sees what was written before; unknown counts as yes. */
  earlierForAll: boolean;
};

export const RoomContext = createContext<Around>({ room: null, rights: null, earlierForAll: true });

export function useRoom(): Around {
  return use(RoomContext);
}
