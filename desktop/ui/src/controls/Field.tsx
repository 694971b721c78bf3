/** A line or an area of text with its label, help and what is wrong with it. */
import { useState } from "react";
import {
  FieldError,
  Input,
  Label,
  SearchField as AriaSearchField,
  Text,
  TextArea,
  TextField as AriaTextField,
  ToggleButton,
} from "react-aria-components";
import { useL10n } from "../l10n/L10n";
import css from "./Field.module.css";
import { Icon } from "./Icon";
import { IconButton } from "./Button";

export type TextFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "email" | "password";
  name?: string;
  help?: string;
  error?: string | undefined;
  required?: boolean;
  autoFocus?: boolean;
  autoComplete?: string;
  inputMode?: "text" | "numeric" | "email";
  lines?: number;
  mono?: boolean;
  maxLength?: number;
  "data-testid"?: string;
};

export function TextField(props: TextFieldProps) {
  const { label, help, error, lines, mono, type = "text", "data-testid": testId, required, ...rest } = props;
  const { t } = useL10n();
  const [shown, setShown] = useState(false);
  const inputClass = [css.input, mono ? css.mono : ""].join(" ");
  return (
    <AriaTextField
      {...rest}
      type={type === "password" && shown ? "text" : type}
      isRequired={required ?? false}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={css.field ?? ""}
    >
      <Label className={css.label ?? ""}>{label}</Label>
      {lines ? (
        <TextArea rows={lines} className={inputClass} data-testid={testId} />
      ) : (
        <div className={css.box}>
          <Input className={inputClass} data-testid={testId} spellCheck={false} autoCapitalize="off" />
          {type === "password" ? (
            <ToggleButton
              isSelected={shown}
              onChange={setShown}
              aria-label={t("password-show")}
              className={css.reveal ?? ""}
            >
              {shown ? "●" : "abc"}
            </ToggleButton>
          ) : null}
        </div>
      )}
      {help ? (
        <Text slot="description" className={css.help ?? ""}>
          {help}
        </Text>
      ) : null}
      <FieldError className={css.error ?? ""}>{error}</FieldError>
    </AriaTextField>
  );
}

export type SearchFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
  /** Shows the label; else it is the placeholder. */
  labelled?: boolean;
  onKeyDown?: (event: { key: string; preventDefault: () => void }) => void;
  "data-testid"?: string;
};

export function SearchField(props: SearchFieldProps) {
  const { label, value, onChange, autoFocus, labelled, onKeyDown, "data-testid": testId } = props;
  const { t } = useL10n();
  return (
    <AriaSearchField
      value={value}
      onChange={onChange}
      autoFocus={autoFocus ?? false}
      {...(labelled ? {} : { "aria-label": label })}
      {...(onKeyDown
        ? {
            onKeyDown: (event) => {
              onKeyDown(event);
              // Else no key would get any further: Escape closes a dialogue once it has emptied the field.
              if (event.key !== "Escape" || value === "") event.continuePropagation();
            },
          }
        : {})}
      className={css.field ?? ""}
    >
      {labelled ? <Label className={css.label ?? ""}>{label}</Label> : null}
      <div className={css.search}>
        <Icon name="search" size={18} />
        <Input
          className={css.searchInput ?? ""}
          placeholder={labelled ? "" : label}
          data-testid={testId}
          spellCheck={false}
        />
        {value !== "" ? <IconButton icon="close" label={t("close")} small onPress={() => onChange("")} /> : null}
      </div>
    </AriaSearchField>
  );
}
