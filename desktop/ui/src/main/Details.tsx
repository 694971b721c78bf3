/** The third column: what a conversation is about, who is in it, who can read it. */
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button, IconButton } from "../controls/Button";
import { Confirm } from "../controls/Dialogue";
import { Notice } from "../controls/Notice";
import { InviteDialogue } from "../dialogues/InviteDialogue";
import type { MemberView, RoomDetails, RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useOpenCard } from "../people/card";
import { useBackend } from "../state/backend";
import { Avatar } from "./Avatar";
import css from "./Details.module.css";

type DetailsProps = { room: RoomSummary; details: RoomDetails | null; onClose: () => void; onLeft: () => void };

export function Details({ room, details, onClose, onLeft }: DetailsProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const [open, setOpen] = useState<"invite" | "leave" | null>(null);
  return (
    <aside className={css.column} aria-labelledby="details-heading" data-testid="details">
      <header className={css.header}>
        <h2 id="details-heading">{t("details-heading")}</h2>
        <IconButton icon="close" label={t("details-close")} onPress={onClose} />
      </header>
      <div className={css.body}>
        <Notice look={room.kind === "public" ? "warning" : "info"}>
          {t(room.kind === "public" ? "details-public" : "details-encrypted")}
        </Notice>
        {room.kind === "direct" ? null : (
          <section>
            <h3>{t("details-topic")}</h3>
            <p className={css.topic}>{details?.topic ? details.topic : t("details-topic-none")}</p>
          </section>
        )}
        <section>
          <h3>{t("details-members", { count: details?.members.length ?? room.members })}</h3>
          {details ? (
            <ul className={css.members}>
              {details.members.map((member) => (
                <Member key={member.user_id} member={member} direct={room.kind === "direct"} />
              ))}
            </ul>
          ) : (
            <p role="status">{t("details-loading")}</p>
          )}
        </section>
        <div className={css.actions}>
          {details?.can_invite && room.kind !== "direct" ? (
            <Button icon="plus" wide onPress={() => setOpen("invite")} data-testid="details-invite">
              {t("details-invite")}
            </Button>
          ) : null}
          <Button wide onPress={() => setOpen("leave")} data-testid="details-leave">
            {t("details-leave")}
          </Button>
        </div>
      </div>
      {open === "invite" ? <InviteDialogue roomId={room.id} onClose={() => setOpen(null)} /> : null}
      {open === "leave" ? (
        <Confirm
          title={t("details-leave-title")}
          text={t("details-leave-text")}
          action={t("details-leave-button")}
          onConfirm={async () => {
            await backend.leaveRoom(room.id);
            onLeft();
          }}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </aside>
  );
}

function Member({ member, direct }: { member: MemberView; direct: boolean }) {
  const { t } = useL10n();
  const openCard = useOpenCard();
  const marks = [
    member.admin && !direct ? t("member-admin") : "",
    member.external ? t("member-external") : "",
    member.invited ? t("member-invited") : "",
  ].filter((mark) => mark !== "");
  return (
    <li>
      <AriaButton
        className={css.member ?? ""}
        onPress={() => openCard({ userId: member.user_id })}
        data-testid="member"
        data-user={member.user_id}
      >
        <Avatar name={member.name} kind="direct" small />
        <span className={css.who}>
          <bdi>{member.name}</bdi>
          <span className={css.muted}>{[member.organisation, ...marks].filter((part) => part !== "").join(" · ")}</span>
        </span>
      </AriaButton>
    </li>
  );
}
