/** Why a file is not shown here, and what remains. */
import { Notice } from "../controls/Notice";

export function CannotShow({ words }: { words: string }) {
  return (
    <div role="alert" data-testid="cannot-show">
      <Notice look="warning">{words}</Notice>
    </div>
  );
}
