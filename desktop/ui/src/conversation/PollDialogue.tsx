/** Makes a poll: a question, two to twenty answers, one or several choices, results at once or at the end. */
import { useState } from "react";
import { Button, IconButton } from "../controls/Button";
import { Checkbox } from "../controls/Choice";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "./Poll.module.css";

const LEAST = 2;
const MOST = 20;

type Answer = { id: number; text: string };

export function PollDialogue({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [question, setQuestion] = useState("");
  const [answers, setAnswers] = useState<Answer[]>([
    { id: 1, text: "" },
    { id: 2, text: "" },
  ]);
  const [several, setSeveral] = useState(false);
  const [atEnd, setAtEnd] = useState(false);
  const given = [...new Set(answers.map(({ text }) => text.trim()).filter((text) => text !== ""))];
  const ready = question.trim() !== "" && given.length >= LEAST;
  const send = async () => {
    if (!ready) return;
    const poll = { question: question.trim(), answers: given, several, at_end: atEnd };
    if (await task.run(() => backend.createPoll(roomId, poll))) onClose();
  };
  return (
    <Dialogue
      title={t("poll-title")}
      onClose={onClose}
      data-testid="poll-dialogue"
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button look="primary" onPress={() => void send()} isDisabled={!ready || task.busy} data-testid="poll-send">
            {t("poll-send")}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <TextField label={t("poll-question")} value={question} onChange={setQuestion} maxLength={300} autoFocus required data-testid="poll-question" />
        <ol className={css.fields}>
          {answers.map(({ id, text }, index) => (
            <li key={id} className={css.field}>
              <TextField
                label={t("poll-answer", { number: index + 1 })}
                value={text}
                onChange={(value) => setAnswers((before) => before.map((one) => (one.id === id ? { id, text: value } : one)))}
                maxLength={200}
                data-testid="poll-answer"
              />
              {answers.length > LEAST ? (
                <IconButton
                  icon="close"
                  small
                  label={t("poll-answer-remove", { number: index + 1 })}
                  onPress={() => setAnswers((before) => before.filter((one) => one.id !== id))}
                />
              ) : null}
            </li>
          ))}
        </ol>
        {answers.length < MOST ? (
          <Button
            small
            icon="plus"
            onPress={() => setAnswers((before) => [...before, { id: Math.max(...before.map((one) => one.id)) + 1, text: "" }])}
            data-testid="poll-add"
          >
            {t("poll-answer-add")}
          </Button>
        ) : null}
        <Checkbox checked={several} onChange={setSeveral} data-testid="poll-several">
          {t("poll-several")}
        </Checkbox>
        <Checkbox checked={atEnd} onChange={setAtEnd} data-testid="poll-at-end">
          {t("poll-at-end")}
        </Checkbox>
        <Problem problem={task.problem} />
      </div>
    </Dialogue>
  );
}
