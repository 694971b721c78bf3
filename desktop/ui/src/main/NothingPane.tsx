/** What stands in the middle while no conversation is chosen. */
import { Button } from "../controls/Button";
import type { SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Emblem } from "../start/Emblem";
import type { DialogueName } from "./MainWindow";
import css from "./Pane.module.css";

type NothingPaneProps = { session: SessionView; empty: boolean; onDialogue: (dialogue: DialogueName) => void };

export function NothingPane({ session, empty, onDialogue }: NothingPaneProps) {
  const { t } = useL10n();
  return (
    <div className={css.pane}>
      <Emblem size={64} />
      <h1>{empty ? t("empty-title", { name: session.name }) : t("nothing-title")}</h1>
      {session.external ? (
        <p>{t("nothing-external")}</p>
      ) : (
        <>
          <p>{t(empty ? "empty-text" : "nothing-text")}</p>
          <div className={css.actions}>
            <Button look="primary" onPress={() => onDialogue("write")}>
              {t("new-message")}
            </Button>
            {empty ? <Button onPress={() => onDialogue("directory")}>{t("public-rooms")}</Button> : null}
          </div>
        </>
      )}
    </div>
  );
}
