/** What may be done with one member: another role, removing, keeping out. Each asks once and says what it means. */
import { type ReactElement, useState } from "react";
import { Confirm } from "../controls/Dialogue";
import { Menu, type MenuAction } from "../controls/Menu";
import type { MemberView, RoomDetails, RoomRole } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useOpenCard } from "../people/card";
import { useBackend } from "../state/backend";

const ROLES: readonly RoomRole[] = ["member", "moderator", "administrator"];

type Question = { kind: "role"; role: RoomRole } | { kind: "remove" } | { kind: "ban" };

type MemberMenuProps = {
  details: RoomDetails;
  member: MemberView;
  trigger: ReactElement;
  /** Says what has been done. */
  onDone: (words: string) => void;
};

export function MemberMenu({ details, member, trigger, onDone }: MemberMenuProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const openCard = useOpenCard();
  const [question, setQuestion] = useState<Question | null>(null);
  const { name, user_id: userId } = member;
  const { rights, summary } = details;
  const actions: MenuAction[] = [{ id: "card", label: t("member-card"), onAction: () => openCard({ userId }) }];
  if (rights.roles && member.below && !member.external && !member.invited && summary.kind !== "direct") {
    for (const role of ROLES.filter((one) => one !== member.role)) {
      actions.push({ id: role, label: t(`role-make-${role}`), onAction: () => setQuestion({ kind: "role", role }) });
    }
  }
  if (rights.remove && member.below) {
    actions.push({ id: "remove", label: t("member-remove"), danger: true, onAction: () => setQuestion({ kind: "remove" }) });
  }
  if (rights.ban && member.below) {
    actions.push({ id: "ban", label: t("member-ban"), danger: true, onAction: () => setQuestion({ kind: "ban" }) });
  }
  const act = async (now: Question) => {
    if (now.kind === "role") {
      await backend.setRole(summary.id, userId, now.role);
      onDone(t(`role-made-${now.role}`, { name }));
    } else if (now.kind === "remove") {
      await backend.removeMember(summary.id, userId);
      onDone(t("member-removed", { name }));
    } else {
      await backend.banMember(summary.id, userId);
      onDone(t("member-banned", { name }));
    }
  };
  return (
    <>
      <Menu label={t("member-actions", { name })} trigger={trigger} actions={actions} />
      {question ? (
        <Confirm
          title={question.kind === "role" ? t(`role-make-${question.role}`) : t(`member-${question.kind}`)}
          text={question.kind === "role" ? t(`role-${question.role}-explain`, { name }) : t(`member-${question.kind}-explain`, { name })}
          action={question.kind === "role" ? t("role-change") : t(`member-${question.kind}`)}
          look={question.kind === "role" ? "primary" : "danger"}
          onConfirm={() => act(question)}
          onClose={() => setQuestion(null)}
        />
      ) : null}
    </>
  );
}
