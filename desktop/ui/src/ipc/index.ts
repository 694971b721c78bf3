/** Chooses the backend: the real core, or sample data in builds of the mode `fake` (never in the product). */
import type { Initial } from "../state/preferences";
import type { Backend } from "./backend";

export async function openBackend(): Promise<{ backend: Backend; preferences: Initial }> {
  if (import.meta.env.MODE === "fake") {
    const { openFake } = await import("./fake");
    return openFake(new URLSearchParams(location.search));
  }
  const { TauriBackend } = await import("./tauri");
  return { backend: new TauriBackend(), preferences: {} };
}
