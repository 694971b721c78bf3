/** The people from outside whom the person here answers for: until when, renewing, ending. */
import { useCallback, useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Select } from "../controls/Choice";
import { Confirm, Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { ExternalView, ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import css from "./Rooms.module.css";

const TIMES = ["30", "90", "180"] as const;
type Time = (typeof TIMES)[number];

export function ExternalsDialogue({ onClose }: { onClose: () => void }) {
  const backend = useBackend();
  const { t, date, list } = useL10n();
  const [people, setPeople] = useState<ExternalView[] | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [question, setQuestion] = useState<{ kind: "renew" | "end"; one: ExternalView } | null>(null);
  const [time, setTime] = useState<Time>("90");
  const [said, setSaid] = useState("");
  const load = useCallback(() => ask(() => backend.externals(), setPeople, setProblem), [backend]);
  useEffect(load, [load]);
  const nameOf = (one: ExternalView) => (one.name === "" ? one.email : one.name);

  return (
    <Dialogue title={t("sponsored-title")} onClose={onClose} wide data-testid="externals-dialogue">
      <p>{t("sponsored-text")}</p>
      <Select
        label={t("sponsored-time")}
        value={time}
        onChange={setTime}
        options={TIMES.map((value) => ({ value, label: t(`external-days-${value}`) }))}
      />
      <p role="status" className={css.status} data-testid="externals-status">
        {said !== "" ? said : problem ? "" : people === null ? t("details-loading") : t("sponsored-count", { count: people.length })}
      </p>
      <Problem problem={problem} />
      {people && people.length > 0 ? (
        <ul className={css.list} aria-label={t("sponsored-title")}>
          {people.map((one) => (
            <li key={one.id} className={css.row} data-testid="sponsored" data-state={one.state}>
              <Avatar name={nameOf(one)} kind="direct" small external />
              <div className={css.words}>
                <p className={css.name}>
                  <bdi>{nameOf(one)}</bdi>
                </p>
                {one.name === "" ? null : <p className={css.muted}>{one.email}</p>}
                <p className={one.state === "ended" ? css.bad : css.muted}>
                  {t(`sponsored-${one.state}`, { date: date(one.until_ms) })}
                </p>
                {one.rooms.length > 0 ? <p className={css.muted}>{t("sponsored-rooms", { names: list(one.rooms) })}</p> : null}
              </div>
              <div className={css.actions}>
                <Button small onPress={() => setQuestion({ kind: "renew", one })} aria-label={t("sponsored-renew-label", { name: nameOf(one) })} data-testid="sponsored-renew">
                  {t("sponsored-renew")}
                </Button>
                {one.state === "ended" ? null : (
                  <Button small onPress={() => setQuestion({ kind: "end", one })} aria-label={t("sponsored-end-label", { name: nameOf(one) })} data-testid="sponsored-end">
                    {t("sponsored-end")}
                  </Button>
                )}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {question ? (
        <Confirm
          title={t(`sponsored-${question.kind}-title`, { name: nameOf(question.one) })}
          text={question.kind === "renew" ? t("sponsored-renew-text", { time: t(`external-days-${time}`) }) : t("sponsored-end-text")}
          action={t(`sponsored-${question.kind}`)}
          look={question.kind === "renew" ? "primary" : "danger"}
          onConfirm={async () => {
            if (question.kind === "renew") await backend.renewExternal(question.one.id, Number(time));
            else await backend.endExternal(question.one.id);
            setSaid(t(`sponsored-${question.kind}-done`, { name: nameOf(question.one) }));
            load();
          }}
          onClose={() => setQuestion(null)}
        />
      ) : null}
    </Dialogue>
  );
}
