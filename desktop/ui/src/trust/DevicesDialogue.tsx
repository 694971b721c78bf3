/** The person's devices: what they are called, when they were seen, whether they are trusted; and ending them. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Icon } from "../controls/Icon";
import type { OwnDeviceView } from "../ipc/types";
import { type L10n, useL10n } from "../l10n/L10n";
import { SignOutDevices } from "./SignOutDevices";
import css from "./Trust.module.css";

type DevicesDialogueProps = {
  devices: OwnDeviceView[] | null;
  /** This device is trusted, so it can confirm others. */
  sure: boolean;
  onConfirm: (device: OwnDeviceView) => void;
  onClose: () => void;
};

export function DevicesDialogue({ devices, sure, onConfirm, onClose }: DevicesDialogueProps) {
  const { t, date } = useL10n();
  const [ending, setEnding] = useState<OwnDeviceView[] | "others" | null>(null);
  if (ending !== null) {
    return <SignOutDevices devices={ending} onDone={() => setEnding(null)} onClose={() => setEnding(null)} />;
  }
  const others = devices?.some((one) => !one.this) ?? false;
  return (
    <Dialogue title={t("devices-title")} onClose={onClose} wide data-testid="devices-dialogue">
      <p>{t("devices-text")}</p>
      {devices === null ? <p role="status">{t("devices-loading")}</p> : null}
      <ul className={css.devices}>
        {(devices ?? []).map((device) => (
          <li key={device.id} className={css.device} data-testid="device" data-device={device.id} data-trust={device.trust}>
            <div className={css.about}>
              <p className={css.name}>
                <bdi>{device.name}</bdi>
                {device.this ? <span className={css.this}>{t("devices-this")}</span> : null}
              </p>
              <p className={css.muted}>
                {device.last_seen_ms === null ? t("devices-never") : t("devices-seen", { date: date(device.last_seen_ms) })}
              </p>
              <p className={device.trust === "confirmed" ? css.good : css.doubt}>
                <Icon name={device.trust === "confirmed" ? "check" : "warning"} size={16} />
                {trustWords(t, device)}
              </p>
            </div>
            <div className={css.actions}>
              {sure && !device.this && device.trust === "not_confirmed" ? (
                <Button small onPress={() => onConfirm(device)} aria-label={t("devices-confirm-label", { name: device.name })} data-testid="device-confirm">
                  {t("devices-confirm")}
                </Button>
              ) : null}
              {device.this ? null : (
                <Button
                  small
                  look="quiet"
                  onPress={() => setEnding([device])}
                  aria-label={t("devices-sign-out-label", { name: device.name })}
                  data-testid="device-sign-out"
                >
                  {t("devices-sign-out")}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {others ? (
        <div className={css.actions}>
          <Button onPress={() => setEnding("others")} data-testid="devices-sign-out-all">
            {t("devices-sign-out-all")}
          </Button>
        </div>
      ) : null}
    </Dialogue>
  );
}

function trustWords(t: L10n["t"], device: OwnDeviceView): string {
  switch (device.trust) {
    case "confirmed":
      return t("devices-confirmed");
    case "not_confirmed":
      return t(device.this ? "devices-this-not-confirmed" : "devices-not-confirmed");
    case "without_keys":
      return t("devices-without-keys");
  }
}
