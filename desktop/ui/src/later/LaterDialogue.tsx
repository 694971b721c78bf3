/** Everything that is to be sent at a time, the open conversation's first: to be changed, sent now or deleted. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Confirm, Dialogue } from "../controls/Dialogue";
import { Notice, Problem, wordProblem } from "../controls/Notice";
import { stillNamed } from "../conversation/mentions";
import type { LaterView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { useRooms } from "../main/rooms";
import rooms from "../rooms/Rooms.module.css";
import { useBackend, useTask } from "../state/backend";
import { focusWhenThere } from "../state/focus";
import css from "./Later.module.css";
import { useLater } from "./later";
import { LaterForm } from "./LaterForm";

type LaterDialogueProps = {
  /** The open conversation. */
  roomId: string | null;
  onOpen: (roomId: string) => void;
  onClose: () => void;
};

type Question = { kind: "change" | "delete"; one: LaterView; atMs: number | null };

export function LaterDialogue({ roomId, onOpen, onClose }: LaterDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const { list } = useLater();
  const [question, setQuestion] = useState<Question | null>(null);
  const here = list.filter((one) => one.room_id === roomId);
  const elsewhere = list.filter((one) => one.room_id !== roomId);
  if (question?.kind === "change") {
    const { id, draft } = question.one;
    return (
      <LaterForm
        title={t("later-change-title")}
        action={t("later-save")}
        words={draft.markdown}
        atMs={question.atMs}
        onKeep={(words, atMs) =>
          backend.changeLater(id, { ...draft, markdown: words, mentions: stillNamed(words, draft.mentions) }, atMs)
        }
        onClose={() => setQuestion(null)}
      />
    );
  }
  return (
    <Dialogue title={t("later-list-title")} onClose={onClose} wide data-testid="later-dialogue">
      <Problem problem={task.problem} words={{ not_found: t("later-gone") }} />
      {list.length === 0 ? <p role="status">{t("later-none")}</p> : null}
      {list.length > 0 ? (
        <ul className={rooms.list} aria-label={t("later-list-title")}>
          {[...here, ...elsewhere].map((one) => (
            <Entry
              key={one.id}
              one={one}
              onOpen={onOpen}
              onChange={() => setQuestion({ kind: "change", one, atMs: one.at_ms > Date.now() ? one.at_ms : null })}
              onNow={() => void task.run(() => backend.sendLaterNow(one.id))}
              onDelete={() => setQuestion({ kind: "delete", one, atMs: null })}
            />
          ))}
        </ul>
      ) : null}
      <p className={rooms.muted}>{t("later-running")}</p>
      {question ? (
        <Confirm
          title={t("later-delete-title")}
          text={t("later-delete-text")}
          action={t("later-delete")}
          onConfirm={async () => {
            await backend.deleteLater(question.one.id);
            focusWhenThere(document.body, "[data-testid=later-dialogue] button");
          }}
          onClose={() => setQuestion(null)}
        />
      ) : null}
    </Dialogue>
  );
}

type EntryProps = {
  one: LaterView;
  onOpen: (roomId: string) => void;
  onChange: () => void;
  onNow: () => void;
  onDelete: () => void;
};

function Entry({ one, onOpen, onChange, onNow, onDelete }: EntryProps) {
  const l10n = useL10n();
  const { t } = l10n;
  const room = useRooms().find(({ id }) => id === one.room_id);
  const text = one.draft.markdown;
  const stuck = one.state.state === "held" || one.state.state === "unsure";
  return (
    <li className={css.entry} data-testid="later-entry" data-state={one.state.state}>
      <p className={rooms.muted}>{where(l10n, one, room?.name)}</p>
      <p className={css.text}>{text}</p>
      {stuck ? <Notice look="warning">{standing(l10n, one)}</Notice> : <p className={css.when}>{standing(l10n, one)}</p>}
      {one.state.state === "sending" ? null : (
        <div className={rooms.actions}>
          {stuck && room ? (
            <Button small onPress={() => onOpen(room.id)} aria-label={t("later-look-label", { name: room.name })} data-testid="later-look">
              {t("later-look")}
            </Button>
          ) : null}
          {room ? (
            <>
              <Button small onPress={onChange} aria-label={t("later-change-label", { text })} data-testid="later-change">
                {t("later-change")}
              </Button>
              <Button small onPress={onNow} aria-label={t("later-now-label", { text })} data-testid="later-now">
                {t("later-now")}
              </Button>
            </>
          ) : null}
          <Button small look="danger" onPress={onDelete} aria-label={t("later-delete-label", { text })} data-testid="later-delete">
            {t("later-delete")}
          </Button>
        </div>
      )}
    </li>
  );
}

function where({ t }: L10n, { thread }: LaterView, name: string | undefined): string {
  if (name === undefined) return t("later-left");
  return t(thread === null ? "later-in" : "later-in-thread", { name });
}

/** How it stands with it, in a sentence. */
function standing({ t, day, time }: L10n, { state, at_ms: atMs }: LaterView): string {
  switch (state.state) {
    case "waiting":
      return t("later-at", { day: day(atMs), time: time(atMs) });
    case "sending":
      return t("later-sending");
    case "unsure":
      return t("later-unsure");
    case "held":
      return t("later-held", {
        problem: state.problem.code === "not_found" ? t("later-not-there") : wordProblem(t, state.problem),
      });
  }
}
