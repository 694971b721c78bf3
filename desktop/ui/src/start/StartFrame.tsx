/** The frame of every page before the main window: what this is, a heading, and language, appearance and diagnostics below. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "../controls/Button";
import { Select } from "../controls/Choice";
import { DiagnosticsDialogue } from "../dialogues/DiagnosticsDialogue";
import { LOCALE_NAMES, LOCALES } from "../l10n/catalogue";
import { useL10n } from "../l10n/L10n";
import { THEMES, usePreferences } from "../state/preferences";
import css from "./StartFrame.module.css";
import { Emblem } from "./Emblem";

export function StartFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useL10n();
  const { chosen, choose, isLocked } = usePreferences();
  const [diagnostics, setDiagnostics] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A new page without a field of its own: the keyboard and the screen reader begin at its heading.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <div className={css.page}>
      <header className={css.brand}>
        <Emblem />
        <div>
          <p className={css.name}>{t("app-name")}</p>
          <p className={css.tagline}>{t("app-tagline")}</p>
        </div>
      </header>
      <main className={css.card}>
        <h1 className={css.title} ref={heading} tabIndex={-1}>{title}</h1>
        {children}
      </main>
      <footer className={css.footer}>
        <Select
          label={t("language")}
          value={chosen.locale}
          locked={isLocked("locale")}
          onChange={(value) => choose("locale", value)}
          options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          data-testid="language"
        />
        <Select
          label={t("theme")}
          value={chosen.theme}
          locked={isLocked("theme")}
          onChange={(value) => choose("theme", value)}
          options={THEMES.map((value) => ({ value, label: t(`theme-${value}`) }))}
          data-testid="theme"
        />
        <Button small look="quiet" onPress={() => setDiagnostics(true)} data-testid="start-diagnostics">
          {t("diagnostics-title")}
        </Button>
      </footer>
      {diagnostics ? <DiagnosticsDialogue onClose={() => setDiagnostics(false)} /> : null}
    </div>
  );
}
