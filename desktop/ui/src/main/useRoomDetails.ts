/** The details of a conversation, asked again whenever its row in the list changes. */
import { useEffect, useState } from "react";
import type { RoomDetails, RoomSummary } from "../ipc/types";
import { useBackend } from "../state/backend";

export function useRoomDetails(room: RoomSummary | null): RoomDetails | null {
  const backend = useBackend();
  const [details, setDetails] = useState<RoomDetails | null>(null);
  useEffect(() => {
    if (!room || room.membership !== "joined") return;
    let wanted = true;
    backend.roomDetails(room.id).then(
      (value) => {
        if (wanted) setDetails(value);
      },
      // The column says "loading" until the next change brings an answer.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [backend, room]);
  return details?.summary.id === room?.id ? details : null;
}
