/** The backend for every component, and hooks for its streams and its calls. */
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from "react";
import type { Backend, Listener, Stop } from "../ipc/backend";
import type { ListDiff, ProblemView } from "../ipc/types";
import { applyDiffs } from "./list";

const BackendContext = createContext<Backend | null>(null);

export function BackendProvider({ backend, children }: { backend: Backend; children: ReactNode }) {
  return <BackendContext value={backend}>{children}</BackendContext>;
}

export function useBackend(): Backend {
  const backend = use(BackendContext);
  if (!backend) throw new Error("useBackend outside of BackendProvider");
  return backend;
}

/** The newest value of a stream. `watch` must stay the same function while the stream is the same. */
export function useWatched<T>(watch: (listener: Listener<T>) => Stop, initial: T): T {
  const [value, setValue] = useState<T>(initial);
  useEffect(() => watch(setValue), [watch]);
  return value;
}

/** A list that the core changes bit by bit; null until it is known. */
export function useWatchedList<T>(watch: (listener: Listener<ListDiff<T>[]>) => Stop): T[] | null {
  const [list, setList] = useState<T[] | null>(null);
  useEffect(() => {
    let open = true;
    const stop = watch((diffs) => {
      if (open) setList((before) => applyDiffs(before ?? [], diffs));
    });
    return () => {
      open = false;
      stop();
    };
  }, [watch]);
  return list;
}

/** Whatever was thrown, as a problem that the catalogues can word. */
export function asProblem(error: unknown): ProblemView {
  if (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string") {
    return error as ProblemView;
  }
  return { code: "unexpected", detail: error instanceof Error ? error.name : typeof error };
}

export type Task = {
  busy: boolean;
  problem: ProblemView | null;
  /** Runs one thing at a time; true when it went well. */
  run: (work: () => Promise<void>) => Promise<boolean>;
  clear: () => void;
};

/** Runs calls to the core and holds what went wrong with the last one. */
export function useTask(): Task {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const running = useRef(false);
  const run = useCallback(async (work: () => Promise<void>) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => {
    setProblem(null);
  }, []);
  return { busy, problem, run, clear };
}
