/** Messages that were found, in one list: one stop, arrows through all of it. */
import type { RefObject } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { Icon } from "../controls/Icon";
import type { FoundMessage, MarkedText } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "./Search.module.css";

type MessageResultsProps = {
  messages: FoundMessage[];
  /** What a conversation is called; empty if that need not be said. */
  roomName: (roomId: string) => string;
  onChoose: (message: FoundMessage) => void;
  list: RefObject<HTMLDivElement | null>;
};

export function MessageResults({ messages, roomName, onChoose, list }: MessageResultsProps) {
  const { t, day, time } = useL10n();
  return (
    <ListBox
      ref={list}
      aria-label={t("messages-results")}
      className={css.results ?? ""}
      selectionMode="none"
      onAction={(chosen) => {
        const found = messages.find((one) => key(one) === chosen);
        if (found) onChoose(found);
      }}
    >
      {messages.map((one) => {
        const when = `${day(one.at_ms)}, ${time(one.at_ms)}`;
        const where = roomName(one.room_id);
        const said = [plain(one.file ?? []), plain(one.line)].filter((part) => part !== "").join(", ");
        return (
          <ListBoxItem
            key={key(one)}
            id={key(one)}
            textValue={[one.sender, where, when, said].filter((part) => part !== "").join(", ")}
            className={css.row ?? ""}
            data-testid="found-message"
          >
            <span className={css.head}>
              <span className={css.sender}>
                <bdi>{one.sender}</bdi>
              </span>
              {where === "" ? null : (
                <span className={css.where}>
                  <bdi>{where}</bdi>
                </span>
              )}
              <span className={css.when}>{when}</span>
            </span>
            {one.file ? (
              <span className={css.file}>
                <Icon name="file" size={16} />
                <Marked parts={one.file} />
              </span>
            ) : null}
            {one.line.length > 0 ? (
              <span className={css.line}>
                <Marked parts={one.line} />
              </span>
            ) : null}
          </ListBoxItem>
        );
      })}
    </ListBox>
  );
}

const key = (message: FoundMessage) => `${message.room_id}/${message.event_id}`;
const plain = (parts: MarkedText[]) => parts.map((part) => part.text).join("");

function Marked({ parts }: { parts: MarkedText[] }) {
  return (
    <bdi>
      {parts.map((part, at) =>
        part.marked ? (
          <mark key={at} className={css.mark}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}
