/** The words of a text file, as words: nothing in it is a page, a link or a command. */
import { useEffect, useState } from "react";
import { Notice, Problem } from "../controls/Notice";
import type { FileTextView, FileView, ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import { CannotShow } from "./CannotShow";
import css from "./Preview.module.css";

export function TextFile({ file }: { file: FileView }) {
  const backend = useBackend();
  const { t } = useL10n();
  const [found, setFound] = useState<{ text: FileTextView | null } | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  useEffect(
    () => ask(() => backend.fileText(file.handle), (text) => setFound({ text }), setProblem),
    [backend, file.handle],
  );
  if (problem) return <Problem problem={problem} />;
  if (!found) return <p role="status">{t("look-coming")}</p>;
  if (!found.text) return <CannotShow words={t("look-other-kind")} />;
  if (found.text.text === "") return <p role="status">{t("look-text-empty")}</p>;
  return (
    <>
      {found.text.whole ? null : <Notice>{t("look-text-cut")}</Notice>}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must do so by keyboard */}
      <pre role="region" aria-label={t("look-text-label", { name: file.name })} tabIndex={0} dir="auto" className={css.text} data-testid="preview-text">
        {found.text.text}
      </pre>
    </>
  );
}
