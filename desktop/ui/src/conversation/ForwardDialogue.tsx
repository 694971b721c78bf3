/** Hands a message on to one or several conversations, as far as the labels of the rooms allow it. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Checkbox } from "../controls/Choice";
import { Dialogue } from "../controls/Dialogue";
import { SearchField } from "../controls/Field";
import { Notice, Problem } from "../controls/Notice";
import type { PassageView, RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useRooms } from "../main/rooms";
import { matchesWords } from "../people/words";
import { kindWords } from "../rooms/kinds";
import { useBackend, useTask } from "../state/backend";
import css from "./Forward.module.css";

/** As many conversations as are offered at once; the search finds the others. */
const MOST = 8;

type ForwardDialogueProps = { room: RoomSummary; itemId: string; text: string; onClose: () => void };

export function ForwardDialogue({ room, itemId, text, onClose }: ForwardDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const rooms = useRooms();
  const [term, setTerm] = useState("");
  const [passages, setPassages] = useState<ReadonlyMap<string, PassageView>>(new Map());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [sure, setSure] = useState(false);
  const others = rooms.filter((one) => one.id !== room.id);
  const picked = others.filter((one) => chosen.has(one.id));
  const fitting = others.filter((one) => !chosen.has(one.id) && (term.trim() === "" || matchesWords(term, one.name)));
  const warned = picked.filter((one) => passages.get(one.id) !== "free");
  const refused = others.filter((one) => passages.get(one.id) === "closed");

  const toggle = (id: string, on: boolean) => {
    if (!on) {
      setChosen((before) => new Set([...before].filter((one) => one !== id)));
      return;
    }
    void task.run(async () => {
      const passage = await backend.passage(room.id, id);
      setPassages((before) => new Map([...before, [id, passage]]));
      if (passage === "closed") return;
      setSure(false);
      setChosen((before) => new Set([...before, id]));
    });
  };
  const send = async () => {
    if (await task.run(() => backend.forward(room.id, itemId, [...chosen], sure))) onClose();
  };
  const row = (one: RoomSummary) => (
    <li key={one.id} data-testid="forward-room" data-target={one.id}>
      <Checkbox checked={chosen.has(one.id)} onChange={(on) => toggle(one.id, on)}>
        <span className={css.words}>
          <bdi className={css.name}>{one.name}</bdi>
          <span className={css.muted}>{kindWords(t, one)}</span>
        </span>
      </Checkbox>
    </li>
  );
  return (
    <Dialogue
      title={t("forward-title")}
      onClose={onClose}
      data-testid="forward-dialogue"
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button
            look="primary"
            onPress={() => void send()}
            isDisabled={picked.length === 0 || (warned.length > 0 && !sure) || task.busy}
            data-testid="forward-send"
          >
            {t("forward-send", { count: picked.length })}
          </Button>
        </>
      }
    >
      <p className={css.message}>{text}</p>
      <SearchField label={t("forward-search")} labelled autoFocus value={term} onChange={setTerm} data-testid="forward-search" />
      {picked.length > 0 ? (
        <section aria-label={t("forward-chosen", { count: picked.length })}>
          <h3 className={css.heading}>{t("forward-chosen", { count: picked.length })}</h3>
          <ul className={css.list}>{picked.map(row)}</ul>
        </section>
      ) : null}
      <div role="status">
        {refused.map((one) => (
          <Notice key={one.id} look="bad">
            {t("forward-closed", { name: one.name })}
          </Notice>
        ))}
        {warned.map((one) => (
          <Notice key={one.id} look="warning">
            {t(`forward-${passages.get(one.id) ?? "free"}`, { name: one.name })}
          </Notice>
        ))}
      </div>
      {warned.length > 0 ? (
        <Checkbox checked={sure} onChange={setSure} data-testid="forward-sure">
          {t("forward-sure")}
        </Checkbox>
      ) : null}
      <section aria-label={t("forward-offered")}>
        {fitting.length === 0 ? (
          <p role="status" className={css.muted}>
            {t("card-no-room")}
          </p>
        ) : (
          <ul className={css.list}>{fitting.slice(0, MOST).map(row)}</ul>
        )}
      </section>
      <Problem problem={task.problem} />
    </Dialogue>
  );
}
