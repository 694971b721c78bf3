/** Somebody in this conversation has another identity than before: said here, once, until the person has answered. */
import { useCallback } from "react";
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import { Problem } from "../controls/Notice";
import type { IdentityChangeView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "../main/Lines.module.css";
import { useBackend, useTask, useWatched } from "../state/backend";
import { useCompare } from "./compare";

const NOBODY: IdentityChangeView[] = [];

export function IdentityLine({ roomId }: { roomId: string }) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const compare = useCompare();
  const changes = useWatched<IdentityChangeView[]>(
    useCallback((listener) => backend.watchIdentityChanges(roomId, listener), [backend, roomId]),
    NOBODY,
  );
  const [change] = changes;
  if (!change) return null;
  const { name, user_id: userId } = change;
  return (
    <div role="status" data-testid="identity-line" data-user={userId}>
      <div className={`${css.line} ${css.warning}`}>
        <Icon name="warning" />
        <p>{t(change.was_compared ? "identity-changed-compared" : "identity-changed", { name })}</p>
        <div className={css.buttons}>
          <Button small look="primary" onPress={() => compare({ userId, name })} data-testid="identity-compare">
            {t("identity-compare")}
          </Button>
          <Button
            small
            isDisabled={task.busy}
            onPress={() => void task.run(() => backend.acceptIdentity(userId))}
            data-testid="identity-accept"
          >
            {t("identity-accept")}
          </Button>
        </div>
      </div>
      <Problem problem={task.problem} />
    </div>
  );
}
