/** What a person notes about a conversation for themselves: where it stands, of what it tells, that it is not read. */
import { useCallback } from "react";
import type { ProblemView, RoomNotifications, RoomPlace, RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";

export type OwnMarks = {
  problem: ProblemView | null;
  /** The problem has been read. */
  clear: () => void;
  put: (room: RoomSummary, place: RoomPlace) => void;
  notify: (room: RoomSummary, wanted: RoomNotifications) => void;
  read: (room: RoomSummary, unread: boolean) => void;
};

/** `onDone` gets a sentence about what has come of it. */
export function useOwnMarks(onDone: (said: string) => void): OwnMarks {
  const backend = useBackend();
  const { t } = useL10n();
  const { run, problem, clear } = useTask();
  const act = useCallback(
    (work: () => Promise<void>, said: string) =>
      void run(async () => {
        await work();
        onDone(said);
      }),
    [run, onDone],
  );
  return {
    problem,
    clear,
    put: (room, place) => act(() => backend.setRoomPlace(room.id, place), t(`place-${place}-done`, { name: room.name })),
    notify: (room, wanted) =>
      act(() => backend.setRoomNotifications(room.id, wanted), t(`notify-${wanted}-done`, { name: room.name })),
    read: (room, unread) =>
      act(() => backend.setRoomUnread(room.id, unread), t(unread ? "unread-done" : "read-done", { name: room.name })),
  };
}
