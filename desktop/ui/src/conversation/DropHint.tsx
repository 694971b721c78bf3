/** Lies over a conversation or a thread while files are held over it. */
import { Icon } from "../controls/Icon";
import { useL10n } from "../l10n/L10n";
import css from "./DropHint.module.css";

export function DropHint() {
  const { t } = useL10n();
  return (
    <div className={css.hint}>
      <Icon name="file" size={40} />
      <p>{t("composer-drop")}</p>
    </div>
  );
}
