/** No notifications for a while, once. */
import { Button } from "../controls/Button";
import type { QuietFor } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "./Settings.module.css";

type QuietNowProps = { until: number | null; onHush: (quiet: QuietFor) => void };

export function QuietNow({ until, onHush }: QuietNowProps) {
  const { t, time, day } = useL10n();
  const quiet = until !== null;
  return (
    <>
      <p role="status" data-testid="quiet-until">
        {quiet ? t("quiet-until", { day: day(until), time: time(until) }) : t("quiet-not")}
      </p>
      <div className={css.actions}>
        {quiet ? (
          <Button onPress={() => onHush("off")} data-testid="quiet-off">
            {t("quiet-off")}
          </Button>
        ) : (
          <>
            <Button onPress={() => onHush("hour")} data-testid="quiet-hour">
              {t("quiet-hour")}
            </Button>
            <Button onPress={() => onHush("tomorrow")} data-testid="quiet-tomorrow">
              {t("quiet-tomorrow")}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
