/** Applies the core's list changes. */
import type { ListDiff } from "../ipc/types";

/** The list after all the changes, in order. The list before is left as it is. */
export function applyDiffs<T>(before: readonly T[], diffs: readonly ListDiff<T>[]): T[] {
  let list = [...before];
  for (const diff of diffs) {
    switch (diff.op) {
      case "reset":
        list = [...diff.values];
        break;
      case "append":
        list.push(...diff.values);
        break;
      case "insert":
        list.splice(diff.index, 0, diff.value);
        break;
      case "set":
        list[diff.index] = diff.value;
        break;
      case "remove":
        list.splice(diff.index, 1);
        break;
      case "truncate":
        list.length = Math.min(list.length, diff.length);
        break;
    }
  }
  return list;
}
