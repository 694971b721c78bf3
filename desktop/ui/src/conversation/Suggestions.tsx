/** The list of suggestions above the place to write. The focus stays in the words; the arrows move in the list. */
import { useL10n } from "../l10n/L10n";
import css from "./Suggestions.module.css";
import type { Suggestion } from "./useSuggestions";

type SuggestionsProps = {
  id: string;
  suggestions: Suggestion[];
  current: number;
  onChoose: (suggestion: Suggestion) => void;
};

/** The id of a suggestion, for the place to write to point at. */
export const suggestionId = (list: string, index: number) => `${list}-${index}`;

export function Suggestions({ id, suggestions, current, onChoose }: SuggestionsProps) {
  const { t } = useL10n();
  return (
    <>
      {suggestions.length > 0 ? (
        <div role="listbox" id={id} aria-label={t("suggestions-label")} className={css.list} data-testid="suggestions">
          {suggestions.map((suggestion, index) => (
            <div
              key={suggestion.key}
              id={suggestionId(id, index)}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              className={css.option}
              data-testid="suggestion"
              onPointerDown={(event) => {
                // The words keep the focus.
                event.preventDefault();
                onChoose(suggestion);
              }}
            >
              <span className={css.sign} aria-hidden="true">
                {suggestion.sign}
              </span>
              <bdi className={css.name}>{suggestion.name}</bdi>
              <span className={css.organisation}>{suggestion.organisation}</span>
            </div>
          ))}
        </div>
      ) : null}
      <p role="status" className="visually-hidden">
        {suggestions.length > 0 ? t("suggestions-count", { count: suggestions.length }) : ""}
      </p>
    </>
  );
}
