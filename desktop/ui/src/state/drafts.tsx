/** What was begun and not sent, by room: here while one writes, and kept by the core a moment later. */
import { createContext, use, useCallback, useSyncExternalStore } from "react";
import type { Backend } from "../ipc/backend";
import type { Mention } from "../ipc/types";

export type Begun = { markdown: string; mentions: Mention[] };

export const NOTHING: Begun = { markdown: "", mentions: [] };

/** How long after the last letter it is kept; that there is none any more, at once. */
const KEEP_MS = 400;

export class Drafts {
  private readonly begun = new Map<string, Begun>();
  /** What the core does not have yet. */
  private readonly unkept = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly backend: Backend) {}

  /** Takes up what was kept before. What was written meanwhile counts more, and is kept. */
  async load(): Promise<void> {
    for (const { room_id: roomId, ...begun } of await this.backend.drafts()) {
      if (!this.unkept.has(roomId)) this.begun.set(roomId, begun);
    }
    for (const roomId of this.unkept.keys()) this.keep(roomId);
    this.tell();
  }

  get(roomId: string): Begun {
    return this.begun.get(roomId) ?? NOTHING;
  }

  /** What is begun in a thread stays here: it is not kept over a restart. */
  setInThread(key: string, begun: Begun): void {
    this.begun.set(key, begun);
    this.tell();
  }

  set(roomId: string, begun: Begun): void {
    this.begun.set(roomId, begun);
    clearTimeout(this.unkept.get(roomId));
    this.unkept.set(
      roomId,
      setTimeout(() => this.keep(roomId), begun.markdown === "" ? 0 : KEEP_MS),
    );
    this.tell();
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private keep(roomId: string): void {
    const begun = this.get(roomId);
    this.backend.keepDraft({ room_id: roomId, ...begun }).then(
      () => {
        if (this.get(roomId) === begun) this.unkept.delete(roomId);
      },
      // A window that was locked meanwhile: it is kept when it is open again.
      () => undefined,
    );
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const DraftsContext = createContext<Drafts | null>(null);

export function useDrafts(): Drafts {
  const drafts = use(DraftsContext);
  if (!drafts) throw new Error("useDrafts outside of DraftsContext");
  return drafts;
}

/** What was begun in one room. */
export function useDraft(roomId: string): Begun {
  const drafts = useDrafts();
  return useSyncExternalStore(
    drafts.watch,
    useCallback(() => drafts.get(roomId), [drafts, roomId]),
  );
}
