### Settings, recovery and confirming a device.

settings-title = Settings
settings-appearance = Language and appearance
settings-security = This computer
settings-account = Your account
settings-signed-in-as = You are signed in as
settings-address = Address on Depesha
settings-device = Name of this computer’s session
settings-version = Version { $version }
settings-trust-ready = This computer is confirmed and your messages can be recovered.
settings-trust-needs-recovery = This computer is not confirmed yet.
settings-trust-fresh = You have no recovery key yet.
settings-trust-unknown = The state of this computer is being looked up.
settings-confirm-other = Confirm another device of mine

settings-scanner = Virus scanner
settings-scanner-text = Every file is checked before anyone opens it. This computer knows the scanner by a fingerprint. When in doubt, compare it with the one that your security officers have.
settings-scanner-fingerprint = Fingerprint
settings-scanner-since = Trusted since
settings-scanner-changes = Changes
settings-scanner-unchanged = None so far
settings-scanner-changed = Replaced an earlier one on that day; the earlier one confirmed it
settings-scanner-none = The scanner is not known yet. Files stay closed until it is; we look again by ourselves.
settings-scanner-refused = The service has shown another fingerprint since { $date }, and the known one does not confirm it. This computer does not trust it:
settings-scanner-refused-remedy = Files that need to be checked stay closed. Read this fingerprint to your security officers. If it is theirs, sign out and sign in again; if not, leave everything as it is.
settings-scanner-copy = Copy the fingerprint
settings-scanner-copied = Copied

sign-out-title = Sign out of this computer?
sign-out-text = The messages stored on this computer are removed. You need your recovery key to read them again.

recover-title = Enter your recovery key
recover-text = You were shown this key when you created your account. It has several groups of four characters.
recover-label = Recovery key
recover-button = Recover my messages

verify-title = Confirm a device
verify-waiting = Open Depesha on your other device and accept there.
verify-requested = Another device of yours asks to be confirmed: { $device }. Did you just sign in there?
verify-accept = Yes, compare
verify-emoji = Do both devices show these seven signs, in the same order?
verify-emoji-list = Signs to compare
verify-same = They are the same
verify-differ = They differ
verify-confirmed = Now confirm on the other device, too.
verify-done = Done. Your devices trust each other, and earlier messages open here.
verify-cancelled = The comparison was stopped. Nothing has changed; you can start again.
verify-start-again = Start again
