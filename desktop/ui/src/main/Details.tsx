/** The third column: what a conversation is about, who is in it, who can read it. */
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Button, IconButton } from "../controls/Button";
import { Notice } from "../controls/Notice";
import type { MemberView, RoomDetails, RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useOpenCard } from "../people/card";
import { LeaveDialogue } from "../rooms/LeaveDialogue";
import { OwnPart } from "../rooms/OwnPart";
import { RoomDialogue, type RoomPart } from "../rooms/RoomDialogue";
import { Avatar } from "./Avatar";
import css from "./Details.module.css";

/** As many members as stand in the column; the others are behind a button. */
const SHOWN = 30;

type DetailsProps = {
  room: RoomSummary;
  details: RoomDetails | null;
  /** The person here comes from outside. */
  outside: boolean;
  /** Shows a message in the conversation. */
  onShow: (eventId: string) => void;
  /** Shows a thread over the conversation. */
  onThread: (rootId: string) => void;
  onClose: () => void;
  onLeft: () => void;
  onOpened: (roomId: string) => void;
};

export function Details({ room, details, outside, onShow, onThread, onClose, onLeft, onOpened }: DetailsProps) {
  const { t } = useL10n();
  const [open, setOpen] = useState<RoomPart | "leave" | null>(null);
  const externals = details?.external_count ?? 0;
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
        {details === null || room.kind !== "private" ? null : (
          <p data-testid="details-earlier">{details.earlier_for_all ? t("details-earlier-open") : t("details-earlier-kept")}</p>
        )}
        {room.externals && room.kind !== "direct" ? (
          <Notice look={outside ? "info" : "warning"}>
            {outside ? t("details-own-outside") : externals > 0 ? t("details-externals", { count: externals }) : t("details-may-come")}
          </Notice>
        ) : null}
        {room.announcement ? <Notice>{t("details-announcement")}</Notice> : null}
        {room.picture === null ? null : (
          <div className={css.picture}>
            <Avatar name={room.name} kind={room.kind} picture={room.picture} />
          </div>
        )}
        {room.kind === "direct" ? null : (
          <section>
            <h3>{t("details-topic")}</h3>
            <p className={css.topic}>{details?.topic ? details.topic : t("details-topic-none")}</p>
          </section>
        )}
        <OwnPart room={room} />
        <section>
          <h3>{t("details-members", { count: details?.member_count ?? room.members })}</h3>
          {details ? (
            <ul className={css.members}>
              {details.members.slice(0, SHOWN).map((member) => (
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
          {details && room.kind !== "direct" ? (
            <Button icon="people" wide onPress={() => setOpen("members")} data-testid="details-manage">
              {t(details.role === "member" ? "details-all" : "details-manage")}
            </Button>
          ) : null}
          {details && details.pinned > 0 ? (
            <Button icon="pin" wide onPress={() => setOpen("pins")} data-testid="details-pins">
              {t("details-pins", { count: details.pinned })}
            </Button>
          ) : null}
          {details ? (
            <Button icon="file" wide onPress={() => setOpen("files")} data-testid="details-files">
              {t("details-files")}
            </Button>
          ) : null}
          {details ? (
            <Button icon="reply" wide onPress={() => setOpen("threads")} data-testid="details-threads">
              {t("details-threads")}
            </Button>
          ) : null}
          <Button wide onPress={() => setOpen("leave")} data-testid="details-leave">
            {t("details-leave")}
          </Button>
        </div>
      </div>
      {open === "leave" ? (
        <LeaveDialogue roomId={room.id} details={details} onClose={() => setOpen(null)} onLeft={onLeft} />
      ) : open !== null && details ? (
        <RoomDialogue
          details={details}
          part={open}
          onShow={(eventId) => {
            setOpen(null);
            onShow(eventId);
          }}
          onThread={(rootId) => {
            setOpen(null);
            onThread(rootId);
          }}
          onClose={() => setOpen(null)}
          onOpened={onOpened}
        />
      ) : null}
    </aside>
  );
}

function Member({ member, direct }: { member: MemberView; direct: boolean }) {
  const { t } = useL10n();
  const openCard = useOpenCard();
  const marks = [
    member.role !== "member" && !direct ? t(`role-${member.role}`) : "",
    member.external ? t("external-mark") : "",
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
        <Avatar name={member.name} kind="direct" small external={member.external} />
        <span className={css.who}>
          <bdi>{member.name}</bdi>
          <span className={css.muted}>{[member.organisation, ...marks].filter((part) => part !== "").join(" · ")}</span>
        </span>
      </AriaButton>
    </li>
  );
}
