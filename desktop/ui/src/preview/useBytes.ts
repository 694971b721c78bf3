/** The bytes of a safe file, or of a recording of one's own, for as long as something shows them. */
import { useCallback, useEffect, useState } from "react";
import type { FileBytes } from "../ipc/backend";
import type { ProblemView } from "../ipc/types";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";

export type Here = { state: "here"; blob: Blob; url: string };
export type Bytes = { state: "coming" } | { state: "failed"; problem: ProblemView } | { state: "refused"; words: string } | Here;

export const isRecording = (mediaType: string) => /^(audio|video)\//.test(mediaType);
export const isPdf = (mediaType: string) => mediaType === "application/pdf";

/** Fetches a file if its bytes are of a kind that fits. `fits` must stay the same function. */
export function useFileBytes(handle: string, fits: (mediaType: string) => boolean): Bytes {
  const backend = useBackend();
  return useBytes(
    useCallback(() => backend.fileBytes(handle), [backend, handle]),
    fits,
  );
}

/** The same for whatever has bytes. Both must stay the same functions. */
export function useBytes(load: () => Promise<FileBytes>, fits: (mediaType: string) => boolean): Bytes {
  const [bytes, setBytes] = useState<Bytes>({ state: "coming" });
  useEffect(() => {
    let url: string | null = null;
    const stop = ask(
      load,
      (answer) => {
        if (answer.blob === null) return setBytes({ state: "refused", words: `look-${answer.why}` });
        if (!fits(answer.blob.type)) return setBytes({ state: "refused", words: "look-other-kind" });
        url = URL.createObjectURL(answer.blob);
        setBytes({ state: "here", blob: answer.blob, url });
      },
      (problem) => setBytes({ state: "failed", problem }),
    );
    return () => {
      stop();
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [load, fits]);
  return bytes;
}
