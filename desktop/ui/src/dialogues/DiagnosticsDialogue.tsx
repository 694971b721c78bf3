/** What a person can send to who looks for a fault. They read it first; nothing is sent from here. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";
import css from "../settings/Settings.module.css";

export function DiagnosticsDialogue({ onClose }: { onClose: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const saving = useTask();
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [done, setDone] = useState<"diagnostics-copied" | "diagnostics-saved" | null>(null);
  useEffect(() => ask(() => backend.diagnostics(), setText, setProblem), [backend]);
  const copy = () =>
    void navigator.clipboard.writeText(text ?? "").then(
      () => setDone("diagnostics-copied"),
      () => undefined,
    );
  const save = async () => {
    await saving.run(async () => {
      if (await backend.saveDiagnostics()) setDone("diagnostics-saved");
    });
  };
  return (
    <Dialogue
      title={t("diagnostics-title")}
      onClose={onClose}
      wide
      data-testid="diagnostics-dialogue"
      footer={
        <>
          <p role="status" className={css.muted} data-testid="diagnostics-done">
            {done === null ? "" : t(done)}
          </p>
          <Button onPress={copy} isDisabled={text === null} data-testid="diagnostics-copy">
            {t("diagnostics-copy")}
          </Button>
          <Button look="primary" onPress={() => void save()} isDisabled={text === null} data-testid="diagnostics-save">
            {t("diagnostics-save")}
          </Button>
        </>
      }
    >
      <p>{t("diagnostics-text")}</p>
      <p>{t("diagnostics-holds")}</p>
      {text === null && problem === null ? <p role="status">{t("diagnostics-loading")}</p> : null}
      {text === null ? null : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must do so by keyboard
        <pre className={css.report} lang="en" tabIndex={0} role="region" aria-label={t("diagnostics-title")} data-testid="diagnostics">
          {text}
        </pre>
      )}
      <Problem problem={problem ?? saving.problem} />
    </Dialogue>
  );
}
