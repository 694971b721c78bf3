/** What happened to a room, in words. */
import type { RoomEvent } from "../ipc/types";
import type { L10n } from "../l10n/L10n";

export function eventWords(t: L10n["t"], actor: string, what: RoomEvent): string {
  const args: Record<string, string> = { actor };
  if ("name" in what) args["name"] = what.name;
  if ("topic" in what) args["topic"] = what.topic;
  return t(`event-${what.event}`, args);
}
