/** How everything looks: language, colours, size, spacing, movement. It changes at once. */
import { Select } from "../controls/Choice";
import { useL10n } from "../l10n/L10n";
import { DENSITIES, MOTIONS, SPACINGS, usePreferences, ZOOMS } from "../state/preferences";
import { LanguageSelect, ThemeSelect } from "./LookSelects";
import css from "./Settings.module.css";

export function AppearanceScreen() {
  const { t } = useL10n();
  const { chosen, choose } = usePreferences();
  return (
    <section className={css.part}>
      <h3>{t("settings-appearance")}</h3>
      <div className={css.pair}>
        <LanguageSelect data-testid="settings-language" />
        <ThemeSelect data-testid="settings-theme" />
        <Select
          label={t("zoom")}
          value={chosen.zoom}
          onChange={(value) => choose("zoom", value)}
          options={ZOOMS.map((value) => ({ value, label: t("zoom-percent", { percent: value }) }))}
          data-testid="settings-zoom"
        />
        <Select
          label={t("density")}
          value={chosen.density}
          onChange={(value) => choose("density", value)}
          options={DENSITIES.map((value) => ({ value, label: t(`density-${value}`) }))}
          data-testid="settings-density"
        />
        <Select
          label={t("spacing")}
          value={chosen.spacing}
          onChange={(value) => choose("spacing", value)}
          options={SPACINGS.map((value) => ({ value, label: t(`spacing-${value}`) }))}
          data-testid="settings-spacing"
        />
        <Select
          label={t("motion")}
          value={chosen.motion}
          onChange={(value) => choose("motion", value)}
          options={MOTIONS.map((value) => ({ value, label: t(`motion-${value}`) }))}
          data-testid="settings-motion"
        />
      </div>
      <p className={css.muted}>{t("zoom-keys")}</p>
      <p className={css.muted}>{t("settings-kept-here")}</p>
    </section>
  );
}
