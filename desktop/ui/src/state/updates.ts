/** What the organisation's service says about newer versions: asked at once, and once a day, as long as that is wanted. */
import { useEffect, useState } from "react";
import type { ProblemView, UpdateView } from "../ipc/types";
import { ask } from "./ask";
import { useBackend } from "./backend";
import { usePreferences } from "./preferences";

const DAY_MS = 24 * 60 * 60 * 1000;

type Answer = { update: UpdateView | null; problem: ProblemView | null };

const NONE: Answer = { update: null, problem: null };

export function useNewerVersion(): Answer & { askAgain: () => void } {
  const backend = useBackend();
  const { updates, locale } = usePreferences().chosen;
  const [answer, setAnswer] = useState(NONE);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (updates === "off") return;
    const once = () =>
      ask(
        () => backend.newerVersion(locale),
        (update) => setAnswer({ update, problem: null }),
        (problem) => setAnswer({ update: null, problem }),
      );
    let stop = once();
    const timer = setInterval(() => {
      stop();
      stop = once();
    }, DAY_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [backend, updates, locale, asked]);
  const askAgain = () => {
    setAnswer(NONE);
    setAsked((before) => before + 1);
  };
  return { ...(updates === "off" ? NONE : answer), askAgain };
}
