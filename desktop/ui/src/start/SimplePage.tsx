/** A page with a sentence and one thing to do, or nothing but to wait. */
import { Button } from "../controls/Button";
import { Problem } from "../controls/Notice";
import { useTask } from "../state/backend";
import { StartFrame } from "./StartFrame";

type SimplePageProps = { title: string; text: string; action?: string; onAction?: () => Promise<void> };

export function SimplePage({ title, text, action, onAction }: SimplePageProps) {
  const task = useTask();
  return (
    <StartFrame title={title}>
      <p role="status">{text}</p>
      <Problem problem={task.problem} />
      {action !== undefined && onAction ? (
        <Button look="primary" onPress={() => void task.run(onAction)} isDisabled={task.busy} data-testid="page-action">
          {action}
        </Button>
      ) : null}
    </StartFrame>
  );
}
