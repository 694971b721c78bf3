/** What else can be sent than words and files. */
import { useState } from "react";
import { IconButton } from "../controls/Button";
import { Menu } from "../controls/Menu";
import { useL10n } from "../l10n/L10n";
import { PollDialogue } from "./PollDialogue";

export function ComposerMore({ roomId }: { roomId: string }) {
  const { t } = useL10n();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Menu
        label={t("composer-more")}
        trigger={<IconButton icon="plus" small label={t("composer-more")} data-testid="composer-more" />}
        actions={[{ id: "poll", label: t("poll-new"), onAction: () => setAsking(true) }]}
      />
      {asking ? <PollDialogue roomId={roomId} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
