/** What a room is: name and topic, what newcomers read, opening it to people from outside, a newer version, its members as a file. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Checkbox } from "../controls/Choice";
import { Confirm } from "../controls/Dialogue";
import { Facts } from "../controls/Facts";
import { TextField } from "../controls/Field";
import { Notice, Problem } from "../controls/Notice";
import type { RoomDetails } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { kindWords, themeWords } from "./kinds";
import { PicturePart } from "./PicturePart";
import { Progress } from "./Progress";
import css from "./Rooms.module.css";
import { useProgress } from "./useProgress";

export function AboutPart({ details, onOpened }: { details: RoomDetails; onOpened: (roomId: string) => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const { work, problem, begin } = useProgress();
  const { summary, rights, upgrade } = details;
  const [name, setName] = useState(summary.name);
  const [topic, setTopic] = useState(details.topic);
  const [earlier, setEarlier] = useState(details.earlier_for_all);
  const [question, setQuestion] = useState<"open" | "upgrade" | null>(null);
  const [said, setSaid] = useState("");
  const changed =
    (rights.name && name.trim() !== summary.name) ||
    (rights.topic && topic.trim() !== details.topic) ||
    (rights.history && earlier !== details.earlier_for_all);

  const save = () =>
    void task.run(async () => {
      if (rights.name && name.trim() !== "" && name.trim() !== summary.name) await backend.setRoomName(summary.id, name.trim());
      if (rights.topic && topic.trim() !== details.topic) await backend.setRoomTopic(summary.id, topic.trim());
      if (rights.history && earlier !== details.earlier_for_all) await backend.setEarlierForAll(summary.id, earlier);
      setSaid(t("about-saved"));
    });
  const saveList = () =>
    void task.run(async () => {
      const columns = ["name", "organisation", "account", "role", "external", "state"].map((one) => t(`column-${one}`));
      const words = {
        columns,
        member: t("role-member"),
        moderator: t("role-moderator"),
        administrator: t("role-administrator"),
        external: t("external-mark"),
        invited: t("member-invited"),
        joined: t("member-there"),
      };
      if (await backend.saveMemberList(summary.id, words)) setSaid(t("about-list-saved"));
    });

  return (
    <div className={css.part}>
      <Facts>
        <dt>{t("about-kind")}</dt>
        <dd>{kindWords(t, summary)}</dd>
        {details.restricted ? (
          <>
            <dt>{t("about-label")}</dt>
            <dd>{t("about-restricted")}</dd>
          </>
        ) : null}
        {details.theme ? (
          <>
            <dt>{t("room-theme")}</dt>
            <dd>{themeWords(t, details.theme)}</dd>
          </>
        ) : null}
      </Facts>
      {rights.picture ? <PicturePart room={summary} /> : null}
      {rights.name ? (
        <TextField label={t("room-name")} value={name} onChange={setName} maxLength={120} required error={name.trim() === "" ? t("required") : undefined} data-testid="about-name" />
      ) : null}
      {rights.topic ? (
        <TextField label={t("details-topic")} value={topic} onChange={setTopic} maxLength={400} lines={2} data-testid="about-topic" />
      ) : null}
      {rights.history ? (
        <>
          <Checkbox checked={earlier} onChange={setEarlier} data-testid="about-earlier">
            {t("about-earlier")}
          </Checkbox>
          <p className={css.muted}>{t("about-earlier-text")}</p>
        </>
      ) : null}
      <div className={css.actions}>
        {rights.name || rights.topic || rights.history ? (
          <Button look="primary" onPress={save} isDisabled={task.busy || !changed || name.trim() === ""} data-testid="about-save">
            {t("about-save")}
          </Button>
        ) : null}
        <Button onPress={saveList} isDisabled={task.busy} data-testid="about-list">
          {t("about-list")}
        </Button>
        {rights.open ? (
          <Button onPress={() => setQuestion("open")} data-testid="about-open">
            {t("about-open")}
          </Button>
        ) : null}
        {upgrade && work === null ? (
          <Button onPress={() => setQuestion("upgrade")} data-testid="about-upgrade">
            {t("about-upgrade")}
          </Button>
        ) : null}
      </div>
      <p role="status" className={css.status} data-testid="about-status">
        {said}
      </p>
      <Problem problem={problem ?? task.problem} />
      <Progress work={work} />
      {work?.state === "done" ? (
        <Button look="primary" onPress={() => onOpened(work.room)} data-testid="about-new-room">
          {t("successor-open")}
        </Button>
      ) : null}
      {details.restricted ? <Notice>{t("invite-never-open")}</Notice> : null}
      {question === "open" ? (
        <Confirm
          title={t("about-open-title")}
          text={t("about-open-text")}
          action={t("about-open")}
          onConfirm={async () => {
            await backend.openToExternals(summary.id);
            setSaid(t("about-opened"));
          }}
          onClose={() => setQuestion(null)}
        />
      ) : null}
      {question === "upgrade" && upgrade ? (
        <Confirm
          title={t("about-upgrade-title")}
          text={t("about-upgrade-text", { from: upgrade.from, to: upgrade.to })}
          action={t("about-upgrade")}
          look="primary"
          onConfirm={() => {
            begin((listener) => backend.upgradeRoom(summary.id, listener));
            return Promise.resolve();
          }}
          onClose={() => setQuestion(null)}
        />
      ) : null}
    </div>
  );
}
