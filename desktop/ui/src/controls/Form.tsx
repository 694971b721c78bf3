/** Fields that are sent together, with Enter or with their button; the page itself goes nowhere. */
import type { ReactNode } from "react";
import { Form as AriaForm } from "react-aria-components";

export function Form({ className, onSubmit, children }: { className: string | undefined; onSubmit: () => void; children: ReactNode }) {
  return (
    <AriaForm
      className={className ?? ""}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </AriaForm>
  );
}
