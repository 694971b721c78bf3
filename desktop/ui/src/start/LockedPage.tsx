/** The locked window: the PIN opens it; who has forgotten it signs out and in again. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Confirm } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Problem } from "../controls/Notice";
import type { StartView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { StartFrame } from "./StartFrame";
import css from "./StartFrame.module.css";

type LockedPageProps = { onOpened: (start: StartView) => void; onLeave: () => Promise<void> };

export function LockedPage({ onOpened, onLeave }: LockedPageProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [pin, setPin] = useState("");
  const [missing, setMissing] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const submit = () => {
    setMissing(pin === "");
    if (pin === "") return;
    void task.run(async () => {
      setPin("");
      onOpened(await backend.unlockApp(pin));
    });
  };
  return (
    <StartFrame title={t("locked-title")}>
      <p>{t("locked-text")}</p>
      <Form className={css.form} onSubmit={submit}>
        <TextField
          label={t("lock-pin")}
          type="password"
          value={pin}
          onChange={setPin}
          error={missing ? t("required") : undefined}
          autoComplete="off"
          autoFocus
          required
          data-testid="locked-pin"
        />
        <Problem problem={task.problem} />
        <Button type="submit" look="primary" isDisabled={task.busy} data-testid="locked-open">
          {t("locked-open")}
        </Button>
        <Button look="quiet" onPress={() => setLeaving(true)} data-testid="locked-forgotten">
          {t("locked-forgotten")}
        </Button>
      </Form>
      {leaving ? (
        <Confirm
          title={t("locked-forgotten")}
          text={t("locked-forgotten-text")}
          action={t("sign-out")}
          onConfirm={onLeave}
          onClose={() => setLeaving(false)}
        />
      ) : null}
    </StartFrame>
  );
}
