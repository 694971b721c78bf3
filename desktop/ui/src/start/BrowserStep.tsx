/** Signing in through an identity provider: the person is in the system's browser, and this page waits for them. */
import { useCallback, useEffect, useRef } from "react";
import { Button } from "../controls/Button";
import { Notice, Problem } from "../controls/Notice";
import type { ProviderView, SessionView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import { StartFrame } from "./StartFrame";
import css from "./StartFrame.module.css";

type BrowserStepProps = {
  email: string;
  provider: ProviderView;
  onBack: () => void;
  onEntered: (session: SessionView) => void;
};

export function BrowserStep({ email, provider, onBack, onEntered }: BrowserStepProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const { run, busy, problem } = useTask();
  const begun = useRef(false);
  const begin = useCallback(
    () =>
      void run(async () => {
        onEntered(await backend.signInWithProvider(email, provider.id));
      }),
    [run, backend, email, provider.id, onEntered],
  );
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    begin();
  }, [begin]);
  const stop = () => {
    // Nobody waits any more, whether or not the core still does.
    backend.giveUpSignIn().catch(() => undefined);
    onBack();
  };
  return (
    <StartFrame title={t(problem ? "sign-in-title" : "browser-title")}>
      {problem ? null : <p>{t("browser-text", { provider: provider.name })}</p>}
      {busy ? <Notice>{t("browser-refused")}</Notice> : null}
      <Problem problem={problem} />
      <div className={css.actions}>
        {problem ? (
          <Button look="primary" onPress={begin} data-testid="browser-again">
            {t("browser-again")}
          </Button>
        ) : null}
        <Button onPress={stop} data-testid="browser-cancel">
          {t("browser-cancel")}
        </Button>
      </div>
    </StartFrame>
  );
}
