/** Below a message: how many answers are in its thread, how many of them are new, and the last one. It opens the thread. */
import { Button } from "react-aria-components";
import { Icon } from "../controls/Icon";
import type { ThreadView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import css from "./Thread.module.css";

/** A thread as a sentence. */
export function threadWords(t: L10n["t"], { answers, unread, last }: ThreadView): string {
  const words = [t("thread-answers", { count: answers })];
  if (unread > 0) words.push(t("thread-unread", { count: unread }));
  if (last) words.push(t("thread-last", { sender: last.sender, text: last.text === "" ? t("thread-unreadable") : last.text }));
  return words.join(", ");
}

type ThreadLineProps = { thread: ThreadView; rootId: string; tabbable: boolean; onOpen: (rootId: string) => void };

export function ThreadLine({ thread, rootId, tabbable, onOpen }: ThreadLineProps) {
  const { t } = useL10n();
  return (
    <Button
      className={css.line ?? ""}
      excludeFromTabOrder={!tabbable}
      onPress={() => onOpen(rootId)}
      data-testid="thread-line"
      data-thread={rootId}
    >
      <Icon name="reply" size={16} />
      <span className="visually-hidden">{t("thread-open")}</span>{" "}
      <span className={css.count}>{t("thread-answers", { count: thread.answers })}</span>{" "}
      {thread.unread > 0 ? <span className={css.unread}>{t("thread-unread", { count: thread.unread })}</span> : null}{" "}
      {thread.last ? (
        <span className={css.last}>
          {t("thread-last", { sender: thread.last.sender, text: thread.last.text === "" ? t("thread-unreadable") : thread.last.text })}
        </span>
      ) : null}
    </Button>
  );
}
