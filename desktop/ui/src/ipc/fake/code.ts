/** What looks like a code to scan: the three corners, and squares as they fall. Nobody can scan it. */
import type { CodeView } from "../types";

const SIZE = 45;

function corner(x: number, y: number): boolean {
  const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
  return ring !== 2 && ring <= 3;
}

function dark(x: number, y: number): boolean {
  const last = SIZE - 7;
  for (const [left, top] of [[0, 0], [last, 0], [0, last]] as const) {
    const [inX, inY] = [x - left, y - top];
    if (inX >= -1 && inX <= 7 && inY >= -1 && inY <= 7) return corner(inX, inY);
  }
  return ((x * 31 + y * 17 + x * y * 7) % 11) % 2 === 0;
}

export const CODE: CodeView = {
  rows: Array.from({ length: SIZE }, (_, y) => Array.from({ length: SIZE }, (_, x) => (dark(x, y) ? "1" : "0")).join("")),
};
