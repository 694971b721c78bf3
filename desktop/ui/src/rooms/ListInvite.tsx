/** Inviting by a pasted list of work addresses or names; each line is answered. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { TextField } from "../controls/Field";
import { Problem, wordProblem } from "../controls/Notice";
import type { InviteLine } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { groupsOf, linesOf } from "./lines";
import css from "./Rooms.module.css";

const AT_ONCE = 5;
export const MOST_LINES = 100;

export function ListInvite({ roomId }: { roomId: string }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [text, setText] = useState("");
  const [answers, setAnswers] = useState<InviteLine[]>([]);
  const [total, setTotal] = useState(0);
  const lines = linesOf(text);
  const tooMany = lines.length > MOST_LINES;
  const invite = () =>
    void task.run(async () => {
      setAnswers([]);
      setTotal(lines.length);
      for (const some of groupsOf(lines, AT_ONCE)) {
        const answered = await backend.inviteLines(roomId, some);
        setAnswers((before) => [...before, ...answered]);
      }
      setText("");
    });
  const invited = answers.filter((one) => one.outcome.outcome === "invited").length;
  return (
    <div className={css.part}>
      <TextField
        label={t("list-label")}
        help={t("list-help")}
        lines={5}
        value={text}
        onChange={setText}
        error={tooMany ? t("list-too-many", { count: lines.length, most: MOST_LINES }) : undefined}
        data-testid="invite-list"
      />
      <div className={css.actions}>
        <Button look="primary" onPress={invite} isDisabled={task.busy || lines.length === 0 || tooMany} data-testid="invite-list-go">
          {t("list-go", { count: lines.length })}
        </Button>
      </div>
      <p role="status" className={css.status} data-testid="list-status">
        {total === 0 ? "" : t(task.busy ? "list-progress" : "list-done", { done: answers.length, count: invited, total })}
      </p>
      <Problem problem={task.problem} />
      {answers.length > 0 ? (
        <ul className={css.list} aria-label={t("list-answers")}>
          {answers.map((one, index) => (
            <li key={`${index}/${one.line}`} className={css.row} data-testid="list-answer" data-outcome={one.outcome.outcome}>
              <div className={css.words}>
                <p>
                  <bdi>{one.line}</bdi>
                </p>
                {one.name === "" ? null : <p className={css.muted}>{one.name}</p>}
              </div>
              <p className={`${css.mark} ${one.outcome.outcome === "invited" ? css.good : ""}`}>{outcomeWords(t, one)}</p>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function outcomeWords(t: L10n["t"], { outcome }: InviteLine): string {
  if (outcome.outcome === "failed") return wordProblem(t, outcome.problem);
  return t(`line-${outcome.outcome}`, outcome.outcome === "several" ? { count: outcome.count } : {});
}
