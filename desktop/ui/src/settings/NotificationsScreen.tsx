/** When notifications come, what they show, and why one may not come. */
import { useEffect, useState } from "react";
import { Checkbox, Select } from "../controls/Choice";
import { Notice, Problem } from "../controls/Notice";
import type { NoticeSettings, ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { asProblem, useBackend } from "../state/backend";
import { usePreferences } from "../state/preferences";
import { Autostart } from "./Autostart";
import { NoticeTest } from "./NoticeTest";
import { QuietHours } from "./QuietHours";
import { QuietNow } from "./QuietNow";
import css from "./Settings.module.css";

const SHOWS = ["nothing", "sender", "text"] as const;

export function NotificationsScreen() {
  const backend = useBackend();
  const { t } = useL10n();
  const { policy } = usePreferences();
  const [settings, setSettings] = useState<NoticeSettings | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  useEffect(() => ask(() => backend.notices(), setSettings, setProblem), [backend]);
  const keep = (work: Promise<NoticeSettings>, before: NoticeSettings) => {
    setProblem(null);
    work.then(setSettings, (error: unknown) => {
      setSettings(before);
      setProblem(asProblem(error));
    });
  };
  if (settings === null) return <Problem problem={problem} />;
  const change = (wanted: Partial<NoticeSettings>) => {
    const next = { ...settings, ...wanted };
    setSettings(next);
    keep(backend.setNotices(next), settings);
  };
  return (
    <>
      <section className={css.part}>
        <h3>{t("settings-notifications")}</h3>
        <div className={css.pair}>
          <Select
            label={t("notices-shows")}
            value={settings.shows}
            locked={policy.locked.notifications_show !== null}
            onChange={(shows) => change({ shows })}
            options={SHOWS.map((value) => ({ value, label: t(`notices-shows-${value}`) }))}
            data-testid="notices-shows"
          />
        </div>
        <div role="status">
          {settings.shows === "nothing" ? null : (
            <Notice look="warning">{t(settings.shows === "text" ? "notices-warn-text" : "notices-warn-sender")}</Notice>
          )}
        </div>
        <Checkbox checked={settings.sound} onChange={(sound) => change({ sound })} data-testid="notices-sound">
          {t("notices-sound")}
        </Checkbox>
        <p className={css.muted}>{t("notices-rooms")}</p>
      </section>
      <section className={css.part}>
        <h3>{t("quiet-title")}</h3>
        <QuietNow until={settings.quiet_until_ms} onHush={(quiet) => keep(backend.hush(quiet), settings)} />
        <QuietHours hours={settings.hours} onChange={(hours) => change({ hours })} />
      </section>
      <NoticeTest />
      <Autostart />
      <Problem problem={problem} />
    </>
  );
}
