/** That the organisation has a newer version, for people who want to know: one line, until it is put off or the window closes. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import { useL10n } from "../l10n/L10n";
import { useNewerVersion } from "../state/updates";
import css from "./Lines.module.css";

export function UpdateLine({ onExplain }: { onExplain: () => void }) {
  const { t } = useL10n();
  const { update } = useNewerVersion();
  const [putOff, setPutOff] = useState<string | null>(null);
  const version = update?.state === "newer" && update.version !== putOff ? update.version : null;
  return (
    <>
      <p role="status" className="visually-hidden">
        {version === null ? "" : t("updates-newer", { version })}
      </p>
      {version === null ? null : (
        <div className={`${css.line} ${css.calm}`} data-testid="update">
          <Icon name="info" />
          <p>{t("updates-newer", { version })}</p>
          <div className={css.buttons}>
            <Button small onPress={onExplain} data-testid="update-explain">
              {t("updates-explain")}
            </Button>
            <Button small onPress={() => setPutOff(version)} data-testid="update-later">
              {t("updates-later")}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
