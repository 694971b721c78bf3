/** A file in a message: its name, what the scanner says of it, and looking at it, listening and saving once it is safe. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Icon, type IconName } from "../controls/Icon";
import { Problem } from "../controls/Notice";
import type { FileView, SafetyView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { clock, fileTitle, isListenedTo, isLookedAt, useLook } from "../preview/look";
import { Player } from "../preview/Player";
import { useSave } from "../preview/useSave";
import { useBackend, useTask } from "../state/backend";
import css from "./FileCard.module.css";

type Safety = { message: string; look: "safe" | "waiting" | "bad"; icon: IconName };

export function safetyWords(safety: SafetyView, own: boolean): Safety {
  switch (safety.state) {
    case "safe":
      return { message: "file-safe", look: "safe", icon: "check" };
    case "not_sent_yet":
      return { message: "file-not-sent-yet", look: "waiting", icon: "clock" };
    case "checking":
      return { message: "file-checking", look: "waiting", icon: "clock" };
    case "not_checked_yet":
      return { message: "file-not-checked-yet", look: "waiting", icon: "clock" };
    case "waiting":
      return { message: "file-waiting", look: "waiting", icon: "clock" };
    case "blocked":
      return safety.reason.reason === "infected"
        ? { message: own ? "file-infected-own" : "file-infected", look: "bad", icon: "blocked" }
        : { message: "file-type-forbidden", look: "bad", icon: "blocked" };
    case "uncheckable":
      return { message: `file-${safety.reason.replace("_", "-")}`, look: "bad", icon: "blocked" };
  }
}

/** How large the preview of an image is, within our limits; a common size where the sender said nothing. */
export function previewSize(dimensions: [number, number] | null): { width: number; height: number } {
  const [width, height] = dimensions ?? [360, 240];
  const scale = Math.min(1, 360 / Math.max(width, 1), 280 / Math.max(height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function FileCard({ file, own, tabbable }: { file: FileView; own: boolean; tabbable: boolean }) {
  const backend = useBackend();
  const { t, size } = useL10n();
  const task = useTask();
  const look = useLook();
  const { save, saved, task: saving } = useSave(file.handle);
  const [listening, setListening] = useState(false);
  const [asked, setAsked] = useState(false);
  const [previewFailed, setPreviewFailed] = useState(false);
  const words = safetyWords(file.safety, own);
  const safe = file.safety.state === "safe";
  // Officers may have released it since. A file of one's own that was not sent is not there any more.
  const { safety } = file;
  const closed =
    file.handle !== "" && (safety.state === "blocked" || (safety.state === "uncheckable" && safety.reason !== "gone"));
  const checkAgain = () =>
    void task.run(async () => {
      setAsked(true);
      await backend.checkFileAgain(file.handle);
    });
  const title = fileTitle(t, file);
  const facts = [
    file.look === "voice" || file.length_ms === null ? "" : clock(file.length_ms),
    file.size === null ? "" : size(file.size),
    t(words.message),
  ];
  return (
    <div className={`${css.card} ${css[words.look]}`} data-testid="file" data-state={file.safety.state}>
      {file.look === "picture" && safe && !previewFailed ? (
        <img
          className={css.preview}
          src={backend.previewUrl(file.handle)}
          alt={t("file-image", { name: file.name })}
          {...previewSize(file.dimensions)}
          onError={() => setPreviewFailed(true)}
        />
      ) : null}
      <div className={css.line}>
        <span className={css.sign}>
          <Icon name={words.look === "bad" ? "blocked" : "file"} size={24} />
        </span>
        <div className={css.words}>
          <p className={css.name}>
            <bdi>{title}</bdi>
          </p>
          <p className={css.state}>{facts.filter((fact) => fact !== "").join(" · ")}</p>
        </div>
        <div className={css.buttons}>
          {closed ? (
            <Button
              small
              onPress={checkAgain}
              isDisabled={task.busy}
              excludeFromTabOrder={!tabbable}
              aria-label={t("file-check-again-label", { name: title })}
              data-testid="check-again"
            >
              {t("file-check-again")}
            </Button>
          ) : null}
          {safe && isLookedAt(file) ? (
            <Button
              small
              onPress={() => look(file)}
              excludeFromTabOrder={!tabbable}
              aria-label={t("file-look-label", { name: title })}
              data-testid="file-look"
            >
              {t("file-look")}
            </Button>
          ) : null}
          {safe && isListenedTo(file) && !listening ? (
            <Button
              small
              onPress={() => setListening(true)}
              excludeFromTabOrder={!tabbable}
              aria-label={t("file-listen-label", { name: title })}
              data-testid="file-listen"
            >
              {t("file-listen")}
            </Button>
          ) : null}
          {safe ? (
            <Button
              small
              onPress={save}
              isDisabled={saving.busy}
              excludeFromTabOrder={!tabbable}
              aria-label={t("file-save-label", { name: title })}
            >
              {t("file-save")}
            </Button>
          ) : null}
        </div>
      </div>
      {listening && safe ? <Player file={file} tabbable={tabbable} /> : null}
      <p role="status" className="visually-hidden">
        {saved ? t("file-saved", { name: title }) : asked ? `${title}: ${t(words.message)}` : ""}
      </p>
      <Problem problem={task.problem ?? saving.problem} />
    </div>
  );
}
