/** Hours and minutes: each is written or stepped through with the arrows. */
import type { Time } from "@internationalized/date";
import { DateInput as Parts, DateSegment, Label, TimeField } from "react-aria-components";
import css from "./DateInput.module.css";
import field from "./Field.module.css";

type TimeInputProps = {
  label: string;
  value: Time;
  onChange: (value: Time) => void;
  "data-testid"?: string;
};

export function TimeInput({ label, value, onChange, "data-testid": testId }: TimeInputProps) {
  return (
    <TimeField
      value={value}
      onChange={(next) => {
        if (next) onChange(next);
      }}
      hourCycle={24}
      shouldForceLeadingZeros
      className={field.field ?? ""}
      data-testid={testId}
    >
      <Label className={field.label ?? ""}>{label}</Label>
      <Parts className={css.parts ?? ""}>{(segment) => <DateSegment segment={segment} className={css.part ?? ""} />}</Parts>
    </TimeField>
  );
}
