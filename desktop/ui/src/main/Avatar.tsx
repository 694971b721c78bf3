/** A sign beside a name: initials for people, a lock or a globe for rooms. Decoration. */
import { Icon } from "../controls/Icon";
import type { RoomKind } from "../ipc/types";
import css from "./Avatar.module.css";

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words[words.length - 1] ?? "") : "";
  return [...first].slice(0, 1).concat([...last].slice(0, 1)).join("").toUpperCase();
}

export function Avatar({ name, kind, small }: { name: string; kind: RoomKind; small?: boolean }) {
  return (
    <span className={`${css.avatar} ${css[kind]} ${small ? css.small : ""}`} aria-hidden="true">
      {kind === "direct" ? initials(name) : <Icon name={kind === "public" ? "globe" : "people"} size={small ? 16 : 20} />}
    </span>
  );
}
