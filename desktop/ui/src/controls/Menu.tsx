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
          {actions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.label}
              data-testid={`action-${action.id}`}
              className={[css.item, action.danger ? css.danger : ""].join(" ")}
            >
              {action.icon ? <Icon name={action.icon} size={18} /> : null}
              {action.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
