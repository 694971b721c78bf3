/** How far inviting many people is. */
import { Label, ProgressBar } from "react-aria-components";
import type { UnitRoomView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "../people/Browse.module.css";

export function Progress({ work }: { work: UnitRoomView | null }) {
  const { t } = useL10n();
  const share = work?.state === "inviting" ? work.done / Math.max(work.total, 1) : 0;
  return (
    <>
      <p role="status" data-testid="inviting" data-state={work?.state ?? "none"}>
        {work?.state === "making" ? t("inviting-begins") : ""}
        {work?.state === "inviting" ? t("unit-going-on") : ""}
        {work?.state === "done" ? t("inviting-done", { count: work.invited, failed: work.failed }) : ""}
      </p>
      {work?.state === "inviting" ? (
        <ProgressBar
          value={work.done}
          maxValue={Math.max(work.total, 1)}
          valueLabel={t("unit-progress", { done: work.done, total: work.total })}
          className={css.progress ?? ""}
        >
          {({ valueText }) => (
            <>
              <Label className={css.progressLabel ?? ""}>{t("unit-inviting")}</Label>
              <span className={css.above}>{valueText}</span>
              <svg className={css.bar} width="100%" height="8" aria-hidden="true">
                <rect className={css.track} width="100%" height="8" rx="4" />
                <rect className={css.fill} width={`${100 * share}%`} height="8" rx="4" />
              </svg>
            </>
          )}
        </ProgressBar>
      ) : null}
    </>
  );
}
