/** Going to a message of any conversation; false if the person is not in that one. */
import { createContext, use } from "react";

export type OpenMessage = (roomId: string, eventId: string) => boolean;

export const MessageContext = createContext<OpenMessage>(() => false);

export function useOpenMessage(): OpenMessage {
  return use(MessageContext);
}
