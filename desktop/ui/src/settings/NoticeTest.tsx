/** Shows a notification and says in plain words what keeps others away. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Notice, Problem } from "../controls/Notice";
import type { NoticeCheck, Trouble } from "../ipc/types";
import { type Args, useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "./Settings.module.css";

export function NoticeTest() {
  const backend = useBackend();
  const { t, time, day } = useL10n();
  const task = useTask();
  const [found, setFound] = useState<NoticeCheck | null>(null);
  const test = () => {
    setFound(null);
    void task.run(async () => setFound(await backend.testNotification()));
  };
  const words = (trouble: Trouble) => {
    const when: Args = trouble.trouble === "until" ? { day: day(trouble.at_ms), time: time(trouble.at_ms) } : {};
    return t(`notices-trouble-${trouble.trouble.replaceAll("_", "-")}`, when);
  };
  const missing = found !== null && (!found.shown || found.troubles.some((one) => one.trouble === "no_service"));
  return (
    <section className={css.part}>
      <h3>{t("notices-test-title")}</h3>
      <div className={css.actions}>
        <Button onPress={test} isDisabled={task.busy} data-testid="notices-test">
          {t("notices-test")}
        </Button>
      </div>
      <div role="status" data-testid="notices-found">
        {found ? (
          <Notice look={found.troubles.length === 0 && found.shown ? "good" : "warning"}>
            {missing ? null : <p>{t("notices-test-shown")}</p>}
            {found.troubles.map((trouble) => (
              <p key={trouble.trouble}>{words(trouble)}</p>
            ))}
          </Notice>
        ) : null}
      </div>
      <Problem problem={task.problem} />
    </section>
  );
}
