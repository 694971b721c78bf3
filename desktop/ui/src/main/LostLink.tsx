/** A link that leads to no conversation of the person's: what that may mean, and where to look. */
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { wordProblem } from "../controls/Notice";
import type { ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";

type LostLinkProps = {
  /** Why it could not be followed; null: it leads to a conversation that the person is not in. */
  problem: ProblemView | null;
  onBrowse: (() => void) | null;
  onClose: () => void;
};

export function LostLink({ problem, onBrowse, onClose }: LostLinkProps) {
  const { t } = useL10n();
  const nowhere = problem?.code === "not_found";
  return (
    <Dialogue
      title={t("link-title")}
      onClose={onClose}
      data-testid="link-dialogue"
      footer={
        <>
          {problem === null && onBrowse ? (
            <Button onPress={onBrowse} data-testid="link-browse">
              {t("public-rooms")}
            </Button>
          ) : null}
          <Button look="primary" onPress={onClose} autoFocus>
            {t("close")}
          </Button>
        </>
      }
    >
      <p>{problem === null ? t("link-outside") : nowhere ? t("link-nowhere") : wordProblem(t, problem)}</p>
    </Dialogue>
  );
}
