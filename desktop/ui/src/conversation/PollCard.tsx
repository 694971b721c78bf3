/** A poll in a message: the answers as buttons with a bar and numbers; and ending it. */
import { useState } from "react";
import { ToggleButton } from "react-aria-components";
import { Button } from "../controls/Button";
import { Confirm } from "../controls/Dialogue";
import { Icon } from "../controls/Icon";
import { Problem } from "../controls/Notice";
import type { MessageView, PollAnswer, PollView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "./Poll.module.css";

/** An answer as a sentence: its words, how many chose it, and whether the person here did. */
function answerWords(t: L10n["t"], { text, votes, own }: PollAnswer, voters: number | null): string {
  const words = votes === null ? text : t("poll-answer-votes", { text, votes, voters: voters ?? 0 });
  return own ? t("poll-answer-own", { words }) : words;
}

/** How a poll stands, as a sentence. */
export function pollWords(t: L10n["t"], poll: PollView): string {
  const answers = poll.answers.map((answer) => answerWords(t, answer, poll.voters)).join("; ");
  return t(poll.ended ? "poll-words-ended" : "poll-words", { question: poll.question, answers });
}

function note(t: L10n["t"], poll: PollView): string {
  if (poll.ended) return t("poll-ended");
  return poll.most > 1 ? t("poll-choose-several", { count: poll.most }) : t("poll-choose-one");
}

type PollCardProps = { roomId: string; itemId: string; poll: PollView; message: MessageView; tabbable: boolean };

export function PollCard({ roomId, itemId, poll, message, tabbable }: PollCardProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [ending, setEnding] = useState(false);
  const sent = message.event_id !== null && message.delivery.state === "sent";
  const most = Math.max(0, ...poll.answers.map(({ votes }) => votes ?? 0));
  const choose = (answer: PollAnswer, on: boolean) => {
    const before = poll.answers.filter(({ own, id }) => own && id !== answer.id).map(({ id }) => id);
    const others = poll.most === 1 ? [] : before;
    void task.run(() => backend.vote(roomId, itemId, on ? [...others, answer.id] : others));
  };
  const full = poll.most > 1 && poll.answers.filter(({ own }) => own).length >= poll.most;
  return (
    <div className={css.poll} role="group" aria-label={t("poll-label", { question: poll.question })} data-testid="poll">
      <p className={css.question}>{poll.question}</p>
      <p className={css.note}>{note(t, poll)}</p>
      <ul className={css.answers}>
        {poll.answers.map((answer) => (
          <li key={answer.id}>
            {poll.ended ? (
              <div className={css.answer} data-testid="poll-result">
                <Answer answer={answer} voters={poll.voters} first={most > 0 && answer.votes === most} />
              </div>
            ) : (
              <ToggleButton
                className={`${css.answer} ${css.button}`}
                isSelected={answer.own}
                onChange={(on) => choose(answer, on)}
                isDisabled={!sent || task.busy || (full && !answer.own)}
                excludeFromTabOrder={!tabbable}
                data-testid="poll-choice"
              >
                <Answer answer={answer} voters={poll.voters} first={false} />
              </ToggleButton>
            )}
          </li>
        ))}
      </ul>
      <div className={css.end}>
        <p className={css.note}>{poll.voters === null ? t("poll-later") : t("poll-voters", { count: poll.voters })}</p>
        {message.own && !poll.ended && sent ? (
          <Button small excludeFromTabOrder={!tabbable} onPress={() => setEnding(true)} data-testid="poll-end">
            {t("poll-end")}
          </Button>
        ) : null}
      </div>
      <Problem problem={task.problem} />
      {ending ? (
        <Confirm
          title={t("poll-end-title")}
          text={t("poll-end-text")}
          action={t("poll-end")}
          look="primary"
          onConfirm={() => backend.endPoll(roomId, itemId, t("poll-end-words", { question: poll.question }))}
          onClose={() => setEnding(false)}
        />
      ) : null}
    </div>
  );
}

function Answer({ answer, voters, first }: { answer: PollAnswer; voters: number | null; first: boolean }) {
  const { t } = useL10n();
  const { text, votes, own } = answer;
  const share = votes === null || !voters ? 0 : Math.round((100 * votes) / voters);
  return (
    <>
      <span className={css.line}>
        <span className={css.tick}>{own ? <Icon name="check" size={16} /> : null}</span>
        <span className={first ? css.first : css.text}>{text}</span>{" "}
        {own ? <span className="visually-hidden">{t("poll-own")}</span> : null}{" "}
        {votes === null ? null : <span className={css.votes}>{t("poll-votes", { count: votes, share })}</span>}
      </span>
      {votes === null ? null : (
        <svg className={css.bar} width="100%" height="6" aria-hidden="true">
          <rect className={css.track} width="100%" height="6" rx="3" />
          <rect className={css.fill} width={`${share}%`} height="6" rx="3" />
        </svg>
      )}
    </>
  );
}
