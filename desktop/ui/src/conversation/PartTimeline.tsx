/** A part of a conversation as the core tells of it. Whoever shows another part gives it another key. */
import { type RefObject, useCallback, useEffect } from "react";
import type { TimelineItemView } from "../ipc/types";
import { useBackend, useWatchedList } from "../state/backend";
import { Timeline, type TimelineProps } from "./Timeline";

type PartTimelineProps = Omit<TimelineProps, "items"> & {
  /** Holds what is shown, for whoever wants to know. */
  latestRef: RefObject<readonly TimelineItemView[] | null>;
};

export function PartTimeline({ latestRef, ...props }: PartTimelineProps) {
  const backend = useBackend();
  const { roomId, part } = props;
  const items = useWatchedList<TimelineItemView>(
    useCallback((listener) => backend.watchTimeline(roomId, part, listener), [backend, roomId, part]),
  );
  useEffect(() => {
    latestRef.current = items;
  }, [latestRef, items]);
  return <Timeline {...props} items={items} />;
}
