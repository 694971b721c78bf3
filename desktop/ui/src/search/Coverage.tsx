/** How far back is searched, and fetching more of it. */
import { useEffect, useState } from "react";
import { Label, ProgressBar } from "react-aria-components";
import { Button } from "../controls/Button";
import { Problem } from "../controls/Notice";
import type { CoverageView, OlderView, ProblemView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import progress from "../rooms/Progress.module.css";
import { asProblem, useBackend } from "../state/backend";
import css from "./Search.module.css";

type CoverageProps = {
  /** Null for all conversations. */
  roomId: string | null;
  coverage: CoverageView;
  /** More is there now. */
  onFetched: () => void;
};

export function Coverage({ roomId, coverage, onFetched }: CoverageProps) {
  const backend = useBackend();
  const { t, date } = useL10n();
  const [work, setWork] = useState<OlderView | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  useEffect(() => () => void backend.stopSearchOlder().catch(() => undefined), [backend]);
  const fetchOlder = () => {
    setProblem(null);
    setWork({ state: "fetching", done: 0, total: 1 });
    const failed = (why: ProblemView) => {
      setWork(null);
      setProblem(why);
    };
    backend
      .searchOlder(roomId, (now) => {
        if (now.state === "failed") failed(now.problem);
        else setWork(now);
        if (now.state !== "fetching") onFetched();
      })
      .catch((error: unknown) => failed(asProblem(error)));
  };
  const fetching = work?.state === "fetching" ? work : null;
  return (
    <div className={css.coverage}>
      <p role="status" data-testid="coverage">
        {coverageWords(t, date, coverage, roomId !== null)}
        {work?.state === "done" ? ` ${t("coverage-fetched")}` : ""}
      </p>
      {fetching ? (
        <ProgressBar
          value={fetching.done}
          maxValue={Math.max(fetching.total, 1)}
          valueLabel={t("coverage-progress", { done: fetching.done, total: fetching.total })}
          className={progress.progress ?? ""}
        >
          {({ valueText }) => (
            <>
              <Label className={progress.label ?? ""}>{t("coverage-fetching")}</Label>
              <span className={progress.number}>{valueText}</span>
              <svg className={progress.bar} width="100%" height="8" aria-hidden="true">
                <rect className={progress.track} width="100%" height="8" rx="4" />
                <rect className={progress.fill} width={`${(100 * fetching.done) / Math.max(fetching.total, 1)}%`} height="8" rx="4" />
              </svg>
            </>
          )}
        </ProgressBar>
      ) : coverage.whole || coverage.building ? null : (
        <Button small icon="clock" onPress={fetchOlder} data-testid="search-older">
          {t("coverage-older")}
        </Button>
      )}
      <Problem problem={problem} />
    </div>
  );
}

function coverageWords(t: L10n["t"], date: L10n["date"], coverage: CoverageView, one: boolean): string {
  const sentences = [
    coverage.building
      ? t("coverage-building")
      : coverage.whole
        ? t(one ? "coverage-whole-one" : "coverage-whole")
        : coverage.from_ms === null
          ? ""
          : t(one ? "coverage-from-one" : "coverage-from", { date: date(coverage.from_ms) }),
    coverage.unreadable ? t("coverage-unreadable") : "",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
