/** What else can be sent than words and files, and files in another way. */
import { useState } from "react";
import { IconButton } from "../controls/Button";
import { Menu, type MenuAction } from "../controls/Menu";
import { useL10n } from "../l10n/L10n";
import { PollDialogue } from "./PollDialogue";
import type { Files } from "./useFiles";

export function ComposerMore({ roomId, files }: { roomId: string; files: Files | null }) {
  const { t } = useL10n();
  const [asking, setAsking] = useState(false);
  const setUnchanged = files?.setUnchanged;
  const unchanged: MenuAction[] = setUnchanged
    ? [{ id: "files-unchanged", label: t("files-next"), onAction: () => setUnchanged(true) }]
    : [];
  return (
    <>
      <Menu
        label={t("composer-more")}
        trigger={<IconButton icon="plus" small label={t("composer-more")} data-testid="composer-more" />}
        actions={[{ id: "poll", label: t("poll-new"), onAction: () => setAsking(true) }, ...unchanged]}
      />
      {asking ? <PollDialogue roomId={roomId} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
