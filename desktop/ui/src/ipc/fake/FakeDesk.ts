/** The desk around the window in the sample backend: notifications, starting with the computer, what comes from outside. */
import type { Listener, Stop } from "../backend";
import type { DeskRequest, NoticeCheck, NoticeSettings, PlaceView, QuietFor, Trouble, UpdateView } from "../types";
import { pause, refuse } from "./FakeAccount";
import { FakeSearch } from "./FakeSearch";

const USUAL: NoticeSettings = {
  shows: "nothing",
  sound: true,
  hours: { on: false, days: [0, 1, 2, 3, 4, 5, 6], from: 1140, until: 420 },
  quiet_until_ms: null,
};

export abstract class FakeDesk extends FakeSearch {
  private settings = USUAL;
  private starts = false;
  private troubles: Trouble[] = [];
  private told: UpdateView = { state: "newer", version: "0.2.0", how: "It is installed on Monday night; leave your computer on." };
  private readonly listeners = new Set<Listener<DeskRequest>>();

  async notices(): Promise<NoticeSettings> {
    await pause();
    return this.settings;
  }

  async setNotices(settings: NoticeSettings): Promise<NoticeSettings> {
    await pause();
    this.settings = { ...settings, quiet_until_ms: this.settings.quiet_until_ms };
    return this.settings;
  }

  async hush(quiet: QuietFor): Promise<NoticeSettings> {
    await pause();
    const hours = quiet === "hour" ? 1 : 12;
    this.settings = { ...this.settings, quiet_until_ms: quiet === "off" ? null : Date.now() + hours * 3_600_000 };
    return this.settings;
  }

  async testNotification(): Promise<NoticeCheck> {
    await pause();
    const { quiet_until_ms: until } = this.settings;
    const quiet: Trouble[] = until === null ? [] : [{ trouble: "until", at_ms: until }];
    return { shown: true, troubles: [...this.troubles, ...quiet] };
  }

  /** As on a computer that shows no notifications, and so on. */
  have(troubles: Trouble[]): void {
    this.troubles = troubles;
  }

  async newerVersion(): Promise<UpdateView> {
    await pause();
    return this.told;
  }

  /** What the organisation's service says about newer versions. */
  tells(update: UpdateView): void {
    this.told = update;
  }

  autostart(): Promise<boolean | null> {
    return Promise.resolve(this.starts);
  }

  async setAutostart(on: boolean): Promise<void> {
    await pause();
    this.starts = on;
  }

  watchRequests(listener: Listener<DeskRequest>): Stop {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** As from the tray, a notification or a link. */
  comes(request: DeskRequest): void {
    for (const listener of this.listeners) listener(request);
  }

  async followLink(link: string): Promise<PlaceView> {
    await pause();
    const [, kind, rest = ""] = /^(?:matrix|depesha):(u|roomid)\/(.+)$/.exec(link) ?? [];
    if (kind === "u") return { place: "person", user_id: `@${rest}` };
    const [room = "", event] = rest.split("/e/");
    if (kind === "roomid") return { place: "room", room_id: `!${room}`, event_id: event === undefined ? null : `$${event}` };
    return refuse({ code: "not_found" });
  }
}
