/** The words beside the name of somebody from outside. */
import { useL10n } from "../l10n/L10n";
import css from "./Rooms.module.css";

export function ExternalMark() {
  const { t } = useL10n();
  return (
    <span className={css.external} data-testid="external-mark">
      {t("external-mark")}
    </span>
  );
}
