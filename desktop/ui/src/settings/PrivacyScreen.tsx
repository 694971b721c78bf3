/** What others see of the person: that they type, what they have read, and what files tell without showing it. */
import { useEffect, useState } from "react";
import { Checkbox } from "../controls/Choice";
import { Problem } from "../controls/Notice";
import type { ProblemView, TracesView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { asProblem, useBackend } from "../state/backend";
import { usePreferences } from "../state/preferences";
import css from "./Settings.module.css";

export function PrivacyScreen() {
  const backend = useBackend();
  const { t } = useL10n();
  const { chosen, choose, policy, isLocked } = usePreferences();
  const [traces, setTraces] = useState<TracesView | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  useEffect(() => ask(() => backend.traces(), setTraces, setProblem), [backend]);
  const change = (wanted: TracesView) => {
    const before = traces;
    setTraces(wanted);
    setProblem(null);
    backend.setTraces(wanted).catch((error: unknown) => {
      setTraces(before);
      setProblem(asProblem(error));
    });
  };
  return (
    <>
      <section className={css.part}>
        <h3>{t("settings-traces")}</h3>
        {traces === null ? null : (
          <>
            <Checkbox
              checked={traces.typing}
              locked={policy.locked.typing !== null}
              onChange={(typing) => change({ ...traces, typing })}
              data-testid="traces-typing"
            >
              {t("settings-traces-typing")}
            </Checkbox>
            <Checkbox
              checked={traces.reading}
              locked={policy.locked.reading !== null}
              onChange={(reading) => change({ ...traces, reading })}
              data-testid="traces-reading"
            >
              {t("settings-traces-reading")}
            </Checkbox>
          </>
        )}
        <p className={css.muted}>{t("settings-traces-text")}</p>
        <Problem problem={problem} />
      </section>
      <section className={css.part}>
        <h3>{t("settings-files")}</h3>
        <Checkbox
          checked={chosen.files === "cleaned"}
          locked={isLocked("files")}
          onChange={(cleaned) => choose("files", cleaned ? "cleaned" : "whole")}
          data-testid="settings-files"
        >
          {t("settings-files-clean")}
        </Checkbox>
        <p className={css.muted}>{t("settings-files-text")}</p>
        {isLocked("files") ? null : <p className={css.muted}>{t("settings-files-once")}</p>}
      </section>
    </>
  );
}
