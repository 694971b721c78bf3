/**
 * PDF documents by pdf.js, in a thread of its own for each. Nothing in a document runs or leads anywhere: its scripts and
 * forms that compute are not even read, its links are not made, and pdf.js has no address from which it could fetch anything.
 */
import { getDocument, type PDFDocumentProxy, PDFWorker, type RenderTask } from "pdfjs-dist/legacy/build/pdf.mjs";
import threadUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

/** As many points as a page is drawn with at most: one that fills a large screen. */
const MOST_POINTS = 6_000_000;
/** As many points as a picture on a page may have. */
const MOST_IMAGE_POINTS = 40_000_000;
/** As much of a page as is read aloud. */
const MOST_LETTERS = 20_000;

export type PageSize = { width: number; height: number };
export type PdfDocument = { source: PDFDocumentProxy; pages: number; firstPage: PageSize };

/** Opens a document. Closing ends its thread, whatever that is doing. */
export function openPdf(blob: Blob): { opened: Promise<PdfDocument>; close: () => void } {
  const thread = new Worker(threadUrl, { type: "module" });
  const broken = new Promise<never>((_, fail) => {
    thread.addEventListener("error", () => fail(new Error("the thread did not start")));
  });
  const read = async (): Promise<PdfDocument> => {
    const data = new Uint8Array(await blob.arrayBuffer());
    const source = await getDocument({
      data,
      worker: PDFWorker.create({ port: thread, verbosity: 0 }),
      verbosity: 0,
      // The content policy allows no WebAssembly: pictures of scanners are read by plain script (vite.config.ts puts it there).
      useWasm: false,
      wasmUrl: new URL("./assets/pdf/", document.baseURI).href,
      useWorkerFetch: false,
      enableXfa: false,
      maxImageSize: MOST_IMAGE_POINTS,
    }).promise;
    return { source, pages: source.numPages, firstPage: sizeOf((await source.getPage(1)).getViewport({ scale: 1 })) };
  };
  return { opened: Promise.race([read(), broken]), close: () => thread.terminate() };
}

/** A page may say that it has no size, or one that no paper has. */
function sizeOf({ width, height }: PageSize): PageSize {
  const within = (length: number) => Math.min(Math.max(length, 1), 20_000);
  return { width: within(width), height: within(height) };
}

export type Told = { onSize: (size: PageSize) => void; onText: (text: string) => void; onFailed: () => void };

/** Draws a page as wide as the canvas stands on the screen, and reads it. What it returns ends that and empties the canvas. */
export function drawPage(pdf: PdfDocument, number: number, canvas: HTMLCanvasElement, told: Told): () => void {
  let open = true;
  let drawing: RenderTask | null = null;
  const draw = async () => {
    const page = await pdf.source.getPage(number);
    if (!open) return;
    const size = sizeOf(page.getViewport({ scale: 1 }));
    told.onSize(size);
    const wanted = (canvas.clientWidth * devicePixelRatio) / size.width;
    const viewport = page.getViewport({ scale: Math.min(wanted, Math.sqrt(MOST_POINTS / (size.width * size.height))) });
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    drawing = page.render({ canvas, viewport });
    await drawing.promise;
    const { items } = await page.getTextContent();
    const words = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
    if (open) told.onText(words.trim().slice(0, MOST_LETTERS));
  };
  draw().catch(() => {
    if (open) told.onFailed();
  });
  return () => {
    open = false;
    drawing?.cancel();
    canvas.width = 0;
    canvas.height = 0;
  };
}
