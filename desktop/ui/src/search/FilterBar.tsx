/** Narrows a search of messages: by person, conversation, dates, and whether there is a file. */
import { useEffect, useState } from "react";
import { DateField, DateInput, DateSegment, type DateValue, Label } from "react-aria-components";
import { Checkbox, Select } from "../controls/Choice";
import type { RoomSummary, WriterView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import css from "./Search.module.css";
import type { Filters } from "./useMessageSearch";

const ANY = "any";
const DAY_MS = 24 * 60 * 60 * 1000;

type FilterBarProps = { filters: Filters; rooms: RoomSummary[]; onChange: (filters: Filters) => void };

export function FilterBar({ filters, rooms, onChange }: FilterBarProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const [writers, setWriters] = useState<WriterView[]>([]);
  const { roomId } = filters;
  // Without anybody to choose from, the search works all the same.
  useEffect(() => ask(() => backend.writers(roomId), setWriters, () => setWriters([])), [backend, roomId]);
  const change = (part: Partial<Filters>) => onChange({ ...filters, ...part });
  const chosen = (value: string) => (value === ANY ? null : value);
  const people = writers.map(({ user_id: value, name, organisation }) => ({
    value,
    label: organisation === "" ? name : `${name} (${organisation})`,
  }));
  return (
    <div className={css.filters} role="group" aria-label={t("messages-filters")}>
      <Select
        label={t("messages-by")}
        value={filters.senderId ?? ANY}
        onChange={(value) => change({ senderId: chosen(value) })}
        options={[{ value: ANY, label: t("messages-by-any") }, ...people]}
        data-testid="filter-sender"
      />
      <Select
        label={t("messages-in")}
        value={roomId ?? ANY}
        // Who has written there is another question.
        onChange={(value) => change({ roomId: chosen(value), senderId: null })}
        options={[{ value: ANY, label: t("messages-in-any") }, ...rooms.map(({ id: value, name: label }) => ({ value, label }))]}
        data-testid="filter-room"
      />
      <Day label={t("messages-from")} onChange={(fromMs) => change({ fromMs })} testId="filter-from" />
      <Day
        label={t("messages-until")}
        onChange={(day) => change({ untilMs: day === null ? null : day + DAY_MS - 1 })}
        testId="filter-until"
      />
      <Checkbox checked={filters.filesOnly} onChange={(filesOnly) => change({ filesOnly })} data-testid="filter-files">
        {t("messages-files-only")}
      </Checkbox>
    </div>
  );
}

type DayProps = { label: string; onChange: (startMs: number | null) => void; testId: string };

/** A day that is typed, in the order of the language; nothing until it is whole. */
function Day({ label, onChange, testId }: DayProps) {
  const changed = (value: DateValue | null) => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    onChange(value === null ? null : value.toDate(zone).getTime());
  };
  return (
    <DateField granularity="day" onChange={changed} className={css.day ?? ""} data-testid={testId}>
      <Label className={css.label ?? ""}>{label}</Label>
      <DateInput className={css.date ?? ""}>{(segment) => <DateSegment segment={segment} className={css.segment ?? ""} />}</DateInput>
    </DateField>
  );
}
