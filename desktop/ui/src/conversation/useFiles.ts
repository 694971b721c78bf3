/** Sending files into a conversation or a thread. What became of what they told unseen is said; one sending may go unchanged. */
import { useCallback, useState } from "react";
import type { ProblemView, TakenFileView } from "../ipc/types";
import { useBackend, useTask } from "../state/backend";
import { usePreferences } from "../state/preferences";

export type Files = {
  /** Lets the person choose one. */
  choose: () => void;
  send: (files: File[]) => void;
  /** The next ones go unchanged. */
  unchanged: boolean;
  /** None where it is settled for all files. */
  setUnchanged: ((unchanged: boolean) => void) | null;
  /** Those sent last of which there is something to say. */
  sent: readonly TakenFileView[];
  forget: () => void;
  problem: ProblemView | null;
};

/** `thread` is the message with which the thread begins that they go to. */
export function useFiles(roomId: string, thread: string | null, onSent: () => void): Files {
  const backend = useBackend();
  const { chosen, isLocked } = usePreferences();
  const { run: runSending, problem: sendingProblem } = useTask();
  const { run: runChoosing, problem: choosingProblem } = useTask();
  const [unchanged, setUnchanged] = useState(false);
  const [sent, setSent] = useState<readonly TakenFileView[]>([]);
  const always = chosen.files === "whole";
  const whole = always || unchanged;

  const done = useCallback(
    (taken: TakenFileView[]) => {
      setUnchanged(false);
      setSent(taken.filter(({ facts }) => facts.outcome !== "nothing" && !(always && facts.outcome === "unchanged")));
    },
    [always],
  );
  const send = useCallback(
    (files: File[]) => {
      onSent();
      void runSending(async () => {
        const taken: TakenFileView[] = [];
        for (const file of files) taken.push(await backend.sendFile(roomId, thread, file, whole));
        done(taken);
      });
    },
    [backend, roomId, thread, whole, onSent, runSending, done],
  );
  const choose = useCallback(() => {
    void runChoosing(async () => {
      const taken = await backend.chooseAndSendFile(roomId, thread, whole);
      if (taken) done([taken]);
    });
  }, [backend, roomId, thread, whole, runChoosing, done]);

  return {
    choose,
    send,
    unchanged,
    setUnchanged: always || isLocked("files") ? null : setUnchanged,
    sent,
    forget: () => setSent([]),
    problem: sendingProblem ?? choosingProblem,
  };
}
