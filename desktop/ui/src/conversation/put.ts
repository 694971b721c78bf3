/**
 * Puts words in the place of others as if they were typed, so that taking it back with the keyboard works as everywhere.
 * The old command is the only one by which a page can do that.
 */
export function put(area: HTMLTextAreaElement, from: number, to: number, words: string): void {
  area.focus();
  area.setSelectionRange(from, to);
  const done = words === "" ? document.execCommand("delete") : document.execCommand("insertText", false, words);
  if (done) return;
  area.setRangeText(words, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
