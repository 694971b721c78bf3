/** A list of names beside a screen: choosing a name shows its screen. One stop of Tab; the arrows go through the names. */
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";
import css from "./Tabs.module.css";

export type Screen<T extends string> = { id: T; label: string; show: () => ReactNode };

type TabsProps<T extends string> = {
  label: string;
  screens: Screen<T>[];
  shown: T;
  onShow: (id: T) => void;
  "data-testid"?: string;
};

export function Tabs<T extends string>({ label, screens, shown, onShow, "data-testid": testId }: TabsProps<T>) {
  return (
    <AriaTabs
      orientation="vertical"
      selectedKey={shown}
      onSelectionChange={(key) => onShow(key as T)}
      className={css.tabs ?? ""}
      data-testid={testId}
    >
      <TabList aria-label={label} className={css.names ?? ""}>
        {screens.map(({ id, label: name }) => (
          <Tab key={id} id={id} className={css.name ?? ""} data-testid={`${testId ?? "tab"}-${id}`}>
            {name}
          </Tab>
        ))}
      </TabList>
      {screens.map(({ id, show }) => (
        <TabPanel key={id} id={id} className={css.screen ?? ""}>
          {shown === id ? show() : null}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
