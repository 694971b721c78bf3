/** The diagnostics of a computer that has been used for a while. */
const LINES = [
  "2026-11-20T08:02:11Z  WARN client_core::problem: the SDK failed kind=Http",
  "2026-11-20T08:02:14Z  WARN client_core::problem: a step failed step=\"sync\"",
  "2026-11-20T09:41:30Z  WARN client_core::timeline::resend: a message that was refused could not be queued again",
];

export const DIAGNOSTICS = [
  "Depesha: 0.1.0",
  "system: linux x86_64",
  "written: 2026-11-20T09:45:00Z",
  "session: signed in",
  "connection: Online",
  "operating mode: Normal",
  "trust: Ready",
  "this device: Verified",
  "identity keys here: all",
  "recovery: Enabled",
  "message key backup: Enabled",
  "own devices with keys: 2 (2 confirmed)",
  "conversations, joined: 42",
  "conversations, invited: 1",
  "conversations, encrypted: 41",
  "messages waiting to be sent: 0 (0 refused)",
  "scanner: known",
  "other scanners refused: no",
  "kept, crypto: 4180 KiB",
  "kept, event-cache: 18244 KiB",
  "kept, state: 9312 KiB",
  "",
  `Last lines (${LINES.length}):`,
  ...LINES,
  "",
].join("\n");
