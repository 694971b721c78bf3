/** Fields that are sent together, with Enter or with their button; the page itself goes nowhere. */
import type { ReactNode } from "react";
import { Form as AriaForm } from "react-aria-components";

type FormProps = {
  className: string | undefined;
  onSubmit: () => void;
  /** For a button that stands elsewhere. */
  id?: string;
  children: ReactNode;
};

export function Form({ className, onSubmit, id, children }: FormProps) {
  return (
    <AriaForm
      {...(id === undefined ? {} : { id })}
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
