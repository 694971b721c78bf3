/** What is said aloud when a message of somebody else arrives while the conversation is open. */
import { useState } from "react";
import type { TimelineItemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { spoken } from "./beginning";
import { bodyWords } from "./Message";

export function useAnnouncement(items: TimelineItemView[]): string {
  const { t } = useL10n();
  const [seen, setSeen] = useState(items);
  const [words, setWords] = useState("");
  if (seen !== items) {
    const known = new Set(seen.map((item) => item.id));
    const last = items.at(-1);
    setSeen(items);
    if (last?.content.kind === "message" && !last.content.own && !known.has(last.id)) {
      const { sender, organisation, body } = last.content;
      setWords(t("live-message", { sender, organisation, text: spoken(bodyWords(t, body, false)) }));
    }
  }
  return words;
}
