/** Buttons: with words, with a sign alone (then with a label and a tooltip). */
import type { ReactNode, RefObject } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps, Tooltip, TooltipTrigger } from "react-aria-components";
import css from "./Button.module.css";
import { Icon, type IconName } from "./Icon";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

export type ButtonProps = Omit<AriaButtonProps, "className" | "style" | "children"> & {
  look?: ButtonLook;
  icon?: IconName;
  wide?: boolean;
  small?: boolean;
  children: ReactNode;
  "data-testid"?: string;
};

export function Button({ look = "secondary", icon, wide, small, children, ...rest }: ButtonProps) {
  const className = [css.button, css[look], wide ? css.wide : "", small ? css.small : ""].join(" ");
  return (
    <AriaButton {...rest} className={className}>
      {icon ? <Icon name={icon} size={small ? 16 : 20} /> : null}
      <span className={css.words}>{children}</span>
    </AriaButton>
  );
}

export type IconButtonProps = Omit<AriaButtonProps, "className" | "style" | "children"> & {
  icon: IconName;
  label: string;
  look?: "quiet" | "primary";
  small?: boolean;
  buttonRef?: RefObject<HTMLButtonElement | null>;
  "data-testid"?: string;
};

export function IconButton({ icon, label, look = "quiet", small, buttonRef, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={600}>
      <AriaButton
        {...rest}
        {...(buttonRef ? { ref: buttonRef } : {})}
        aria-label={label}
        className={[css.button, css.icon, css[look], small ? css.smallIcon : ""].join(" ")}
      >
        <Icon name={icon} size={small ? 18 : 20} />
      </AriaButton>
      <Tooltip className={css.tooltip ?? ""} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
