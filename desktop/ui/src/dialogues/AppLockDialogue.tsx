/** Locking the window with a PIN: setting it, changing it or the time, removing it. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Select } from "../controls/Choice";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Notice, Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { useAppLock } from "../state/appLock";
import { useBackend, useTask } from "../state/backend";
import { usePreferences } from "../state/preferences";
import css from "../settings/Settings.module.css";

const MINUTES = ["5", "15", "30", "60"];

export function AppLockDialogue({ onClose }: { onClose: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const lock = useAppLock();
  const task = useTask();
  const isSet = lock.minutes !== null;
  const longest = usePreferences().policy.locked.app_lock_minutes;
  const possible = longest === null ? MINUTES : MINUTES.filter((one) => Number(one) <= longest);
  const times = possible.length > 0 ? possible : [String(longest)];
  const [minutes, setMinutes] = useState<string>(
    times.find((one) => Number(one) === lock.minutes) ?? times.find((one) => one === "15") ?? times.at(-1) ?? "15",
  );
  const [current, setCurrent] = useState("");
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [wrong, setWrong] = useState<"current" | "pin" | "again" | null>(null);
  const finish = (work: () => Promise<void>) =>
    void task.run(async () => {
      await work();
      await lock.look();
      onClose();
    });
  const save = () => {
    const found = isSet && current === "" ? "current" : !isSet && pin === "" ? "pin" : pin !== again ? "again" : null;
    setWrong(found);
    if (found === null) {
      finish(() => backend.setAppLock(isSet ? current : null, pin === "" ? null : pin, Number(minutes)));
    }
  };
  const remove = () => {
    setWrong(current === "" ? "current" : null);
    if (current !== "") finish(() => backend.removeAppLock(current));
  };
  return (
    <Dialogue title={t("lock-title")} onClose={onClose} data-testid="lock-dialogue">
      <p>{t("lock-text")}</p>
      {isSet ? <Notice look="good">{t("lock-is-set", { minutes: lock.minutes ?? 0 })}</Notice> : null}
      <Form className={css.part} onSubmit={save}>
        {isSet ? (
          <TextField
            label={t("lock-current")}
            type="password"
            value={current}
            onChange={setCurrent}
            error={wrong === "current" ? t("required") : undefined}
            autoComplete="off"
            autoFocus
            required
            data-testid="lock-current"
          />
        ) : null}
        <TextField
          label={t(isSet ? "lock-new" : "lock-pin")}
          type="password"
          value={pin}
          onChange={setPin}
          help={t(isSet ? "lock-new-help" : "lock-help")}
          error={wrong === "pin" ? t("required") : undefined}
          autoComplete="off"
          autoFocus={!isSet}
          required={!isSet}
          data-testid="lock-pin"
        />
        <TextField
          label={t("lock-again")}
          type="password"
          value={again}
          onChange={setAgain}
          error={wrong === "again" ? t("lock-differ") : undefined}
          autoComplete="off"
          required={!isSet}
          data-testid="lock-again"
        />
        <Select
          label={t("lock-after")}
          value={minutes}
          onChange={setMinutes}
          options={times.map((value) => ({ value, label: t("lock-minutes", { minutes: Number(value) }) }))}
        />
        {longest === null ? null : <p className={css.muted}>{t("lock-longest", { minutes: longest })}</p>}
        <Problem problem={task.problem} />
        <div className={css.actions}>
          <Button type="submit" look="primary" isDisabled={task.busy} data-testid="lock-save">
            {t(isSet ? "lock-save" : "lock-set")}
          </Button>
          {isSet ? (
            <Button onPress={remove} isDisabled={task.busy} data-testid="lock-remove">
              {t("lock-remove")}
            </Button>
          ) : null}
        </div>
      </Form>
    </Dialogue>
  );
}
