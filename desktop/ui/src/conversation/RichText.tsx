/** Rich text from the tree of allowed nodes. There is no HTML on this path. */
import { type ReactNode, useMemo, useState } from "react";
import { Link } from "react-aria-components";
import { Button } from "../controls/Button";
import type { RichNode, RichTag } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend } from "../state/backend";
import { beginning } from "./beginning";
import { useOpenMessage } from "./openMessage";
import css from "./RichText.module.css";

type RichTextProps = { nodes: RichNode[]; tabbable: boolean };

export function RichText({ nodes, tabbable }: RichTextProps) {
  const { t } = useL10n();
  const [whole, setWhole] = useState(false);
  const short = useMemo(() => beginning(nodes), [nodes]);
  return (
    <>
      <div className={css.text} data-testid="words">
        <Nodes nodes={whole || short === null ? nodes : short} tabbable={tabbable} />
      </div>
      {short === null ? null : (
        <Button small aria-expanded={whole} excludeFromTabOrder={!tabbable} onPress={() => setWhole(!whole)} data-testid="whole-message">
          {t(whole ? "message-shorten" : "message-whole")}
        </Button>
      )}
    </>
  );
}

function Nodes({ nodes, tabbable }: RichTextProps) {
  // The nodes of a message never move among each other: the place is a good key.
  return nodes.map((node, index) => <Node key={index} node={node} tabbable={tabbable} />);
}

function Node({ node, tabbable }: { node: RichNode; tabbable: boolean }) {
  const backend = useBackend();
  const openMessage = useOpenMessage();
  switch (node.node) {
    case "text":
      return node.text;
    case "break":
      return <br />;
    case "mention":
      return <bdi className={css.mention}>@{node.name}</bdi>;
    case "link":
      return (
        <Link
          className={css.link ?? ""}
          {...(tabbable ? {} : { excludeFromTabOrder: true })}
          onPress={() => void backend.openLink(node.href).catch(() => undefined)}
        >
          <Nodes nodes={node.children} tabbable={tabbable} />
        </Link>
      );
    case "message_link":
      return (
        <Link
          className={css.link ?? ""}
          {...(tabbable ? {} : { excludeFromTabOrder: true })}
          onPress={() => {
            if (!openMessage(node.room_id, node.event_id)) void backend.openLink(node.href).catch(() => undefined);
          }}
          data-testid="message-link"
        >
          <Nodes nodes={node.children} tabbable={tabbable} />
        </Link>
      );
    case "element":
      return element(node.tag, <Nodes nodes={node.children} tabbable={tabbable} />);
  }
}

function element(tag: RichTag, children: ReactNode): ReactNode {
  switch (tag) {
    case "paragraph":
      return <p>{children}</p>;
    case "strong":
      return <strong>{children}</strong>;
    case "emphasis":
      return <em>{children}</em>;
    case "strike":
      return <s>{children}</s>;
    case "code":
      return <code className={css.code}>{children}</code>;
    case "code_block":
      return <pre className={css.block}>{children}</pre>;
    case "quote":
      return <blockquote className={css.quote}>{children}</blockquote>;
    case "heading":
      // Headings of a message are no headings of the page.
      return <p className={css.heading}>{children}</p>;
    case "bullet_list":
      return <ul className={css.bullets}>{children}</ul>;
    case "number_list":
      return <ol className={css.numbers}>{children}</ol>;
    case "list_item":
      return <li>{children}</li>;
  }
}
