/** An invitation: who invites, to what, accept or decline. */
import { Button } from "../controls/Button";
import { Problem } from "../controls/Notice";
import type { RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { Avatar } from "./Avatar";
import css from "./Pane.module.css";

export function InvitationPane({ room, onDeclined }: { room: RoomSummary; onDeclined: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const accept = () => void task.run(() => backend.acceptInvitation(room.id));
  const decline = () =>
    void task.run(async () => {
      await backend.declineInvitation(room.id);
      onDeclined();
    });
  return (
    <div className={css.pane}>
      <Avatar name={room.name} kind={room.kind} picture={room.picture} />
      <h1>{t("invite-title", { room: room.name })}</h1>
      <p>{t("invite-text", { sender: room.preview?.sender ?? room.name })}</p>
      <p className={css.muted}>{t(room.encrypted || room.kind !== "public" ? "details-encrypted" : "details-public")}</p>
      <div className={css.actions}>
        <Button look="primary" onPress={accept} isDisabled={task.busy} data-testid="invite-accept">
          {t("invite-accept")}
        </Button>
        <Button onPress={decline} isDisabled={task.busy} data-testid="invite-decline">
          {t("invite-decline")}
        </Button>
      </div>
      <Problem problem={task.problem} />
    </div>
  );
}
