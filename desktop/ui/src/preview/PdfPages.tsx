/** The pages of a PDF document, drawn as they come on the screen; what is written on them is there for screen readers, too. */
import { type RefObject, useEffect, useRef, useState } from "react";
import { Notice } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { CannotShow } from "./CannotShow";
import { drawPage, openPdf, type PageSize, type PdfDocument } from "./pdf";
import css from "./Preview.module.css";

/** More pages than these are read in another program. */
const MOST_PAGES = 300;

export default function PdfPages({ blob, name }: { blob: Blob; name: string }) {
  const { t } = useL10n();
  const [pdf, setPdf] = useState<PdfDocument | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let open = true;
    const { opened, close } = openPdf(blob);
    opened.then(
      (found) => {
        if (open) setPdf(found);
      },
      () => {
        if (open) setFailed(true);
      },
    );
    return () => {
      open = false;
      close();
    };
  }, [blob]);
  if (failed) return <CannotShow words={t("look-pdf-failed")} />;
  if (!pdf) return <p role="status">{t("look-coming")}</p>;
  const shown = Math.min(pdf.pages, MOST_PAGES);
  return (
    <>
      {shown < pdf.pages ? <Notice>{t("look-pages-cut", { shown, all: pdf.pages })}</Notice> : null}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and must do so by keyboard */}
      <div role="region" aria-label={t("look-pages-label", { name })} tabIndex={0} className={css.pages} data-pages="" data-testid="preview-pages">
        <ol>
          {Array.from({ length: shown }, (_, index) => (
            <Page key={index} pdf={pdf} number={index + 1} />
          ))}
        </ol>
      </div>
    </>
  );
}

/** Whether an element is on the screen, or is about to come there. */
function useNear(place: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? false), {
      root: element.closest("[data-pages]"),
      rootMargin: "50% 0px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return near;
}

function Page({ pdf, number }: { pdf: PdfDocument; number: number }) {
  const { t } = useL10n();
  const place = useRef<HTMLLIElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const near = useNear(place);
  const [size, setSize] = useState<PageSize>(pdf.firstPage);
  const [text, setText] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!near || !canvas.current) return;
    return drawPage(pdf, number, canvas.current, { onSize: setSize, onText: setText, onFailed: () => setFailed(true) });
  }, [near, pdf, number]);
  return (
    <li ref={place} className={css.page} data-testid="preview-page" data-read={text !== null}>
      <canvas ref={canvas} className={css.paper} style={{ aspectRatio: `${size.width} / ${size.height}` }} aria-hidden="true" />
      <p className={css.number}>{t("look-page", { number, all: pdf.pages })}</p>
      {failed ? <p className={css.number}>{t("look-page-failed")}</p> : null}
      {text === null ? null : <p className="visually-hidden">{text === "" ? t("look-page-without-text") : text}</p>}
    </li>
  );
}
