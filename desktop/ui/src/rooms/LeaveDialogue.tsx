/** Leaving a conversation. Whoever is the last to administer a room chooses a successor first. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Select } from "../controls/Choice";
import { Confirm, Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { MemberView, ProblemView, RoomDetails } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";

type LeaveDialogueProps = { roomId: string; details: RoomDetails | null; onClose: () => void; onLeft: () => void };

export function LeaveDialogue({ roomId, details, onClose, onLeft }: LeaveDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  if (details?.last_administrator) return <HandOver details={details} onClose={onClose} onLeft={onLeft} />;
  return (
    <Confirm
      title={t("details-leave-title")}
      text={t("details-leave-text")}
      action={t("details-leave-button")}
      onConfirm={async () => {
        await backend.leaveRoom(roomId);
        onLeft();
      }}
      onClose={onClose}
    />
  );
}

function HandOver({ details, onClose, onLeft }: { details: RoomDetails; onClose: () => void; onLeft: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [members, setMembers] = useState<MemberView[]>([]);
  const [chosen, setChosen] = useState("");
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const roomId = details.summary.id;
  useEffect(
    () =>
      ask(
        () => backend.members(roomId, "everybody", "", 0),
        (page) => {
          const fit = page.members.filter((one) => one.below && !one.external && !one.invited);
          // Those who moderate it already know it best.
          const first = fit.find((one) => one.role === "moderator") ?? fit[0];
          setMembers(fit);
          setChosen(first?.user_id ?? "");
        },
        setProblem,
      ),
    [backend, roomId],
  );
  const leave = () =>
    void task.run(async () => {
      if (chosen !== "") await backend.setRole(roomId, chosen, "administrator");
      await backend.leaveRoom(roomId);
      onLeft();
      onClose();
    });
  return (
    <Dialogue
      title={t("leave-last-title")}
      onClose={onClose}
      alert
      data-testid="hand-over"
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {t("cancel")}
          </Button>
          <Button look="danger" onPress={leave} isDisabled={task.busy} data-testid="hand-over-go">
            {t(chosen === "" ? "details-leave-button" : "leave-last-button")}
          </Button>
        </>
      }
    >
      <p>{t(members.length > 0 ? "leave-last-text" : "leave-last-nobody")}</p>
      {members.length > 0 ? (
        <Select
          label={t("leave-last-successor")}
          value={chosen}
          onChange={setChosen}
          options={members.map((one) => ({
            value: one.user_id,
            label: [one.name, one.organisation].filter((part) => part !== "").join(", "),
          }))}
          data-testid="successor"
        />
      ) : null}
      <Problem problem={problem ?? task.problem} />
    </Dialogue>
  );
}
