/** What a term finds: people, units and organisations in the directory, rooms here, and public rooms everywhere. */
import { useEffect, useMemo, useState } from "react";
import type { GroupView, PersonView, ProblemView, PublicRoomView, RoomSummary } from "../ipc/types";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import { matchesWords } from "./words";

export const SHORTEST = 2;
/** After the last letter; public rooms are asked for at every ministry, so a little later. */
const PAUSE_MS = 180;
const PAUSE_PUBLIC_MS = 350;
const MOST_ROOMS = 6;

export type Found = {
  people: PersonView[];
  more: boolean;
  organisations: GroupView[];
  units: GroupView[];
  rooms: RoomSummary[];
  publicRooms: PublicRoomView[];
};

export type Search = {
  /** Null until the directory has answered once. */
  found: Found | null;
  problem: ProblemView | null;
  /** The answer is to another term than the one that stands in the field. */
  stale: boolean;
};

type Directory = { term: string; people: PersonView[]; groups: GroupView[]; more: boolean; problem: ProblemView | null };
type Listed = { term: string; rooms: PublicRoomView[] };

export function useSearch(wanted: string, joined: RoomSummary[]): Search {
  const backend = useBackend();
  const term = wanted.trim();
  const long = [...term].length >= SHORTEST;
  const [directory, setDirectory] = useState<Directory | null>(null);
  const [listed, setListed] = useState<Listed | null>(null);

  useEffect(() => {
    if (!long) return;
    const people = ask(
      () => backend.searchPeople(term, { organisation: "", unit: "" }),
      ({ people, groups, more }) => setDirectory({ term, people, groups, more, problem: null }),
      (problem) => setDirectory({ term, people: [], groups: [], more: false, problem }),
      PAUSE_MS,
    );
    const rooms = ask(
      () => backend.publicRooms(term),
      (rooms) => setListed({ term, rooms }),
      // The directory of people says what is wrong with the connection; rooms are missing quietly.
      () => undefined,
      PAUSE_PUBLIC_MS,
    );
    return () => {
      people();
      rooms();
    };
  }, [backend, term, long]);

  const found = useMemo<Found | null>(() => {
    if (!long || directory === null) return null;
    const rooms = joined.filter((room) => room.kind !== "direct" && matchesWords(term, room.name)).slice(0, MOST_ROOMS);
    const here = new Set(joined.map((room) => room.id));
    const elsewhere = listed?.rooms.filter((room) => !here.has(room.id)) ?? [];
    return {
      people: directory.people,
      more: directory.more,
      organisations: directory.groups.filter((group) => group.unit === ""),
      units: directory.groups.filter((group) => group.unit !== ""),
      rooms,
      publicRooms: listed?.term === term ? elsewhere.slice(0, MOST_ROOMS) : [],
    };
  }, [long, term, directory, listed, joined]);

  return { found, problem: long ? (directory?.problem ?? null) : null, stale: long && directory?.term !== term };
}
