/**
 * The keys that do something wherever one is in the window. The keys inside of a list or a field are where these are; the
 * overview names both.
 */

/** A key by what it writes, or by its place for letters, which other alphabets have elsewhere. */
type Keys = { ctrl?: boolean; keys?: readonly string[]; code?: string };

export const SHORTCUTS = {
  search: { ctrl: true, keys: ["k"], code: "KeyK" },
  words: { ctrl: true, keys: ["f"], code: "KeyF" },
  overview: { ctrl: true, keys: ["/"] },
  "overview-help": { keys: ["F1"] },
  settings: { ctrl: true, keys: [","] },
  "zoom-in": { ctrl: true, keys: ["+", "="], code: "NumpadAdd" },
  "zoom-out": { ctrl: true, keys: ["-"], code: "NumpadSubtract" },
  "zoom-usual": { ctrl: true, keys: ["0"], code: "Digit0" },
} as const satisfies Record<string, Keys>;

export type Shortcut = keyof typeof SHORTCUTS;

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Whether the keys of this shortcut are pressed; Cmd does as well as Ctrl. */
export function isPressed(event: Pressed, name: Shortcut): boolean {
  const { ctrl = false, keys = [], code }: Keys = SHORTCUTS[name];
  if ((event.ctrlKey || event.metaKey) !== ctrl || event.altKey) return false;
  // Where plus and the slash are reached with Shift, they are written with it.
  const letter = event.key.toLowerCase();
  if (event.shiftKey && !["+", "/"].includes(letter)) return false;
  return event.code === code || keys.some((key) => key.toLowerCase() === letter);
}
