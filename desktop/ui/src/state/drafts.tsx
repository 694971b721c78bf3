/** What was begun and not sent, by room and by thread: here while one writes, and kept by the core a moment later. */
import { createContext, use, useCallback, useSyncExternalStore } from "react";
import type { Backend } from "../ipc/backend";
import type { Mention } from "../ipc/types";

export type Begun = { markdown: string; mentions: Mention[] };

export const NOTHING: Begun = { markdown: "", mentions: [] };

/** Names a room, or one of its threads by the message that it begins with. */
export const placeOf = (roomId: string, thread: string | null): string => (thread === null ? roomId : `${roomId} ${thread}`);

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
    for (const { room_id: roomId, thread, ...begun } of await this.backend.drafts()) {
      const place = placeOf(roomId, thread);
      if (!this.unkept.has(place)) this.begun.set(place, begun);
    }
    for (const place of this.unkept.keys()) this.keep(place);
    this.tell();
  }

  get(place: string): Begun {
    return this.begun.get(place) ?? NOTHING;
  }

  set(place: string, begun: Begun): void {
    this.begun.set(place, begun);
    clearTimeout(this.unkept.get(place));
    this.unkept.set(
      place,
      setTimeout(() => this.keep(place), begun.markdown === "" ? 0 : KEEP_MS),
    );
    this.tell();
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private keep(place: string): void {
    const begun = this.get(place);
    const [roomId = "", thread = null] = place.split(" ");
    this.backend.keepDraft({ room_id: roomId, thread, ...begun }).then(
      () => {
        if (this.get(place) === begun) this.unkept.delete(place);
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

/** What was begun in one room or thread. */
export function useDraft(place: string): Begun {
  const drafts = useDrafts();
  return useSyncExternalStore(
    drafts.watch,
    useCallback(() => drafts.get(place), [drafts, place]),
  );
}
