/** At the top of the window: something that was to be sent later has not gone, wherever it was meant for. */
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import { useL10n } from "../l10n/L10n";
import css from "../main/Lines.module.css";
import { isStuck, useLater } from "./later";

export function LaterNotice() {
  const { t } = useL10n();
  const { list, show } = useLater();
  return (
    <div role="status" data-testid="later-notice">
      {list.some(isStuck) ? (
        <div className={`${css.line} ${css.warning}`}>
          <Icon name="warning" />
          <p>{t("later-line-stuck")}</p>
          <Button small onPress={show} data-testid="later-notice-show">
            {t("later-show")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
