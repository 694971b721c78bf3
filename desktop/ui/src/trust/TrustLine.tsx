/** The state of the account's trust at the top of the window: one line and one action. */
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import type { TrustView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "../main/Lines.module.css";
import { TRUST_LINES, type TrustAction } from "./line";

type TrustLineProps = { trust: TrustView; onAction: (action: TrustAction) => void };

export function TrustLine({ trust, onAction }: TrustLineProps) {
  const { t } = useL10n();
  const line = TRUST_LINES[trust.state];
  if (line === null) return null;
  return (
    <div
      className={`${css.line} ${trust.state === "identity_changed" ? css.warning : css.action}`}
      data-testid="trust"
      data-state={trust.state}
    >
      <Icon name={trust.state === "identity_changed" ? "warning" : "shield"} />
      <p>{t(line.words)}</p>
      <Button small look="primary" onPress={() => onAction(line.action)} data-testid="trust-action">
        {t(line.label)}
      </Button>
    </div>
  );
}
