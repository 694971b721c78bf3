/** How any part of the window begins to compare signs with another person. */
import { createContext, use } from "react";

export type Companion = { userId: string; name: string };

export const CompareContext = createContext<(companion: Companion) => void>(() => undefined);

export function useCompare(): (companion: Companion) => void {
  return use(CompareContext);
}
