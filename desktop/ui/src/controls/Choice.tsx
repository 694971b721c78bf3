/** Choosing: one of a drop-down list, one of a few, yes or no. */
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select as AriaSelect,
  SelectValue,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from "react-aria-components";
import { useL10n } from "../l10n/L10n";
import css from "./Choice.module.css";
import { Icon } from "./Icon";

export type Option<T extends string> = { value: T; label: string; explain?: string };

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: Option<T>[];
  onChange: (value: T) => void;
  "data-testid"?: string;
};

/** It is settled by the organisation: shown, not changed. */
type Lockable = { locked?: boolean };

function SetByOrganisation() {
  const { t } = useL10n();
  return (
    <Text slot="description" className={css.settled ?? ""}>
      {t("policy-set")}
    </Text>
  );
}

export function Select<T extends string>({ label, value, options, onChange, locked = false, "data-testid": testId }: ChoiceProps<T> & Lockable) {
  return (
    <AriaSelect
      isDisabled={locked}
      value={value}
      onChange={(key) => onChange(key as T)}
      className={css.select ?? ""}
      data-testid={testId}
    >
      <Label className={css.label ?? ""}>{label}</Label>
      <AriaButton className={css.trigger ?? ""}>
        <SelectValue />
        <Icon name={locked ? "lock" : "chevron"} size={16} />
      </AriaButton>
      {locked ? <SetByOrganisation /> : null}
      <Popover className={css.popover ?? ""}>
        <ListBox className={css.list ?? ""}>
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className={css.option ?? ""}>
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function RadioChoice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <RadioGroup value={value} onChange={(next) => onChange(next as T)} className={css.radios ?? ""}>
      <Label className={css.label ?? ""}>{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className={css.radio ?? ""} data-testid={`choice-${option.value}`}>
          <span className={css.dot} />
          <span>
            <span className={css.radioLabel}>{option.label}</span>
            {option.explain ? <span className={css.explain}>{option.explain}</span> : null}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

/** A row of buttons of which one is on. */
export function Segments<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [first] = keys;
        if (first !== undefined) onChange(first as T);
      }}
      className={css.segments ?? ""}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} className={css.segment ?? ""}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

type CheckboxProps = Lockable & { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode; "data-testid"?: string };

export function Checkbox({ checked, onChange, locked = false, children, "data-testid": testId }: CheckboxProps) {
  const { t } = useL10n();
  return (
    <AriaCheckbox isSelected={checked} onChange={onChange} isDisabled={locked} className={css.checkbox ?? ""} data-testid={testId}>
      <span className={css.tick}>{checked ? <Icon name="check" size={16} /> : null}</span>
      <span>
        {children}
        {locked ? <span className={css.settled}> {t("policy-set")}</span> : null}
      </span>
    </AriaCheckbox>
  );
}

/** One button that is on or off, beside a row of others. */
export function Toggle({ on, onChange, children, "data-testid": testId }: Omit<CheckboxProps, "checked" | "locked"> & { on: boolean }) {
  return (
    <ToggleButton isSelected={on} onChange={onChange} className={css.segment ?? ""} data-testid={testId}>
      {children}
    </ToggleButton>
  );
}
