/** The threads of a conversation. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Problem } from "../controls/Notice";
import { threadWords } from "../conversation/ThreadLine";
import type { ProblemView, RoomDetails, ThreadEntry } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import css from "./Rooms.module.css";

export function ThreadsPart({ details, onThread }: { details: RoomDetails; onThread: (rootId: string) => void }) {
  const backend = useBackend();
  const { t, day, time } = useL10n();
  const [threads, setThreads] = useState<ThreadEntry[] | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const roomId = details.summary.id;
  useEffect(() => ask(() => backend.threads(roomId), setThreads, setProblem), [backend, roomId]);
  return (
    <div className={css.part}>
      <p role="status" className={css.status} data-testid="threads-status">
        {problem ? "" : threads === null ? t("details-loading") : t("threads-count", { count: threads.length })}
      </p>
      <Problem problem={problem} />
      {threads && threads.length > 0 ? (
        <ul className={css.list} aria-label={t("room-part-threads")}>
          {threads.map(({ root_id: rootId, root, thread }) => {
            const text = root.text === "" ? t("pin-unreadable") : root.text;
            return (
              <li key={rootId} className={css.row} data-testid="thread-entry">
                <div className={css.words}>
                  <p>{text}</p>
                  <p className={css.muted}>{`${root.sender} · ${day(root.at_ms)}, ${time(root.at_ms)}`}</p>
                  <p className={thread.unread > 0 ? "" : css.muted}>{threadWords(t, thread)}</p>
                </div>
                <Button small onPress={() => onThread(rootId)} aria-label={t("threads-open-label", { text })} data-testid="thread-open">
                  {t("threads-open")}
                </Button>
              </li>
            );
          })}
        </ul>
      ) : null}
    </div>
  );
}
