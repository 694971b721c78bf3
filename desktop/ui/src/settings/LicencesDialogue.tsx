/** The programs of others that are in Depesha, their licences, and the texts of those. */
import { useEffect, useState } from "react";
import { Dialogue } from "../controls/Dialogue";
import { SearchField } from "../controls/Field";
import { Notice } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import css from "./Licences.module.css";
import { LicenceLine, type Part, type Texts } from "./LicenceLine";

export function LicencesDialogue({ onClose }: { onClose: () => void }) {
  const { t } = useL10n();
  const [all, setAll] = useState<Part[] | null>(null);
  const [texts, setTexts] = useState<Texts | null | undefined>();
  const [term, setTerm] = useState("");
  useEffect(() => {
    let open = true;
    // Both are read only by who opens this, and the texts after the names.
    const read = async () => {
      const { crates, modules } = (await import("./licences.json")).default;
      if (open) setAll([...crates, ...modules] as unknown as Part[]);
      const gathered = (await import("licence-texts")).default;
      if (open) setTexts(gathered);
    };
    void read();
    return () => {
      open = false;
    };
  }, []);
  const words = term.trim().toLowerCase();
  const shown = all?.filter((part) => part.join(" ").toLowerCase().includes(words)) ?? [];
  return (
    <Dialogue title={t("licences-title")} onClose={onClose} size="large" data-testid="licences-dialogue">
      <p>{t("licences-text")}</p>
      {texts === null ? (
        <div data-testid="licences-missing">
          <Notice look="warning">{t("licences-missing")}</Notice>
        </div>
      ) : null}
      <SearchField label={t("licences-find")} value={term} onChange={setTerm} autoFocus data-testid="licences-find" />
      <p role="status" data-testid="licences-count">
        {all === null ? t("licences-loading") : t("licences-count", { count: shown.length })}
      </p>
      <ul className={css.list}>
        {shown.map((part) => (
          <LicenceLine key={`${part[0]} ${part[1]}`} part={part} texts={texts} />
        ))}
      </ul>
    </Dialogue>
  );
}
