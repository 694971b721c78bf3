/** The overview of all keys, by where they do something. */
import { Fragment } from "react";
import { Dialogue } from "../controls/Dialogue";
import { useL10n } from "../l10n/L10n";
import { type Entry, NAMED, NOT_OUTSIDE, OVERVIEW } from "./overview";
import css from "./Shortcuts.module.css";

type ShortcutsDialogueProps = { outside: boolean; onClose: () => void };

export function ShortcutsDialogue({ outside, onClose }: ShortcutsDialogueProps) {
  const { t } = useL10n();
  const shown = (entry: Entry) => !outside || !NOT_OUTSIDE.includes(entry.id);
  return (
    <Dialogue title={t("keys-title")} onClose={onClose} wide data-testid="shortcuts-dialogue">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must do so by keyboard */}
      <div role="region" aria-label={t("keys-title")} tabIndex={0} className={css.all}>
        {OVERVIEW.map(({ id, entries }) => (
          <section key={id} aria-labelledby={`keys-of-${id}`}>
            <h3 id={`keys-of-${id}`} className={css.heading}>
              {t(`keys-of-${id}`)}
            </h3>
            <dl className={css.list}>
              {entries.filter(shown).map((entry) => (
                <div key={entry.id} className={css.line} data-testid="shortcut" data-shortcut={entry.id}>
                  <dt>{t(`keys-${entry.id}`)}</dt>
                  <dd className={css.keys}>
                    <Keys keys={entry.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialogue>
  );
}

function Keys({ keys }: Pick<Entry, "keys">) {
  const { t } = useL10n();
  return keys.map((together, index) => (
    <span key={together.join("+")}>
      {index > 0 ? <span className={css.or}>{t("keys-or")}</span> : null}
      {together.map((name, place) => (
        <Fragment key={name}>
          {place > 0 ? " + " : null}
          <kbd className={css.key}>{NAMED.includes(name) ? t(`key-${name}`) : name}</kbd>
        </Fragment>
      ))}
    </span>
  ));
}
