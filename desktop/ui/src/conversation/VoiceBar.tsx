/** In the place of the composer while a voice message is spoken, and until it is sent: stop, listen, send, discard. */
import { useEffect, useRef, useState } from "react";
import { Button, IconButton } from "../controls/Button";
import { Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { Audio } from "../preview/Audio";
import { clock } from "../preview/look";
import { isRecording, useBytes } from "../preview/useBytes";
import type { Recording } from "../state/recordings";
import type { Voice } from "./useVoice";
import css from "./VoiceBar.module.css";

/** After so long without a sound something is wrong with the microphone. */
const SILENT_MS = 3000;

export function VoiceBar({ voice, recording }: { voice: Voice; recording: Recording }) {
  const { t } = useL10n();
  const [listens, setListens] = useState(false);
  const { running, lengthMs, loudness } = recording;
  const length = clock(lengthMs);
  // The button with the focus goes with what it did: the one that is wanted next has it then. Whoever comes back to a
  // recording hears it first.
  const bar = useRef<HTMLDivElement>(null);
  const spoken = useRef(running);
  useEffect(() => {
    const next = running ? "stop" : spoken.current ? "send" : "listen";
    bar.current?.querySelector<HTMLElement>(`[data-testid="voice-${next}"]`)?.focus();
  }, [running]);
  return (
    <div ref={bar} role="group" aria-label={t("file-voice")} className={css.bar} data-testid="voice">
      <div className={css.line}>
        <IconButton icon="close" label={t("voice-discard")} onPress={voice.discard} data-testid="voice-discard" />
        {running ? (
          <>
            <span className={css.live} aria-hidden="true" />
            <span className={css.length} data-testid="voice-length">
              {length}
            </span>
            <span className={css.meter} aria-hidden="true">
              <span className={css.loud} style={{ inlineSize: `${loudness}%` }} />
            </span>
          </>
        ) : listens ? (
          <Sound voice={voice} />
        ) : (
          <>
            <span className={css.words}>{t("file-voice-length", { length })}</span>
            <Button small onPress={() => setListens(true)} data-testid="voice-listen">
              {t("file-listen")}
            </Button>
          </>
        )}
        {running ? (
          <Button
            onPress={voice.stop}
            onKeyDown={(event) => {
              if (event.key === "Escape") voice.stop();
              else event.continuePropagation();
            }}
            data-testid="voice-stop"
          >
            {t("voice-stop")}
          </Button>
        ) : null}
        <IconButton icon="send" look="primary" label={t("voice-send")} onPress={voice.send} data-testid="voice-send" />
      </div>
      <p role="status" className={css.state} data-testid="voice-state">
        {t(words(recording), { length })}
      </p>
    </div>
  );
}

function words({ running, lengthMs, heard, cutOff }: Recording): string {
  if (running) return heard || lengthMs < SILENT_MS ? "voice-running" : "voice-silent";
  return cutOff ? "voice-cut-off" : "voice-waiting";
}

/** What was said, for the one who said it. */
function Sound({ voice }: { voice: Voice }) {
  const { t } = useL10n();
  const bytes = useBytes(voice.sound, isRecording);
  const [unknown, setUnknown] = useState(false);
  if (bytes.state === "failed") return <Problem problem={bytes.problem} />;
  if (unknown) return <span className={css.words}>{t("voice-no-player")}</span>;
  if (bytes.state !== "here") return <span className={css.words}>{t(bytes.state === "refused" ? bytes.words : "loading")}</span>;
  return (
    <Audio
      url={bytes.url}
      label={t("file-voice")}
      className={css.sound}
      tabbable
      onUnknown={() => setUnknown(true)}
      data-testid="voice-player"
    />
  );
}
