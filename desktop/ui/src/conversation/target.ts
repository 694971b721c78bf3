/** What the next message answers or replaces. */
import type { Mention, MessageView, TimelineItemView } from "../ipc/types";
import { mentionsIn } from "./mentions";

/** With a file, what stands under it is changed. */
export type Target =
  | { kind: "reply"; itemId: string; eventId: string; sender: string; text: string }
  | { kind: "edit"; itemId: string; text: string; mentions: Mention[]; file: string | null };

/** A message in its own words. */
export function plain({ body }: MessageView): string {
  return body.kind === "text" ? body.plain : body.kind === "file" ? body.name : body.kind === "poll" ? body.question : "";
}

export function replyTarget(itemId: string, message: MessageView): Target | null {
  if (message.event_id === null) return null;
  return { kind: "reply", itemId, eventId: message.event_id, sender: message.sender, text: plain(message) };
}

export function editTarget(itemId: string, message: MessageView): Target {
  const { body } = message;
  const file = body.kind === "file" ? body.name : null;
  const words = body.kind === "text" ? body : body.kind === "file" ? body.caption : null;
  return { kind: "edit", itemId, text: words?.source ?? "", mentions: mentionsIn(words?.nodes ?? []), file };
}

/** The newest message of one's own, to be changed. */
export function lastOwn(items: readonly TimelineItemView[] | null): Target | null {
  const last = items?.findLast(
    ({ content }) => content.kind === "message" && content.own && content.body.kind === "text" && content.event_id !== null,
  );
  return last?.content.kind === "message" ? editTarget(last.id, last.content) : null;
}
