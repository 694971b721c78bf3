/** One question to the core from within an effect. */
import type { ProblemView } from "../ipc/types";
import { asProblem } from "./backend";

/**
 * Asks, after a pause if one is given, so that quick changes ask only once. What it returns ends the asking: an answer that
 * comes after that is dropped.
 */
export function ask<T>(
  question: () => Promise<T>,
  answered: (answer: T) => void,
  failed: (problem: ProblemView) => void,
  pauseMs = 0,
): () => void {
  let current = true;
  const put = () => {
    question().then(
      (answer) => {
        if (current) answered(answer);
      },
      (error: unknown) => {
        if (current) failed(asProblem(error));
      },
    );
  };
  const timer = pauseMs > 0 ? setTimeout(put, pauseMs) : undefined;
  if (timer === undefined) put();
  return () => {
    current = false;
    clearTimeout(timer);
  };
}
