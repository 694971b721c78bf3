/** Writing to a whole unit: one question with the number of people, then how far it is, then the room. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Notice, Problem } from "../controls/Notice";
import type { BranchView, ProblemView, UnitReach } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { InvitingBar } from "../rooms/Progress";
import { useProgress } from "../rooms/useProgress";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import css from "./Browse.module.css";

type UnitRoomDialogueProps = { branch: BranchView; onClose: () => void; onOpened: (roomId: string) => void };

export function UnitRoomDialogue({ branch, onClose, onOpened }: UnitRoomDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const { organisation_id: organisationId, path, name } = branch;
  const [reach, setReach] = useState<UnitReach | null>(null);
  const [uncounted, setUncounted] = useState<ProblemView | null>(null);
  const { work, problem: failed, begin } = useProgress();
  const problem = uncounted ?? failed;

  useEffect(() => ask(() => backend.unitReach(organisationId, path), setReach, setUncounted), [backend, organisationId, path]);

  const write = () =>
    begin((listener) =>
      backend.writeToUnit(organisationId, path, (now) => {
        if (now.state === "done" && now.failed === 0) onOpened(now.room);
        else listener(now);
      }),
    );

  const asking = work === null && reach !== null;
  const possible = asking && reach.on_depesha > 0;
  return (
    <Dialogue
      title={t("unit-title", { name })}
      onClose={onClose}
      data-testid="unit-room"
      footer={
        work?.state === "done" ? (
          <Button look="primary" autoFocus onPress={() => onOpened(work.room)} data-testid="unit-open">
            {t("unit-open")}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{t(work === null ? "cancel" : "close")}</Button>
            {possible ? (
              <Button look="primary" autoFocus onPress={write} data-testid="unit-confirm">
                {t("unit-confirm")}
              </Button>
            ) : null}
          </>
        )
      }
    >
      <div role="status" className={css.words} data-testid="unit-state" data-state={work?.state ?? (reach ? "asking" : "counting")}>
        {work === null && reach === null && problem === null ? <p>{t("unit-counting")}</p> : null}
        {asking ? <p>{possible ? t("unit-question", { count: reach.on_depesha, name }) : t("unit-nobody")}</p> : null}
        {asking && reach.not_yet > 0 ? <p className={css.above}>{t("unit-not-yet", { count: reach.not_yet })}</p> : null}
        {asking && reach.cut ? <Notice look="warning">{t("unit-cut", { count: reach.on_depesha })}</Notice> : null}
        {work?.state === "making" ? <p>{t("room-creating")}</p> : null}
        {work?.state === "inviting" ? <p>{t("unit-going-on")}</p> : null}
        {work?.state === "done" ? <p>{t("unit-failed", { count: work.failed, invited: work.invited })}</p> : null}
      </div>
      <InvitingBar work={work} />
      <Problem problem={problem} />
    </Dialogue>
  );
}
