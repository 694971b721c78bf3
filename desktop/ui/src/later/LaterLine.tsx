/** Over the place to write: what is to be sent here at a time, and the way to the list of it. */
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import { useL10n } from "../l10n/L10n";
import css from "./Later.module.css";
import { isStuck, useLater } from "./later";

type LaterLineProps = {
  roomId: string;
  /** The message with which the thread begins; without one, all of the conversation counts. */
  thread: string | null;
};

export function LaterLine({ roomId, thread }: LaterLineProps) {
  const { t, day, time } = useL10n();
  const { list, show } = useLater();
  const here = list.filter((one) => one.room_id === roomId && (thread === null || one.thread === thread));
  const stuck = here.some(isStuck);
  const [next] = here;
  return (
    <div role="status" className={next ? css.line : undefined} data-testid="later-line">
      {next ? (
        <>
          <Icon name={stuck ? "warning" : "clock"} size={18} />
          <p className={css.words}>
            {stuck
              ? t("later-line-stuck")
              : t("later-line", { count: here.length, day: day(next.at_ms), time: time(next.at_ms) })}
          </p>
          <Button small onPress={show} data-testid="later-show">
            {t("later-show")}
          </Button>
        </>
      ) : null}
    </div>
  );
}
