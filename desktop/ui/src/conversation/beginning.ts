/** The beginning of a long message, and of long words: what is shown and read aloud until somebody wants all of it. */
import type { RichNode } from "../ipc/types";

/** About two windows full. */
const LETTERS = 4000;
const LINES = 80;
/** What one hears before one wants to go on. */
const SPOKEN = 600;

type Left = { letters: number; lines: number };

/** The beginning, or null if the message is not long. */
export function beginning(nodes: RichNode[]): RichNode[] | null {
  const left = { letters: LETTERS, lines: LINES };
  const cut = take(nodes, left);
  return isUsedUp(left) ? cut : null;
}

/** Words for a screen reader: a message of many pages is not read aloud from end to end. */
export function spoken(words: string): string {
  return words.length > SPOKEN ? cutAt(words, SPOKEN) : words;
}

function isUsedUp(left: Left): boolean {
  return left.letters <= 0 || left.lines <= 0;
}

function take(nodes: RichNode[], left: Left): RichNode[] {
  const taken: RichNode[] = [];
  for (const node of nodes) {
    if (isUsedUp(left)) break;
    taken.push(takeOne(node, left));
  }
  return taken;
}

function takeOne(node: RichNode, left: Left): RichNode {
  switch (node.node) {
    case "text": {
      const end = endOf(node.text, left);
      left.letters -= node.text.length;
      left.lines -= node.text.split("\n", left.lines + 1).length - 1;
      return end < node.text.length ? { ...node, text: cutAt(node.text, end) } : node;
    }
    case "break":
      left.lines -= 1;
      return node;
    case "mention":
      left.letters -= node.name.length;
      return node;
    case "element":
      left.lines -= node.tag === "paragraph" || node.tag === "list_item" || node.tag === "quote" ? 1 : 0;
      return { ...node, children: take(node.children, left) };
    case "link":
    case "message_link":
      return { ...node, children: take(node.children, left) };
  }
}

/** Where a text has to end for what is left. */
function endOf(text: string, left: Left): number {
  let end = -1;
  for (let line = 0; line < left.lines; line += 1) {
    end = text.indexOf("\n", end + 1);
    if (end < 0) return left.letters;
  }
  return Math.min(end, left.letters);
}

/** Not within a sign that takes two places. */
function cutAt(text: string, end: number): string {
  return `${text.slice(0, end).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}
