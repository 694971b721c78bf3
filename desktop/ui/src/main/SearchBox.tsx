/** The search of the whole window, looking like the field that it opens; also with Ctrl+K. */
import { Button } from "react-aria-components";
import { Icon } from "../controls/Icon";
import { useL10n } from "../l10n/L10n";
import css from "./SearchBox.module.css";

export function SearchBox({ onPress }: { onPress: () => void }) {
  const { t } = useL10n();
  return (
    <Button className={css.box ?? ""} onPress={onPress} aria-keyshortcuts="Control+K" data-testid="search-box">
      <Icon name="search" size={18} />
      <span className={css.label}>{t("search-title")}</span>
      <kbd className={css.keys}>{t("search-keys")}</kbd>
    </Button>
  );
}
