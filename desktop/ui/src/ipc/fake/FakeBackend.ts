/**
 * The whole interface on sample data, in a plain browser. It keeps state like the real core does, so that tests can act
 * and look; it is built in mode `fake` alone and is no part of the product.
 */
import type { Backend, FileBytes, Listener, Stop } from "../backend";
import type {
  BodyView,
  ChosenFileView,
  DeliveryView,
  Draft,
  FileSending,
  FileTextView,
  ListDiff,
  Mention,
  MessageView,
  NewRoom,
  PublicPage,
  PublicRoomCard,
  PublicRoomView,
  RoomOptions,
  RoomSummary,
  RoomTheme,
  TakenFileView,
  TimelineItemView,
  TimelinePart,
  VersionView,
} from "../types";
import { DANA } from "./administration";
import { pause, refuse, type Scene } from "./FakeAccount";
import { READ } from "./FakeList";
import { FakeVoice } from "./FakeVoice";
import { sampleBytes, sampleText } from "./files";
import { caption, file, line, lineOf, longConversation, message, paragraph, richConversation, text, troubledConversation, words, wordsIn, written } from "./messages";
import { ME, member, PEOPLE } from "./people";
import { glimpse, manyRooms, publicPage, PUBLIC_ROOMS, room as sampleRoom, sampleRooms } from "./rooms";
import { ListStream } from "./stream";
import { taken } from "./taken";

/** A message of somebody from outside. */
function fromOutside(now: number): TimelineItemView {
  const more = { sender_id: DANA, sender: "Dana CORRESPONDENT", organisation: "", external: true };
  return message(1, now - 5 * 60_000, words("The measurements of the university are coming on Friday."), more);
}

export class FakeBackend extends FakeVoice implements Backend {
  private readonly now = Date.now();
  private readonly rooms: ListStream<RoomSummary>;
  private readonly timelines = new Map<string, ListStream<TimelineItemView>>();
  private readonly said = new Map<string, VersionView[]>();
  private oldest = 400;
  protected override readonly building: boolean;

  constructor(scene: Scene) {
    super(scene);
    this.building = scene === "many";
    const none = scene === "empty" || scene === "fresh" || scene === "signed_out";
    const rooms = none ? [] : scene === "many" ? manyRooms(this.now) : sampleRooms(this.now);
    this.rooms = new ListStream(scene === "external" ? rooms.filter((one) => one.id === "!outside") : rooms);
  }

  protected override fillRooms(): void {
    this.rooms.change([{ op: "reset", values: sampleRooms(this.now) }]);
  }

  watchRooms(listener: Listener<ListDiff<RoomSummary>[]>): Stop {
    return this.rooms.watch(listener);
  }

  async startDirect(userId: string): Promise<string> {
    await pause();
    const known = PEOPLE.find((one) => one.user_id === userId);
    if (!known) return refuse({ code: "not_found" });
    const existing = this.rooms.values.find((one) => one.kind === "direct" && one.name === known.name);
    if (existing) return existing.id;
    return this.add({ name: known.name, topic: "", kind: "direct", invite: [userId] }, known.organisation);
  }

  async createRoom(room: NewRoom, options: RoomOptions): Promise<string> {
    await pause();
    const id = this.add(room, "");
    this.change(id, { externals: options.externals, announcement: options.announcement });
    this.setInside(id, { topic: room.topic, restricted: options.restricted, theme: options.theme });
    return id;
  }

  async acceptInvitation(roomId: string): Promise<void> {
    await pause();
    this.change(roomId, { membership: "joined", preview: null });
  }

  async declineInvitation(roomId: string): Promise<void> {
    await pause();
    this.drop(roomId);
  }

  async leaveRoom(roomId: string): Promise<void> {
    await pause();
    this.drop(roomId);
  }

  async publicRooms(term: string): Promise<PublicRoomView[]> {
    await pause();
    return PUBLIC_ROOMS.filter((one) => one.name.toLowerCase().includes(term.toLowerCase()));
  }

  async publicPage(term: string, theme: RoomTheme | null, from: string | null): Promise<PublicPage> {
    await pause();
    const joined = new Set(this.rooms.values.map((one) => one.id));
    return publicPage(term, theme, from, joined, this.connection.value.state === "offline");
  }

  async publicRoom(roomId: string): Promise<PublicRoomCard> {
    await pause();
    const room = PUBLIC_ROOMS.find((one) => one.id === roomId);
    return room ? { room, ...glimpse(room, this.now) } : refuse({ code: "not_found" });
  }

  async joinPublicRoom(roomId: string): Promise<string> {
    await pause();
    const found = PUBLIC_ROOMS.find((one) => one.id === roomId);
    if (!found) return refuse({ code: "not_found" });
    return this.add({ name: found.name, topic: found.topic, kind: "public", invite: [] }, "");
  }

  watchTimeline(roomId: string, part: TimelinePart, listener: Listener<ListDiff<TimelineItemView>[]>): Stop {
    return this.timeline(roomId, part).watch(listener);
  }

  async loadOlder(roomId: string, part: TimelinePart): Promise<boolean> {
    await pause(60);
    if (part.part !== "whole" || roomId !== "!log" || this.oldest <= 0) return true;
    this.oldest -= 50;
    const older = longConversation(this.now, this.oldest, 50);
    this.whole(roomId).change(older.map((value, index) => ({ op: "insert" as const, index, value })));
    return this.oldest <= 0;
  }

  async send(roomId: string, draft: Draft, thread: string | null): Promise<void> {
    const part: TimelinePart = thread === null ? { part: "whole" } : { part: "thread", root: thread };
    const replied = this.timeline(roomId, part).values.find((item) => item.content.kind === "message" && item.content.event_id === draft.reply_to);
    const quote =
      draft.reply_to !== null && replied?.content.kind === "message"
        ? { event_id: draft.reply_to, sender: replied.content.sender, text: lineOf(replied.content.body) }
        : null;
    const offline = this.connection.value.state === "offline";
    const item = message(0, Date.now(), written(draft.markdown, draft.mentions), { reply_to: quote });
    await this.deliverIn(roomId, thread, item, offline);
  }

  async edit(roomId: string, itemId: string, markdown: string, mentions: Mention[]): Promise<void> {
    await pause();
    const item = this.item(roomId, itemId);
    if (item?.content.kind !== "message") return refuse({ code: "not_found" });
    this.keepVersion(item.content);
    const { body } = item.content;
    const under = markdown === "" ? null : caption(markdown, mentions);
    const changed: BodyView = body.kind === "file" ? { ...body, caption: under } : written(markdown, mentions);
    this.changeMessage(roomId, itemId, { body: changed, edited: true });
  }

  async remove(roomId: string, itemId: string, reason: string): Promise<void> {
    await pause();
    if (reason === "refused") return refuse({ code: "refused", reason: "The room is closed." });
    this.changeMessage(roomId, itemId, { body: { kind: "deleted", by: "", reason }, reactions: [] });
  }

  private keepVersion({ event_id: eventId, body, at_ms }: MessageView): void {
    const nodes = wordsIn(body);
    if (eventId !== null && nodes) this.said.set(eventId, [{ at_ms, nodes }, ...(this.said.get(eventId) ?? [])]);
  }

  messageLink(roomId: string, eventId: string): Promise<string> {
    return Promise.resolve(`https://matrix.to/#/${roomId}/${eventId}?via=interior.example`);
  }

  async versions(roomId: string, eventId: string): Promise<VersionView[]> {
    await pause();
    const found = this.whole(roomId).values.find(({ content }) => content.kind === "message" && content.event_id === eventId);
    const nodes = found?.content.kind === "message" ? wordsIn(found.content.body) : null;
    if (found?.content.kind !== "message" || nodes === null) return refuse({ code: "not_found" });
    const { at_ms } = found.content;
    const before = this.said.get(eventId) ?? [{ at_ms, nodes: [paragraph(text("Так, надішлемо завтра."))] }];
    return [{ at_ms: at_ms + 60_000, nodes }, ...before];
  }

  async react(roomId: string, itemId: string, key: string): Promise<void> {
    await pause();
    const item = this.item(roomId, itemId);
    if (item?.content.kind !== "message") return;
    const before = item.content.reactions;
    const own = before.find((one) => one.key === key);
    const count = (own?.count ?? 0) + (own?.own ? -1 : 1);
    const people = (own?.people ?? []).filter((name) => name !== ME.name).concat(own?.own ? [] : [ME.name]);
    const changed = { key, count, own: !own?.own, people };
    const reactions = own ? before.map((one) => (one.key === key ? changed : one)) : [...before, changed];
    this.changeMessage(roomId, itemId, { reactions: reactions.filter((one) => one.count > 0) });
  }

  async retry(roomId: string, itemId: string): Promise<void> {
    await pause();
    this.changeMessage(roomId, itemId, { delivery: { state: "sent" }, event_id: `$${itemId}` });
  }

  async pauseSend(itemId: string): Promise<void> {
    await pause();
    for (const [roomId, timeline] of this.timelines) {
      if (timeline.values.some((item) => item.id === itemId)) this.changeMessage(roomId, itemId, { delivery: { state: "paused" } });
    }
  }

  async discard(roomId: string, itemId: string): Promise<void> {
    await pause();
    const timeline = this.holding(roomId, itemId);
    const index = timeline.values.findIndex((item) => item.id === itemId);
    if (index >= 0) timeline.change([{ op: "remove", index }]);
  }

  markRead(roomId: string, part: TimelinePart): Promise<void> {
    if (part.part === "thread") {
      this.threadRead(roomId, part.root);
      return Promise.resolve();
    }
    const room = this.rooms.values.find((one) => one.id === roomId);
    if (room && (room.unread > 0 || room.marked_unread)) this.change(roomId, READ);
    return Promise.resolve();
  }

  async chooseFiles(): Promise<ChosenFileView[]> {
    await pause();
    return [{ id: "1", name: "chosen.pdf", size: 84_213 }];
  }

  async sendChosen(roomId: string, _id: string, how: FileSending): Promise<TakenFileView> {
    return this.deliverFile(roomId, "chosen.pdf", 84_213, how);
  }

  async sendFile(roomId: string, dropped: File, how: FileSending): Promise<TakenFileView> {
    return this.deliverFile(roomId, dropped.name, dropped.size, how);
  }

  /** What the file tells is taken out before it is seen in the conversation. */
  private async deliverFile(roomId: string, name: string, size: number, how: FileSending): Promise<TakenFileView> {
    if (name.startsWith("too-large")) return refuse({ code: "file_too_large", limit_mib: 100 });
    const found = taken(name, how.unchanged);
    const under = how.caption.trim() === "" ? null : caption(how.caption.trim(), []);
    const waits = name.startsWith("waits");
    const sent = message(0, Date.now(), file(name, { state: waits ? "not_sent_yet" : "safe" }, { size, caption: under }));
    await this.deliverIn(roomId, how.thread ?? null, sent, waits);
    return found;
  }

  /** In a thread if the message is given that it begins with. */
  protected override async deliverIn(roomId: string, thread: string | null, item: TimelineItemView, waits: boolean): Promise<void> {
    const part: TimelinePart = thread === null ? { part: "whole" } : { part: "thread", root: thread };
    await this.deliver(roomId, part, item, waits);
    if (thread !== null && item.content.kind === "message") this.answered(roomId, thread, item.content);
  }

  saveFile(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** As after an officer's release: what was of a forbidden kind opens now, everything else stays as it is. */
  async checkFileAgain(handle: string): Promise<void> {
    for (const [roomId, timeline] of this.timelines) {
      for (const { id, content } of timeline.values) {
        if (content.kind !== "message" || content.body.kind !== "file" || content.body.handle !== handle) continue;
        const body = content.body;
        const released = body.safety.state === "blocked" && body.safety.reason.reason === "type_forbidden";
        this.changeMessage(roomId, id, { body: { ...body, safety: { state: "checking" } } });
        await pause(200);
        this.changeMessage(roomId, id, { body: released ? { ...body, safety: { state: "safe" } } : body });
      }
    }
  }

  fileText(handle: string): Promise<FileTextView | null> {
    return sampleText(handle);
  }

  fileBytes(handle: string): Promise<FileBytes> {
    return sampleBytes(handle);
  }

  /** Somebody sends a file, which is safe. */
  othersSend(roomId: string, name: string): void {
    const item = message(1, Date.now(), file(name, { state: "safe" }, { size: 48_200 }));
    this.whole(roomId).change([{ op: "append", values: [item] }]);
  }

  previewUrl(): string {
    return "./media/plan.svg";
  }

  openLink(): Promise<void> {
    return Promise.resolve();
  }

  setLocale(): Promise<void> {
    return Promise.resolve();
  }

  /** A browser page cannot zoom itself as the window does; this comes close. */
  setZoom(percent: number): Promise<void> {
    document.documentElement.style.setProperty("zoom", String(percent / 100));
    return Promise.resolve();
  }

  protected override room(roomId: string): RoomSummary {
    const found = this.rooms.values.find((one) => one.id === roomId);
    if (!found) throw new Error(`no sample room ${roomId}`);
    return found;
  }

  protected override change(roomId: string, change: Partial<RoomSummary>): void {
    const index = this.rooms.values.findIndex((one) => one.id === roomId);
    if (index >= 0) this.rooms.change([{ op: "set", index, value: { ...this.room(roomId), ...change } }]);
  }

  private drop(roomId: string): void {
    const index = this.rooms.values.findIndex((one) => one.id === roomId);
    if (index >= 0) this.rooms.change([{ op: "remove", index }]);
  }

  protected override knownRooms(): readonly RoomSummary[] {
    return this.rooms.values;
  }

  protected override add(room: NewRoom, organisation: string): string {
    const id = `!new${this.rooms.values.length}`;
    const { name, kind, invite } = room;
    const value = sampleRoom(id, name, { organisation, kind, encrypted: kind !== "public", members: invite.length + 1 });
    this.timelines.set(
      id,
      new ListStream([
        line({ kind: "start" }),
        line({ kind: "day", at_ms: this.now }),
        line({ kind: "event", actor: member(0).name, what: { event: "created" }, at_ms: this.now }),
      ]),
    );
    this.rooms.change([{ op: "insert", index: 0, value }]);
    return id;
  }

  protected override whole(roomId: string): ListStream<TimelineItemView> {
    let found = this.timelines.get(roomId);
    if (!found) {
      const items =
        roomId === "!trouble"
          ? troubledConversation(this.now)
          : roomId === "!log"
            ? longConversation(this.now, this.oldest, 60)
            : roomId === "!outside"
              ? [...richConversation(this.now), fromOutside(this.now)]
              : richConversation(this.now);
      found = new ListStream(items);
      this.timelines.set(roomId, found);
    }
    return found;
  }

  private item(roomId: string, itemId: string): TimelineItemView | undefined {
    return this.holding(roomId, itemId).values.find((item) => item.id === itemId);
  }

  /** As the core does it: the message is there at once, then it is sent, then the other person answers. */
  protected override async deliver(roomId: string, part: TimelinePart, item: TimelineItemView, waits: boolean): Promise<void> {
    const timeline = this.timeline(roomId, part);
    const content = item.content as MessageView & { kind: "message" };
    const eventId = content.event_id;
    const delivery: DeliveryView = waits ? { state: "waiting" } : { state: "sending", progress: null };
    timeline.change([
      {
        op: "append",
        values: [
          { id: item.id, content: { ...content, event_id: null, delivery } },
        ],
      },
    ]);
    await pause();
    if (waits) return;
    this.changeMessage(roomId, item.id, { event_id: eventId, delivery: { state: "sent" } });
    if (this.room(roomId).kind !== "direct" || this.signedUp) return;
    const other = PEOPLE.findIndex((one) => one.name === this.room(roomId).name);
    setTimeout(() => {
      this.changeMessage(roomId, item.id, { read_by: [this.room(roomId).name] });
      timeline.change([{ op: "append", values: [message(Math.max(other, 1), Date.now(), words("Received, thank you."))] }]);
    }, 250);
  }
}
