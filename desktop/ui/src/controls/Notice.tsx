/** Sentences that tell how something stands: a problem, a warning, a success. */
import type { ReactNode } from "react";
import type { ProblemView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { Icon, type IconName } from "./Icon";
import css from "./Notice.module.css";

export type NoticeLook = "info" | "good" | "warning" | "bad";

const ICONS: Record<NoticeLook, IconName> = { info: "info", good: "check", warning: "warning", bad: "warning" };

export function Notice({ look = "info", children }: { look?: NoticeLook; children: ReactNode }) {
  return (
    <div className={`${css.notice} ${css[look]}`}>
      <Icon name={ICONS[look]} />
      <div className={css.words}>{children}</div>
    </div>
  );
}

/** The problem in the person's language. */
export function wordProblem(t: L10n["t"], problem: ProblemView): string {
  const args: Record<string, string | number> = {};
  if (problem.code === "refused") args["reason"] = problem.reason;
  if (problem.code === "unexpected") args["detail"] = problem.detail;
  if (problem.code === "file_too_large") args["limit"] = problem.limit_mib;
  if (problem.code === "pin_wait") args["minutes"] = Math.ceil(problem.seconds / 60);
  return t(`problem-${problem.code}`, args);
}

type ProblemProps = {
  problem: ProblemView | null;
  /** Words of this place for some of the problems. */
  words?: Partial<Record<ProblemView["code"], string>>;
};

/** What went wrong, announced when it appears; nothing while all is well. */
export function Problem({ problem, words = {} }: ProblemProps) {
  const { t } = useL10n();
  return (
    <div role="alert" className={css.alert} data-testid="problem">
      {problem ? <Notice look="bad">{words[problem.code] ?? wordProblem(t, problem)}</Notice> : null}
    </div>
  );
}
