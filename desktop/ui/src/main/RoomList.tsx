/**
 * The conversations as a virtual list: one stop of the Tab key, arrows move inside. What can be done with one opens with
 * the arrow to the right, the key for menus, the other mouse button, or the button that a row shows.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { focusWhenThere } from "../state/focus";
import css from "./ConversationList.module.css";
import { linesOf, type Section } from "./list";
import { RoomMenu } from "./RoomMenu";
import { RoomRow } from "./RoomRow";
import type { OwnMarks } from "./useOwnMarks";

type RoomListProps = {
  sections: Section[];
  selected: string | null;
  onSelect: (roomId: string) => void;
  marks: OwnMarks;
  /** Asks into which folder a conversation shall go. */
  onFolder: (room: RoomSummary) => void;
};

const rowOf = (roomId: string) => `[data-room="${CSS.escape(roomId)}"]`;

export function RoomList({ sections, selected, onSelect, marks, onFolder }: RoomListProps) {
  const { t } = useL10n();
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const anchor = useRef<HTMLElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const lines = useMemo(() => linesOf(sections), [sections]);
  const places = useMemo(() => lines.flatMap((line, place) => ("room" in line ? [place] : [])), [lines]);
  const roomAt = (index: number): RoomSummary | null => {
    const line = lines[places[index] ?? -1];
    return line && "room" in line ? line.room : null;
  };
  const found = (roomId: string | null) => places.findIndex((_, index) => roomAt(index)?.id === roomId);
  const current = Math.max(0, found(focused ?? selected));
  const open = menu === null ? null : roomAt(found(menu));
  useFocusKept(scroller, focused, lines);

  const move = (index: number, key: string): boolean => {
    const target =
      key === "ArrowDown" ? index + 1 : key === "ArrowUp" ? index - 1 : key === "Home" ? 0 : key === "End" ? places.length - 1 : null;
    if (target === null) return false;
    const room = roomAt(target);
    const place = places[target];
    if (!room || place === undefined) return true;
    setFocused(room.id);
    // The heading above the first of a section comes with it.
    const above = lines[place - 1];
    list.current?.scrollToIndex(above && "heading" in above && target < index ? place - 1 : place, { align: "nearest" });
    focusWhenThere(scroller.current, rowOf(room.id));
    return true;
  };
  const openMenu = useCallback((roomId: string) => {
    anchor.current = scroller.current?.querySelector<HTMLElement>(rowOf(roomId)) ?? null;
    anchor.current?.focus({ preventScroll: true });
    setMenu(roomId);
  }, [setMenu]);
  useEffect(() => {
    const root = scroller.current;
    const listen = (event: MouseEvent) => {
      const row = (event.target as Element).closest("li")?.querySelector("[data-room]");
      const roomId = row?.getAttribute("data-room");
      if (!roomId) return;
      event.preventDefault();
      openMenu(roomId);
    };
    root?.addEventListener("contextmenu", listen);
    return () => root?.removeEventListener("contextmenu", listen);
  }, [openMenu]);

  return (
    <div className={css.scroller} ref={scroller} data-testid="room-list">
      <Virtualizer ref={list} as="ul" item="li" itemSize={78} keepMounted={[places[current] ?? 0]}>
        {lines.map((line) =>
          "room" in line ? (
            <RoomRow
              key={line.room.id}
              room={line.room}
              index={line.index}
              selected={line.room.id === selected}
              tabbable={line.index === current}
              onSelect={() => onSelect(line.room.id)}
              onFocus={() => setFocused(line.room.id)}
              onMove={(key) => move(line.index, key)}
              onMenu={() => openMenu(line.room.id)}
            />
          ) : (
            <h3 key={`${line.heading.kind} ${line.heading.name}`} className={css.heading} data-testid="list-section">
              {line.heading.name !== "" ? <bdi>{line.heading.name}</bdi> : t(`section-${line.heading.kind}`)}
            </h3>
          ),
        )}
      </Virtualizer>
      {open ? <RoomMenu room={open} anchor={anchor} marks={marks} onFolder={() => onFolder(open)} onClose={() => setMenu(null)} /> : null}
    </div>
  );
}

/** A row that moves to another place in the list takes the focus with it. */
function useFocusKept(scroller: { current: HTMLElement | null }, focused: string | null, lines: unknown): void {
  const inside = useRef(false);
  useLayoutEffect(() => {
    const root = scroller.current;
    const listen = (event: FocusEvent) => {
      inside.current = root?.contains(event.target as Node) ?? false;
    };
    document.addEventListener("focusin", listen);
    return () => document.removeEventListener("focusin", listen);
  }, [scroller]);
  useLayoutEffect(() => {
    if (inside.current && focused !== null && document.activeElement === document.body) {
      focusWhenThere(scroller.current, rowOf(focused));
    }
  }, [scroller, focused, lines]);
}
