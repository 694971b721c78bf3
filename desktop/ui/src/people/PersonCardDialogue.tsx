/** A person's card: who they are and where, whether they can be written to, which rooms are shared. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Facts } from "../controls/Facts";
import { Icon } from "../controls/Icon";
import { Notice, Problem } from "../controls/Notice";
import type { PersonCard, ProblemView, RoomSummary } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";
import { useCompare } from "../trust/compare";
import trust from "../trust/Trust.module.css";
import type { BrowseTarget } from "./BrowseDialogue";
import type { CardTarget } from "./card";
import css from "./Card.module.css";
import { RoomPicker } from "./RoomPicker";

type PersonCardDialogueProps = {
  target: CardTarget;
  rooms: RoomSummary[];
  /** The person here comes from outside: they answer conversations of two and begin none. */
  outside: boolean;
  onClose: () => void;
  onOpened: (roomId: string) => void;
  onBrowse: (target: BrowseTarget) => void;
};

export function PersonCardDialogue({ target, rooms, outside, onClose, onOpened, onBrowse }: PersonCardDialogueProps) {
  const { t } = useL10n();
  const { card, problem } = useCard(target);
  return (
    <Dialogue title={card?.name ?? t("card-title")} onClose={onClose} data-testid="person-card">
      {card ? (
        <Card card={card} rooms={rooms} outside={outside} onOpened={onOpened} onBrowse={onBrowse} />
      ) : problem === null ? (
        <p role="status">{t("details-loading")}</p>
      ) : null}
      <Problem problem={problem} />
    </Dialogue>
  );
}

function useCard(target: CardTarget): { card: PersonCard | null; problem: ProblemView | null } {
  const backend = useBackend();
  const [state, setState] = useState<{ card: PersonCard | null; problem: ProblemView | null }>({ card: null, problem: null });
  useEffect(
    () =>
      ask(
        () => ("personId" in target ? backend.personCard(target.personId) : backend.accountCard(target.userId)),
        (card) => setState({ card, problem: null }),
        (problem) => setState({ card: null, problem }),
      ),
    [backend, target],
  );
  return state;
}

/** Why somebody cannot be written to, or may be somebody else than they seem; nothing when all is well. */
function standing(t: L10n["t"], card: PersonCard): { look: "info" | "warning"; words: string } | null {
  const { entry, name } = card;
  if (card.own) return { look: "info", words: t("people-self") };
  if (card.external) return { look: "warning", words: t("card-external", { name }) };
  if (entry === null) return { look: "info", words: t("card-not-listed", { name }) };
  if (entry.reach === "not_yet") return { look: "info", words: t("card-not-yet", { name }) };
  if (entry.reach === "unreachable") return { look: "info", words: t("people-unreachable-explain", { name }) };
  return null;
}

type CardProps = Omit<PersonCardDialogueProps, "target" | "onClose"> & { card: PersonCard };

function Card({ card, rooms, outside, onOpened, onBrowse }: CardProps) {
  const backend = useBackend();
  const { t, date } = useL10n();
  const task = useTask();
  const [said, setSaid] = useState("");
  const [picking, setPicking] = useState(false);
  const [mailed, setMailed] = useState(false);
  const { entry, user_id: userId } = card;
  const reachable = !outside && userId !== null && !card.own && (entry === null || entry.reach === "on_depesha");
  const note = standing(t, card);

  const write = (id: string) =>
    void task.run(async () => {
      onOpened(await backend.startDirect(id));
    });
  const mail = (personId: string) =>
    void task.run(async () => {
      await backend.invitePerson(personId);
      setMailed(true);
      setSaid(t("card-mailed", { name: card.name }));
    });
  const invite = (id: string, room: RoomSummary) =>
    void task.run(async () => {
      await backend.invite(room.id, id);
      setPicking(false);
      setSaid(t("card-invited", { name: card.name, room: room.name }));
    });

  return (
    <>
      <div className={css.head}>
        <Avatar name={card.name} kind="direct" external={card.external} />
        <div className={css.who}>
          {entry && entry.title !== "" ? <p className={css.post}>{entry.title}</p> : null}
          {entry ? <Place entry={entry} onBrowse={onBrowse} /> : card.organisation === "" ? null : <p>{card.organisation}</p>}
        </div>
      </div>
      {note ? <Notice look={note.look}>{note.words}</Notice> : null}
      {card.phone !== "" || card.verified_at_ms !== null ? (
        <Facts>
          {card.phone === "" ? null : (
            <>
              <dt>{t("card-phone")}</dt>
              <dd data-testid="card-phone">{card.phone}</dd>
            </>
          )}
          {card.verified_at_ms === null ? null : (
            <>
              <dt>{t("card-source")}</dt>
              <dd className={css.verified}>
                <Icon name="check" size={18} />
                {t("card-verified", { date: date(card.verified_at_ms) })}
              </dd>
            </>
          )}
        </Facts>
      ) : null}
      <div className={css.actions}>
        {reachable ? (
          <>
            <Button look="primary" autoFocus onPress={() => write(userId)} isDisabled={task.busy} data-testid="card-write">
              {t("card-write")}
            </Button>
            <Button onPress={() => setPicking((shown) => !shown)} aria-expanded={picking} data-testid="card-invite">
              {t("card-invite")}
            </Button>
          </>
        ) : null}
        {entry?.reach === "not_yet" && !card.own ? (
          <Button look="primary" autoFocus onPress={() => mail(entry.person_id)} isDisabled={task.busy || mailed} data-testid="card-mail">
            {t("card-mail")}
          </Button>
        ) : null}
      </div>
      {reachable ? <Identity card={card} userId={userId} /> : null}
      <p role="status" className={said === "" ? css.silent : css.said} data-testid="card-status">
        {said}
      </p>
      <Problem problem={task.problem} />
      {picking && userId !== null ? (
        <RoomPicker
          rooms={rooms.filter((room) => room.kind !== "direct" && (!card.external || room.externals) && !card.shared_rooms.some((one) => one.id === room.id))}
          onChoose={(room) => invite(userId, room)}
        />
      ) : null}
      {card.shared_rooms.length > 0 ? (
        <section>
          <h3 className={css.heading}>{t("card-rooms")}</h3>
          <ul className={css.rooms}>
            {card.shared_rooms.map((room) => (
              <li key={room.id}>
                <Button wide small look="quiet" icon={room.kind === "public" ? "globe" : "lock"} onPress={() => onOpened(room.id)} data-testid="shared-room">
                  {room.name}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

/** Whether the two have compared signs. It says nothing about what the directory knows of the person. */
function Identity({ card, userId }: { card: PersonCard; userId: string }) {
  const { t } = useL10n();
  const compare = useCompare();
  const { name } = card;
  if (card.identity === "none") return null;
  return (
    <section className={trust.identity} data-testid="card-identity" data-identity={card.identity}>
      <h3 className={css.heading}>{t("card-identity")}</h3>
      <p className={card.identity === "compared" ? css.verified : undefined}>
        {card.identity === "compared" ? <Icon name="check" size={18} /> : null}
        {t(`card-identity-${card.identity.replaceAll("_", "-")}`, { name })}
      </p>
      <div className={css.actions}>
        <Button small onPress={() => compare({ userId, name })} data-testid="card-compare">
          {t(card.identity === "not_compared" ? "card-compare" : "identity-compare")}
        </Button>
      </div>
    </section>
  );
}

/** Organisation and units; each part leads to it in the directory. */
function Place({ entry, onBrowse }: { entry: NonNullable<PersonCard["entry"]>; onBrowse: (target: BrowseTarget) => void }) {
  const { t } = useL10n();
  const { organisation, organisation_id: organisationId, unit_path: path } = entry;
  const steps = [{ name: organisation, path: [] as string[] }].concat(
    path.map((name, index) => ({ name, path: path.slice(0, index + 1) })),
  );
  return (
    <nav aria-label={t("card-place")}>
      <ol className={css.place}>
        {steps.map((step) => (
          <li key={step.path.length}>
            <Button
              small
              look="quiet"
              onPress={() => onBrowse({ organisationId, path: step.path })}
              data-testid={step.path.length === 0 ? "card-organisation" : "card-unit"}
            >
              {step.name}
            </Button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
