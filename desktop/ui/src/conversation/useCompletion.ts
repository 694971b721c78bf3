/** The list of suggestions while somebody types: when it is open, which one is marked, and the keys that it takes. */
import { type RefObject, useId, useState } from "react";
import type { Mention } from "../ipc/types";
import { put } from "./put";
import { termAt } from "./term";
import { type Suggestion, useSuggestions } from "./useSuggestions";

type CompletionProps = {
  roomId: string;
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  mentions: readonly Mention[];
  /** Somebody was chosen. */
  onMention: (mention: Mention) => void;
};

export type Completion = {
  listId: string;
  suggestions: Suggestion[];
  /** The one that is marked. */
  current: number;
  choose: (suggestion: Suggestion) => void;
  /** Whether the list takes this key. */
  takes: (key: string) => boolean;
  /** The caret is somewhere else. */
  look: () => void;
  /** The focus is somewhere else. */
  leave: () => void;
};

export function useCompletion({ roomId, area, text, mentions, onMention }: CompletionProps): Completion {
  const listId = useId();
  const [caret, setCaret] = useState<number | null>(null);
  const [marked, setMarked] = useState(0);
  /** The term whose list the person has closed. */
  const [closed, setClosed] = useState("");
  const term = caret === null ? null : termAt(text, caret, mentions);
  const found = useSuggestions(roomId, term);
  const termKey = term ? `${term.kind}${term.from}` : "";
  if (term === null && closed !== "") setClosed("");
  const suggestions = term !== null && termKey !== closed ? found : [];
  const current = Math.min(marked, suggestions.length - 1);

  const choose = ({ words, mention }: Suggestion) => {
    if (!area.current || !term) return;
    if (mention) onMention(mention);
    put(area.current, term.from, term.from + term.words.length + 1, `${words} `);
  };
  const takes = (key: string): boolean => {
    const chosen = suggestions[current];
    if (!chosen) return false;
    if (key === "ArrowDown") setMarked((current + 1) % suggestions.length);
    else if (key === "ArrowUp") setMarked((current + suggestions.length - 1) % suggestions.length);
    else if (key === "Enter" || key === "Tab") choose(chosen);
    else if (key === "Escape") setClosed(termKey);
    else return false;
    return true;
  };
  const look = () => {
    const element = area.current;
    const at = element && element.selectionStart === element.selectionEnd ? element.selectionStart : null;
    if (at !== caret) setMarked(0);
    setCaret(at);
  };
  return { listId, suggestions, current, choose, takes, look, leave: () => setCaret(null) };
}
