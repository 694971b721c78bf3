/** Voice messages of this window: the one that is spoken now, and those that wait to be sent, by room and by thread. */
import { createContext, use, useCallback, useSyncExternalStore } from "react";
import type { Backend } from "../ipc/backend";
import { placeOf } from "./drafts";

export type Recording = {
  /** It is spoken now; else it waits. */
  running: boolean;
  lengthMs: number;
  /** How loud it is now, from 0 to 100. */
  loudness: number;
  /** Something was to be heard. */
  heard: boolean;
  /** It ended without being stopped by the person. */
  cutOff: boolean;
};

/** What is quieter is the noise of the microphone itself. */
const AUDIBLE = 10;

export class Recordings {
  private readonly all = new Map<string, Recording>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly backend: Backend) {}

  /** Takes up what waits since before the window was locked. */
  async load(): Promise<void> {
    for (const { room, thread, length_ms } of await this.backend.recordings()) this.set(placeOf(room, thread), waiting(length_ms, false));
  }

  get(place: string): Recording | null {
    return this.all.get(place) ?? null;
  }

  /** Whether somebody speaks now, and needs no key and no pointer for it. */
  readonly isRunning = (): boolean => [...this.all.values()].some(({ running }) => running);

  async start(room: string, thread: string | null): Promise<void> {
    const place = placeOf(room, thread);
    await this.backend.startRecording(room, thread, ({ length_ms, loudness, over }) => {
      const before = this.get(place);
      if (!before?.running) return;
      const heard = before.heard || loudness >= AUDIBLE;
      this.set(place, { running: true, lengthMs: length_ms, loudness, heard, cutOff: false });
      if (over) this.stop(room, thread, true).catch(() => undefined);
    });
    this.set(place, { running: true, lengthMs: 0, loudness: 0, heard: false, cutOff: false });
  }

  async stop(room: string, thread: string | null, cutOff = false): Promise<void> {
    const place = placeOf(room, thread);
    try {
      this.set(place, waiting(await this.backend.stopRecording(room, thread), cutOff));
    } catch (error) {
      this.set(place, null);
      throw error;
    }
  }

  /** Stops one that the person does not see; that it had no sound is nothing to tell of then. */
  stopUnseen(room: string, thread: string | null): void {
    if (this.get(placeOf(room, thread))?.running) this.stop(room, thread).catch(() => undefined);
  }

  async send(room: string, thread: string | null): Promise<void> {
    if (this.get(placeOf(room, thread))?.running) await this.stop(room, thread);
    await this.backend.sendRecording(room, thread);
    this.set(placeOf(room, thread), null);
  }

  async discard(room: string, thread: string | null): Promise<void> {
    await this.backend.discardRecording(room, thread);
    this.set(placeOf(room, thread), null);
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private set(place: string, recording: Recording | null): void {
    if (recording) this.all.set(place, recording);
    else this.all.delete(place);
    for (const listener of this.listeners) listener();
  }
}

const waiting = (lengthMs: number, cutOff: boolean): Recording => ({ running: false, lengthMs, loudness: 0, heard: true, cutOff });

export const RecordingsContext = createContext<Recordings | null>(null);

export function useRecordings(): Recordings {
  const recordings = use(RecordingsContext);
  if (!recordings) throw new Error("useRecordings outside of RecordingsContext");
  return recordings;
}

/** The one of a room or thread. */
export function useRecording(place: string): Recording | null {
  const recordings = useRecordings();
  return useSyncExternalStore(
    recordings.watch,
    useCallback(() => recordings.get(place), [recordings, place]),
  );
}
