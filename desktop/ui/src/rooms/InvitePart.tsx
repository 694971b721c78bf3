/** Inviting into a room: a colleague, a whole unit, a pasted list, and people from outside where the room is open to them. */
import { useState } from "react";
import { RadioChoice } from "../controls/Choice";
import { Notice, Problem } from "../controls/Notice";
import { PeopleSearch } from "../dialogues/PeopleSearch";
import { reachWords } from "../dialogues/reach";
import type { GroupView, PersonView, RoomDetails } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { ExternalInvite } from "./ExternalInvite";
import { ListInvite } from "./ListInvite";
import css from "./Rooms.module.css";
import { Progress } from "./Progress";
import { useProgress } from "./useProgress";

const WAYS = ["search", "list", "external"] as const;
type Way = (typeof WAYS)[number];

export function InvitePart({ details }: { details: RoomDetails }) {
  const { t } = useL10n();
  const [way, setWay] = useState<Way>("search");
  const open = details.summary.externals && details.summary.kind === "private";
  const ways = WAYS.filter((one) => one !== "external" || open);
  return (
    <div className={css.part}>
      <RadioChoice
        label={t("invite-way")}
        value={way}
        onChange={setWay}
        options={ways.map((value) => ({ value, label: t(`invite-way-${value}`) }))}
      />
      {way === "search" ? <SearchInvite details={details} /> : null}
      {way === "list" ? <ListInvite roomId={details.summary.id} /> : null}
      {way === "external" ? <ExternalInvite roomId={details.summary.id} /> : null}
      {details.summary.kind === "private" && !open ? <Notice>{t(details.restricted ? "invite-never-open" : "invite-not-open")}</Notice> : null}
    </div>
  );
}

function SearchInvite({ details }: { details: RoomDetails }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const { work, problem, begin } = useProgress();
  const [message, setMessage] = useState("");
  const [invited, setInvited] = useState(
    () => new Map(details.members.map((one) => [one.user_id, t(one.invited ? "member-invited" : "member-there")])),
  );
  const roomId = details.summary.id;
  const choose = (person: PersonView) => {
    const { user_id: userId } = person;
    if (userId === null || person.reach !== "on_depesha") {
      setMessage(reachWords(t, person));
      return;
    }
    void task.run(async () => {
      await backend.invite(roomId, userId);
      setInvited((before) => new Map(before).set(userId, t("member-invited")));
      setMessage(t("people-invited", { name: person.name }));
    });
  };
  const whole = (group: GroupView) =>
    begin((listener) => backend.inviteUnit(roomId, group.organisation_id, group.path, listener));
  return (
    <>
      <PeopleSearch onChoose={choose} message={message} marked={invited} onWhole={whole} />
      <Progress work={work} />
      <Problem problem={problem ?? task.problem} />
    </>
  );
}
