/** What a query finds: page by page, and again while the device is still looking through what it has. */
import { useCallback, useEffect, useState } from "react";
import type { FoundMessages, MessageQuery, ProblemView } from "../ipc/types";
import { ask } from "../state/ask";
import { asProblem, useBackend } from "../state/backend";

const PAUSE_MS = 200;
const AGAIN_MS = 2000;

export type Filters = {
  roomId: string | null;
  senderId: string | null;
  fromMs: number | null;
  untilMs: number | null;
  filesOnly: boolean;
};

export const NO_FILTERS: Filters = { roomId: null, senderId: null, fromMs: null, untilMs: null, filesOnly: false };

export type MessageSearch = {
  /** Null until the first answer. */
  found: FoundMessages | null;
  /** The answer is to another query than the one that stands there. */
  stale: boolean;
  problem: ProblemView | null;
  more: () => void;
  /** Older messages have come: the same again. */
  again: () => void;
};

function query(words: string, filters: Filters, behind: string | null): MessageQuery {
  return {
    words,
    room_id: filters.roomId,
    sender_id: filters.senderId,
    from_ms: filters.fromMs,
    until_ms: filters.untilMs,
    files_only: filters.filesOnly,
    behind,
  };
}

export function useMessageSearch(words: string, filters: Filters): MessageSearch {
  const backend = useBackend();
  const [answer, setAnswer] = useState<{ to: string; found: FoundMessages } | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [round, setRound] = useState(0);
  const asked = JSON.stringify(query(words, filters, null));
  useEffect(
    () =>
      ask(
        () => backend.searchMessages(JSON.parse(asked) as MessageQuery),
        (found) => {
          setProblem(null);
          setAnswer({ to: asked, found });
        },
        setProblem,
        PAUSE_MS,
      ),
    [backend, asked, round],
  );
  const building = answer?.found.coverage.building === true;
  const first = answer?.found.messages.length ?? 0;
  useEffect(() => {
    // What the person has turned to does not move away under them.
    if (!building || first > 0) return;
    const timer = setInterval(() => setRound((before) => before + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, [building, first]);
  const more = () => {
    if (answer === null || answer.found.behind === null) return;
    const { to, found: before } = answer;
    backend.searchMessages(query(words, filters, before.behind)).then(
      (next) =>
        setAnswer((now) =>
          now?.to === to && now.found.behind === before.behind
            ? { to, found: { ...next, messages: [...before.messages, ...next.messages] } }
            : now,
        ),
      (error: unknown) => setProblem(asProblem(error)),
    );
  };
  const again = useCallback(() => setRound((before) => before + 1), []);
  return { found: answer?.found ?? null, stale: answer?.to !== asked, problem, more, again };
}
