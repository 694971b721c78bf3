/** Saving a safe file where the person chooses. */
import { useCallback, useState } from "react";
import { type Task, useBackend, useTask } from "../state/backend";

export type Saving = { save: () => void; saved: boolean; task: Task };

export function useSave(handle: string): Saving {
  const backend = useBackend();
  const task = useTask();
  const [saved, setSaved] = useState(false);
  const { run } = task;
  const save = useCallback(() => void run(async () => setSaved(await backend.saveFile(handle))), [backend, handle, run]);
  return { save, saved, task };
}
