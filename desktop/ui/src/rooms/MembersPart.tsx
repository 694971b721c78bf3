/** The members of a room, page by page: found by name, with their roles, and what may be done with each. */
import { useEffect, useState } from "react";
import { Button, IconButton } from "../controls/Button";
import { Select } from "../controls/Choice";
import { SearchField } from "../controls/Field";
import { Problem } from "../controls/Notice";
import type { MemberFilter, MembersPage, MemberView, ProblemView, RoomDetails } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";
import { ExternalMark } from "./ExternalMark";
import { MemberMenu } from "./MemberMenu";
import css from "./Rooms.module.css";

const FILTERS: readonly MemberFilter[] = ["everybody", "managing", "external", "invited", "banned"];
const PAUSE_MS = 150;

export function MembersPart({ details }: { details: RoomDetails }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const roomId = details.summary.id;
  const [filter, setFilter] = useState<MemberFilter>("everybody");
  const [term, setTerm] = useState("");
  const [page, setPage] = useState<MembersPage | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [said, setSaid] = useState("");
  const state = [details.member_count, ...details.members.map((one) => `${one.user_id} ${one.role} ${one.invited}`)].join();
  useEffect(
    () =>
      ask(
        () => backend.members(roomId, filter, term, 0),
        (found) => {
          setPage(found);
          setProblem(null);
        },
        setProblem,
        PAUSE_MS,
      ),
    // Whatever changes among the members brings new details, and with them the members anew.
    [backend, roomId, filter, term, state],
  );
  const more = (from: number) =>
    void task.run(async () => {
      const next = await backend.members(roomId, filter, term, from);
      setPage((before) => (before?.next === from ? { ...next, members: [...before.members, ...next.members] } : before));
    });

  return (
    <div className={css.part}>
      <div className={css.line}>
        <SearchField label={t("members-search")} labelled value={term} onChange={setTerm} data-testid="members-search" />
        <Select
          label={t("members-filter")}
          value={filter}
          onChange={setFilter}
          options={FILTERS.map((value) => ({ value, label: t(`members-${value}`) }))}
          data-testid="members-filter"
        />
      </div>
      <p role="status" className={css.status} data-testid="members-status">
        {said !== "" ? said : page === null ? t("details-loading") : t("members-shown", { count: page.members.length, all: page.total })}
      </p>
      <Problem problem={problem ?? task.problem} />
      {page && page.members.length > 0 ? (
        <ul className={css.list} aria-label={t(`members-${filter}`)}>
          {page.members.map((member) => (
            <li key={member.user_id} className={css.row} data-testid="room-member" data-user={member.user_id}>
              <Avatar name={member.name} kind="direct" small external={member.external} />
              <div className={css.words}>
                <p className={css.name}>
                  <bdi>{member.name}</bdi>
                  {member.external ? <ExternalMark /> : null}
                </p>
                <p className={css.muted}>
                  {[member.organisation, roleWords(t, member), member.invited ? t("member-invited") : ""].filter(Boolean).join(" · ")}
                </p>
              </div>
              {filter === "banned" ? (
                details.rights.ban ? (
                  <Button
                    small
                    onPress={() =>
                      void task.run(async () => {
                        await backend.unbanMember(roomId, member.user_id);
                        setPage((before) => before && without(before, member));
                        setSaid(t("member-unbanned", { name: member.name }));
                      })
                    }
                    aria-label={t("member-unban-label", { name: member.name })}
                    data-testid="member-unban"
                  >
                    {t("member-unban")}
                  </Button>
                ) : null
              ) : (
                <MemberMenu
                  details={details}
                  member={member}
                  onDone={setSaid}
                  trigger={
                    <IconButton icon="more" label={t("member-actions", { name: member.name })} data-testid="member-actions" />
                  }
                />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {page?.next != null ? (
        <Button onPress={() => more(page.next ?? 0)} isDisabled={task.busy} data-testid="members-more">
          {t("browse-more")}
        </Button>
      ) : null}
    </div>
  );
}

function without(page: MembersPage, gone: MemberView): MembersPage {
  return { ...page, members: page.members.filter((one) => one !== gone), total: page.total - 1 };
}

function roleWords(t: (id: string) => string, member: MemberView): string {
  return member.role === "member" ? "" : t(`role-${member.role}`);
}
