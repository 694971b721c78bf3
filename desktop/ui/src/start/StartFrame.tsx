/** The frame of every page before the main window: what this is, a heading, and language, appearance and diagnostics below. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "../controls/Button";
import { DiagnosticsDialogue } from "../dialogues/DiagnosticsDialogue";
import { useL10n } from "../l10n/L10n";
import { LanguageSelect, ThemeSelect } from "../settings/LookSelects";
import css from "./StartFrame.module.css";
import { Emblem } from "./Emblem";

export function StartFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useL10n();
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
        <LanguageSelect data-testid="language" />
        <ThemeSelect data-testid="theme" />
        <Button small look="quiet" onPress={() => setDiagnostics(true)} data-testid="start-diagnostics">
          {t("diagnostics-title")}
        </Button>
      </footer>
      {diagnostics ? <DiagnosticsDialogue onClose={() => setDiagnostics(false)} /> : null}
    </div>
  );
}
