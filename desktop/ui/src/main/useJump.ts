/** Going to a message: to the conversation, and into the thread if the message stands in one. */
import { useCallback, useEffect, useState } from "react";
import type { Jump } from "../conversation/Timeline";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";

export type OpenThread = { roomId: string; rootId: string };

type JumpState = {
  /** The message that the conversation, or the thread over it, is to show; null until it is known where it stands. */
  jump: Jump | null;
  /** The thread that is open. */
  thread: OpenThread | null;
  setThread: (thread: OpenThread | null) => void;
  go: (to: Jump) => void;
  arrived: () => void;
};

export function useJump(): JumpState {
  const backend = useBackend();
  const [wanted, setWanted] = useState<Jump | null>(null);
  const [jump, setJump] = useState<Jump | null>(null);
  const [thread, setThread] = useState<OpenThread | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const found = (rootId: string | null) => {
      setWanted(null);
      if (rootId !== null) setThread({ roomId: wanted.roomId, rootId });
      setJump(wanted);
    };
    // If nobody knows where it stands, the conversation is looked through, and says that it is not there.
    return ask(() => backend.threadOf(wanted.roomId, wanted.eventId), found, () => found(null));
  }, [backend, wanted]);
  const go = useCallback((to: Jump) => {
    setThread(null);
    setJump(null);
    setWanted(to);
  }, []);
  const arrived = useCallback(() => setJump(null), []);
  return { jump, thread, setThread, go, arrived };
}
