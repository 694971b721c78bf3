/** A device of the person that nobody has confirmed is named, and they are asked whether it was them. Each answer ends it. */
import { Button } from "../controls/Button";
import { Icon } from "../controls/Icon";
import type { OwnDeviceView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import css from "../main/Lines.module.css";

type DeviceNoticeProps = {
  devices: OwnDeviceView[] | null;
  onYes: (device: OwnDeviceView) => void;
  onNo: (device: OwnDeviceView) => void;
};

export function DeviceNotice({ devices, onYes, onNo }: DeviceNoticeProps) {
  const { t, date } = useL10n();
  const device = devices?.find((one) => one.ask);
  if (!device) return null;
  const seen = device.last_seen_ms === null ? t("devices-never") : t("devices-seen", { date: date(device.last_seen_ms) });
  return (
    <div className={`${css.line} ${css.warning}`} role="status" data-testid="device-notice" data-device={device.id}>
      <Icon name="warning" />
      <p>{t("device-was-this-you", { name: device.name, seen })}</p>
      <div className={css.buttons}>
        <Button small onPress={() => onYes(device)} data-testid="device-yes">
          {t("device-yes")}
        </Button>
        <Button small look="primary" onPress={() => onNo(device)} data-testid="device-no">
          {t("device-no")}
        </Button>
      </div>
    </div>
  );
}
