/** What the person is told of files over the place to write: that the next ones go unchanged, and what was taken out. */
import { Button, IconButton } from "../controls/Button";
import { Icon } from "../controls/Icon";
import type { HiddenFactsView, TakenFileView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import css from "./FileLines.module.css";
import type { Files } from "./useFiles";

/** So many names are said; of more files, how many they are. */
const NAMED = 3;

type FileLinesProps = {
  files: Files;
  /** A line was closed: the focus needs a new place. */
  onClosed: () => void;
};

export function FileLines({ files, onClosed }: FileLinesProps) {
  const l10n = useL10n();
  const { t } = l10n;
  const { unchanged, setUnchanged, sent } = files;
  const close = (work: () => void) => () => {
    work();
    onClosed();
  };
  return (
    <>
      <div role="status" className={unchanged ? css.line : undefined} data-testid="files-next">
        {unchanged ? (
          <>
            <Icon name="warning" size={18} />
            <p className={css.words}>{t("files-next-text")}</p>
            <Button small onPress={files.choose} data-testid="files-next-choose">
              {t("composer-attach")}
            </Button>
            <IconButton icon="close" label={t("files-next-stop")} small onPress={close(() => setUnchanged?.(false))} data-testid="files-next-stop" />
          </>
        ) : null}
      </div>
      <div role="status" className={sent.length > 0 ? css.line : undefined} data-testid="files-sent">
        {sent.length > 0 ? (
          <>
            <Icon name="info" size={18} />
            <div className={css.words}>
              {said(l10n, sent).map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
            <IconButton icon="close" label={t("files-sent-close")} small onPress={close(files.forget)} data-testid="files-sent-close" />
          </>
        ) : null}
      </div>
    </>
  );
}

/** One sentence for all files that fared alike. */
function said({ t, list }: L10n, sent: readonly TakenFileView[]): string[] {
  const alike = new Map<string, { facts: HiddenFactsView; names: string[] }>();
  for (const { name, facts } of sent) {
    const kind = JSON.stringify(facts);
    alike.set(kind, { facts, names: [...(alike.get(kind)?.names ?? []), name] });
  }
  return [...alike.values()].map(({ facts, names }) =>
    t(`files-${facts.outcome}`, {
      names: names.length > NAMED ? t("files-many", { count: names.length }) : list(names),
      facts: facts.outcome === "removed" ? list(facts.facts.map((fact) => t(`files-fact-${fact}`))) : "",
    }),
  );
}
