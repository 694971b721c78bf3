/** An invitation: who invites, from where, to what, how many are there; accept or decline. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Facts } from "../controls/Facts";
import { Problem } from "../controls/Notice";
import type { InvitationView, RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useOpenCard } from "../people/card";
import { ExternalMark } from "../rooms/ExternalMark";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";
import { Avatar } from "./Avatar";
import css from "./Pane.module.css";

export function InvitationPane({ room, onDeclined }: { room: RoomSummary; onDeclined: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [known, setKnown] = useState<InvitationView | null>(null);
  // What cannot be found out is left out; the invitation can be answered without. With its row, more may be known of it.
  useEffect(() => ask(() => backend.invitation(room.id), setKnown, () => undefined), [backend, room]);
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
      <p>{t("invite-text", { sender: known?.inviter?.name ?? room.preview?.sender ?? room.name })}</p>
      {known ? <InvitationFacts known={known} direct={room.kind === "direct"} /> : null}
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

/** What somebody told; of the rest there is no line. */
function InvitationFacts({ known, direct }: { known: InvitationView; direct: boolean }) {
  const { t } = useL10n();
  const openCard = useOpenCard();
  const { inviter, topic, members, colleagues } = known;
  const place = inviter ? [inviter.title, inviter.unit, inviter.organisation].filter((part) => part !== "").join(" · ") : "";
  return (
    <div className={css.facts} data-testid="invitation-facts">
      <Facts>
        {inviter ? (
          <>
            <dt>{t("invite-from")}</dt>
            <dd>
              <bdi>{inviter.name}</bdi> {inviter.external ? <ExternalMark /> : null}
              {place === "" ? null : <p className={css.muted}>{place}</p>}
              <Button small onPress={() => openCard({ userId: inviter.user_id })} data-testid="invite-card">
                {t("member-card")}
              </Button>
            </dd>
          </>
        ) : null}
        {topic === "" ? null : (
          <>
            <dt>{t("details-topic")}</dt>
            <dd>{topic}</dd>
          </>
        )}
        {members === null || direct ? null : (
          <>
            <dt>{t("invite-members")}</dt>
            <dd>
              {t("directory-members", { count: members })}
              {colleagues === null ? null : <p className={css.muted}>{t("invite-colleagues", { count: colleagues })}</p>}
            </dd>
          </>
        )}
      </Facts>
    </div>
  );
}
