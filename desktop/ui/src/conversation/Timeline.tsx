/**
 * The messages of a conversation as a virtual list. It stays at the end while the person is there, keeps its place while
 * older messages come in above, and says new messages aloud once.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { Button } from "../controls/Button";
import { Problem } from "../controls/Notice";
import type { TimelineItemView, TimelinePart } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { focusWhenThere } from "../state/focus";
import { foldEvents } from "./fold";
import type { MessageHandlers } from "./Message";
import { useRoom } from "./room";
import css from "./Timeline.module.css";
import { TimelineItem } from "./TimelineItem";
import { useAnnouncement } from "./useAnnouncement";

const NEAR_START = 240;
const AT_END = 40;

/** A message that the person wants to be shown; each time anew. */
export type Jump = { roomId: string; eventId: string };

export type TimelineProps = MessageHandlers & {
  roomId: string;
  part: TimelinePart;
  /** The moment from which on it is shown; without one it is shown from its end. */
  begin: number | null;
  items: TimelineItemView[] | null;
  jump: Jump | null;
  /** The message is shown, or the person has read that it cannot be. */
  onArrived: () => void;
};

export function Timeline(props: TimelineProps) {
  const { t } = useL10n();
  if (props.items === null) {
    return (
      <div className={css.waiting}>
        <p role="status">{t("details-loading")}</p>
      </div>
    );
  }
  return <Loaded {...props} items={props.items} />;
}

function Loaded({ roomId, part, begin, items, jump, onArrived, ...handlers }: TimelineProps & { items: TimelineItemView[] }) {
  const backend = useBackend();
  const { t } = useL10n();
  const rows = useMemo(() => foldEvents(items), [items]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const older = useTask();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const stick = useRef(begin === null);
  const placed = useRef(false);
  const atStart = useRef(false);
  const markedItem = useRef<string | null>(null);
  const [whole, setWhole] = useState(false);
  const [away, setAway] = useState(false);
  const [active, setActive] = useState<string | null>(null);
  const unread = useRoom().room?.unread ?? 0;

  // Items were put in before the rest: then the list keeps its distance from the end, not from the start.
  const [seen, setSeen] = useState(rows);
  const [shift, setShift] = useState(false);
  if (seen !== rows) {
    setSeen(rows);
    setShift(rows.length > seen.length && rows.at(-1)?.id === seen.at(-1)?.id);
  }
  const announcement = useAnnouncement(items);

  const newer = useTask();
  const atPresent = useRef(false);
  const goOn = () => {
    if (atPresent.current) return;
    void newer.run(async () => {
      atPresent.current = await backend.loadNewer(roomId, part);
    });
  };

  // After a gap in what came in, the core has only what is newer than the gap: the way back to the start begins anew.
  const begins = items[0]?.content.kind === "start";
  const began = useRef(begins);
  useEffect(() => {
    if (began.current && !begins) {
      atStart.current = false;
      setWhole(false);
    }
    began.current = begins;
  }, [begins]);

  const { run: runOlder } = older;
  /** Asks for older messages while the person is near the first loaded one, or while they do not fill the window. */
  const fill = useCallback(() => {
    const handle = list.current;
    if (!handle || atStart.current) return;
    const short = handle.scrollSize <= handle.viewportSize + NEAR_START;
    if (!short && (stick.current || handle.scrollOffset >= NEAR_START)) return;
    void runOlder(async () => {
      atStart.current = await backend.loadOlder(roomId, part);
      setWhole(atStart.current);
    });
  }, [backend, roomId, part, runOlder]);
  const loading = older.busy;
  const failed = older.problem !== null;
  useEffect(() => {
    // An answer is there: the person may still be near the start. After a failure the next scrolling tries again.
    if (loading || failed) return;
    const frame = requestAnimationFrame(fill);
    return () => cancelAnimationFrame(frame);
  }, [loading, failed, fill, items]);

  const found = jump === null ? -1 : rows.findIndex(({ content }) => content.kind === "message" && content.event_id === jump.eventId);
  useEffect(() => {
    if (jump === null) return;
    const target = rows[found];
    if (target) {
      onArrived();
      stick.current = false;
      list.current?.scrollToIndex(found, { align: "center" });
      focusWhenThere(scroller.current, `[data-item="${CSS.escape(target.id)}"]`);
    } else if (!loading && !failed && !atStart.current) {
      void runOlder(async () => {
        atStart.current = await backend.loadOlder(roomId, part);
        setWhole(atStart.current);
      });
    }
  }, [backend, roomId, part, runOlder, jump, rows, found, loading, failed, onArrived]);
  const missing = jump !== null && found < 0;

  const markRead = useCallback(() => {
    const last = items.at(-1)?.id ?? null;
    if (last === null) return;
    // An answer in a thread is no new item, but the conversation is unread again.
    const state = `${last} ${unread}`;
    if (!stick.current || state === markedItem.current || !document.hasFocus()) return;
    markedItem.current = state;
    // If it fails, the next message brings the next try.
    backend.markRead(roomId, part).catch(() => undefined);
  }, [backend, roomId, part, items, unread]);

  const toEnd = useCallback(() => {
    list.current?.scrollToIndex(rows.length - 1, { align: "end" });
  }, [rows.length]);

  const newest = rows.at(-1);
  const leaving =
    newest?.content.kind === "message" && newest.content.own && newest.content.delivery.state !== "sent" ? newest.id : null;
  const known = useRef({ leaving, rows: rows.length });
  useLayoutEffect(() => {
    // Whoever sends something sees it, wherever they were reading.
    const sends = leaving !== null && leaving !== known.current.leaving && rows.length > known.current.rows;
    known.current = { leaving, rows: rows.length };
    if (rows.length === 0) return;
    if (!placed.current) {
      placed.current = true;
      if (begin !== null) {
        const first = rows.findIndex(({ content }) => content.kind === "message" && content.at_ms >= begin);
        const place = first < 0 ? rows.length - 1 : first;
        list.current?.scrollToIndex(place, { align: "start" });
        focusWhenThere(scroller.current, `[data-item="${CSS.escape(rows[place]?.id ?? "")}"]`);
        return;
      }
      const unread = rows.findIndex((item) => item.content.kind === "unread_line");
      if (unread > 0 && rows.length - unread > 12) {
        stick.current = false;
        list.current?.scrollToIndex(unread, { align: "start" });
        return;
      }
    }
    if (sends && begin === null) stick.current = true;
    if (stick.current) toEnd();
  }, [rows, leaving, toEnd, begin]);
  useEffect(markRead, [markRead]);
  useEffect(() => {
    window.addEventListener("focus", markRead);
    return () => window.removeEventListener("focus", markRead);
  }, [markRead]);

  const onScroll = () => {
    const handle = list.current;
    if (!handle) return;
    const rest = handle.scrollSize - handle.viewportSize - handle.scrollOffset;
    // Where newer messages are to come, the end is not the end.
    stick.current = begin === null && rest <= AT_END;
    if (begin !== null && rest < NEAR_START) goOn();
    setAway(rest > handle.viewportSize / 2);
    fill();
    markRead();
  };
  // The place to write grows, an image gets its size: stay at the end; and a short list asks for what came before.
  const onResize = () => {
    const handle = list.current;
    const rest = handle ? handle.scrollSize - handle.viewportSize - handle.scrollOffset : 0;
    if (stick.current && rest > 1) toEnd();
    if (begin !== null && rest < NEAR_START) goOn();
    fill();
  };

  const toggle = (rowId: string) =>
    setOpened((before) => (before.has(rowId) ? new Set([...before].filter((one) => one !== rowId)) : new Set([...before, rowId])));

  const stops = rows.filter(({ content }) => content.kind === "message" || content.kind === "fold");
  const last = stops.findLast(({ content }) => content.kind === "message") ?? stops.at(-1);
  const activeId = stops.some((item) => item.id === active) ? active : (last?.id ?? null);
  const move = (itemId: string, key: string): boolean => {
    const at = stops.findIndex((item) => item.id === itemId);
    const to =
      key === "ArrowUp" ? at - 1 : key === "ArrowDown" ? at + 1 : key === "Home" ? 0 : key === "End" ? stops.length - 1 : null;
    if (to === null) return false;
    const target = stops[to];
    if (!target) return true;
    setActive(target.id);
    list.current?.scrollToIndex(rows.indexOf(target), { align: "nearest" });
    focusWhenThere(scroller.current, `[data-item="${CSS.escape(target.id)}"]`);
    return true;
  };
  const keep = rows.findIndex((item) => item.id === activeId);

  return (
    <div className={css.frame}>
      <div className={css.older}>
        <p role="status" className={older.busy || missing ? css.loading : "visually-hidden"} data-testid="timeline-status">
          {missing ? t(whole ? "pin-gone" : "pin-looking") : older.busy ? t("timeline-loading") : ""}
        </p>
        {missing && whole ? (
          <Button small onPress={onArrived} data-testid="jump-close">
            {t("close")}
          </Button>
        ) : null}
        <Problem problem={older.problem ?? newer.problem} />
      </div>
      <section className={css.scroller} ref={scroller} aria-label={t(part.part === "thread" ? "thread-label" : "timeline-label")} data-testid="timeline">
        <div className={css.above} />
        <Virtualizer
          ref={list}
          data={rows}
          as="ol"
          item="li"
          shift={shift}
          onScroll={onScroll}
          onResize={onResize}
          keepMounted={keep < 0 ? [] : [keep]}
        >
          {(item, index) => (
            <TimelineItem
              key={item.id}
              roomId={roomId}
              item={item}
              before={rows[index - 1]}
              active={item.id === activeId}
              open={opened.has(item.id)}
              onToggle={toggle}
              onActive={setActive}
              onMove={move}
              {...handlers}
            />
          )}
        </Virtualizer>
      </section>
      {away && begin === null ? (
        <div className={css.toEnd}>
          <Button small icon="down" onPress={toEnd} data-testid="to-end">
            {t("timeline-to-end")}
          </Button>
        </div>
      ) : null}
      <div aria-live="polite" className="visually-hidden" data-testid="live">
        {announcement}
      </div>
    </div>
  );
}
