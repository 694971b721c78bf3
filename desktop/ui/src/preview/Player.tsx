/** A recording in a message, played where it stands. */
import { useEffect, useRef, useState } from "react";
import { Problem } from "../controls/Notice";
import type { FileView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Audio } from "./Audio";
import { CannotShow } from "./CannotShow";
import { fileTitle } from "./look";
import css from "./Preview.module.css";
import { isRecording, useFileBytes } from "./useBytes";

export function Player({ file, tabbable }: { file: FileView; tabbable: boolean }) {
  const { t } = useL10n();
  const bytes = useFileBytes(file.handle, isRecording);
  const [unknown, setUnknown] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone: the focus goes on here, and with the player to the player.
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
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
        <Audio
          url={bytes.url}
          label={t("file-sound", { name })}
          className={css.audio}
          tabbable={tabbable}
          onUnknown={() => setUnknown(true)}
          data-testid="file-player"
        />
      ) : null}
    </div>
  );
}
