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

type AvatarProps = {
  name: string;
  kind: RoomKind;
  small?: boolean;
  /** Somebody from outside, or a room that is open to them: a ring around it. The words beside it say so, too. */
  external?: boolean;
};

export function Avatar({ name, kind, small, external }: AvatarProps) {
  const className = [css.avatar, css[kind], small ? css.small : "", external ? css.external : ""].join(" ");
  return (
    <span className={className} aria-hidden="true">
      {kind === "direct" ? initials(name) : <Icon name={kind === "public" ? "globe" : "people"} size={small ? 16 : 20} />}
    </span>
  );
}
