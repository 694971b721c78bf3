/** A thread over its conversation: the message that it begins with, the answers, and a place to write one or to send files. */
import { type ReactNode, useMemo, useRef, useState } from "react";
import { IconButton } from "../controls/Button";
import { Problem } from "../controls/Notice";
import type { RoomSummary, TimelineItemView, TimelinePart } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { LaterLine } from "../later/LaterLine";
import { Composer } from "./Composer";
import { DropHint } from "./DropHint";
import { PartTimeline } from "./PartTimeline";
import type { Jump } from "./Timeline";
import { editTarget, lastOwn, replyTarget, type Target } from "./target";
import css from "./Thread.module.css";
import { useFileDrop } from "./useFileDrop";
import { useFiles } from "./useFiles";
import { useVoice } from "./useVoice";

type ThreadPaneProps = {
  room: RoomSummary;
  rootId: string;
  /** The person here comes from outside. */
  outside: boolean;
  /** Stands in the place of the composer where the person may not write. */
  closed: ReactNode;
  /** The answer that the person wants to be shown. */
  jump: Jump | null;
  onArrived: () => void;
  onRecover: () => void;
  onClose: () => void;
};

const nothing = () => undefined;

export function ThreadPane({ room, rootId, outside, closed, jump, onArrived, onRecover, onClose }: ThreadPaneProps) {
  const { t } = useL10n();
  const [target, setTarget] = useState<Target | null>(null);
  const part = useMemo((): TimelinePart => ({ part: "thread", root: rootId }), [rootId]);
  const latestRef = useRef<readonly TimelineItemView[] | null>(null);
  const section = useRef<HTMLElement>(null);
  const files = useFiles(room.id, rootId, nothing);
  const voice = useVoice(room.id, rootId, target === null, nothing);
  const dropping = useFileDrop(section, closed === null ? files.take : nothing);
  return (
    <section className={css.pane} ref={section} aria-labelledby="thread-name" data-testid="thread">
      <header className={css.header}>
        <IconButton icon="back" label={t("thread-close")} onPress={onClose} data-testid="thread-close" />
        <div className={css.names}>
          <h1 id="thread-name" className={css.name}>
            {t("thread-title")}
          </h1>
          <p className={css.where}>
            <bdi>{room.name}</bdi>
          </p>
        </div>
      </header>
      <PartTimeline
        roomId={room.id}
        part={part}
        begin={null}
        latestRef={latestRef}
        jump={jump}
        onArrived={onArrived}
        onReply={(itemId, message) => setTarget(replyTarget(itemId, message))}
        onEdit={(itemId, message) => setTarget(editTarget(itemId, message))}
        onRecover={onRecover}
        onThread={null}
      />
      <LaterLine roomId={room.id} thread={rootId} />
      <Problem problem={files.problem} />
      {closed ?? (
        <Composer
          key={target ? `${target.kind}-${target.itemId}` : "new"}
          room={room}
          thread={rootId}
          outside={outside}
          target={target}
          onTargetDone={() => setTarget(null)}
          onEditLast={() => setTarget((before) => lastOwn(latestRef.current) ?? before)}
          onSent={nothing}
          files={files}
          voice={voice}
        />
      )}
      {dropping && closed === null ? <DropHint /> : null}
    </section>
  );
}
