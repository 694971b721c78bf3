/** The people who are named in a message: found again in what was sent, and left out when their name is gone. */
import type { Mention, RichNode } from "../ipc/types";

/** Who is named in a tree, in order. */
export function mentionsIn(nodes: readonly RichNode[]): Mention[] {
  return nodes.flatMap((node) => {
    if (node.node === "mention") return [{ user_id: node.user_id, name: node.name }];
    return "children" in node ? mentionsIn(node.children) : [];
  });
}

/** Those whose name still stands in the words. */
export function stillNamed(words: string, mentions: readonly Mention[]): Mention[] {
  return mentions.filter((mention) => words.includes(`@${mention.name}`));
}
