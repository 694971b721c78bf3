/**
 * Makes the recovery key and shows it until the person says that it is kept. The key lives in this component and in the shell:
 * after a lock of the window the shell answers with the same key.
 */
import { useEffect, useRef, useState } from "react";
import { Button } from "../controls/Button";
import { Checkbox } from "../controls/Choice";
import { Notice, Problem } from "../controls/Notice";
import type { SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { StartFrame } from "./StartFrame";
import css from "./StartFrame.module.css";

export function RecoveryKeyPage({ session, onDone }: { session: SessionView; onDone: () => void }) {
  const backend = useBackend();
  const { t, date } = useL10n();
  const [today] = useState(() => date(Date.now()));
  const making = useTask();
  const saving = useTask();
  const [key, setKey] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const [kept, setKept] = useState(false);
  const asked = useRef(false);
  const { run } = making;

  const make = () =>
    void run(async () => {
      const made = await backend.createRecoveryKey();
      setKey(made.key);
    });
  useEffect(() => {
    // Ask once, also when React mounts twice.
    if (asked.current) return;
    asked.current = true;
    void run(async () => {
      const made = await backend.createRecoveryKey();
      setKey(made.key);
    });
  }, [backend, run]);

  const finish = () => {
    setKey(null);
    backend.forgetRecoveryKey().catch(() => undefined);
    onDone();
  };

  return (
    <StartFrame title={t("recovery-title")}>
      <p>{t("recovery-text")}</p>
      {key === null ? (
        <>
          <p role="status">{making.busy ? t("recovery-working") : ""}</p>
          <Problem problem={making.problem} />
          {making.problem ? (
            <div className={css.actions}>
              <Button look="primary" onPress={make}>
                {t("try-again")}
              </Button>
              <Button onPress={onDone}>{t("recovery-later")}</Button>
            </div>
          ) : null}
        </>
      ) : (
        <>
          <section aria-label={t("recovery-key-label")}>
            <p className={css.key} data-testid="recovery-key">
              {key}
            </p>
          </section>
          <div className={css.onlyPrint}>
            <p>{t("recovery-sheet-whose", { name: session.name, address: session.user_id, date: today })}</p>
            <p>{t("recovery-sheet-use")}</p>
            <p>{t("recovery-sheet-keep")}</p>
          </div>
          <div className={css.noPrint}>
            <Notice look="warning">{t("recovery-once")}</Notice>
          </div>
          <div className={`${css.actions} ${css.noPrint}`}>
            <Button
              onPress={() =>
                void saving.run(async () => {
                  if (await backend.saveRecoveryKey()) setSaved(true);
                })
              }
              data-testid="recovery-save"
            >
              {t("recovery-save")}
            </Button>
            <Button onPress={() => window.print()} data-testid="recovery-print">
              {t("recovery-print")}
            </Button>
          </div>
          <p role="status" className={saved ? "" : "visually-hidden"}>
            {saved ? t("recovery-saved") : ""}
          </p>
          <Problem problem={saving.problem} />
          <div className={`${css.apart} ${css.noPrint}`}>
            <Checkbox checked={kept} onChange={setKept} data-testid="recovery-kept">
              {t("recovery-kept")}
            </Checkbox>
            <Button look="primary" isDisabled={!kept} onPress={finish} data-testid="recovery-continue">
              {t("continue")}
            </Button>
          </div>
        </>
      )}
    </StartFrame>
  );
}
