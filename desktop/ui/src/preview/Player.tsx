/** A recording without a picture, played where it stands: it begins because somebody has just asked for it. */
import { useEffect, useRef, useState } from "react";
import { Problem } from "../controls/Notice";
import type { FileView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { CannotShow } from "./CannotShow";
import { fileTitle } from "./look";
import css from "./Preview.module.css";
import { isRecording, useBytes } from "./useBytes";

export function Player({ file, tabbable }: { file: FileView; tabbable: boolean }) {
  const { t } = useL10n();
  const bytes = useBytes(file.handle, isRecording);
  const [unknown, setUnknown] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const player = useRef<HTMLAudioElement>(null);
  // The button that was pressed is gone: the focus goes on here, and with the player to the player.
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  const here = bytes.state === "here";
  useEffect(() => {
    const audio = player.current;
    if (!here || !audio) return;
    if (document.activeElement === place.current) audio.focus({ preventScroll: true });
    // A computer that wants another press for it shows the player, which has the button.
    audio.play().catch(() => undefined);
  }, [here]);
  const name = fileTitle(t, file);
  return (
    <div ref={place} tabIndex={-1} role="group" aria-label={name} className={css.player}>
      {bytes.state === "coming" ? (
        <p role="status" className={css.coming}>
          {t("look-coming")}
        </p>
      ) : null}
      {bytes.state === "failed" ? <Problem problem={bytes.problem} /> : null}
      {bytes.state === "refused" ? <CannotShow words={t(bytes.words)} /> : null}
      {unknown ? <CannotShow words={t("look-no-player")} /> : null}
      {bytes.state === "here" && !unknown ? (
        <audio
          ref={player}
          controls
          src={bytes.url}
          className={css.audio}
          aria-label={t("file-sound", { name })}
          tabIndex={tabbable ? undefined : -1}
          onError={() => setUnknown(true)}
          data-testid="file-player"
        />
      ) : null}
    </div>
  );
}
