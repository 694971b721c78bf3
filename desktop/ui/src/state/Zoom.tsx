/** Ctrl and plus, minus or 0 change how large everything is, on every page; and it is said how large it is now. */
import { useEffect, useState } from "react";
import { useL10n } from "../l10n/L10n";
import { usePreferences, ZOOMS } from "./preferences";
import { isPressed } from "./shortcuts";

export function Zoom() {
  const { t } = useL10n();
  const { chosen, choose } = usePreferences();
  const [said, setSaid] = useState("");
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const steps = isPressed(event, "zoom-in") ? 1 : isPressed(event, "zoom-out") ? -1 : 0;
      if (steps === 0 && !isPressed(event, "zoom-usual")) return;
      event.preventDefault();
      const wanted = steps === 0 ? "100" : (ZOOMS[ZOOMS.indexOf(chosen.zoom) + steps] ?? chosen.zoom);
      choose("zoom", wanted);
      setSaid(t("zoom-said", { percent: wanted }));
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [chosen.zoom, choose, t]);
  return (
    <p role="status" className="visually-hidden" data-testid="zoom-said">
      {said}
    </p>
  );
}
