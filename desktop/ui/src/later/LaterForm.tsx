/** Asks what is to be sent and when: for a new message that goes later, and for one that is to be changed. */
import { fromAbsolute, getLocalTimeZone, Time, toCalendarDate, today } from "@internationalized/date";
import { useState } from "react";
import { Button } from "../controls/Button";
import { RadioChoice } from "../controls/Choice";
import { DateInput } from "../controls/DateInput";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Notice, Problem } from "../controls/Notice";
import { TimeInput } from "../controls/TimeInput";
import { useL10n } from "../l10n/L10n";
import { useTask } from "../state/backend";
import css from "./Later.module.css";
import { moment, MORNING, type Offer, offers } from "./times";

type LaterFormProps = {
  title: string;
  /** What the button says. */
  action: string;
  /** The words so far. */
  words: string;
  /** The time so far, if it has one that is still to come. */
  atMs: number | null;
  onKeep: (words: string, atMs: number) => Promise<void>;
  onClose: () => void;
};

export function LaterForm({ title, action, words: before, atMs, onKeep, onClose }: LaterFormProps) {
  const { t, day, time } = useL10n();
  const task = useTask();
  const [zone] = useState(getLocalTimeZone);
  const [offered] = useState(() => offers(today(zone), zone));
  const [words, setWords] = useState(before);
  const [way, setWay] = useState<Offer["way"] | "own">(atMs === null ? "tomorrow" : "own");
  const [date, setDate] = useState(() => (atMs === null ? today(zone).add({ days: 1 }) : toCalendarDate(fromAbsolute(atMs, zone))));
  const [clock, setClock] = useState(() => {
    if (atMs === null) return MORNING;
    const { hour, minute } = fromAbsolute(atMs, zone);
    return new Time(hour, minute);
  });
  const [past, setPast] = useState(false);
  const change = <T,>(set: (value: T) => void) => (value: T) => {
    setPast(false);
    set(value);
  };
  const keep = async () => {
    const chosen = offered.find((one) => one.way === way)?.atMs ?? moment(date, clock, zone);
    if (chosen <= Date.now()) setPast(true);
    else if (await task.run(() => onKeep(words.trim(), chosen))) onClose();
  };
  return (
    <Dialogue
      title={title}
      onClose={onClose}
      data-testid="later-form"
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button look="primary" onPress={() => void keep()} isDisabled={words.trim() === "" || task.busy} data-testid="later-keep">
            {action}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <TextField label={t("later-words")} value={words} onChange={setWords} lines={4} autoFocus required data-testid="later-words" />
        <RadioChoice
          label={t("later-when")}
          value={way}
          onChange={change(setWay)}
          options={[
            ...offered.map((one) => ({ value: one.way, label: t(`later-${one.way}`, { day: day(one.atMs), time: time(one.atMs) }) })),
            { value: "own" as const, label: t("later-own") },
          ]}
        />
        {way === "own" ? (
          <div className={css.own}>
            <DateInput label={t("later-date")} value={date} onChange={change(setDate)} data-testid="later-date" />
            <TimeInput label={t("later-time")} value={clock} onChange={change(setClock)} data-testid="later-time" />
          </div>
        ) : null}
        <div role="alert" data-testid="later-past">
          {past ? <Notice look="bad">{t("later-past")}</Notice> : null}
        </div>
        <Notice>{t("later-running")}</Notice>
        <Problem problem={task.problem} words={{ not_found: t("later-gone") }} />
      </div>
    </Dialogue>
  );
}
