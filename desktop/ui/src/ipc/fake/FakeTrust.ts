/** Trust in the sample backend: the person's devices, the identities of others, the recovery key's check, beginning anew. */
import type { Listener, Stop } from "../backend";
import type { IdentityChangeView, KeysView, OwnDeviceView } from "../types";
import { FakeAccount, pause, refuse } from "./FakeAccount";
import { ME } from "./people";
import { Stream } from "./stream";

const HOUR = 3_600_000;

function sampleDevices(now: number, asking: boolean): OwnDeviceView[] {
  const device = (id: string, name: string, hours: number, more: Partial<OwnDeviceView>): OwnDeviceView => ({
    id,
    name,
    last_seen_ms: now - hours * HOUR,
    trust: "confirmed",
    this: false,
    ask: false,
    ...more,
  });
  return [
    device(ME.device_id, "Office PC (Interior)", 0, { this: true }),
    device("IMPOSTOR", "Depesha on Windows, bureau 214", 1, { trust: "not_confirmed", ask: asking }),
    device("LAPTOP", "Laptop", 30, {}),
    device("OLD", "A script of the statistics unit that nobody has used for a long time", 4000, { trust: "without_keys" }),
  ];
}

export abstract class FakeTrust extends FakeAccount {
  private readonly devices = new Stream(sampleDevices(Date.now(), this.scene === "impostor"));
  private readonly changes = new Stream<IdentityChangeView[]>(
    this.scene === "changed" ? [{ user_id: "@person1:finance.example", name: "Marc DUPONT", was_compared: true }] : [],
  );
  private readonly keys = new Stream<KeysView>(this.scene === "keys" ? { rooms_done: 12, rooms: 40 } : { rooms_done: 0, rooms: 0 });
  private due = this.scene === "key_check";

  watchDevices(listener: Listener<OwnDeviceView[]>): Stop {
    return this.devices.watch(listener);
  }

  watchKeys(listener: Listener<KeysView>): Stop {
    return this.keys.watch(listener);
  }

  /** As the core does it on a new device. */
  keysCome(keys: KeysView): void {
    this.keys.set(keys);
  }

  async knowDevice(deviceId: string): Promise<void> {
    await pause();
    this.devices.set(this.devices.value.map((one) => (one.id === deviceId ? { ...one, ask: false } : one)));
  }

  async signOutDevices(deviceIds: string[], password: string | null): Promise<void> {
    await pause();
    if (deviceIds.includes("LAPTOP")) return refuse({ code: "browser_needed", url: "https://matrix.interior.example/" });
    if (password === null) return refuse({ code: "password_needed" });
    if (password.startsWith("wrong")) return refuse({ code: "wrong_password" });
    const stays = (one: OwnDeviceView) => one.this || (deviceIds.length > 0 && !deviceIds.includes(one.id));
    this.devices.set(this.devices.value.filter(stays));
  }

  async verifyDevice(): Promise<void> {
    await this.startVerification();
    this.devices.set(this.devices.value.map((one) => (one.ask ? { ...one, ask: false } : one)));
  }

  async verifyPerson(userId: string): Promise<void> {
    if (userId === "@person10:finance.example") {
      await pause();
      return refuse({ code: "not_there_yet" });
    }
    await this.startVerification();
  }

  async beginAnew(password: string | null): Promise<void> {
    await pause();
    if (password === null) return refuse({ code: "password_needed" });
    if (password.startsWith("wrong")) return refuse({ code: "wrong_password" });
    this.trust.set({ state: "fresh" });
  }

  async recoveryCheckDue(): Promise<boolean> {
    await pause();
    return this.due;
  }

  postponeRecoveryCheck(): Promise<void> {
    this.due = false;
    return Promise.resolve();
  }

  async checkRecoveryKey(key: string): Promise<void> {
    await pause();
    if (!key.startsWith("EsTk")) return refuse({ code: "wrong_recovery_key" });
    this.due = false;
  }

  watchIdentityChanges(roomId: string, listener: Listener<IdentityChangeView[]>): Stop {
    return roomId === "!marc" ? this.changes.watch(listener) : new Stream<IdentityChangeView[]>([]).watch(listener);
  }

  async acceptIdentity(userId: string): Promise<void> {
    await pause();
    this.changes.set(this.changes.value.filter((one) => one.user_id !== userId));
  }
}
