/** A menu beside something that is no button: actions, and one choice of a few. It opens at once and closes for good. */
import type { RefObject } from "react";
import { Header, Menu as AriaMenu, MenuItem, MenuSection, Popover } from "react-aria-components";
import type { Option } from "./Choice";
import { Icon } from "./Icon";
import { actionItem, type MenuAction } from "./Menu";
import css from "./Menu.module.css";

type FloatingMenuProps<T extends string> = {
  label: string;
  /** What it belongs to. */
  anchor: RefObject<HTMLElement | null>;
  actions: MenuAction[];
  choice: { label: string; value: T; options: Option<T>[]; onChange: (value: T) => void };
  onClose: () => void;
};

export function FloatingMenu<T extends string>({ label, anchor, actions, choice, onClose }: FloatingMenuProps<T>) {
  return (
    <Popover
      aria-label={label}
      triggerRef={anchor}
      isOpen
      onOpenChange={(open) => (open ? undefined : onClose())}
      placement="bottom end"
      className={css.popover ?? ""}
    >
      <AriaMenu
        aria-label={label}
        autoFocus="first"
        className={css.menu ?? ""}
        onAction={(key) => actions.find((action) => action.id === key)?.onAction()}
        onClose={onClose}
      >
        {actions.map(actionItem)}
        <MenuSection
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[choice.value]}
          onSelectionChange={(keys) => {
            const chosen = choice.options.find((option) => keys !== "all" && keys.has(option.value));
            if (chosen && chosen.value !== choice.value) choice.onChange(chosen.value);
          }}
          className={css.section ?? ""}
        >
          <Header className={css.heading ?? ""}>{choice.label}</Header>
          {choice.options.map((option) => (
            <MenuItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              data-testid={`action-${option.value}`}
              className={css.item ?? ""}
            >
              {({ isSelected }) => (
                <>
                  <span className={css.tick}>{isSelected ? <Icon name="check" size={16} /> : null}</span>
                  {option.label}
                </>
              )}
            </MenuItem>
          ))}
        </MenuSection>
      </AriaMenu>
    </Popover>
  );
}
