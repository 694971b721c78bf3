/** Inviting people from outside by their addresses into a room that is open to them; each address is answered. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Select } from "../controls/Choice";
import { TextField } from "../controls/Field";
import { Notice, Problem } from "../controls/Notice";
import type { ExternalLine } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { linesOf } from "./lines";
import { MOST_LINES } from "./ListInvite";
import css from "./Rooms.module.css";

const TIMES = ["default", "30", "90", "180"] as const;
type Time = (typeof TIMES)[number];

export function ExternalInvite({ roomId }: { roomId: string }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [text, setText] = useState("");
  const [time, setTime] = useState<Time>("default");
  const [answers, setAnswers] = useState<ExternalLine[]>([]);
  const emails = linesOf(text).flatMap((line) => line.split(/[\s,]+/)).filter((part) => part !== "");
  const tooMany = emails.length > MOST_LINES;
  const invite = () =>
    void task.run(async () => {
      setAnswers(await backend.inviteExternals(roomId, emails, time === "default" ? null : Number(time)));
      setText("");
    });
  const good = answers.filter(({ outcome }) => outcome === "mailed" || outcome === "invited").length;
  return (
    <div className={css.part}>
      <Notice look="warning">{t("external-explain")}</Notice>
      <TextField
        label={t("external-label")}
        help={t("external-help")}
        lines={4}
        value={text}
        onChange={setText}
        error={tooMany ? t("list-too-many", { count: emails.length, most: MOST_LINES }) : undefined}
        data-testid="invite-external"
      />
      <div className={css.line}>
        <Select
          label={t("external-until")}
          value={time}
          onChange={setTime}
          options={TIMES.map((value) => ({ value, label: t(`external-days-${value}`) }))}
        />
        <Button look="primary" onPress={invite} isDisabled={task.busy || emails.length === 0 || tooMany} data-testid="invite-external-go">
          {t("list-go", { count: emails.length })}
        </Button>
      </div>
      <p role="status" className={css.status} data-testid="external-status">
        {answers.length === 0 ? "" : t("list-done", { done: answers.length, count: good, total: answers.length })}
      </p>
      <Problem problem={task.problem} />
      {answers.length > 0 ? (
        <ul className={css.list} aria-label={t("list-answers")}>
          {answers.map(({ email, outcome }, index) => (
            <li key={`${index}/${email}`} className={css.row} data-testid="external-answer" data-outcome={outcome}>
              <p className={css.words}>
                <bdi>{email}</bdi>
              </p>
              <p className={`${css.mark} ${outcome === "mailed" || outcome === "invited" ? css.good : ""}`}>{t(`external-${outcome}`)}</p>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
