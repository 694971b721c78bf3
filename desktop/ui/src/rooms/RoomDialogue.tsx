/** A room for those who want to know or manage more of it: members, invitations, what is pinned, what it is, its threads. */
import { useState } from "react";
import { Segments } from "../controls/Choice";
import { Dialogue } from "../controls/Dialogue";
import type { RoomDetails } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { AboutPart } from "./AboutPart";
import { FilesPart } from "./FilesPart";
import { InvitePart } from "./InvitePart";
import { MembersPart } from "./MembersPart";
import { PinsPart } from "./PinsPart";
import { ThreadsPart } from "./ThreadsPart";

const PARTS = ["members", "invite", "pins", "about", "files", "threads"] as const;
export type RoomPart = (typeof PARTS)[number];

type RoomDialogueProps = {
  details: RoomDetails;
  part: RoomPart;
  /** Shows a message in the conversation. */
  onShow: (eventId: string) => void;
  /** Shows a thread over the conversation. */
  onThread: (rootId: string) => void;
  onClose: () => void;
  onOpened: (roomId: string) => void;
};

export function RoomDialogue({ details, part: first, onShow, onThread, onClose, onOpened }: RoomDialogueProps) {
  const { t } = useL10n();
  const [part, setPart] = useState<RoomPart>(first);
  const parts = PARTS.filter((one) => one !== "invite" || details.can_invite);
  return (
    <Dialogue title={details.summary.name} onClose={onClose} size="large" data-testid="room-dialogue">
      <Segments
        label={t("room-parts")}
        value={part}
        onChange={setPart}
        options={parts.map((value) => ({ value, label: t(`room-part-${value}`) }))}
      />
      {part === "members" ? <MembersPart details={details} /> : null}
      {part === "invite" ? <InvitePart details={details} /> : null}
      {part === "pins" ? <PinsPart details={details} onShow={onShow} /> : null}
      {part === "files" ? <FilesPart details={details} onShow={onShow} /> : null}
      {part === "about" ? <AboutPart details={details} onOpened={onOpened} /> : null}
      {part === "threads" ? <ThreadsPart details={details} onThread={onThread} /> : null}
    </Dialogue>
  );
}
