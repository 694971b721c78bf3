/** Invites colleagues to a room, one after the other. */
import { useState } from "react";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { PersonView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { PeopleSearch } from "./PeopleSearch";
import { reachWords } from "./reach";

export function InviteDialogue({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [message, setMessage] = useState("");
  const [invited, setInvited] = useState(() => new Map<string, string>());
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
  return (
    <Dialogue title={t("people-invite-title")} onClose={onClose} wide>
      <Problem problem={task.problem} />
      <PeopleSearch onChoose={choose} message={message} marked={invited} />
    </Dialogue>
  );
}
