/** The files of a conversation, the newest first, to open and to save as in the conversation itself. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Problem } from "../controls/Notice";
import { FileCard } from "../conversation/FileCard";
import type { ProblemView, RoomDetails, SharedFiles } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Coverage } from "../search/Coverage";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import css from "./Rooms.module.css";

/** Files whose check goes on are looked at again. */
const AGAIN_MS = 1500;
const GOING_ON = ["checking", "waiting", "not_checked_yet"];

export function FilesPart({ details, onShow }: { details: RoomDetails; onShow: (eventId: string) => void }) {
  const backend = useBackend();
  const { t, day, time } = useL10n();
  const [shared, setShared] = useState<SharedFiles | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [pages, setPages] = useState(1);
  const [round, setRound] = useState(0);
  const roomId = details.summary.id;
  useEffect(() => {
    const all = async () => {
      let known = await backend.sharedFiles(roomId, null);
      for (let page = 1; page < pages && known.behind !== null; page += 1) {
        const next = await backend.sharedFiles(roomId, known.behind);
        known = { ...next, files: [...known.files, ...next.files] };
      }
      return known;
    };
    return ask(
      all,
      (known) => {
        setProblem(null);
        setShared(known);
      },
      setProblem,
    );
  }, [backend, roomId, pages, round]);
  const goesOn = shared !== null && (shared.coverage.building || shared.files.some(({ file }) => GOING_ON.includes(file.safety.state)));
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => setRound((before) => before + 1), AGAIN_MS);
    return () => clearInterval(timer);
  }, [goesOn]);
  return (
    <div className={css.part}>
      <p role="status" className={css.status} data-testid="files-status">
        {problem ? "" : shared === null ? t("details-loading") : t(shared.behind === null ? "files-count" : "files-count-more", { count: shared.files.length })}
      </p>
      <Problem problem={problem} />
      {shared && shared.files.length > 0 ? (
        <ul className={css.list} aria-label={t("room-part-files")}>
          {shared.files.map(({ event_id: eventId, sender, own, at_ms: atMs, file }) => (
            <li key={eventId} className={css.row} data-testid="shared-file">
              <div className={css.words}>
                <FileCard file={file} own={own} tabbable />
                <p className={css.muted}>{`${sender} · ${day(atMs)}, ${time(atMs)}`}</p>
              </div>
              <Button
                small
                onPress={() => onShow(eventId)}
                aria-label={t("pin-show-label", { text: file.name })}
                data-testid="file-show"
              >
                {t("pin-show")}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {shared && shared.behind !== null ? (
        <Button onPress={() => setPages((before) => before + 1)} data-testid="files-more">
          {t("messages-more")}
        </Button>
      ) : null}
      {shared ? <Coverage roomId={roomId} coverage={shared.coverage} onFetched={() => setRound((before) => before + 1)} /> : null}
    </div>
  );
}
