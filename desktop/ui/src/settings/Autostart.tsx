/** Whether Depesha starts when one signs in to the computer; nothing where the system has its own way for that. */
import { useEffect, useState } from "react";
import { Checkbox } from "../controls/Choice";
import { Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";
import css from "./Settings.module.css";

export function Autostart() {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [on, setOn] = useState<boolean | null>(null);
  useEffect(() => ask(() => backend.autostart(), setOn, () => undefined), [backend]);
  const change = (wanted: boolean) =>
    void task.run(async () => {
      await backend.setAutostart(wanted);
      setOn(wanted);
    });
  if (on === null) return null;
  return (
    <section className={css.part}>
      <h3>{t("autostart-title")}</h3>
      <Checkbox checked={on} onChange={change} data-testid="autostart">
        {t("autostart")}
      </Checkbox>
      <Problem problem={task.problem} />
    </section>
  );
}
