/** A public room before one enters it: what everybody may know of it, and its last messages if it lets everybody read. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Facts } from "../controls/Facts";
import { Notice, Problem } from "../controls/Notice";
import type { ProblemView, PublicRoomCard, PublicRoomView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";
import { themeWords } from "./kinds";
import css from "./Rooms.module.css";

type PublicRoomDialogueProps = { room: PublicRoomView; onClose: () => void; onOpened: (roomId: string) => void };

export function PublicRoomDialogue({ room: listed, onClose, onOpened }: PublicRoomDialogueProps) {
  const backend = useBackend();
  const { t, day, time } = useL10n();
  const task = useTask();
  const [card, setCard] = useState<PublicRoomCard | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const { id, server_name: serverName } = listed;
  useEffect(() => ask(() => backend.publicRoom(id, serverName), setCard, setProblem), [backend, id, serverName]);
  const room = card?.room ?? listed;
  const join = () => void task.run(async () => onOpened(await backend.joinPublicRoom(id, serverName)));
  return (
    <Dialogue
      title={room.name === "" ? listed.name : room.name}
      onClose={onClose}
      data-testid="public-room-dialogue"
      footer={
        <>
          <Button onPress={onClose}>{t("close")}</Button>
          <Button look="primary" onPress={join} isDisabled={task.busy} data-testid="public-room-join">
            {t("directory-join")}
          </Button>
        </>
      }
    >
      <p>{room.topic === "" ? t("details-topic-none") : room.topic}</p>
      <Facts>
        <dt>{t("directory-organisation")}</dt>
        <dd>{room.organisation === "" ? listed.organisation : room.organisation}</dd>
        <dt>{t("directory-size")}</dt>
        <dd data-testid="public-room-members">{t("directory-members", { count: room.members })}</dd>
        {room.theme ? (
          <>
            <dt>{t("room-theme")}</dt>
            <dd>{themeWords(t, room.theme)}</dd>
          </>
        ) : null}
      </Facts>
      <Notice look="info">
        {t(!card?.readable ? "directory-closed" : card.messages.length > 0 ? "directory-readable" : "directory-readable-none")}
      </Notice>
      {card && card.messages.length > 0 ? (
        <ul className={css.list} aria-label={t("directory-messages")}>
          {card.messages.map((message) => (
            <li key={`${message.at_ms} ${message.sender}`} className={css.row} data-testid="public-room-message">
              <div className={css.words}>
                <p>{message.kind === "text" ? message.text : t(`preview-${message.kind}`, { text: message.text })}</p>
                <p className={css.muted}>{`${message.sender} · ${day(message.at_ms)}, ${time(message.at_ms)}`}</p>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      <Problem problem={problem ?? task.problem} />
    </Dialogue>
  );
}
