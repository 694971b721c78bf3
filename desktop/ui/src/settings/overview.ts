/** Every key that does something, in the order of the overview. A test presses each of them. */

/** A name that the catalogues have, or the sign on the key itself. */
export type KeyName = "ctrl" | "shift" | "enter" | "escape" | "tab" | "home" | "end" | "menu" | (string & {});

/** Keys that are pressed together; each line of these does the same. */
export type Entry = { id: string; keys: readonly (readonly KeyName[])[] };

export type Group = { id: string; entries: readonly Entry[] };

export const OVERVIEW: readonly Group[] = [
  {
    id: "anywhere",
    entries: [
      { id: "search", keys: [["ctrl", "K"]] },
      { id: "words", keys: [["ctrl", "F"]] },
      { id: "overview", keys: [["ctrl", "/"], ["F1"]] },
      { id: "settings", keys: [["ctrl", ","]] },
      { id: "zoom-in", keys: [["ctrl", "+"]] },
      { id: "zoom-out", keys: [["ctrl", "−"]] },
      { id: "zoom-usual", keys: [["ctrl", "0"]] },
      { id: "next-place", keys: [["tab"], ["shift", "tab"]] },
      { id: "close", keys: [["escape"]] },
    ],
  },
  {
    id: "list",
    entries: [
      { id: "list-move", keys: [["↑"], ["↓"], ["home"], ["end"]] },
      { id: "list-open", keys: [["enter"]] },
      { id: "list-menu", keys: [["→"], ["menu"], ["shift", "F10"]] },
    ],
  },
  {
    id: "messages",
    entries: [
      { id: "messages-move", keys: [["↑"], ["↓"], ["home"], ["end"]] },
      { id: "messages-act", keys: [["tab"]] },
      { id: "messages-act-move", keys: [["←"], ["→"]] },
    ],
  },
  {
    id: "writing",
    entries: [
      { id: "send", keys: [["enter"]] },
      { id: "new-line", keys: [["shift", "enter"]] },
      { id: "bold", keys: [["ctrl", "B"]] },
      { id: "italic", keys: [["ctrl", "I"]] },
      { id: "edit-last", keys: [["↑"]] },
      { id: "take-back", keys: [["escape"]] },
      { id: "people", keys: [["@"]] },
      { id: "signs", keys: [[":"]] },
    ],
  },
];

/** What somebody from outside cannot do. */
export const NOT_OUTSIDE = ["search"];

/** Keys whose names are in the catalogues. */
export const NAMED = ["ctrl", "shift", "enter", "escape", "tab", "home", "end", "menu"];
