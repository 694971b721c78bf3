/** What goes on around writing in the sample backend: who types, what others see, drafts. */
import type { Listener, Stop } from "../backend";
import type { RoomDraft, TracesView } from "../types";
import { pause } from "./FakeAccount";
import { FakeList } from "./FakeList";
import { Stream } from "./stream";

/** Drafts outlive the page, as they outlive the program. */
const DRAFTS = "depesha-fake-drafts";

export abstract class FakeWriting extends FakeList {
  private readonly typing = new Map<string, Stream<string[]>>();
  private seen: TracesView = { typing: true, reading: true };

  private typingIn(roomId: string): Stream<string[]> {
    const found = this.typing.get(roomId) ?? new Stream<string[]>([]);
    this.typing.set(roomId, found);
    return found;
  }

  watchTyping(roomId: string, listener: Listener<string[]>): Stop {
    return this.typingIn(roomId).watch(listener);
  }

  /** As the others do it. */
  othersType(roomId: string, names: string[]): void {
    this.typingIn(roomId).set(names);
  }

  /** A test sees what the others are told. */
  setTyping(roomId: string, typing: boolean): Promise<void> {
    if (this.seen.typing) document.dispatchEvent(new CustomEvent("depesha-fake-typed", { detail: { roomId, typing } }));
    return Promise.resolve();
  }

  async traces(): Promise<TracesView> {
    await pause();
    return this.seen;
  }

  async setTraces(traces: TracesView): Promise<void> {
    await pause();
    this.seen = traces;
  }

  drafts(): Promise<RoomDraft[]> {
    return Promise.resolve(JSON.parse(sessionStorage.getItem(DRAFTS) ?? "[]") as RoomDraft[]);
  }

  async keepDraft(draft: RoomDraft): Promise<void> {
    const others = (await this.drafts()).filter((one) => one.room_id !== draft.room_id || one.thread !== draft.thread);
    const kept = draft.markdown.trim() === "" ? others : [...others, draft];
    sessionStorage.setItem(DRAFTS, JSON.stringify(kept));
  }
}
