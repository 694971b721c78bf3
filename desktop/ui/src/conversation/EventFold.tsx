/** Several comings and goings in one line, which opens to show each of them. */
import { Button } from "react-aria-components";
import { Icon } from "../controls/Icon";
import { useL10n } from "../l10n/L10n";
import { type Fold, foldWords } from "./fold";
import css from "./Timeline.module.css";
import { eventWords } from "./words";

type EventFoldProps = {
  fold: Fold;
  open: boolean;
  /** The one row that the Tab key reaches. */
  active: boolean;
  onToggle: (rowId: string) => void;
  onActive: (rowId: string) => void;
  onMove: (rowId: string, key: string) => boolean;
};

export function EventFold({ fold, open, active, onToggle, onActive, onMove }: EventFoldProps) {
  const { t } = useL10n();
  const { events } = fold.content;
  return (
    <div className={css.event}>
      <Button
        className={css.fold ?? ""}
        aria-expanded={open}
        excludeFromTabOrder={!active}
        onFocus={() => onActive(fold.id)}
        onPress={() => onToggle(fold.id)}
        onKeyDown={(event) => {
          if (onMove(fold.id, event.key)) event.preventDefault();
          else event.continuePropagation();
        }}
        data-item={fold.id}
        data-testid="fold"
      >
        {foldWords(t, events)}
        <Icon name="chevron" size={14} />
      </Button>
      {open ? (
        <ul className={css.unfolded} data-testid="unfolded">
          {events.map(({ id, content }) => (
            <li key={id}>{eventWords(t, content.actor, content.what)}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
