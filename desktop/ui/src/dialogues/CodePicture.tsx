/** A code for the other device's camera: dark on light in every theme, with the margin that cameras need. */
import type { CodeView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "./Verification.module.css";

/** Squares around a code, as its standard wants it. */
const MARGIN = 4;

export function CodePicture({ code }: { code: CodeView }) {
  const { t } = useL10n();
  const size = code.rows.length + 2 * MARGIN;
  return (
    <svg
      className={css.code}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={t("verify-code-label")}
      data-testid="verify-code"
    >
      <rect className={css.light} width={size} height={size} />
      <path className={css.dark} d={code.rows.map(lineOf).join("")} />
    </svg>
  );
}

/** The dark squares of a row; those beside each other are drawn as one. */
function lineOf(row: string, y: number): string {
  const runs = [...row.matchAll(/1+/g)];
  return runs.map((run) => `M${run.index + MARGIN} ${y + MARGIN}h${run[0].length}v1h-${run[0].length}z`).join("");
}
