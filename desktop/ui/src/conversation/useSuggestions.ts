/** What fits what the person is typing: people of the room behind `@`, signs by name behind `:`. */
import { useEffect, useMemo, useState } from "react";
import type { MemberView, Mention } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { matchesWords } from "../people/words";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import { loadSigns } from "./loadSigns";
import { findSigns, type Sign } from "./signs";
import type { Term } from "./term";

export type Suggestion = {
  key: string;
  /** Stands in front of the name. */
  sign: string;
  name: string;
  organisation: string;
  /** What is put in the place of the term. */
  words: string;
  mention: Mention | null;
};

const SHOWN = 8;
/** Between two letters nobody has to be looked for. */
const PAUSE_MS = 120;
const NONE: Suggestion[] = [];

export function useSuggestions(roomId: string, term: Term | null): Suggestion[] {
  const people = usePeople(roomId, term?.kind === "person" ? term.words : null);
  const signs = useSigns(term?.kind === "sign" ? term.words : null);
  return term === null ? NONE : term.kind === "person" ? people : signs;
}

/** While the next letter is looked up, those of the letters before are shown whom it still fits. */
function usePeople(roomId: string, words: string | null): Suggestion[] {
  const backend = useBackend();
  const [found, setFound] = useState<MemberView[]>([]);
  if (words === null && found.length > 0) setFound([]);
  useEffect(() => {
    if (words === null) return;
    return ask(
      () => backend.members(roomId, "everybody", words, 0),
      (page) => setFound(page.members),
      // Nobody is suggested, and nothing else is lost.
      () => setFound([]),
      PAUSE_MS,
    );
  }, [backend, roomId, words]);
  return useMemo(() => {
    if (words === null) return NONE;
    const fits = ({ name, organisation }: MemberView) => words === "" || matchesWords(words, `${name} ${organisation}`);
    return found.filter(fits).slice(0, SHOWN).map(ofPerson);
  }, [found, words]);
}

function useSigns(words: string | null): Suggestion[] {
  const { locale } = useL10n();
  const [signs, setSigns] = useState<{ locale: string; all: Sign[] } | null>(null);
  const wanted = words !== null && signs?.locale !== locale;
  useEffect(() => {
    if (!wanted) return;
    return ask(
      () => loadSigns(locale),
      (all) => setSigns({ locale, all }),
      () => undefined,
    );
  }, [wanted, locale]);
  return useMemo(() => {
    if (words === null || signs?.locale !== locale) return NONE;
    return findSigns(signs.all, words, SHOWN).map(([sign, name]) => ofSign(sign, name));
  }, [signs, locale, words]);
}

function ofSign(sign: string, name: string): Suggestion {
  return { key: sign, sign, name, organisation: "", words: sign, mention: null };
}

function ofPerson({ user_id, name, organisation }: MemberView): Suggestion {
  return { key: user_id, sign: "@", name, organisation, words: `@${name}`, mention: { user_id, name } };
}
