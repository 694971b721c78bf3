/** What a message said before it was changed, the newest first. */
import { useEffect, useState } from "react";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { ProblemView, VersionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import css from "./Versions.module.css";
import { RichText } from "./RichText";

type VersionsDialogueProps = { roomId: string; eventId: string; onClose: () => void };

export function VersionsDialogue({ roomId, eventId, onClose }: VersionsDialogueProps) {
  const backend = useBackend();
  const { t, day, time } = useL10n();
  const [versions, setVersions] = useState<VersionView[] | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  useEffect(
    () => ask(() => backend.versions(roomId, eventId), setVersions, setProblem),
    [backend, roomId, eventId],
  );
  return (
    <Dialogue title={t("versions-title")} onClose={onClose} data-testid="versions-dialogue">
      <p role="status">{versions === null && problem === null ? t("versions-loading") : ""}</p>
      <ol className={css.versions}>
        {versions?.map((version, index) => (
          <li key={version.at_ms} data-testid="version">
            <p className={css.when}>
              {t(index === versions.length - 1 ? "versions-first" : "versions-changed", {
                day: day(version.at_ms),
                time: time(version.at_ms),
              })}
            </p>
            {version.nodes.length === 0 ? <p>{t("versions-none")}</p> : <RichText nodes={version.nodes} tabbable />}
          </li>
        ))}
      </ol>
      <Problem problem={problem} />
    </Dialogue>
  );
}
