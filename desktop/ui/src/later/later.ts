/** What is to be sent at a time, for what lies deeper in the window, and the way to the list of it. */
import { createContext, use } from "react";
import type { LaterView } from "../ipc/types";

export type Later = { list: readonly LaterView[]; show: () => void };

export const LaterContext = createContext<Later>({ list: [], show: () => undefined });

export function useLater(): Later {
  return use(LaterContext);
}

/** It does not go by itself: the person is needed. */
export const isStuck = ({ state }: LaterView): boolean => state.state === "held" || state.state === "unsure";
