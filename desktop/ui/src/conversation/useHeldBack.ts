/** Holds a message back for a few seconds, in which the person may think better of it. It goes when they write on or leave. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Draft } from "../ipc/types";

export type HeldBack = {
  held: Draft | null;
  hold: (draft: Draft) => void;
  /** It goes now. */
  release: () => void;
  /** It does not go. */
  takeBack: () => void;
};

export function useHeldBack(seconds: number, send: (draft: Draft) => void): HeldBack {
  const [held, setHeld] = useState<Draft | null>(null);
  const waiting = useRef<Draft | null>(null);
  const sendIt = useRef(send);
  useEffect(() => {
    sendIt.current = send;
  });
  const takeBack = useCallback(() => {
    waiting.current = null;
    setHeld(null);
  }, []);
  const release = useCallback(() => {
    const draft = waiting.current;
    takeBack();
    if (draft) sendIt.current(draft);
  }, [takeBack]);
  const hold = useCallback(
    (draft: Draft) => {
      release();
      waiting.current = draft;
      setHeld(draft);
    },
    [release],
  );
  useEffect(() => {
    if (held === null) return;
    const timer = setTimeout(release, seconds * 1000);
    return () => clearTimeout(timer);
  }, [held, seconds, release]);
  useEffect(() => release, [release]);
  return { held, hold, release, takeBack };
}
