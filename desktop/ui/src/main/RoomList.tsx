/** The conversations as a virtual list: one stop of the Tab key, arrows move inside. */
import { useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import type { RoomSummary } from "../ipc/types";
import css from "./ConversationList.module.css";
import { RoomRow } from "./RoomRow";
import { focusWhenThere } from "../state/focus";

type RoomListProps = { rooms: RoomSummary[]; selected: string | null; onSelect: (roomId: string) => void };

export function RoomList({ rooms, selected, onSelect }: RoomListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const anchor = rooms.findIndex((room) => room.id === (focused ?? selected));
  const current = anchor < 0 ? 0 : anchor;

  const move = (index: number, key: string): boolean => {
    const target =
      key === "ArrowDown" ? index + 1 : key === "ArrowUp" ? index - 1 : key === "Home" ? 0 : key === "End" ? rooms.length - 1 : null;
    if (target === null) return false;
    const room = rooms[target];
    if (!room) return true;
    setFocused(room.id);
    list.current?.scrollToIndex(target, { align: "nearest" });
    focusWhenThere(scroller.current, `[data-index="${target}"]`);
    return true;
  };

  return (
    <div className={css.scroller} ref={scroller} data-testid="room-list">
      <Virtualizer ref={list} as="ul" item="li" itemSize={78} keepMounted={[current]}>
        {rooms.map((room, index) => (
          <RoomRow
            key={room.id}
            room={room}
            index={index}
            selected={room.id === selected}
            tabbable={index === current}
            onSelect={() => onSelect(room.id)}
            onFocus={() => setFocused(room.id)}
            onMove={(key) => move(index, key)}
          />
        ))}
      </Virtualizer>
    </div>
  );
}
