/** Goes to where the conversation stood at a date. */
import { getLocalTimeZone, today } from "@internationalized/date";
import { useState } from "react";
import { Button } from "../controls/Button";
import { DateInput } from "../controls/DateInput";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";

/** A place in a conversation: an event, and the moment that was asked for. */
export type Place = { eventId: string; atMs: number };

type DateDialogueProps = { roomId: string; onFound: (place: Place) => void; onClose: () => void };

export function DateDialogue({ roomId, onFound, onClose }: DateDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const [date, setDate] = useState(() => today(getLocalTimeZone()));
  const go = () =>
    void task.run(async () => {
      const atMs = date.toDate(getLocalTimeZone()).getTime();
      onFound({ eventId: await backend.eventAt(roomId, atMs), atMs });
    });
  return (
    <Dialogue
      title={t("date-title")}
      onClose={onClose}
      data-testid="date-dialogue"
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button look="primary" onPress={go} isDisabled={task.busy} data-testid="date-go">
            {t("date-go")}
          </Button>
        </>
      }
    >
      <DateInput label={t("date-label")} value={date} onChange={setDate} help={t("date-help")} autoFocus data-testid="date-field" />
      <Problem problem={task.problem} words={{ not_found: t("date-nothing") }} />
    </Dialogue>
  );
}
