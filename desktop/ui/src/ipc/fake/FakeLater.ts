/** Messages that are to be sent at a time, in the sample backend. They outlive the page, as they outlive the program. */
import type { Listener, Stop } from "../backend";
import type { Draft, LaterState, LaterView, TimelineItemView } from "../types";
import { pause, refuse } from "./FakeAccount";
import { FakeConversing } from "./FakeConversing";
import { message, written } from "./messages";
import { Stream } from "./stream";

const KEPT = "depesha-fake-later";

export abstract class FakeLater extends FakeConversing {
  private readonly planned = new Stream<LaterView[]>(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as LaterView[]);
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** In a thread if the message is given that it begins with. */
  protected abstract deliverIn(roomId: string, thread: string | null, item: TimelineItemView, waits: boolean): Promise<void>;

  watchLater(listener: Listener<LaterView[]>): Stop {
    this.look();
    return this.planned.watch(listener);
  }

  async sendLater(roomId: string, thread: string | null, draft: Draft, atMs: number): Promise<void> {
    await pause();
    const id = `later${Date.now()}`;
    this.keep([...this.planned.value, { id, room_id: roomId, thread, draft, at_ms: atMs, state: { state: "waiting" } }]);
  }

  async changeLater(id: string, draft: Draft, atMs: number): Promise<void> {
    await pause();
    this.replace(id, { draft, at_ms: atMs, state: { state: "waiting" } });
  }

  async sendLaterNow(id: string): Promise<void> {
    await pause();
    this.replace(id, { at_ms: Date.now(), state: { state: "waiting" } });
  }

  async deleteLater(id: string): Promise<void> {
    await pause();
    if (!this.planned.value.some((one) => one.id === id)) return refuse({ code: "not_found" });
    this.keep(this.planned.value.filter((one) => one.id !== id));
  }

  /** As when the server refuses the message with these words, and so on. */
  laterIs(words: string, state: LaterState): void {
    const found = this.planned.value.find(({ draft }) => draft.markdown.includes(words));
    if (found) this.replace(found.id, { state });
  }

  private replace(id: string, change: Partial<LaterView>): void {
    this.keep(this.planned.value.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  private keep(planned: LaterView[]): void {
    const sorted = planned.sort((a, b) => a.at_ms - b.at_ms);
    sessionStorage.setItem(KEPT, JSON.stringify(sorted));
    this.planned.set(sorted);
    this.look();
  }

  /** Sends what is due, and waits for the next one. */
  private look(): void {
    clearTimeout(this.timer);
    const waiting = this.planned.value.filter(({ state }) => state.state === "waiting");
    const due = waiting.find(({ at_ms: atMs }) => atMs <= Date.now());
    if (due && this.connection.value.state !== "offline") {
      this.keep(this.planned.value.filter((one) => one !== due));
      // Messages are numbered as they are made: those of the conversation first, or what is planned would miss its thread.
      this.timeline(due.room_id, { part: "whole" });
      void this.deliverIn(due.room_id, due.thread, message(0, Date.now(), written(due.draft.markdown, due.draft.mentions)), false);
      return;
    }
    const [next] = waiting;
    if (next) this.timer = setTimeout(() => this.look(), Math.min(Math.max(next.at_ms - Date.now(), 200), 20_000));
  }
}
