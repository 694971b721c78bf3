/** Starts the interface on the backend that this build is for. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { openBackend } from "./ipc";
import { L10nProvider } from "./l10n/L10n";
import { BackendProvider } from "./state/backend";
import { PreferencesProvider, usePreferences } from "./state/preferences";
import { Zoom } from "./state/Zoom";
import "./styles/tokens.css";
import "./styles/base.css";
import { useEffect } from "react";
import type { Backend } from "./ipc/backend";

function Localised({ backend }: { backend: Backend }) {
  const { locale } = usePreferences().chosen;
  useEffect(() => {
    backend.setLocale(locale).catch(() => undefined);
  }, [backend, locale]);
  return (
    <L10nProvider locale={locale}>
      <App />
      <Zoom />
    </L10nProvider>
  );
}

async function begin(): Promise<void> {
  const { backend, preferences } = await openBackend();
  const environment = await backend.environment().catch(() => null);
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <BackendProvider backend={backend}>
        <PreferencesProvider
          initial={{ ...preferences, systemLocale: environment?.locale ?? null, ...(environment ? { policy: environment.policy } : {}) }}
        >
          <Localised backend={backend} />
        </PreferencesProvider>
      </BackendProvider>
    </StrictMode>,
  );
}

void begin();
