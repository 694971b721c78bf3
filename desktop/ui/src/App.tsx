/** Which page the person sees: the start pages, the recovery key, the main window, or the end of the session. */
import { useCallback, useEffect, useState } from "react";
import type { ConnectionView, SessionView, StartView, TrustView } from "./ipc/types";
import { useL10n } from "./l10n/L10n";
import { EVERYTHING, type ListView } from "./main/list";
import { MainWindow } from "./main/MainWindow";
import { EnterPage } from "./start/EnterPage";
import { LockedPage } from "./start/LockedPage";
import { PassphrasePage } from "./start/PassphrasePage";
import { RecoveryKeyPage } from "./start/RecoveryKeyPage";
import { SimplePage } from "./start/SimplePage";
import { AppLockProvider } from "./state/appLock";
import { asProblem, useBackend, useWatched } from "./state/backend";
import { Drafts, DraftsContext, useDrafts } from "./state/drafts";
import { Recordings, RecordingsContext, useRecordings } from "./state/recordings";
import { StartFrame } from "./start/StartFrame";
import { Problem } from "./controls/Notice";
import { Button } from "./controls/Button";
import type { ProblemView } from "./ipc/types";

export function App() {
  const backend = useBackend();
  const { t } = useL10n();
  const [start, setFound] = useState<StartView | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  // What was begun, and how one looks at the list, outlives a locked window, and not a session.
  const [drafts, setDrafts] = useState(() => new Drafts(backend));
  const [recordings, setRecordings] = useState(() => new Recordings(backend));
  const [view, setView] = useState<ListView>(EVERYTHING);
  // The page of the recovery key stays until the person says that it is kept, although trust is `ready` by then, and
  // although the window was locked meanwhile.
  const [keyPage, setKeyPage] = useState<KeyPage>("automatic");
  const setStart = useCallback((found: StartView) => {
    if (found.state === "signed_out") {
      setDrafts(new Drafts(backend));
      setRecordings(new Recordings(backend));
      setView(EVERYTHING);
      setKeyPage("automatic");
    }
    setFound(found);
  }, [backend]);

  const look = useCallback(() => {
    backend.start().then((found) => {
      setProblem(null);
      setStart(found);
    }, (error: unknown) => {
      setProblem(asProblem(error));
    });
  }, [backend, setStart]);
  useEffect(look, [look]);

  const leave = useCallback(async () => {
    try {
      await backend.signOut();
    } catch (error) {
      // Whose messages cannot be opened has no session to end: signing in anew makes a new place for them.
      if (asProblem(error).code !== "signed_out") throw error;
    }
    setStart({ state: "signed_out" });
  }, [backend, setStart]);

  const lock = useCallback(() => setStart({ state: "app_locked" }), [setStart]);

  const [justEntered, setJustEntered] = useState(false);
  const enter = useCallback((session: SessionView) => {
    setJustEntered(true);
    setStart({ state: "signed_in", session });
  }, [setStart]);

  if (problem?.code === "open_elsewhere") {
    return (
      <SimplePage
        title={t("elsewhere-title")}
        text={t("elsewhere-text")}
        action={t("try-again")}
        onAction={async () => {
          const found = await backend.start();
          setProblem(null);
          setStart(found);
        }}
      />
    );
  }
  if (problem) {
    return (
      <StartFrame title={t("app-name")}>
        <Problem problem={problem} />
        <Button onPress={look}>{t("try-again")}</Button>
      </StartFrame>
    );
  }
  switch (start?.state) {
    case undefined:
      return (
        <StartFrame title={t("app-name")}>
          <p role="status">{t("loading")}</p>
        </StartFrame>
      );
    case "signed_out":
      return <EnterPage onEntered={enter} />;
    case "needs_passphrase":
      return <PassphrasePage firstTime={start.first_time} onOpened={setStart} />;
    case "keychain_locked":
      return (
        <SimplePage
          title={t("keychain-title")}
          text={t("keychain-text")}
          action={t("try-again")}
          onAction={async () => setStart(await backend.start())}
        />
      );
    case "store_damaged":
      return (
        <SimplePage title={t("damaged-title")} text={t("damaged-text")} action={t("damaged-button")} onAction={leave} />
      );
    case "app_locked":
      return <LockedPage onOpened={setStart} onLeave={leave} />;
    case "signed_in":
      return (
        <AppLockProvider key={start.session.device_id} onLocked={lock} stillHere={recordings.isRunning}>
          <DraftsContext value={drafts}>
            <RecordingsContext value={recordings}>
              <SignedIn
                session={start.session}
                view={view}
                onView={setView}
                justEntered={justEntered}
                keyPage={keyPage}
                onKeyPage={setKeyPage}
                onLeave={leave}
                onStartAnew={async () => setStart(await backend.start())}
              />
            </RecordingsContext>
          </DraftsContext>
        </AppLockProvider>
      );
  }
}

/** How long a person who just signed in waits for the state of their encryption before the window opens anyway. */
const PATIENCE_MS = 8000;

/** The page of the recovery key: opens by itself where there is none yet, is open, or is done with. */
type KeyPage = "automatic" | "open" | "closed";

type SignedInProps = {
  session: SessionView;
  view: ListView;
  onView: (view: ListView) => void;
  justEntered: boolean;
  keyPage: KeyPage;
  onKeyPage: (page: KeyPage) => void;
  onLeave: () => Promise<void>;
  /** The session is over and nothing of it is left here. */
  onStartAnew: () => Promise<void>;
};

function SignedIn({ session, view, onView, justEntered, keyPage, onKeyPage, onLeave, onStartAnew }: SignedInProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const connection = useWatched<ConnectionView>(
    useCallback((listener) => backend.watchConnection(listener), [backend]),
    { state: "connecting" },
  );
  const trust = useWatched<TrustView>(
    useCallback((listener) => backend.watchTrust(listener), [backend]),
    { state: "unknown" },
  );
  const drafts = useDrafts();
  const recordings = useRecordings();
  useEffect(() => {
    // Without them, the conversations open all the same.
    drafts.load().catch(() => undefined);
    recordings.load().catch(() => undefined);
  }, [drafts, recordings]);
  const opens = trust.state === "fresh" && keyPage === "automatic";
  useEffect(() => {
    if (opens) onKeyPage("open");
  }, [opens, onKeyPage]);

  // Straight after signing in the page of the recovery key may follow: the window does not flash up before it.
  const [patient, setPatient] = useState(justEntered);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);

  if (connection.state === "session_ended" || trust.state === "signed_out_for_good") {
    return <SimplePage title={t("over-title")} text={t("over-text")} action={t("ended-button")} onAction={onStartAnew} />;
  }
  if (connection.state === "suspended") {
    return <SimplePage title={t("suspended-title")} text={t("suspended-text")} />;
  }
  if (connection.state === "sign_in_again") {
    return <SimplePage title={t("ended-title")} text={t("ended-text")} action={t("ended-button")} onAction={onLeave} />;
  }
  if (patient && trust.state === "unknown" && connection.state !== "offline") {
    return (
      <StartFrame title={t("app-name")}>
        <p role="status">{t("loading")}</p>
      </StartFrame>
    );
  }
  if (keyPage === "open" || opens) return <RecoveryKeyPage session={session} onDone={() => onKeyPage("closed")} />;
  return (
    <MainWindow
      session={session}
      view={view}
      onView={onView}
      connection={connection}
      trust={trust}
      onMakeKey={() => onKeyPage("open")}
      onLeave={onLeave}
    />
  );
}
