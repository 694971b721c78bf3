/** Settings of writing: for how long a message may be taken back. */
import { Select } from "../controls/Choice";
import { useL10n } from "../l10n/L10n";
import { UNDO_SECONDS, usePreferences } from "../state/preferences";
import css from "./Settings.module.css";

export function WritingScreen() {
  const { t } = useL10n();
  const { chosen, choose } = usePreferences();
  return (
    <section className={css.part}>
      <h3>{t("settings-writing")}</h3>
      <div className={css.pair}>
        <Select
          label={t("settings-undo")}
          value={chosen.undo}
          onChange={(value) => choose("undo", value)}
          options={UNDO_SECONDS.map((value) => ({
            value,
            label: value === "0" ? t("settings-undo-off") : t("settings-undo-seconds", { count: Number(value) }),
          }))}
          data-testid="settings-undo"
        />
      </div>
      <p className={css.muted}>{t("settings-undo-text")}</p>
    </section>
  );
}
