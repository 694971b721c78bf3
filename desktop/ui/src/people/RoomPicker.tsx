/** Chooses one of the person's rooms. */
import { useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { SearchField } from "../controls/Field";
import { Icon } from "../controls/Icon";
import type { RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "./People.module.css";
import { matchesWords } from "./words";

const MOST = 8;

export function RoomPicker({ rooms, onChoose }: { rooms: RoomSummary[]; onChoose: (room: RoomSummary) => void }) {
  const { t } = useL10n();
  const [term, setTerm] = useState("");
  const fitting = rooms.filter((room) => term.trim() === "" || matchesWords(term, room.name));
  return (
    <section className={css.picker} aria-label={t("card-invite")}>
      <SearchField label={t("card-which-room")} labelled autoFocus value={term} onChange={setTerm} data-testid="room-picker" />
      {fitting.length === 0 ? (
        <p role="status" className={css.status}>
          {t("card-no-room")}
        </p>
      ) : (
        <ListBox
          aria-label={t("search-rooms")}
          className={css.results ?? ""}
          selectionMode="none"
          onAction={(key) => {
            const room = rooms.find((one) => one.id === key);
            if (room) onChoose(room);
          }}
        >
          {fitting.slice(0, MOST).map((room) => (
            <ListBoxItem key={room.id} id={room.id} textValue={room.name} className={css.row ?? ""} data-testid="picked-room">
              <span className={css.sign}>
                <Icon name={room.kind === "public" ? "globe" : "lock"} />
              </span>
              <span className={css.words}>
                <span className={css.name}>
                  <bdi>{room.name}</bdi>
                </span>
                <span className={css.muted}>{t("directory-members", { count: room.members })}</span>
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      )}
    </section>
  );
}
