/** A recording without a picture: it begins because somebody has just asked for it. */
import { useEffect, useRef } from "react";

type AudioProps = {
  url: string;
  label: string;
  className: string | undefined;
  tabbable: boolean;
  /** This computer cannot play it. */
  onUnknown: () => void;
  "data-testid": string;
};

export function Audio({ url, label, className, tabbable, onUnknown, "data-testid": testId }: AudioProps) {
  const player = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = player.current;
    // The button that was pressed is gone. Who has gone elsewhere meanwhile stays there.
    if (document.activeElement?.contains(audio)) audio?.focus({ preventScroll: true });
    // A computer that wants another press for it shows the player, which has the button.
    audio?.play().catch(() => undefined);
  }, [url]);
  return (
    <audio
      ref={player}
      controls
      src={url}
      className={className}
      aria-label={label}
      tabIndex={tabbable ? undefined : -1}
      onError={onUnknown}
      data-testid={testId}
    />
  );
}
