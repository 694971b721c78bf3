/** Finds a colleague and opens the conversation with them. */
import { useState } from "react";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { PersonView, SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { PeopleSearch } from "./PeopleSearch";
import { reachWords } from "./reach";

type PeopleDialogueProps = { session: SessionView; onClose: () => void; onOpened: (roomId: string) => void };

export function PeopleDialogue({ session, onClose, onOpened }: PeopleDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [message, setMessage] = useState("");
  const choose = (person: PersonView) => {
    const { user_id: userId } = person;
    if (userId === session.user_id) {
      setMessage(t("people-self"));
    } else if (userId === null || person.reach !== "on_depesha") {
      setMessage(reachWords(t, person));
    } else {
      setMessage(t("people-opening"));
      void task
        .run(async () => {
          onOpened(await backend.startDirect(userId));
        })
        .then(() => setMessage(""));
    }
  };
  return (
    <Dialogue title={t("people-title")} onClose={onClose} wide data-testid="people-dialogue">
      <Problem problem={task.problem} />
      <PeopleSearch
        onChoose={choose}
        message={message}
        marked={new Map([[session.user_id, t("people-self")]])}
      />
    </Dialogue>
  );
}
