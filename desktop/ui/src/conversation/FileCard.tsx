/** A file in a message: its name, what the scanner says of it, and saving it once it is safe. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Icon, type IconName } from "../controls/Icon";
import { Problem } from "../controls/Notice";
import type { FileView, SafetyView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "./FileCard.module.css";

type Safety = { message: string; look: "safe" | "waiting" | "bad"; icon: IconName };

export function safetyWords(safety: SafetyView, own: boolean): Safety {
  switch (safety.state) {
    case "safe":
      return { message: "file-safe", look: "safe", icon: "check" };
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
  const [saved, setSaved] = useState(false);
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
  const save = () =>
    void task.run(async () => {
      setSaved(await backend.saveFile(file.handle));
    });
  return (
    <div className={`${css.card} ${css[words.look]}`} data-testid="file" data-state={file.safety.state}>
      {file.image && safe && !previewFailed ? (
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
            <bdi>{file.name}</bdi>
          </p>
          <p className={css.state}>
            {file.size === null ? "" : `${size(file.size)} · `}
            {t(words.message)}
          </p>
        </div>
        {closed ? (
          <Button
            small
            onPress={checkAgain}
            isDisabled={task.busy}
            excludeFromTabOrder={!tabbable}
            aria-label={t("file-check-again-label", { name: file.name })}
            data-testid="check-again"
          >
            {t("file-check-again")}
          </Button>
        ) : null}
        {safe ? (
          <Button
            small
            onPress={save}
            isDisabled={task.busy}
            excludeFromTabOrder={!tabbable}
            aria-label={t("file-save-label", { name: file.name })}
          >
            {t("file-save")}
          </Button>
        ) : null}
      </div>
      <p role="status" className="visually-hidden">
        {saved ? t("file-saved", { name: file.name }) : asked ? `${file.name}: ${t(words.message)}` : ""}
      </p>
      <Problem problem={task.problem} />
    </div>
  );
}
