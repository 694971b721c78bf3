/** Does something when the keys of a shortcut are pressed anywhere in the window. */
import { useEffect } from "react";
import { isPressed, type Shortcut } from "./shortcuts";

/** `act` must stay the same function while it does the same. */
export function useShortcut(names: readonly Shortcut[], act: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!names.some((name) => isPressed(event, name))) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [names, act]);
}
