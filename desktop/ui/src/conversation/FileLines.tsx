/** What the person is told of sent files over the place to write: what was taken out of them. */
import { IconButton } from "../controls/Button";
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
  const { sent } = files;
  const close = () => {
    files.forget();
    onClosed();
  };
  return (
    <div role="status" className={sent.length > 0 ? css.line : undefined} data-testid="files-sent">
      {sent.length > 0 ? (
        <>
          <Icon name="info" size={18} />
          <div className={css.words}>
            {said(l10n, sent).map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
          <IconButton icon="close" label={l10n.t("files-sent-close")} small onPress={close} data-testid="files-sent-close" />
        </>
      ) : null}
    </div>
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
