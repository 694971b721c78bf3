/** Calls for which the service may want the password, or a word in the browser: asked for only when it does. */
import { useState } from "react";
import type { ProblemView } from "../ipc/types";
import { asProblem, useTask } from "../state/backend";

export type Wanted = { kind: "nothing" } | { kind: "password" } | { kind: "browser"; url: string };

export function useProof(act: (password: string | null) => Promise<void>, onDone: () => void) {
  const task = useTask();
  const [wanted, setWanted] = useState<Wanted>({ kind: "nothing" });
  const [password, setPassword] = useState("");
  const go = () =>
    void task.run(async () => {
      try {
        await act(wanted.kind === "password" ? password : null);
      } catch (error) {
        const problem: ProblemView = asProblem(error);
        if (problem.code === "password_needed") return setWanted({ kind: "password" });
        if (problem.code === "browser_needed") return setWanted({ kind: "browser", url: problem.url });
        throw error;
      }
      onDone();
    });
  return { task, wanted, password, setPassword, go };
}
