/** Threads and polls in the sample backend. */
import type { MessageView, NewPoll, PassageView, PollView, ThreadEntry, TimelineItemView, TimelinePart } from "../types";
import { pause, refuse } from "./FakeAccount";
import { FakeDesk } from "./FakeDesk";
import { lineOf, message, words } from "./messages";
import { ListStream } from "./stream";

const MINUTE = 60_000;

export abstract class FakeConversing extends FakeDesk {
  /** The threads that have been opened, by room and message. */
  private readonly threadsOf = new Map<string, ListStream<TimelineItemView>>();

  protected abstract whole(roomId: string): ListStream<TimelineItemView>;
  protected abstract deliver(roomId: string, part: TimelinePart, item: TimelineItemView, waits: boolean): Promise<void>;

  protected timeline(roomId: string, part: TimelinePart): ListStream<TimelineItemView> {
    const whole = this.whole(roomId);
    if (part.part !== "thread") return whole;
    const key = `${roomId} ${part.root}`;
    let found = this.threadsOf.get(key);
    if (!found) {
      const root = whole.values.find(({ content }) => content.kind === "message" && content.event_id === part.root);
      const begun = root?.content.kind === "message" ? root.content.at_ms : 0;
      const first = root ? [{ id: `thread-${root.id}`, content: { ...root.content, thread: null } }] : [];
      const answers =
        root?.content.kind === "message" && root.content.thread
          ? [
              message(1, begun + 2 * MINUTE, words("The first one is about the regions.")),
              message(3, begun + 4 * MINUTE, words("Друге питання: коли надійдуть дані?")),
              message(1, begun + 9 * MINUTE, words("On Thursday, I am told.")),
            ]
          : [];
      found = new ListStream([...first, ...answers]);
      this.threadsOf.set(key, found);
    }
    return found;
  }

  /** The answers in the threads of a room, by the message that each thread begins with. */
  private answersIn(roomId: string): { rootId: string; items: TimelineItemView[] }[] {
    return this.whole(roomId).values.flatMap(({ content }) => {
      if (content.kind !== "message" || content.event_id === null || !content.thread) return [];
      const rootId = content.event_id;
      return [{ rootId, items: this.timeline(roomId, { part: "thread", root: rootId }).values.slice(1) }];
    });
  }

  protected override itemsOf(roomId: string): readonly TimelineItemView[] {
    return [...this.whole(roomId).values, ...this.answersIn(roomId).flatMap(({ items }) => items)];
  }

  async threadOf(roomId: string, eventId: string): Promise<string | null> {
    await pause();
    const holds = ({ content }: TimelineItemView) => content.kind === "message" && content.event_id === eventId;
    return this.answersIn(roomId).find(({ items }) => items.some(holds))?.rootId ?? null;
  }

  /** The list of a room, or of one of its threads, in which an item is. */
  protected holding(roomId: string, itemId: string): ListStream<TimelineItemView> {
    const all = [this.whole(roomId), ...[...this.threadsOf].filter(([key]) => key.startsWith(`${roomId} `)).map(([, list]) => list)];
    return all.find((list) => list.values.some((item) => item.id === itemId)) ?? this.whole(roomId);
  }

  protected changeMessage(roomId: string, itemId: string, change: Partial<MessageView>): void {
    const timeline = this.holding(roomId, itemId);
    const index = timeline.values.findIndex((item) => item.id === itemId);
    const item = timeline.values[index];
    if (item?.content.kind !== "message") return;
    timeline.change([{ op: "set", index, value: { id: itemId, content: { ...item.content, ...change } } }]);
  }

  private rootItem(roomId: string, rootId: string): { id: string; content: MessageView } | undefined {
    const item = this.whole(roomId).values.find(({ content }) => content.kind === "message" && content.event_id === rootId);
    return item?.content.kind === "message" ? { id: item.id, content: item.content } : undefined;
  }

  /** One more answer is in a thread. */
  protected answered(roomId: string, rootId: string, { sender, body, at_ms, own }: MessageView): void {
    const root = this.rootItem(roomId, rootId);
    if (!root) return;
    const { answers = 0, unread = 0 } = root.content.thread ?? {};
    const last = { sender, text: lineOf(body), at_ms };
    this.changeMessage(roomId, root.id, { thread: { answers: answers + 1, unread: own ? unread : unread + 1, last } });
  }

  /** Somebody else answers in a thread. */
  othersAnswer(roomId: string, rootId: string, text: string): void {
    const item = message(1, Date.now(), words(text));
    this.timeline(roomId, { part: "thread", root: rootId }).change([{ op: "append", values: [item] }]);
    if (item.content.kind === "message") this.answered(roomId, rootId, item.content);
  }

  protected threadRead(roomId: string, rootId: string): void {
    const root = this.rootItem(roomId, rootId);
    if (root?.content.thread && root.content.thread.unread > 0) {
      this.changeMessage(roomId, root.id, { thread: { ...root.content.thread, unread: 0 } });
    }
  }

  async threads(roomId: string): Promise<ThreadEntry[]> {
    await pause();
    return this.whole(roomId).values.flatMap(({ content }) =>
      content.kind === "message" && content.thread && content.event_id !== null
        ? [{ root_id: content.event_id, root: { sender: content.sender, text: lineOf(content.body), at_ms: content.at_ms }, thread: content.thread }]
        : [],
    );
  }

  async passage(roomId: string, to: string): Promise<PassageView> {
    await pause();
    const [from, target] = [this.room(roomId), this.room(to)];
    if (from.id === "!log" && target.kind !== "direct") return "closed";
    if (from.id === "!log") return target.externals ? "closed" : "unlabelled";
    if (target.externals && !from.externals) return "externals";
    return target.kind === "public" && from.kind !== "public" ? "public" : "free";
  }

  async forward(roomId: string, itemId: string, to: string[]): Promise<void> {
    const item = this.holding(roomId, itemId).values.find(({ id }) => id === itemId);
    if (item?.content.kind !== "message") return refuse({ code: "not_found" });
    for (const target of to) await this.deliver(target, { part: "whole" }, message(0, Date.now(), item.content.body), false);
  }

  async eventAt(roomId: string, atMs: number): Promise<string> {
    await pause();
    const ids = this.whole(roomId).values.flatMap(({ content }) =>
      content.kind === "message" && content.event_id !== null ? [{ id: content.event_id, at: content.at_ms }] : [],
    );
    const found = ids.find(({ at }) => at >= atMs) ?? ids.at(-1);
    return found ? found.id : refuse({ code: "not_found" });
  }

  async loadNewer(): Promise<boolean> {
    await pause();
    return true;
  }

  async createPoll(roomId: string, poll: NewPoll): Promise<void> {
    const kept = poll.at_end;
    const body: PollView = {
      question: poll.question,
      answers: poll.answers.map((text, index) => ({ id: String(index + 1), text, votes: kept ? null : 0, own: false })),
      most: poll.several ? poll.answers.length : 1,
      voters: kept ? null : 0,
      ended: false,
    };
    await this.deliver(roomId, { part: "whole" }, message(0, Date.now(), { kind: "poll", ...body }), false);
  }

  private poll(roomId: string, itemId: string): (PollView & { kind: "poll" }) | null {
    const item = this.holding(roomId, itemId).values.find(({ id }) => id === itemId);
    return item?.content.kind === "message" && item.content.body.kind === "poll" ? item.content.body : null;
  }

  async vote(roomId: string, itemId: string, answers: string[]): Promise<void> {
    await pause();
    const poll = this.poll(roomId, itemId);
    if (!poll || poll.ended) return refuse({ code: "not_found" });
    const before = poll.answers.some(({ own }) => own);
    const changed = poll.answers.map((answer) => {
      const own = answers.includes(answer.id);
      return { ...answer, own, votes: answer.votes === null ? null : answer.votes + Number(own) - Number(answer.own) };
    });
    const voters = poll.voters === null ? null : poll.voters + Number(answers.length > 0) - Number(before);
    this.changeMessage(roomId, itemId, { body: { ...poll, answers: changed, voters } });
  }

  async endPoll(roomId: string, itemId: string): Promise<void> {
    await pause();
    const poll = this.poll(roomId, itemId);
    if (!poll) return refuse({ code: "not_found" });
    const answers = poll.answers.map((answer) => ({ ...answer, votes: answer.votes ?? Number(answer.own) }));
    const voters = poll.voters ?? Number(poll.answers.some(({ own }) => own));
    this.changeMessage(roomId, itemId, { body: { ...poll, answers, voters, ended: true } });
  }
}
