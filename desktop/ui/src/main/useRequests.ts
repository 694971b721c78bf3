/** What comes to the window from outside of it: links, presses on notifications and on the sign in the tray. */
import { useEffect, useRef, useState } from "react";
import type { DeskRequest, ProblemView } from "../ipc/types";
import { asProblem, useBackend } from "../state/backend";

/** A conversation and, if one is meant, a message in it. */
export type Goal = { roomId: string; eventId: string | null };

/** A link that leads nowhere here, and why. */
export type Lost = { problem: ProblemView | null };

type Acts = {
  onPerson: (userId: string) => void;
  onLock: () => void;
  onNotifications: () => void;
};

export type Requests = {
  /** Where to go as soon as the conversations are known. */
  goal: Goal | null;
  setGoal: (goal: Goal | null) => void;
  lost: Lost | null;
  setLost: (lost: Lost | null) => void;
};

export function useRequests(acts: Acts): Requests {
  const backend = useBackend();
  const [goal, setGoal] = useState<Goal | null>(null);
  const [lost, setLost] = useState<Lost | null>(null);
  const current = useRef(acts);
  useEffect(() => {
    current.current = acts;
  });
  useEffect(() => {
    const follow = async (link: string) => {
      try {
        const place = await backend.followLink(link);
        if (place.place === "person") current.current.onPerson(place.user_id);
        else setGoal({ roomId: place.room_id, eventId: place.event_id });
      } catch (error) {
        setLost({ problem: asProblem(error) });
      }
    };
    return backend.watchRequests((asked: DeskRequest) => {
      if (asked.request === "room") setGoal({ roomId: asked.room_id, eventId: null });
      else if (asked.request === "link") void follow(asked.link);
      else if (asked.request === "lock") current.current.onLock();
      else current.current.onNotifications();
    });
  }, [backend]);
  return { goal, setGoal, lost, setLost };
}
