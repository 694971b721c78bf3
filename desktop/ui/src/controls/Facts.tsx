/** Facts in pairs: `dt` and `dd` beside each other. */
import type { ReactNode } from "react";
import css from "./Facts.module.css";

export function Facts({ wide, children }: { wide?: boolean; children: ReactNode }) {
  return <dl className={`${css.facts} ${wide ? css.wide : ""}`}>{children}</dl>;
}
