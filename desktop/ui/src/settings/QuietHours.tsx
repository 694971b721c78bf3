/** Hours without notifications, on some days of the week. */
import { Checkbox, Select, Toggle } from "../controls/Choice";
import type { QuietHours as Hours } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "./Settings.module.css";

/** Every half hour of a day, in minutes. */
const TIMES = Array.from({ length: 48 }, (_, half) => half * 30);
const DAYS = [0, 1, 2, 3, 4, 5, 6];
/** A Monday at midnight, for the names of the days and the times as the language writes them. */
const MONDAY = new Date(2026, 10, 23).getTime();

type QuietHoursProps = { hours: Hours; onChange: (hours: Hours) => void };

export function QuietHours({ hours, onChange }: QuietHoursProps) {
  const { t, time, weekday } = useL10n();
  const at = (minutes: number) => time(MONDAY + minutes * 60_000);
  const times = (own: number) => [...new Set([...TIMES, own])].sort((a, b) => a - b);
  const moment = (name: "from" | "until") => (
    <Select
      label={t(`quiet-hours-${name}`)}
      value={String(hours[name])}
      onChange={(value) => onChange({ ...hours, [name]: Number(value) })}
      options={times(hours[name]).map((minutes) => ({ value: String(minutes), label: at(minutes) }))}
      data-testid={`quiet-${name}`}
    />
  );
  return (
    <>
      <Checkbox checked={hours.on} onChange={(on) => onChange({ ...hours, on })} data-testid="quiet-hours">
        {t("quiet-hours")}
      </Checkbox>
      {hours.on ? (
        <>
          <div className={css.pair}>
            {moment("from")}
            {moment("until")}
          </div>
          {hours.until <= hours.from ? <p className={css.muted}>{t("quiet-hours-next-day")}</p> : null}
          <div role="group" aria-label={t("quiet-hours-days")} className={css.days}>
            {DAYS.map((day) => (
              <Toggle
                key={day}
                on={hours.days.includes(day)}
                onChange={(on) => onChange({ ...hours, days: DAYS.filter((one) => (one === day ? on : hours.days.includes(one))) })}
                data-testid={`quiet-day-${day}`}
              >
                {weekday(MONDAY + day * 86_400_000)}
              </Toggle>
            ))}
          </div>
        </>
      ) : null}
    </>
  );
}
