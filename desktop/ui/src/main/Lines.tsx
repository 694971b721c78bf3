/** The lines at the top of the window: what is wrong with the connection, what this device still needs. */
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import type { ConnectionView, MoveView, TrustView } from "../ipc/types";
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

type TrustLineProps = { trust: TrustView; onEnterKey: () => void; onConfirm: () => void; onMakeKey: () => void };

export function TrustLine({ trust, onEnterKey, onConfirm, onMakeKey }: TrustLineProps) {
  const { t } = useL10n();
  if (trust.state === "needs_recovery") {
    return (
      <div className={`${css.line} ${css.action}`} data-testid="trust">
        <Icon name="shield" />
        <p>{t("trust-needs-recovery")}</p>
        <div className={css.buttons}>
          <Button small look="primary" onPress={onEnterKey} data-testid="trust-enter-key">
            {t("trust-enter-key")}
          </Button>
          <Button small onPress={onConfirm} data-testid="trust-confirm-device">
            {t("trust-confirm-device")}
          </Button>
        </div>
      </div>
    );
  }
  if (trust.state === "fresh") {
    return (
      <div className={`${css.line} ${css.action}`} data-testid="trust">
        <Icon name="shield" />
        <p>{t("trust-fresh")}</p>
        <Button small look="primary" onPress={onMakeKey}>
          {t("trust-create")}
        </Button>
      </div>
    );
  }
  return null;
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
