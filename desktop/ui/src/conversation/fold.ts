/** Comings and goings that follow each other, as one row: a sentence that can be opened. */
import type { ItemContent, RoomEvent, TimelineItemView } from "../ipc/types";
import type { L10n } from "../l10n/L10n";

export type Happened = { id: string; content: Extract<ItemContent, { kind: "event" }> };

export type Fold = { id: string; content: { kind: "fold"; events: Happened[] } };

/** What the timeline shows: an item, or several in one. */
export type Row = TimelineItemView | Fold;

/** Who came and who went. Whatever else happens to a room keeps a line of its own. */
const FOLDED: readonly RoomEvent["event"][] = ["joined", "invited", "left", "removed"];

const folds = (item: TimelineItemView): item is Happened => item.content.kind === "event" && FOLDED.includes(item.content.what.event);

/** The rows of a conversation. A row keeps its id while more of the same comes in below. */
export function foldEvents(items: readonly TimelineItemView[]): Row[] {
  const rows: Row[] = [];
  let run: Happened[] = [];
  const end = () => {
    const [first] = run;
    if (first) rows.push(run.length === 1 ? first : { id: `fold-${first.id}`, content: { kind: "fold", events: run } });
    run = [];
  };
  for (const item of items) {
    if (folds(item)) run.push(item);
    else {
      end();
      rows.push(item);
    }
  }
  end();
  return rows;
}

/** All of it in one sentence: "Anna came in, Marc and 3 others left." */
export function foldWords(t: L10n["t"], events: readonly Happened[]): string {
  const people = new Map<string, Set<string>>();
  for (const { content } of events) {
    const { what } = content;
    if (!("name" in what)) continue;
    people.set(what.event, (people.get(what.event) ?? new Set()).add(what.name));
  }
  const parts = [...people].map(([event, names]) => {
    const [name = ""] = names;
    return t(`events-${event}`, { name, count: names.size - 1 });
  });
  const words = parts.join(", ");
  return `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}.`;
}
