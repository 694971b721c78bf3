/** The programs of others that are in Depesha, and their licences. */
import { useEffect, useState } from "react";
import { Dialogue } from "../controls/Dialogue";
import { SearchField } from "../controls/Field";
import { useL10n } from "../l10n/L10n";
import css from "./Licences.module.css";

/** Name, version, licence. */
type Line = readonly [string, string, string];

export function LicencesDialogue({ onClose }: { onClose: () => void }) {
  const { t } = useL10n();
  const [all, setAll] = useState<Line[] | null>(null);
  const [term, setTerm] = useState("");
  useEffect(() => {
    let open = true;
    // Read only by who opens it.
    void import("./licences.json").then(({ default: { crates, modules } }) => {
      if (open) setAll([...crates, ...modules] as unknown as Line[]);
    });
    return () => {
      open = false;
    };
  }, []);
  const words = term.trim().toLowerCase();
  const shown = all?.filter((line) => line.join(" ").toLowerCase().includes(words)) ?? [];
  return (
    <Dialogue title={t("licences-title")} onClose={onClose} size="large" data-testid="licences-dialogue">
      <p>{t("licences-text")}</p>
      <SearchField label={t("licences-find")} value={term} onChange={setTerm} autoFocus data-testid="licences-find" />
      <p role="status" data-testid="licences-count">
        {all === null ? t("loading") : t("licences-count", { count: shown.length })}
      </p>
      <ul className={css.list}>
        {shown.map(([name, version, licence]) => (
          <li key={`${name} ${version}`} className={css.line} data-testid="licence">
            <span>
              {name} {version}
            </span>
            <span className={css.licence}>{licence}</span>
          </li>
        ))}
      </ul>
    </Dialogue>
  );
}
