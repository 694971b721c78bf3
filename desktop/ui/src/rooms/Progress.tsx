/** How far inviting many people is. */
import { Label, ProgressBar } from "react-aria-components";
import type { UnitRoomView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "./Progress.module.css";

export function Progress({ work }: { work: UnitRoomView | null }) {
  const { t } = useL10n();
  return (
    <>
      <p role="status" data-testid="inviting" data-state={work?.state ?? "none"}>
        {work?.state === "making" ? t("inviting-begins") : ""}
        {work?.state === "inviting" ? t("unit-going-on") : ""}
        {work?.state === "done" ? t("inviting-done", { count: work.invited, failed: work.failed }) : ""}
      </p>
      <InvitingBar work={work} />
    </>
  );
}

/** The bar alone; nothing while nobody is being invited. */
export function InvitingBar({ work }: { work: UnitRoomView | null }) {
  const { t } = useL10n();
  if (work?.state !== "inviting") return null;
  const whole = Math.max(work.total, 1);
  return (
    <ProgressBar value={work.done} maxValue={whole} valueLabel={t("unit-progress", { done: work.done, total: work.total })} className={css.progress ?? ""}>
      {({ valueText }) => (
        <>
          <Label className={css.label ?? ""}>{t("unit-inviting")}</Label>
          <span className={css.number}>{valueText}</span>
          <svg className={css.bar} width="100%" height="8" aria-hidden="true">
            <rect className={css.track} width="100%" height="8" rx="4" />
            <rect className={css.fill} width={`${(100 * work.done) / whole}%`} height="8" rx="4" />
          </svg>
        </>
      )}
    </ProgressBar>
  );
}
