/** Opening a person's card from anywhere: a message, a list of members, what a search found. */
import { createContext, use } from "react";

/** Whose card: an entry of the directory, or whoever has an account. */
export type CardTarget = { personId: string } | { userId: string };

export const CardContext = createContext<(target: CardTarget) => void>(() => undefined);

export function useOpenCard(): (target: CardTarget) => void {
  return use(CardContext);
}
