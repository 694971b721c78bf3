/** What the sample backend finds in files, by their names. A test hears which went unchanged. */
import type { HiddenFactsView, TakenFileView } from "../types";

const FOUND: [RegExp, HiddenFactsView][] = [
  [/signed/, { outcome: "signed" }],
  [/\.jpe?g$/, { outcome: "removed", facts: ["place", "camera"] }],
  [/\.docx$/, { outcome: "removed", facts: ["author"] }],
  [/\.gif$/, { outcome: "removed", facts: ["other"] }],
  [/\.pdf$/, { outcome: "possible" }],
];

export function taken(name: string, unchanged: boolean): TakenFileView {
  document.dispatchEvent(new CustomEvent("depesha-fake-file", { detail: { name, unchanged } }));
  const found = FOUND.find(([fits]) => fits.test(name))?.[1] ?? { outcome: "nothing" };
  return { name, facts: unchanged ? { outcome: "unchanged" } : found };
}
