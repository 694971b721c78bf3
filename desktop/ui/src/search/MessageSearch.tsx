/** Search over what was written: in all conversations or in one, on this device alone. */
import { useRef, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { SearchField } from "../controls/Field";
import { Problem } from "../controls/Notice";
import type { FoundMessage, RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Coverage } from "./Coverage";
import { FilterBar } from "./FilterBar";
import { MessageResults } from "./MessageResults";
import css from "./Search.module.css";
import { type Filters, NO_FILTERS, useMessageSearch } from "./useMessageSearch";

/** What a search begins with. */
export type SearchStart = { words: string; roomId: string | null };

type MessageSearchProps = {
  start: SearchStart;
  rooms: RoomSummary[];
  onShow: (roomId: string, eventId: string) => void;
  onClose: () => void;
};

export function MessageSearch({ start, rooms, onShow, onClose }: MessageSearchProps) {
  const { t } = useL10n();
  const [words, setWords] = useState(start.words);
  const [filters, setFilters] = useState<Filters>({ ...NO_FILTERS, roomId: start.roomId });
  const { found, stale, problem, more, again } = useMessageSearch(words, filters);
  const list = useRef<HTMLDivElement>(null);
  const names = new Map(rooms.map((room) => [room.id, room.name]));
  const nothingAsked =
    words.trim() === "" && !filters.filesOnly && filters.senderId === null && filters.fromMs === null && filters.untilMs === null;
  const messages = nothingAsked ? [] : (found?.messages ?? []);
  const show = (message: FoundMessage) => onShow(message.room_id, message.event_id);
  const said = () => {
    if (problem) return "";
    if (nothingAsked) return t("messages-hint");
    if (stale || found === null) return t("search-running");
    if (messages.length === 0) return t(found.coverage.building ? "messages-none-yet" : "messages-none");
    return t(found.behind === null ? "messages-count" : "messages-count-more", { count: messages.length });
  };
  return (
    <Dialogue title={t("messages-title")} onClose={onClose} size="large" data-testid="message-search">
      <SearchField
        label={t("messages-label")}
        value={words}
        onChange={setWords}
        autoFocus
        onKeyDown={(event) => {
          const [first] = messages;
          if (event.key === "Enter" && first && !stale) show(first);
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          list.current?.querySelector<HTMLElement>('[role="option"]')?.focus();
        }}
        data-testid="message-words"
      />
      <FilterBar filters={filters} rooms={rooms} onChange={setFilters} />
      <p role="status" className={css.status} data-testid="messages-status">
        {said()}
      </p>
      <Problem problem={problem} />
      {messages.length > 0 ? (
        <MessageResults
          messages={messages}
          roomName={(roomId) => (filters.roomId === null ? (names.get(roomId) ?? "") : "")}
          onChoose={show}
          list={list}
        />
      ) : null}
      {found && found.behind !== null && messages.length > 0 ? (
        <Button onPress={more} data-testid="messages-more">
          {t("messages-more")}
        </Button>
      ) : null}
      {found ? (
        <Coverage key={filters.roomId ?? ""} roomId={filters.roomId} coverage={found.coverage} onFetched={again} />
      ) : null}
    </Dialogue>
  );
}
