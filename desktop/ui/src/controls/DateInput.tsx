/** A date, part by part: each part is written or stepped through with the arrows. */
import type { CalendarDate } from "@internationalized/date";
import { DateField, DateInput as Parts, DateSegment, Label, Text } from "react-aria-components";
import css from "./DateInput.module.css";
import field from "./Field.module.css";

type DateInputProps = {
  label: string;
  value: CalendarDate;
  onChange: (value: CalendarDate) => void;
  help?: string;
  autoFocus?: boolean;
  "data-testid"?: string;
};

export function DateInput(props: DateInputProps) {
  const { label, value, onChange, help, autoFocus, "data-testid": testId } = props;
  return (
    <DateField
      value={value}
      onChange={(next) => {
        if (next) onChange(next);
      }}
      autoFocus={autoFocus ?? false}
      shouldForceLeadingZeros
      className={field.field ?? ""}
      data-testid={testId}
    >
      <Label className={field.label ?? ""}>{label}</Label>
      <Parts className={css.parts ?? ""}>{(segment) => <DateSegment segment={segment} className={css.part ?? ""} />}</Parts>
      {help ? (
        <Text slot="description" className={field.help ?? ""}>
          {help}
        </Text>
      ) : null}
    </DateField>
  );
}
