/** Choosing the language and the colours: before somebody is signed in, and in the settings. */
import { Select } from "../controls/Choice";
import { LOCALE_NAMES, LOCALES } from "../l10n/catalogue";
import { useL10n } from "../l10n/L10n";
import { THEMES, usePreferences } from "../state/preferences";

type LookSelectProps = { "data-testid": string };

export function LanguageSelect({ "data-testid": testId }: LookSelectProps) {
  const { t } = useL10n();
  const { chosen, choose, isLocked } = usePreferences();
  return (
    <Select
      label={t("language")}
      value={chosen.locale}
      locked={isLocked("locale")}
      onChange={(value) => choose("locale", value)}
      options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
      data-testid={testId}
    />
  );
}

export function ThemeSelect({ "data-testid": testId }: LookSelectProps) {
  const { t } = useL10n();
  const { chosen, choose, isLocked } = usePreferences();
  return (
    <Select
      label={t("theme")}
      value={chosen.theme}
      locked={isLocked("theme")}
      onChange={(value) => choose("theme", value)}
      options={THEMES.map((value) => ({ value, label: t(`theme-${value}`) }))}
      data-testid={testId}
    />
  );
}
