/** The lock of the window: after how long it comes by itself, and how one locks at once. */
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { useBackend } from "./backend";

export type AppLock = {
  /** After how many idle minutes; null without a PIN. */
  minutes: number | null;
  lockNow: () => void;
  /** It was set, changed or removed; over when that is known here. */
  look: () => Promise<void>;
};

const AppLockContext = createContext<AppLock | null>(null);

/** How often it is looked whether the time is over: a computer that wakes up locks within that. */
const LOOK_MS = 5000;
const SIGNS_OF_LIFE = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

type AppLockProps = {
  onLocked: () => void;
  /** Whether the person is here without pressing or moving anything. Must stay the same function. */
  stillHere: () => boolean;
  children: ReactNode;
};

export function AppLockProvider({ onLocked, stillHere, children }: AppLockProps) {
  const backend = useBackend();
  const [minutes, setMinutes] = useState<number | null>(null);
  const look = useCallback(
    () =>
      backend.appLock().then(
        (view) => setMinutes(view.idle_minutes),
        () => undefined,
      ),
    [backend],
  );
  useEffect(() => void look(), [look]);
  const lockNow = useCallback(() => {
    backend.lockApp().then(onLocked, () => undefined);
  }, [backend, onLocked]);
  useIdle(minutes, stillHere, lockNow);
  const value = useMemo(() => ({ minutes, lockNow, look }), [minutes, lockNow, look]);
  return <AppLockContext value={value}>{children}</AppLockContext>;
}

export function useAppLock(): AppLock {
  const value = use(AppLockContext);
  if (!value) throw new Error("useAppLock outside of AppLockProvider");
  return value;
}

/** Calls once nothing was pressed or moved for so long. */
function useIdle(minutes: number | null, stillHere: () => boolean, onIdle: () => void): void {
  useEffect(() => {
    if (minutes === null) return;
    let last = Date.now();
    const alive = () => {
      last = Date.now();
    };
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, alive, { capture: true, passive: true });
    const timer = setInterval(() => {
      if (stillHere()) alive();
      if (Date.now() - last >= minutes * 60_000) onIdle();
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, alive, { capture: true });
    };
  }, [minutes, stillHere, onIdle]);
}
