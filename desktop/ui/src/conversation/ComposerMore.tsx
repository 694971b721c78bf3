/** What else can be sent than words and files, and words in another way. */
import { useState } from "react";
import { IconButton } from "../controls/Button";
import { Menu, type MenuAction } from "../controls/Menu";
import { useL10n } from "../l10n/L10n";
import { PollDialogue } from "./PollDialogue";

type ComposerMoreProps = {
  roomId: string;
  /** The message with which the thread begins that is written in: polls stand in conversations alone. */
  thread: string | null;
  /** Plans what is written for later; none where that makes no sense. */
  onLater: (() => void) | null;
};

export function ComposerMore({ roomId, thread, onLater }: ComposerMoreProps) {
  const { t } = useL10n();
  const [asking, setAsking] = useState(false);
  const poll: MenuAction[] = thread === null ? [{ id: "poll", label: t("poll-new"), onAction: () => setAsking(true) }] : [];
  const later: MenuAction[] = onLater ? [{ id: "later", label: t("later-open"), onAction: onLater }] : [];
  const actions = [...later, ...poll];
  if (actions.length === 0) return null;
  return (
    <>
      <Menu
        label={t("composer-more")}
        trigger={<IconButton icon="plus" small label={t("composer-more")} data-testid="composer-more" />}
        actions={actions}
      />
      {asking ? <PollDialogue roomId={roomId} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
