/** Work that invites many people, and how far it is. */
import { useState } from "react";
import type { Listener } from "../ipc/backend";
import type { ProblemView, UnitRoomView } from "../ipc/types";
import { asProblem } from "../state/backend";

export type InvitingWork = {
  work: UnitRoomView | null;
  problem: ProblemView | null;
  begin: (start: (listener: Listener<UnitRoomView>) => Promise<void>) => void;
};

export function useProgress(): InvitingWork {
  const [work, setWork] = useState<UnitRoomView | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const failed = (error: ProblemView) => {
    setProblem(error);
    setWork(null);
  };
  const begin = (start: (listener: Listener<UnitRoomView>) => Promise<void>) => {
    setProblem(null);
    setWork({ state: "making" });
    start((now) => {
      if (now.state === "failed") failed(now.problem);
      else setWork(now);
    }).catch((error: unknown) => failed(asProblem(error)));
  };
  return { work, problem, begin };
}
