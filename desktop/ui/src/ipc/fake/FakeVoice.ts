/** Voice messages in the sample backend: a microphone that hears somebody speak, and none in a room of its own. */
import type { Listener } from "../backend";
import type { RecordingView, WaitingRecordingView } from "../types";
import { pause, refuse } from "./FakeAccount";
import { FakeLater } from "./FakeLater";
import { tone } from "./files";
import { file, message } from "./messages";

type Spoken = { room: string; thread: string | null; beganMs: number; timer: ReturnType<typeof setInterval>; listener: Listener<RecordingView> };

/** Louder and quieter, as speech is. */
const SPEECH = [52, 61, 44, 70, 66, 38, 12, 47, 58, 63];

export abstract class FakeVoice extends FakeLater {
  private spoken: Spoken | null = null;
  private waiting: WaitingRecordingView[] = [];
  private deaf = false;

  async startRecording(room: string, thread: string | null, listener: Listener<RecordingView>): Promise<void> {
    await pause();
    this.endSpoken();
    if (room === "!trouble") return refuse({ code: "no_microphone" });
    const beganMs = Date.now();
    const tell = () => {
      const length_ms = Date.now() - beganMs;
      listener({ length_ms, loudness: this.deaf ? 0 : (SPEECH[Math.floor(length_ms / 100) % SPEECH.length] ?? 0), over: false });
    };
    this.spoken = { room, thread, beganMs, listener, timer: setInterval(tell, 100) };
  }

  /** Whatever the microphone hears from now on, it is nothing. */
  deafen(): void {
    this.deaf = true;
  }

  /** The microphone is pulled out. */
  unplug(): void {
    const { spoken } = this;
    this.endSpoken();
    spoken?.listener({ length_ms: 4200, loudness: 0, over: true });
  }

  async stopRecording(room: string, thread: string | null): Promise<number> {
    await pause();
    if (this.spoken?.room === room && this.spoken.thread === thread) this.endSpoken();
    return this.waitingAt(room, thread)?.length_ms ?? refuse({ code: "no_microphone" });
  }

  recordings(): Promise<WaitingRecordingView[]> {
    this.endSpoken();
    return Promise.resolve(this.waiting);
  }

  async recorded(room: string, thread: string | null): Promise<Blob> {
    await pause();
    return this.waitingAt(room, thread) ? tone() : refuse({ code: "not_found" });
  }

  async sendRecording(room: string, thread: string | null): Promise<void> {
    const { length_ms } = this.waitingAt(room, thread) ?? (await refuse({ code: "not_found" }));
    await this.discardRecording(room, thread);
    const sent = file("voice-2026-11-24.ogg", { state: "safe" }, { size: Math.round(length_ms * 3), length_ms });
    await this.deliverIn(room, thread, message(0, Date.now(), sent), false);
  }

  async discardRecording(room: string, thread: string | null): Promise<void> {
    await pause();
    if (this.spoken?.room === room && this.spoken.thread === thread) this.endSpoken();
    this.waiting = this.waiting.filter((one) => one.room !== room || one.thread !== thread);
  }

  private waitingAt(room: string, thread: string | null): WaitingRecordingView | undefined {
    return this.waiting.find((one) => one.room === room && one.thread === thread);
  }

  private endSpoken(): void {
    if (!this.spoken) return;
    const { room, thread, beganMs, timer } = this.spoken;
    clearInterval(timer);
    this.spoken = null;
    this.waiting.push({ room, thread, length_ms: Date.now() - beganMs });
  }
}
