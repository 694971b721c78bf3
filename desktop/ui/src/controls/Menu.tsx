/** A button that opens a list of actions. */
import type { ReactElement } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import css from "./Menu.module.css";
import { Icon, type IconName } from "./Icon";

export type MenuAction = { id: string; label: string; icon?: IconName; danger?: boolean; onAction: () => void };

type MenuProps = {
  label: string;
  /** The button. */
  trigger: ReactElement;
  actions: MenuAction[];
  /** Lays the actions out in a row of signs. */
  palette?: boolean;
  onOpenChange?: (open: boolean) => void;
};

export function Menu({ label, trigger, actions, palette, onOpenChange }: MenuProps) {
  return (
    <MenuTrigger {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger}
      <Popover className={css.popover ?? ""} placement="bottom end">
        <AriaMenu
          aria-label={label}
          className={palette ? (css.palette ?? "") : (css.menu ?? "")}
          onAction={(key) => actions.find((action) => action.id === key)?.onAction()}
        >
          {actions.map(actionItem)}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** An action as a line of a menu. */
export function actionItem({ id, label, icon, danger }: MenuAction) {
  return (
    <MenuItem key={id} id={id} textValue={label} data-testid={`action-${id}`} className={[css.item, danger ? css.danger : ""].join(" ")}>
      {icon ? <Icon name={icon} size={18} /> : null}
      {label}
    </MenuItem>
  );
}
