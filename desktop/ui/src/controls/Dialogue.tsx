/** A dialogue over the window. Escape closes it, the focus stays inside and comes back afterwards. */
import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useL10n } from "../l10n/L10n";
import { Button, type ButtonLook, IconButton } from "./Button";
import css from "./Dialogue.module.css";
import { Problem } from "./Notice";
import { useTask } from "../state/backend";

export type DialogueProps = {
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** As large as the window lets it be, always of the same height. */
  size?: "large";
  /** For questions that interrupt. */
  alert?: boolean;
  footer?: ReactNode;
  children: ReactNode;
  "data-testid"?: string;
};

export function Dialogue({ title, onClose, wide, size, alert, footer, children, "data-testid": testId }: DialogueProps) {
  const { t } = useL10n();
  return (
    <ModalOverlay isOpen isDismissable={!alert} onOpenChange={(open) => (open ? undefined : onClose())} className={css.veil ?? ""}>
      <Modal className={[css.modal, wide ? css.wide : "", size ? css.large : ""].join(" ")}>
        <Dialog role={alert ? "alertdialog" : "dialog"} className={css.dialogue ?? ""} data-testid={testId}>
          <header className={css.header}>
            <Heading slot="title" level={2} className={css.title ?? ""}>
              {title}
            </Heading>
            {alert ? null : <IconButton icon="close" label={t("close")} onPress={onClose} data-testid="dialogue-close" />}
          </header>
          <div className={css.body}>{children}</div>
          {footer ? <footer className={css.footer}>{footer}</footer> : null}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

export type ConfirmProps = {
  title: string;
  text: string;
  action: string;
  look?: ButtonLook;
  onConfirm: () => Promise<void>;
  onClose: () => void;
  /** What else is asked. */
  children?: ReactNode;
  "data-testid"?: string;
};

/** Asks before something that cannot be undone. */
export function Confirm({
  title,
  text,
  action,
  look = "danger",
  onConfirm,
  onClose,
  children,
  "data-testid": testId,
}: ConfirmProps) {
  const { t } = useL10n();
  const task = useTask();
  const confirm = async () => {
    if (await task.run(onConfirm)) onClose();
  };
  return (
    <Dialogue
      title={title}
      onClose={onClose}
      alert
      data-testid={testId}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {t("cancel")}
          </Button>
          <Button look={look} onPress={() => void confirm()} isDisabled={task.busy} data-testid="confirm-action">
            {action}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      {children}
      <Problem problem={task.problem} />
    </Dialogue>
  );
}
