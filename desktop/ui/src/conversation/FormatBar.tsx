/** The marks of Markdown as buttons: one stop of the Tab key, arrows move inside. */
import { Toolbar } from "react-aria-components";
import { IconButton } from "../controls/Button";
import { useL10n } from "../l10n/L10n";
import css from "./Composer.module.css";
import { type Mark, MARKS } from "./markdown";

export function FormatBar({ onMark }: { onMark: (mark: Mark) => void }) {
  const { t } = useL10n();
  return (
    <Toolbar aria-label={t("format-label")} className={css.format ?? ""}>
      {MARKS.map((mark) => (
        <IconButton key={mark} icon={mark} small label={t(`format-${mark}`)} onPress={() => onMark(mark)} data-testid={`format-${mark}`} />
      ))}
    </Toolbar>
  );
}
