/** The account's half of the sample backend: start, sign-up, sign-in, recovery, confirming devices, the connection. */
import type { Listener, Stop } from "../backend";
import type {
  AccountEntry,
  AppLockView,
  ConnectionView,
  DiscoveryView,
  Environment,
  ModeView,
  MoveView,
  Policy,
  ProblemView,
  ProviderView,
  RecoveryKeyView,
  ScannerTrustView,
  SessionView,
  StartView,
  TrustView,
  VerificationView,
} from "../types";
import { NORMAL } from "../../main/mode";
import { FREE } from "../../state/preferences";
import { CODE } from "./code";
import { DIAGNOSTICS } from "./diagnostics";
import { ME, OUTSIDER } from "./people";
import { Stream } from "./stream";

export const SCENES = [
  "signed_out",
  "passphrase",
  "passphrase_first",
  "keychain",
  "damaged",
  "elsewhere",
  "fresh",
  "conversation",
  "empty",
  "offline",
  "away",
  "busy",
  "recovery",
  "ended",
  "suspended",
  "expired",
  "verify",
  "scan",
  "key_refused",
  "key_changed",
  "move",
  "moved",
  "external",
  "heightened",
  "crisis",
  "incomplete",
  "identity",
  "devices",
  "impostor",
  "changed",
  "key_check",
  "keys",
  "locked",
  "many",
  "managed",
  "policy_broken",
] as const;
export type Scene = (typeof SCENES)[number];

const SIGNS = [
  { symbol: "🐶", name: "Dog" },
  { symbol: "🌳", name: "Tree" },
  { symbol: "☁️", name: "Cloud" },
  { symbol: "🔑", name: "Key" },
  { symbol: "🚲", name: "Bicycle" },
  { symbol: "💡", name: "Light Bulb" },
  { symbol: "📌", name: "Pin" },
];

/** The scenes in which an organisation has settled something. */
const POLICIES: Partial<Record<Scene, Policy>> = {
  managed: {
    broken: false,
    locked: { language: null, theme: "light", notifications_show: "nothing", typing: false, reading: null, clean_files: true, look_for_updates: false, app_lock_minutes: 10 },
    preset: { language: null, theme: null, zoom: 125, notifications_show: null, clean_files: null, look_for_updates: null },
  },
  policy_broken: {
    broken: true,
    locked: { language: null, theme: null, notifications_show: "nothing", typing: false, reading: false, clean_files: true, look_for_updates: false, app_lock_minutes: 5 },
    preset: { language: null, theme: null, zoom: null, notifications_show: null, clean_files: null, look_for_updates: null },
  },
};

/** The scenes in which not all is well with the connection. */
const CONNECTIONS: Partial<Record<Scene, ConnectionView>> = {
  offline: { state: "offline", cause: "homeserver" },
  away: { state: "offline", cause: "network" },
  ended: { state: "session_ended" },
  suspended: { state: "suspended" },
  expired: { state: "sign_in_again" },
};

/** The scenes in which not all is well with the account's trust. */
const TRUST: Partial<Record<Scene, TrustView["state"]>> = {
  fresh: "fresh",
  recovery: "needs_recovery",
  scan: "needs_recovery",
  incomplete: "recovery_incomplete",
  identity: "identity_changed",
};

/** The scenes in which the person moves to another homeserver. */
const MOVES: Partial<Record<Scene, MoveView>> = {
  move: { state: "announced", organisation: "Finance" },
  moved: { state: "moved", organisation: "Finance", until_ms: 1_797_897_600_000 },
};

/** The operating modes as they are by default. */
export const MODES: Record<ModeView["mode"], ModeView> = {
  normal: NORMAL,
  heightened: {
    ...NORMAL,
    mode: "heightened",
    since_ms: new Date(2026, 10, 20, 18, 30).getTime(),
    file_types_cut: true,
    files_checked_anew: true,
  },
  crisis: {
    mode: "crisis",
    since_ms: new Date(2026, 10, 21, 6, 5).getTime(),
    externals_off: true,
    own_writing_off: false,
    public_rooms_read_only: true,
    file_types_cut: true,
    files_checked_anew: true,
  },
};

const CARD = { id: "oidc-card", name: "service card" };
const PHONE = { id: "oidc-phone", name: "Mobile ID" };
const NOTHING = { id: "oidc-nothing", name: "a service without a browser" };

/** How people of each domain sign in. */
const WAYS: Record<string, DiscoveryView> = {
  "interior.example": way("Interior", "interior.example", true, []),
  "defence.example": way("Defence", "defence.example", false, [CARD, PHONE, NOTHING]),
  "finance.example": way("Finance", "finance.example", true, [PHONE]),
  "firm.example": { ...way("External", "external.example", true, []), external: true },
};

function way(organisation: string, server_name: string, password: boolean, providers: ProviderView[]): DiscoveryView {
  return { organisation, server_name, password, sso: providers.length > 0, providers, external: false };
}

export const pause = (ms = 30) => new Promise<void>((resolve) => setTimeout(resolve, ms));
export const refuse = (problem: ProblemView) => Promise.reject(problem as unknown as Error);

export abstract class FakeAccount {
  protected readonly connection: Stream<ConnectionView>;
  protected readonly trust: Stream<TrustView>;
  protected readonly verification: Stream<VerificationView>;
  private readonly mode: Stream<ModeView>;
  protected signedUp = false;
  private started = false;
  private lockPin: string | null = null;
  private idleMinutes = 15;
  private shownKey: string | null = null;
  private keysMade = 0;
  private givenUp: () => void = () => undefined;

  constructor(protected scene: Scene) {
    if (scene === "locked") this.lockPin = "482913";
    this.connection = new Stream<ConnectionView>(
      CONNECTIONS[scene] ?? { state: "online" },
    );
    this.mode = new Stream<ModeView>(MODES[scene === "heightened" || scene === "crisis" ? scene : "normal"]);
    this.trust = new Stream<TrustView>({
      state: TRUST[scene] ?? "ready",
    });
    this.verification = new Stream<VerificationView>(
      scene === "verify" ? { state: "requested", device: "Office PC (Interior)", person: "" } : { state: "idle" },
    );
  }

  /** The conversations of somebody who had an account before. */
  protected abstract fillRooms(): void;

  environment(): Promise<Environment> {
    return Promise.resolve({ version: "0.1.0", locale: null, policy: POLICIES[this.scene] ?? FREE, asks_for_updates: true });
  }

  async appLock(): Promise<AppLockView> {
    await pause();
    return { idle_minutes: this.lockPin === null ? null : this.idleMinutes };
  }

  async setAppLock(current: string | null, pin: string | null, idleMinutes: number): Promise<void> {
    await pause();
    if (pin !== null && (pin.length < 6 || /^(.)\1*$/u.test(pin))) return refuse({ code: "weak_pin" });
    if (this.lockPin !== null && current !== this.lockPin) return refuse({ code: "wrong_pin" });
    [this.lockPin, this.idleMinutes] = [pin ?? this.lockPin, idleMinutes];
  }

  async removeAppLock(current: string): Promise<void> {
    await pause();
    if (current !== this.lockPin) return refuse({ code: "wrong_pin" });
    this.lockPin = null;
  }

  async lockApp(): Promise<void> {
    await pause();
    if (this.lockPin === null) return refuse({ code: "not_found" });
  }

  async unlockApp(pin: string): Promise<StartView> {
    await pause();
    if (pin === "000000") return refuse({ code: "pin_wait", seconds: 30 });
    if (pin !== this.lockPin) return refuse({ code: "wrong_pin" });
    return { state: "signed_in", session: ME };
  }

  async accounts(): Promise<AccountEntry[]> {
    await pause();
    return [
      { profile: "", name: ME.name, organisation: ME.organisation, this: true },
      { profile: "0a1b2c3d", name: "Secretariat of the State Secretary for the Reserve", organisation: "Interior", this: false },
      { profile: "1b2c3d4e", name: "", organisation: "", this: false },
    ];
  }

  async openAccount(profile: string): Promise<void> {
    await pause();
    if (profile === "1b2c3d4e") return refuse({ code: "not_found" });
  }

  async addAccount(): Promise<void> {
    await pause();
  }

  async diagnostics(): Promise<string> {
    await pause();
    return DIAGNOSTICS;
  }

  saveDiagnostics(): Promise<boolean> {
    return Promise.resolve(true);
  }

  start(): Promise<StartView> {
    // As the core: what was ended is removed, and the next start begins with nobody.
    if (this.scene === "ended" && this.started) {
      this.scene = "signed_out";
      this.connection.set({ state: "online" });
    }
    this.started = true;
    switch (this.scene) {
      case "elsewhere":
        return refuse({ code: "open_elsewhere" });
      case "signed_out":
        return Promise.resolve({ state: "signed_out" });
      case "passphrase":
      case "passphrase_first":
        return Promise.resolve({ state: "needs_passphrase", first_time: this.scene === "passphrase_first" });
      case "keychain":
        return Promise.resolve({ state: "keychain_locked" });
      case "locked":
        return Promise.resolve({ state: "app_locked" });
      case "damaged":
        return Promise.resolve({ state: "store_damaged" });
      default:
        return Promise.resolve({ state: "signed_in", session: this.scene === "external" ? OUTSIDER : ME });
    }
  }

  async unlock(passphrase: string): Promise<StartView> {
    await pause();
    if (passphrase.startsWith("wrong")) return refuse({ code: "wrong_passphrase" });
    return { state: "signed_in", session: ME };
  }

  async discover(email: string): Promise<DiscoveryView> {
    await pause();
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) return refuse({ code: "bad_email" });
    return WAYS[email.split("@")[1] ?? ""] ?? refuse({ code: "unknown_domain" });
  }

  async signUp(): Promise<void> {
    await pause();
  }

  async signUpConfirm(_email: string, code: string, password: string): Promise<SessionView> {
    await pause();
    if (code !== "482913") return refuse({ code: "bad_code" });
    if (password.includes("password")) return refuse({ code: "weak_password" });
    this.signedUp = true;
    this.trust.set({ state: "fresh" });
    return ME;
  }

  async signIn(_email: string, password: string): Promise<SessionView> {
    await pause();
    if (password.startsWith("wrong")) return refuse({ code: "wrong_password" });
    this.fillRooms();
    return ME;
  }

  /** The card's page in the browser never comes back; the phone's does at once; the third one finds no browser. */
  async signInWithProvider(_email: string, providerId: string): Promise<SessionView> {
    await pause();
    if (providerId === "oidc-nothing") return refuse({ code: "no_browser" });
    if (providerId === "oidc-card") {
      await new Promise<void>((resolve) => {
        this.givenUp = resolve;
      });
      return refuse({ code: "sign_in_given_up" });
    }
    this.fillRooms();
    return ME;
  }

  giveUpSignIn(): Promise<void> {
    this.givenUp();
    return Promise.resolve();
  }

  async passwordReset(): Promise<void> {
    await pause();
  }

  async passwordResetConfirm(_email: string, code: string): Promise<void> {
    await pause();
    if (code !== "482913") return refuse({ code: "bad_code" });
  }

  async signOut(): Promise<void> {
    await pause();
    this.scene = "signed_out";
    this.connection.set({ state: "online" });
  }

  /** As the shell: the same one for as long as its page is open, and another one afterwards. */
  async createRecoveryKey(): Promise<RecoveryKeyView> {
    await pause();
    if (this.shownKey === null) {
      this.keysMade += 1;
      this.shownKey = `EsTk 7mQx 2Wd9 bVhJ 4cRa Lp8Z nYf3 GuXs 6tKe DqM5 rHwA j9N${"vwxyz"[(this.keysMade - 1) % 5]}`;
    }
    this.trust.set({ state: "ready" });
    return { key: this.shownKey };
  }

  saveRecoveryKey(): Promise<boolean> {
    return Promise.resolve(true);
  }

  forgetRecoveryKey(): Promise<void> {
    this.shownKey = null;
    return Promise.resolve();
  }

  async recover(key: string): Promise<void> {
    await pause();
    if (!key.startsWith("EsTk")) return refuse({ code: "wrong_recovery_key" });
    this.trust.set({ state: "ready" });
  }

  watchMove(listener: Listener<MoveView>): Stop {
    return new Stream<MoveView>(MOVES[this.scene] ?? { state: "stays" }).watch(listener);
  }

  /** As the service does it, for good. */
  endSession(): void {
    this.scene = "ended";
    this.connection.set({ state: "session_ended" });
  }

  /** The other program that had the messages open has ended. */
  freeStore(): void {
    if (this.scene === "elsewhere") this.scene = "conversation";
  }

  /** As officers do it: everybody hears of it. */
  switchMode(mode: ModeView["mode"]): void {
    this.mode.set(MODES[mode]);
  }

  watchMode(listener: Listener<ModeView>): Stop {
    return this.mode.watch(listener);
  }

  watchTrust(listener: Listener<TrustView>): Stop {
    return this.trust.watch(listener);
  }

  async scannerTrust(): Promise<ScannerTrustView> {
    await pause();
    const day = (month: number, number: number) => new Date(2026, month, number, 9).getTime();
    const changed = this.scene === "key_changed" ? day(9, 12) : null;
    return {
      fingerprint: "3F0A 91C4 77DE 0B52 E8A6 14F9 C03D 5B8E 2A61 D7F4",
      since_ms: changed ?? day(2, 3),
      changed_at_ms: changed,
      refused:
        this.scene === "key_refused"
          ? { fingerprint: "B817 20AA 4C9E F163 90D5 7E2B 08C1 A4F6 DD37 5190", seen_at_ms: day(10, 20) }
          : null,
    };
  }

  watchVerification(listener: Listener<VerificationView>): Stop {
    return this.verification.watch(listener);
  }

  async startVerification(): Promise<void> {
    this.verification.set({ state: "waiting" });
    await pause(150);
    this.meet();
  }

  acceptVerification(): Promise<void> {
    this.meet();
    return Promise.resolve();
  }

  /** The other side is there: in one scene a telephone that can scan. */
  private meet(): void {
    const phone = this.scene === "scan";
    this.verification.set(phone ? { state: "code", code: CODE } : { state: "emoji", emoji: SIGNS });
  }

  /** As the telephone does it. */
  scanned(): void {
    this.verification.set({ state: "scanned" });
  }

  compareSigns(): Promise<void> {
    this.verification.set({ state: "emoji", emoji: SIGNS });
    return Promise.resolve();
  }

  confirmScan(): Promise<void> {
    return this.confirmEmoji();
  }

  async confirmEmoji(): Promise<void> {
    this.verification.set({ state: "confirmed" });
    await pause(150);
    this.verification.set({ state: "done" });
    this.trust.set({ state: "ready" });
  }

  rejectEmoji(): Promise<void> {
    this.verification.set({ state: "cancelled" });
    return Promise.resolve();
  }

  cancelVerification(): Promise<void> {
    this.verification.set({ state: "cancelled" });
    return Promise.resolve();
  }

  watchConnection(listener: Listener<ConnectionView>): Stop {
    return this.connection.watch(listener);
  }
}
