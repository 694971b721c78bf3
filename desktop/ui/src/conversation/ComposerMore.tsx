/** What else can be sent than words and files, and words and files in another way. */
import { useState } from "react";
import { IconButton } from "../controls/Button";
import { Menu, type MenuAction } from "../controls/Menu";
import { useL10n } from "../l10n/L10n";
import { PollDialogue } from "./PollDialogue";
import type { Files } from "./useFiles";

type ComposerMoreProps = {
  roomId: string;
  /** The message with which the thread begins that is written in: polls stand in conversations alone. */
  thread: string | null;
  files: Files;
  /** Plans what is written for later; none where that makes no sense. */
  onLater: (() => void) | null;
};

export function ComposerMore({ roomId, thread, files, onLater }: ComposerMoreProps) {
  const { t } = useL10n();
  const [asking, setAsking] = useState(false);
  const { setUnchanged } = files;
  const poll: MenuAction[] = thread === null ? [{ id: "poll", label: t("poll-new"), onAction: () => setAsking(true) }] : [];
  const unchanged: MenuAction[] = setUnchanged
    ? [{ id: "files-unchanged", label: t("files-next"), onAction: () => setUnchanged(true) }]
    : [];
  const later: MenuAction[] = onLater ? [{ id: "later", label: t("later-open"), onAction: onLater }] : [];
  const actions = [...later, ...poll, ...unchanged];
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
