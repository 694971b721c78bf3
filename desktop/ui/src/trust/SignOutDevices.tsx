/** Asks before devices of the person are signed out. */
import type { OwnDeviceView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend } from "../state/backend";
import { ProofDialogue } from "./ProofDialogue";

type SignOutDevicesProps = {
  devices: OwnDeviceView[] | "others";
  onDone: () => void;
  onClose: () => void;
};

export function SignOutDevices({ devices, onDone, onClose }: SignOutDevicesProps) {
  const backend = useBackend();
  const { t, list } = useL10n();
  const all = devices === "others";
  return (
    <ProofDialogue
      title={all ? t("devices-end-all-title") : t("devices-end-title", { name: list(devices.map((one) => one.name)) })}
      action={t("devices-sign-out")}
      act={(password) => backend.signOutDevices(all ? [] : devices.map((one) => one.id), password)}
      onDone={onDone}
      onClose={onClose}
      data-testid="sign-out-devices"
    >
      <p>{t(all ? "devices-end-all-text" : "devices-end-text")}</p>
    </ProofDialogue>
  );
}
