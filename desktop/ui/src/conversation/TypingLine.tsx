/** Who is typing, in one line that is always there: the messages do not move when it fills. */
import { useCallback } from "react";
import { useL10n } from "../l10n/L10n";
import { useBackend, useWatched } from "../state/backend";
import css from "./Conversation.module.css";
import { typingWords } from "./typing";

const NOBODY: string[] = [];

export function TypingLine({ roomId }: { roomId: string }) {
  const backend = useBackend();
  const { t, list } = useL10n();
  const names = useWatched<string[]>(
    useCallback((listener) => backend.watchTyping(roomId, listener), [backend, roomId]),
    NOBODY,
  );
  return (
    <p role="status" className={css.typing} data-testid="typing">
      {typingWords(t, list, names)}
    </p>
  );
}
