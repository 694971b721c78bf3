/** A new room: its name, of which kind it is (each says in a sentence who can read it), and whom to invite. */
import { useState } from "react";
import { Button, IconButton } from "../controls/Button";
import { Checkbox, RadioChoice, Select } from "../controls/Choice";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Problem } from "../controls/Notice";
import type { PersonView, RoomOptions, RoomTheme, SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { THEMES, themeWords } from "../rooms/kinds";
import { useBackend, useTask } from "../state/backend";
import css from "./People.module.css";
import { PeopleSearch } from "./PeopleSearch";
import { reachWords } from "./reach";

const KINDS = ["private", "externals", "public", "announcement"] as const;
type Kind = (typeof KINDS)[number];
const AUDIENCES = ["invited", "everybody"] as const;
type Audience = (typeof AUDIENCES)[number];
type NewRoomDialogueProps = { session: SessionView; onClose: () => void; onOpened: (roomId: string) => void };

export function NewRoomDialogue({ session, onClose, onOpened }: NewRoomDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [name, setName] = useState("");
  const [topic, setTopic] = useState("");
  const [kind, setKind] = useState<Kind>("private");
  const [audience, setAudience] = useState<Audience>("invited");
  const [restricted, setRestricted] = useState(false);
  const [theme, setTheme] = useState<RoomTheme | "none">("none");
  const [chosen, setChosen] = useState<PersonView[]>([]);
  const [picking, setPicking] = useState(false);
  const [message, setMessage] = useState("");
  const [missing, setMissing] = useState(false);
  const isPublic = kind === "public" || (kind === "announcement" && audience === "everybody");
  const mayBeRestricted = !isPublic && kind !== "externals";

  const choose = (person: PersonView) => {
    if (person.user_id === session.user_id) {
      setMessage(t("people-self"));
    } else if (person.reach !== "on_depesha") {
      setMessage(reachWords(t, person));
    } else if (!chosen.some((one) => one.person_id === person.person_id)) {
      setChosen([...chosen, person]);
      setMessage(t("people-invited", { name: person.name }));
    }
  };
  const create = () => {
    setMissing(name.trim() === "");
    if (name.trim() === "") return;
    void task.run(async () => {
      const invite = chosen.flatMap((person) => (person.user_id === null ? [] : [person.user_id]));
      const options: RoomOptions = {
        externals: kind === "externals",
        announcement: kind === "announcement",
        restricted: mayBeRestricted && restricted,
        theme: isPublic && theme !== "none" ? theme : null,
      };
      const room = { name: name.trim(), topic: topic.trim(), kind: isPublic ? "public" : "private", invite } as const;
      onOpened(await backend.createRoom(room, options));
    });
  };

  return (
    <Dialogue
      title={t("room-title")}
      onClose={onClose}
      wide
      data-testid="new-room-dialogue"
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button look="primary" onPress={create} isDisabled={task.busy} data-testid="room-create">
            {t(task.busy ? "room-creating" : "room-create")}
          </Button>
        </>
      }
    >
      <Form className={css.search} onSubmit={create}>
        <TextField
          label={t("room-name")}
          value={name}
          onChange={setName}
          error={missing ? t("required") : undefined}
          maxLength={120}
          autoFocus
          required
          data-testid="room-name"
        />
        <TextField label={t("room-topic")} value={topic} onChange={setTopic} maxLength={400} data-testid="room-topic" />
        <RadioChoice
          label={t("room-kind")}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`room-${value}`), explain: t(`room-${value}-explain`) }))}
        />
        {kind === "announcement" ? (
          <RadioChoice
            label={t("room-audience")}
            value={audience}
            onChange={setAudience}
            options={AUDIENCES.map((value) => ({ value, label: t(`room-audience-${value}`), explain: t(`room-audience-${value}-explain`) }))}
          />
        ) : null}
        {mayBeRestricted ? (
          <Checkbox checked={restricted} onChange={setRestricted} data-testid="room-restricted">
            {t("room-restricted")}
          </Checkbox>
        ) : null}
        {isPublic ? (
          <Select
            label={t("room-theme")}
            value={theme}
            onChange={setTheme}
            options={[
              { value: "none", label: t("theme-none") },
              ...THEMES.map((value) => ({ value, label: themeWords(t, value) })),
            ]}
            data-testid="room-theme"
          />
        ) : null}
      </Form>
      {kind === "externals" ? <p className={css.muted}>{t("room-externals-later")}</p> : null}
      {chosen.length > 0 ? (
        <section className={css.search} aria-label={t("room-chosen")}>
          <h3 className={css.label}>{t("room-chosen")}</h3>
          <ul className={css.chosen}>
            {chosen.map((person) => (
              <li key={person.person_id} className={css.tag}>
                <span>
                  <bdi>{person.name}</bdi>, {person.organisation}
                </span>
                <IconButton
                  icon="close"
                  small
                  label={t("room-remove", { name: person.name })}
                  onPress={() => setChosen(chosen.filter((one) => one !== person))}
                />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {picking ? (
        <PeopleSearch
          onChoose={choose}
          message={message}
          marked={new Map(chosen.map((person) => [person.user_id ?? "", t("member-invited")]))}
        />
      ) : (
        <Button icon="plus" onPress={() => setPicking(true)} data-testid="room-invite">
          {t("room-invite")}
        </Button>
      )}
      <Problem problem={task.problem} />
    </Dialogue>
  );
}
