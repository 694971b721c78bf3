/** A voice message for a conversation or a thread: it is spoken, listened to, sent or given up. */
import { useCallback, useEffect, useMemo } from "react";
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
  sound: () => Promise<Blob>;
  problem: ProblemView | null;
};

/** `thread` is the message with which the thread begins that it goes to. */
export function useVoice(roomId: string, thread: string | null, onSent: () => void): Voice {
  const backend = useBackend();
  const recordings = useRecordings();
  const recording = useRecording(placeOf(roomId, thread));
  const { run, problem } = useTask();
  // Whoever leaves the conversation is not heard any more; what was said waits there.
  useEffect(
    () => () => {
      if (recordings.get(placeOf(roomId, thread))?.running) recordings.stop(roomId, thread).catch(() => undefined);
    },
    [recordings, roomId, thread],
  );
  const deeds = useMemo(
    () => ({
      start: () => void run(() => recordings.start(roomId, thread)),
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
  const sound = useCallback(() => backend.recorded(roomId, thread), [backend, roomId, thread]);
  return { recording, ...deeds, sound, problem };
}
