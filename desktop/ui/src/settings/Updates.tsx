/** Newer versions: whether the organisation's service may be asked for them, and what it has said. Nothing is installed here. */
import { Button } from "../controls/Button";
import { Checkbox } from "../controls/Choice";
import { Notice, Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { usePreferences } from "../state/preferences";
import { useNewerVersion } from "../state/updates";
import css from "./Settings.module.css";

/** `able`: this build can ask; else that is all there is to say. */
export function Updates({ able }: { able: boolean }) {
  const { t } = useL10n();
  const { chosen, choose, isLocked } = usePreferences();
  const { update, problem, askAgain } = useNewerVersion();
  const words = () => {
    switch (update?.state) {
      case undefined:
        return problem === null ? <p>{t("updates-asking")}</p> : null;
      case "newest":
        return <p>{t("updates-newest")}</p>;
      case "newer":
        return (
          <Notice>
            <p>{t("updates-newer", { version: update.version })}</p>
            <p>{update.how === "" ? t("updates-how") : update.how}</p>
          </Notice>
        );
      case "not_signed":
        return <Notice look="warning">{t("updates-not-signed")}</Notice>;
    }
  };
  return (
    <section className={css.part} data-testid="updates-part">
      <h3>{t("updates-title")}</h3>
      {able ? (
        <>
          <Checkbox
            checked={chosen.updates === "on"}
            locked={isLocked("updates")}
            onChange={(on) => choose("updates", on ? "on" : "off")}
            data-testid="updates"
          >
            {t("updates-ask")}
          </Checkbox>
          <p className={css.muted}>{t("updates-text")}</p>
        </>
      ) : (
        <p className={css.muted}>{t("updates-none")}</p>
      )}
      {able && chosen.updates === "on" ? (
        <>
          <div role="status" data-testid="updates-answer">
            {words()}
          </div>
          <Problem problem={problem} />
          <div className={css.actions}>
            <Button onPress={askAgain} data-testid="updates-now">
              {t("updates-now")}
            </Button>
          </div>
        </>
      ) : null}
    </section>
  );
}
