/** The lines at the top of the window: what is wrong with the connection, and moves. */
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import type { ConnectionView, MoveView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "./Lines.module.css";

export function ConnectionLine({ connection }: { connection: ConnectionView }) {
  const { t } = useL10n();
  const text =
    connection.state === "connecting"
      ? t("connection-connecting")
      : connection.state === "offline"
        ? t(`connection-offline-${connection.cause}`)
        : "";
  return (
    <div role="status" data-testid="connection" data-state={connection.state}>
      {text === "" ? null : (
        <p className={`${css.line} ${connection.state === "offline" ? css.warning : css.calm}`}>
          <Icon name={connection.state === "offline" ? "warning" : "clock"} />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}

export function MoveLine({ move, onExplain }: { move: MoveView; onExplain: () => void }) {
  const { t, date } = useL10n();
  if (move.state === "stays") return null;
  const { organisation } = move;
  return (
    <div className={`${css.line} ${css.action}`} data-testid="move" data-state={move.state}>
      <Icon name="info" />
      <p>
        {move.state === "moved"
          ? t("move-moved", { organisation, date: date(move.until_ms) })
          : t("move-announced", { organisation })}
      </p>
      <Button small look="primary" onPress={onExplain} data-testid="move-explain">
        {t("move-explain")}
      </Button>
    </div>
  );
}
