/** The search of the whole window, looking like the field that it opens; also with Ctrl+K. */
import { useEffect } from "react";
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

/** Calls back on Ctrl and a letter, or Cmd and that letter, whatever letters the keyboard has on that key. */
export function useSearchKeys(letter: "k" | "f", onSearch: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const modified = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!modified || (event.code !== `Key${letter.toUpperCase()}` && event.key.toLowerCase() !== letter)) return;
      event.preventDefault();
      onSearch();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [letter, onSearch]);
}
