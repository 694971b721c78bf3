/** One program of others with the name of its licence; opened, with the text. */
import { useState } from "react";
import { useL10n } from "../l10n/L10n";
import css from "./Licences.module.css";

/** Name, version, licence. */
export type Part = readonly [string, string, string];

/** Each text once, and by name and version which of them a part has. */
export type Texts = { texts: string[]; parts: Record<string, number[]> };

type LicenceLineProps = {
  part: Part;
  /** Null where this build has none, undefined until that is known. */
  texts: Texts | null | undefined;
};

export function LicenceLine({ part: [name, version, licence], texts }: LicenceLineProps) {
  const { t } = useL10n();
  const [open, setOpen] = useState(false);
  const places = texts?.parts[`${name} ${version}`] ?? [];
  const words = () => {
    if (texts === undefined) return <p className={css.none}>{t("licences-loading")}</p>;
    if (texts === null) return <p className={css.none}>{t("licences-missing")}</p>;
    if (places.length === 0) return <p className={css.none}>{t("licences-none", { licence })}</p>;
    return places.map((place) => (
      <p key={place} className={css.text} lang="en" data-testid="licence-text">
        {texts.texts[place]}
      </p>
    ));
  };
  return (
    <li className={css.line} data-testid="licence">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={css.summary}>
          <span>
            {name} {version}
          </span>{" "}
          <span className={css.licence}>{licence}</span>
        </summary>
        {open ? words() : null}
      </details>
    </li>
  );
}
