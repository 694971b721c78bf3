/** What each state of the account's trust offers: one action, or none. The states come from the core. */
import type { TrustView } from "../ipc/types";

export type TrustAction = "make_key" | "confirm" | "enter_key" | "look" | "sign_in";

/** The words and the remedy of every state; a state that the core adds does not compile without them. */
export const TRUST_LINES: Record<TrustView["state"], { words: string; label: string; action: TrustAction } | null> = {
  unknown: null,
  ready: null,
  fresh: { words: "trust-fresh", label: "trust-create", action: "make_key" },
  needs_recovery: { words: "trust-needs-recovery", label: "trust-confirm", action: "confirm" },
  recovery_incomplete: { words: "trust-incomplete", label: "trust-enter-key", action: "enter_key" },
  identity_changed: { words: "trust-identity-changed", label: "trust-look", action: "look" },
  signed_out_for_good: { words: "over-text", label: "ended-button", action: "sign_in" },
};
