/**
 * Puts words on the clipboard that are not known yet. They are handed over as a promise, while the press of the button still
 * counts: a page may write there only because of one.
 */
export async function copyLater(words: Promise<string>): Promise<void> {
  const blob = words.then((text) => new Blob([text], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}
