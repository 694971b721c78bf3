/**
 * Sending files into a conversation or a thread. They wait in a dialogue until the person has written what stands under them
 * and sent them. What became of what they told unseen is said afterwards.
 */
import { useCallback, useState } from "react";
import type { ProblemView, TakenFileView } from "../ipc/types";
import { useBackend, useTask } from "../state/backend";
import { usePreferences } from "../state/preferences";

/** A file that waits for the person. */
export type WaitingFile = {
  key: string;
  name: string;
  size: number;
  /** Its bytes are in the page; else the shell knows it by its key. */
  file: File | null;
  caption: string;
};

export type Files = {
  /** Lets the person choose some. */
  choose: () => void;
  /** Takes what was dropped or pasted. */
  take: (files: File[]) => void;
  waiting: readonly WaitingFile[];
  setCaption: (key: string, caption: string) => void;
  leaveOut: (key: string) => void;
  /** Gives up all that wait. */
  stop: () => void;
  /** Sends all that wait; those that cannot go stay. */
  send: (unchanged: boolean) => void;
  sending: boolean;
  sendingProblem: ProblemView | null;
  /** Whether the person may want files to go unchanged: else it is settled for all of them. */
  mayStayWhole: boolean;
  /** Those sent last of which there is something to say. */
  sent: readonly TakenFileView[];
  forget: () => void;
  problem: ProblemView | null;
};

let dropped = 0;

/** `thread` is the message with which the thread begins that they go to. */
export function useFiles(roomId: string, thread: string | null, onSent: () => void): Files {
  const backend = useBackend();
  const { chosen, isLocked } = usePreferences();
  const { run: runSending, busy: sending, problem: sendingProblem } = useTask();
  const { run: runChoosing, problem } = useTask();
  const [waiting, setWaiting] = useState<readonly WaitingFile[]>([]);
  const [sent, setSent] = useState<readonly TakenFileView[]>([]);
  const always = chosen.files === "whole";

  const take = useCallback((files: File[]) => {
    const taken = files.map((file) => ({ key: `dropped-${(dropped += 1)}`, name: file.name, size: file.size, file, caption: "" }));
    setWaiting((before) => [...before, ...taken]);
  }, []);
  const choose = useCallback(() => {
    void runChoosing(async () => {
      const files = await backend.chooseFiles();
      setWaiting(files.map(({ id, name, size }) => ({ key: id, name, size, file: null, caption: "" })));
    });
  }, [backend, runChoosing]);
  const leaveOut = useCallback((key: string) => setWaiting((before) => before.filter((one) => one.key !== key)), []);
  const send = useCallback(
    (unchanged: boolean) => {
      onSent();
      void runSending(async () => {
        const taken: TakenFileView[] = [];
        try {
          for (const { key, file, caption } of waiting) {
            const how = { thread, caption, unchanged: always || unchanged };
            taken.push(file ? await backend.sendFile(roomId, file, how) : await backend.sendChosen(roomId, key, how));
            leaveOut(key);
          }
        } finally {
          setSent(taken.filter(({ facts }) => facts.outcome !== "nothing" && !(always && facts.outcome === "unchanged")));
        }
      });
    },
    [backend, roomId, thread, waiting, always, onSent, runSending, leaveOut],
  );

  return {
    choose,
    take,
    waiting,
    setCaption: (key, caption) => setWaiting((before) => before.map((one) => (one.key === key ? { ...one, caption } : one))),
    leaveOut,
    stop: () => setWaiting([]),
    send,
    sending,
    sendingProblem,
    mayStayWhole: !always && !isLocked("files"),
    sent,
    forget: () => setSent([]),
    problem,
  };
}
