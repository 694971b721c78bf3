/** Tells the others that the person types here: again and again while they do, and once when they stop. */
import { useCallback, useEffect, useRef } from "react";
import { useBackend } from "../state/backend";

/** The core lets through what is needed. */
const AGAIN_MS = 1000;

export function useTypingNotice(roomId: string): (typing: boolean) => void {
  const backend = useBackend();
  /** When it was told last; zero when the others know of nothing. */
  const told = useRef(0);
  const tell = useCallback(
    (typing: boolean) => {
      const now = Date.now();
      if (typing ? now - told.current < AGAIN_MS : told.current === 0) return;
      told.current = typing ? now : 0;
      backend.setTyping(roomId, typing).catch(() => undefined);
    },
    [backend, roomId],
  );
  useEffect(() => () => tell(false), [tell]);
  return tell;
}
