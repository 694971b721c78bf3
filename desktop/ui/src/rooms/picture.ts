/**
 * A room's picture, drawn anew from a file of the person: a small square of its middle. What else is in a photograph (where
 * it was taken, with what) stays on this computer.
 */
import type { ProblemView } from "../ipc/types";

/** What the window can draw everywhere. */
export const KINDS: readonly string[] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

const SIDE = 256;
const LARGEST = 32 * 1024 * 1024;

export async function square(file: File): Promise<Blob> {
  if (file.size > LARGEST) return refuse({ code: "file_too_large", limit_mib: LARGEST / 1024 / 1024 });
  if (!KINDS.includes(file.type)) return refuse({ code: "not_a_picture" });
  const image = await createImageBitmap(file).catch(() => null);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!image || !context) return refuse({ code: "not_a_picture" });
  const part = Math.min(image.width, image.height);
  canvas.width = canvas.height = Math.min(SIDE, part);
  context.imageSmoothingQuality = "high";
  const [left, top] = [(image.width - part) / 2, (image.height - part) / 2];
  context.drawImage(image, left, top, part, part, 0, 0, canvas.width, canvas.height);
  image.close();
  // A photograph has nothing that one could see through.
  const kind = file.type === "image/jpeg" ? "image/jpeg" : "image/png";
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, kind, 0.9));
  return drawn ?? refuse({ code: "not_a_picture" });
}

function refuse(problem: ProblemView): Promise<never> {
  return Promise.reject(problem);
}
