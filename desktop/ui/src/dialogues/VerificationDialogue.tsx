/**
 * Two devices of one person, or two people, come to trust each other: ask, then compare seven signs, or have the other side
 * scan a code where it can.
 */
import { useCallback, useEffect, useRef } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { EmojiView, VerificationView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { CodePicture } from "./CodePicture";
import css from "./Verification.module.css";

/** With whom signs are compared. */
export type VerifyWith =
  | { kind: "own" }
  | { kind: "device"; id: string }
  | { kind: "person"; userId: string; name: string }
  /** Another person has asked. */
  | { kind: "asked"; name: string };

/** All other devices of the person here. */
export const OWN_DEVICES: VerifyWith = { kind: "own" };

type VerificationDialogueProps = { verification: VerificationView; partner: VerifyWith; onClose: () => void };

export function VerificationDialogue({ verification, partner, onClose }: VerificationDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const { run } = task;
  const asked = useRef(false);
  const { state } = verification;
  const name = partner.kind === "person" || partner.kind === "asked" ? partner.name : "";
  const start = useCallback((): Promise<void> => {
    if (partner.kind === "person") return backend.verifyPerson(partner.userId);
    return partner.kind === "device" ? backend.verifyDevice(partner.id) : backend.startVerification();
  }, [backend, partner]);

  useEffect(() => {
    // Opened by the person: ask the other devices, once. Opened by a request: it is answered below.
    if (asked.current) return;
    asked.current = true;
    if (state === "idle" || state === "done" || state === "cancelled") void run(start);
  }, [run, start, state]);

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
    <Dialogue title={name === "" ? t("verify-title") : t("verify-person-title", { name })} onClose={close} data-testid="verification-dialogue">
      <div role="status" ref={words} tabIndex={-1} className={css.words} data-testid="verification" data-state={state}>
        {name === "" ? <OwnWords verification={verification} /> : <PersonWords state={state} name={name} />}
        {state === "cancelled" ? <p>{t("verify-cancelled")}</p> : null}
      </div>
      {state === "code" ? <CodePicture code={verification.code} /> : null}
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
        {state === "code" ? (
          <Button onPress={() => void run(() => backend.compareSigns())} data-testid="verify-signs">
            {t("verify-signs")}
          </Button>
        ) : null}
        {state === "scanned" ? (
          <>
            <Button look="primary" onPress={() => void run(() => backend.confirmScan())} data-testid="verify-tick">
              {t("verify-tick")}
            </Button>
            <Button onPress={() => void run(() => backend.cancelVerification())} data-testid="verify-no-tick">
              {t("verify-no-tick")}
            </Button>
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
        {state === "cancelled" && partner.kind !== "asked" ? (
          <Button look="primary" onPress={() => void run(start)}>
            {t("verify-start-again")}
          </Button>
        ) : null}
        {over ? <Button onPress={close}>{t("close")}</Button> : null}
      </div>
    </Dialogue>
  );
}

function OwnWords({ verification }: { verification: VerificationView }) {
  const { t } = useL10n();
  const { state } = verification;
  if (state === "idle" || state === "waiting") return <p>{t("verify-waiting")}</p>;
  if (state === "requested") return <p>{t("verify-requested", { device: verification.device })}</p>;
  if (state === "code") return <p>{t("verify-code")}</p>;
  if (state === "scanned") return <p>{t("verify-scanned")}</p>;
  if (state === "emoji") return <p>{t("verify-emoji")}</p>;
  if (state === "confirmed") return <p>{t("verify-confirmed")}</p>;
  return state === "done" ? <p>{t("verify-done")}</p> : null;
}

function PersonWords({ state, name }: { state: VerificationView["state"]; name: string }) {
  const { t } = useL10n();
  if (state === "idle" || state === "waiting") return <p>{t("verify-person-waiting", { name })}</p>;
  if (state === "requested") return <p>{t("verify-person-requested", { name })}</p>;
  if (state === "code") return <p>{t("verify-person-code", { name })}</p>;
  if (state === "scanned") return <p>{t("verify-person-scanned", { name })}</p>;
  if (state === "emoji") return <p>{t("verify-person-emoji", { name })}</p>;
  if (state === "confirmed") return <p>{t("verify-person-confirmed", { name })}</p>;
  return state === "done" ? <p>{t("verify-person-done", { name })}</p> : null;
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
