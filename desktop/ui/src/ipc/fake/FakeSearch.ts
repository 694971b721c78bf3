/** Searching in the sample backend: words by their beginnings, over the first of the sample conversations. */
import { matchesWords } from "../../people/words";
import type { Listener } from "../backend";
import type {
  CoverageView,
  FoundMessages,
  MarkedText,
  MessageQuery,
  MessageView,
  OlderView,
  RoomSummary,
  SharedFiles,
  TimelineItemView,
  WriterView,
} from "../types";
import { pause, refuse } from "./FakeAccount";
import { FakeWriting } from "./FakeWriting";

const PAGE = 8;
const MOST_ROOMS = 12;
const HALF_YEAR_MS = 183 * 24 * 60 * 60_000;

type Said = { roomId: string; message: MessageView; text: string };

function mark(text: string, term: string): MarkedText[] {
  const parts = text.split(/([^\p{L}\p{N}]+)/u).filter((part) => part !== "");
  const wanted = term.split(/\s+/u).filter((word) => word !== "");
  return parts.map((part) => ({ text: part, marked: wanted.some((word) => matchesWords(word, part)) }));
}

export abstract class FakeSearch extends FakeWriting {
  private fetched = new Set<string | null>();
  private looks = 0;

  protected abstract itemsOf(roomId: string): readonly TimelineItemView[];
  /** Whether the device is still looking through what it has. */
  protected abstract readonly building: boolean;

  private searched(roomId: string | null): readonly RoomSummary[] {
    const joined = this.knownRooms().filter((room) => room.membership === "joined");
    return roomId === null ? joined : joined.filter((room) => room.id === roomId);
  }

  private everything(roomId: string | null): Said[] {
    const rooms = this.searched(roomId).slice(0, MOST_ROOMS);
    const all = rooms.flatMap(({ id }) =>
      this.itemsOf(id).flatMap(({ content }): Said[] => {
        if (content.kind !== "message" || content.event_id === null) return [];
        const { body } = content;
        return body.kind === "text" || body.kind === "file"
          ? [{ roomId: id, message: content, text: body.kind === "text" ? body.plain : body.name }]
          : [];
      }),
    );
    return all.sort((a, b) => b.message.at_ms - a.message.at_ms);
  }

  async searchMessages(query: MessageQuery): Promise<FoundMessages> {
    await pause();
    this.looks += 1;
    const coverage = await this.searchCoverage(query.room_id);
    const { words, sender_id: sender, from_ms: from, until_ms: until, files_only: filesOnly } = query;
    const filtered = filesOnly || sender !== null || from !== null || until !== null;
    if ((words.trim() === "" && !filtered) || (coverage.building && this.looks < 2)) return { messages: [], behind: null, coverage };
    const all = this.everything(query.room_id).filter(
      ({ message, text }) =>
        (words.trim() === "" || matchesWords(words, text)) &&
        (sender === null || message.sender_id === sender) &&
        (from === null || message.at_ms >= from) &&
        (until === null || message.at_ms <= until) &&
        (!filesOnly || message.body.kind === "file"),
    );
    const start = Number(query.behind ?? 0);
    const messages = all.slice(start, start + PAGE).map(({ roomId, message, text }) => ({
      room_id: roomId,
      event_id: message.event_id ?? "",
      sender: message.sender,
      organisation: message.organisation,
      at_ms: message.at_ms,
      line: message.body.kind === "file" ? [] : mark(text, words),
      file: message.body.kind === "file" ? mark(text, words) : null,
    }));
    return { messages, behind: all.length > start + PAGE ? String(start + PAGE) : null, coverage };
  }

  searchCoverage(roomId: string | null): Promise<CoverageView> {
    const whole = this.fetched.has(roomId);
    const conversations = this.searched(roomId).length;
    const from = whole ? null : new Date().setHours(0, 0, 0, 0) - HALF_YEAR_MS;
    return Promise.resolve({ building: this.building, whole, from_ms: from, unreadable: roomId === "!trouble", conversations });
  }

  async writers(roomId: string | null): Promise<WriterView[]> {
    await pause();
    const writers = this.everything(roomId).map(({ message }) => ({ user_id: message.sender_id, name: message.sender, organisation: message.organisation }));
    return [...new Map(writers.map((one) => [one.user_id, one])).values()];
  }

  async searchOlder(roomId: string | null, listener: Listener<OlderView>): Promise<void> {
    await pause();
    const total = roomId === null ? 4 : 1;
    for (let done = 0; done < total; done += 1) {
      listener({ state: "fetching", done, total });
      await pause(250);
      if (this.connection.value.state === "offline") return listener({ state: "failed", problem: { code: "unreachable" } });
    }
    this.fetched.add(roomId);
    listener({ state: "done", coverage: await this.searchCoverage(roomId) });
  }

  stopSearchOlder(): Promise<void> {
    return Promise.resolve();
  }

  async sharedFiles(roomId: string, behind: string | null): Promise<SharedFiles> {
    await pause();
    if (this.searched(roomId).length === 0) return refuse({ code: "not_found" });
    const all = this.everything(roomId).flatMap(({ message: { event_id: eventId, sender, own, at_ms: atMs, body } }) =>
      body.kind === "file" && eventId !== null ? [{ event_id: eventId, sender, own, at_ms: atMs, file: body }] : [],
    );
    const start = Number(behind ?? 0);
    return {
      files: all.slice(start, start + 3),
      behind: all.length > start + 3 ? String(start + 3) : null,
      coverage: await this.searchCoverage(roomId),
    };
  }
}
