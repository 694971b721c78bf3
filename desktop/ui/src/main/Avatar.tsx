/** A sign beside a name: initials for people, a room's picture, or a lock or a globe for rooms. Decoration. */
import { useState } from "react";
import { Icon } from "../controls/Icon";
import type { RoomKind } from "../ipc/types";
import { useBackend } from "../state/backend";
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
  /** What stands for the room's picture. People have none: only HR's word says who somebody is. */
  picture?: string | null;
};

export function Avatar({ name, kind, small, external, picture = null }: AvatarProps) {
  // A picture that does not come (not released, no connection) is the sign again.
  const [failed, setFailed] = useState<string | null>(null);
  const className = [css.avatar, css[kind], small ? css.small : "", external ? css.external : ""].join(" ");
  return (
    <span className={className} aria-hidden="true">
      {kind === "direct" ? (
        initials(name)
      ) : picture !== null && picture !== failed ? (
        <Picture picture={picture} onError={() => setFailed(picture)} />
      ) : (
        <Icon name={kind === "public" ? "globe" : "people"} size={small ? 16 : 20} />
      )}
    </span>
  );
}

function Picture({ picture, onError }: { picture: string; onError: () => void }) {
  const backend = useBackend();
  return <img className={css.picture} src={backend.roomPictureUrl(picture)} alt="" onError={onError} data-testid="room-picture" />;
}
