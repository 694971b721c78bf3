/** A voice message for a conversation or a thread: it is spoken, listened to, sent or given up. */
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { FileBytes } from "../ipc/backend";
import type { ProblemView } from "../ipc/types";
import { useBackend, useTask } from "../state/backend";
import { placeOf } from "../state/drafts";
import { type Recording, useRecording, useRecordings } from "../state/recordings";

export type Voice = {
  recording: Recording | null;
  start: () => void;
  stop: () => void;
  send: () => void;
  discard: () => void;
  /** What was said, while it waits. Must stay the same function while that is the same. */
  sound: () => Promise<FileBytes>;
  problem: ProblemView | null;
};

/** `thread` is the message with which the thread begins that it goes to; `seen`, whether the person has it before them. */
export function useVoice(roomId: string, thread: string | null, seen: boolean, onSent: () => void): Voice {
  const backend = useBackend();
  const recordings = useRecordings();
  const recording = useRecording(placeOf(roomId, thread));
  const { run, problem } = useTask();
  // Whoever has something else before them is not heard any more, also where the microphone was only being opened. What was
  // said waits.
  const here = useRef(false);
  useEffect(() => {
    if (!seen) return;
    here.current = true;
    return () => {
      here.current = false;
      recordings.stopUnseen(roomId, thread);
    };
  }, [recordings, roomId, thread, seen]);
  const deeds = useMemo(
    () => ({
      start: () =>
        void run(async () => {
          await recordings.start(roomId, thread);
          if (!here.current) recordings.stopUnseen(roomId, thread);
        }),
      stop: () => void run(() => recordings.stop(roomId, thread)),
      discard: () => void run(() => recordings.discard(roomId, thread)),
      send: () =>
        void run(async () => {
          onSent();
          await recordings.send(roomId, thread);
        }),
    }),
    [run, recordings, roomId, thread, onSent],
  );
  const sound = useCallback(async () => ({ blob: await backend.recorded(roomId, thread) }), [backend, roomId, thread]);
  return { recording, ...deeds, sound, problem };
}
