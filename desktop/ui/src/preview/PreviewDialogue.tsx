/** A file over the window: a picture, a video, a text or a PDF document that the scanner has called clean. */
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { FileView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend } from "../state/backend";
import { CannotShow } from "./CannotShow";
import css from "./Preview.module.css";
import { TextFile } from "./TextFile";
import { type Here, isPdf, isRecording, useFileBytes } from "./useBytes";
import { useSave } from "./useSave";

/** Large, and read only by who looks at such a document. */
const PdfPages = lazy(() => import("./PdfPages"));

export function PreviewDialogue({ file, onClose }: { file: FileView; onClose: () => void }) {
  const { t } = useL10n();
  const { save, saved, task } = useSave(file.handle);
  return (
    <Dialogue
      title={file.name}
      onClose={onClose}
      size="large"
      data-testid="preview"
      footer={
        <>
          <p role="status" className={css.saved}>
            {saved ? t("file-saved", { name: file.name }) : ""}
          </p>
          <Button onPress={save} isDisabled={task.busy} aria-label={t("file-save-label", { name: file.name })} data-testid="preview-save">
            {t("file-save")}
          </Button>
        </>
      }
    >
      <Problem problem={task.problem} />
      <Content file={file} />
    </Dialogue>
  );
}

function Content({ file }: { file: FileView }) {
  switch (file.look) {
    case "picture":
      return <Picture file={file} />;
    case "text":
      return <TextFile file={file} />;
    case "pdf":
      return <FromBytes file={file} fits={isPdf} show={({ blob }) => <PdfPages blob={blob} name={file.name} />} />;
    default:
      return <FromBytes file={file} fits={isRecording} show={({ url }) => <Video url={url} name={file.name} />} />;
  }
}

function Coming() {
  const { t } = useL10n();
  return <p role="status">{t("look-coming")}</p>;
}

type FromBytesProps = { file: FileView; fits: (mediaType: string) => boolean; show: (bytes: Here) => ReactNode };

function FromBytes({ file, fits, show }: FromBytesProps) {
  const { t } = useL10n();
  const bytes = useFileBytes(file.handle, fits);
  switch (bytes.state) {
    case "coming":
      return <Coming />;
    case "failed":
      return <Problem problem={bytes.problem} />;
    case "refused":
      return <CannotShow words={t(bytes.words)} />;
    case "here":
      return <Suspense fallback={<Coming />}>{show(bytes)}</Suspense>;
  }
}

function Picture({ file }: { file: FileView }) {
  const backend = useBackend();
  const { t } = useL10n();
  const [failed, setFailed] = useState(false);
  if (failed) return <CannotShow words={t("look-other-kind")} />;
  return (
    <img
      className={css.picture}
      src={backend.previewUrl(file.handle)}
      alt={t("file-image", { name: file.name })}
      onError={() => setFailed(true)}
      data-testid="preview-picture"
    />
  );
}

function Video({ url, name }: { url: string; name: string }) {
  const { t } = useL10n();
  const [unknown, setUnknown] = useState(false);
  if (unknown) return <CannotShow words={t("look-no-player")} />;
  return (
    <video
      className={css.video}
      src={url}
      controls
      preload="metadata"
      aria-label={t("file-video", { name })}
      onError={() => setUnknown(true)}
      data-testid="preview-video"
    />
  );
}
