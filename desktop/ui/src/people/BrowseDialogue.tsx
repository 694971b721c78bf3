/** The directory to go through: organisations and units at one side, the people of the chosen one at the other. */
import { useCallback, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { BranchView, ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { BranchTree, type BrowseTarget, keyOf } from "./BranchTree";
import css from "./Browse.module.css";
import type { CardTarget } from "./card";
import { UnitPeople } from "./UnitPeople";
import { UnitRoomDialogue } from "./UnitRoomDialogue";

export type { BrowseTarget } from "./BranchTree";

type BrowseDialogueProps = {
  target: BrowseTarget | null;
  onClose: () => void;
  onCard: (target: CardTarget) => void;
  onOpened: (roomId: string) => void;
};

export function BrowseDialogue({ target, onClose, onCard, onOpened }: BrowseDialogueProps) {
  const { t } = useL10n();
  const [branch, setBranch] = useState<BranchView | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [writing, setWriting] = useState(false);
  const select = useCallback((chosen: BranchView) => {
    setProblem(null);
    setBranch(chosen);
  }, []);
  return (
    <Dialogue title={t("browse-title")} onClose={onClose} size="large" data-testid="browse-dialogue">
      <Problem problem={problem} />
      <div className={css.sides}>
        <BranchTree target={target} onSelect={select} onProblem={setProblem} />
        <section className={css.people} aria-label={branch?.name ?? t("browse-choose")}>
          {branch === null ? (
            <p className={css.choose}>{t("browse-choose")}</p>
          ) : (
            <>
              <div className={css.head}>
                <div className={css.title}>
                  <h3>{branch.name}</h3>
                  {branch.path.length === 0 ? null : (
                    <p className={css.above}>{[branch.organisation, ...branch.path.slice(0, -1)].join(" / ")}</p>
                  )}
                </div>
                {branch.path.length === 0 ? null : (
                  <Button small icon="send" onPress={() => setWriting(true)} data-testid="unit-write">
                    {t("unit-write")}
                  </Button>
                )}
              </div>
              <UnitPeople
                key={keyOf(branch.organisation_id, branch.path)}
                branch={branch}
                onPerson={(personId) => onCard({ personId })}
              />
            </>
          )}
        </section>
      </div>
      {writing && branch ? <UnitRoomDialogue branch={branch} onClose={() => setWriting(false)} onOpened={onOpened} /> : null}
    </Dialogue>
  );
}
