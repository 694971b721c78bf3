/** Two devices of one person come to trust each other: ask, compare seven signs, done. */
import { useEffect, useRef } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { EmojiView, VerificationView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "./Verification.module.css";

type VerificationDialogueProps = { verification: VerificationView; onClose: () => void };

export function VerificationDialogue({ verification, onClose }: VerificationDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const { run } = task;
  const asked = useRef(false);
  const { state } = verification;

  useEffect(() => {
    // Opened by the person: ask the other devices, once. Opened by a request: it is answered below.
    if (asked.current) return;
    asked.current = true;
    if (state === "idle" || state === "done" || state === "cancelled") void run(() => backend.startVerification());
  }, [backend, run, state]);

  const words = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that was pressed is gone after each step: without this the keyboard would be outside of the dialogue.
    if (document.activeElement === document.body) words.current?.focus();
  }, [state]);

  const over = state === "done" || state === "cancelled";
  const close = () => {
    if (!over && state !== "idle") backend.cancelVerification().catch(() => undefined);
    onClose();
  };

  return (
    <Dialogue title={t("verify-title")} onClose={close} data-testid="verification-dialogue">
      <div role="status" ref={words} tabIndex={-1} className={css.words} data-testid="verification" data-state={state}>
        {state === "idle" || state === "waiting" ? <p>{t("verify-waiting")}</p> : null}
        {state === "requested" ? <p>{t("verify-requested", { device: verification.device })}</p> : null}
        {state === "emoji" ? <p>{t("verify-emoji")}</p> : null}
        {state === "confirmed" ? <p>{t("verify-confirmed")}</p> : null}
        {state === "done" ? <p>{t("verify-done")}</p> : null}
        {state === "cancelled" ? <p>{t("verify-cancelled")}</p> : null}
      </div>
      {state === "emoji" ? <Signs emoji={verification.emoji} /> : null}
      <Problem problem={task.problem} />
      <div className={css.actions}>
        {state === "requested" ? (
          <>
            <Button look="primary" autoFocus onPress={() => void run(() => backend.acceptVerification())} data-testid="verify-accept">
              {t("verify-accept")}
            </Button>
            <Button onPress={close}>{t("cancel")}</Button>
          </>
        ) : null}
        {state === "emoji" ? (
          <>
            <Button look="primary" onPress={() => void run(() => backend.confirmEmoji())} data-testid="verify-same">
              {t("verify-same")}
            </Button>
            <Button onPress={() => void run(() => backend.rejectEmoji())} data-testid="verify-differ">
              {t("verify-differ")}
            </Button>
          </>
        ) : null}
        {state === "cancelled" ? (
          <Button look="primary" onPress={() => void run(() => backend.startVerification())}>
            {t("verify-start-again")}
          </Button>
        ) : null}
        {over ? <Button onPress={close}>{t("close")}</Button> : null}
      </div>
    </Dialogue>
  );
}

function Signs({ emoji }: { emoji: EmojiView[] }) {
  const { t } = useL10n();
  return (
    <ol className={css.signs} aria-label={t("verify-emoji-list")}>
      {emoji.map((sign, index) => (
        <li key={index} className={css.sign}>
          <span className={css.symbol} aria-hidden="true">
            {sign.symbol}
          </span>
          {t(`sign-${sign.name.toLowerCase().replaceAll(" ", "-")}`)}
        </li>
      ))}
    </ol>
  );
}
