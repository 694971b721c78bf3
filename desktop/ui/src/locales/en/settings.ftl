### Settings, recovery and confirming a device.

settings-title = Settings
settings-appearance = Language and appearance
settings-security = This computer
settings-account = Your account
settings-signed-in-as = You are signed in as
settings-address = Address on Depesha
settings-device = Name of this computer’s session
settings-version = Version { $version }
diagnostics-title = Diagnostics
diagnostics-text = When something does not work, your administrator may ask for this text. Nothing is sent from here: you decide whom you give it to.
diagnostics-holds = It says how this program does. It holds no names, no addresses, no keys and nothing that you or others have written; read it yourself.
diagnostics-loading = Being put together…
diagnostics-copy = Copy
diagnostics-save = Save as a file…
diagnostics-copied = Copied
diagnostics-saved = Saved
settings-trust-ready = This computer is confirmed and your messages can be recovered.
settings-trust-needs-recovery = This computer is not confirmed yet.
settings-trust-fresh = You have no recovery key yet.
settings-trust-unknown = The state of this computer is being looked up.
settings-confirm-other = Confirm another device of mine

settings-traces = What others see
settings-traces-typing = Others see that I type
settings-traces-reading = Others see what I have read
settings-traces-text = This counts on this computer. What you have read is always remembered for you.

settings-files = Files that you send
settings-files-clean = Remove the place, the camera and the names of authors before sending
settings-files-text = Pictures (JPEG, PNG, WebP, GIF) and documents (Word, Excel, PowerPoint, OpenDocument) note more than they show. What can be seen and read in them stays as it is. Signed files and other kinds, such as PDF, go as they are; you are told when that happens.
settings-files-once = If a file has to arrive unchanged, for example as evidence, tick “Send unchanged” before you send it.

settings-writing = Writing
settings-undo = Take back a message
settings-undo-off = Messages go at once
settings-undo-seconds = { $count ->
    [one] They wait { $count } second
   *[other] They wait { $count } seconds
}
settings-undo-text = While a message waits, you can take it back before anybody sees it. It goes at once when you write on or leave the conversation.

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
verify-code = Scan this code with your other device, for example your telephone. If it cannot scan, compare seven signs.
verify-code-label = Code to scan
verify-signs = Compare seven signs instead
verify-scanned = Your other device says that it has scanned the code. Does it show a tick? Look at it before you answer.
verify-tick = Yes, it shows a tick
verify-no-tick = No
verify-emoji = Do both devices show these seven signs, in the same order?
verify-emoji-list = Signs to compare
verify-same = They are the same
verify-differ = They differ
verify-confirmed = Now confirm on the other device, too.
verify-done = Done. Your devices trust each other, and earlier messages open here.
verify-cancelled = The comparison was stopped. Nothing has changed; you can start again.
verify-start-again = Start again

settings-trust-recovery-incomplete = This computer is confirmed, but your recovery key no longer opens everything.
settings-trust-identity-changed = The keys of your account have been replaced.
settings-trust-signed-out-for-good = You have been signed out for good.

recover-incomplete-text = A part of what your recovery key opens is missing. Enter the key, and it is made again; nothing is lost.
recover-other-ways = No recovery key at hand?
recover-lost = I have lost my recovery key
recover-lost-all = I have neither the key nor another device
identity-own-title = The keys of your account have been replaced
identity-own-text = This computer trusted other keys of your account than those that are there now. They change when you, or your administrator for you, begin again because everything was lost.
identity-own-not-me = If nobody did that, do not go on. Call your security officers, and share nothing confidential until they have looked.
identity-own-me = If it was you: enter the new recovery key.

anew-title = Begin again without your recovery key
anew-text = Only do this if you have neither your recovery key nor another device that is signed in. What follows cannot be undone:
anew-messages = Earlier messages that this computer cannot read stay closed for ever.
anew-devices = All your other devices must be confirmed again.
anew-people = Everybody you write with is told that your keys are new. Signs that you compared must be compared again.
anew-key = Your old recovery key becomes worthless. You get a new one in the next step.
anew-stays = Your account, your rooms and your contacts stay.
anew-button = Begin again

proof-password = Your password, once more
proof-wrong-password = This is not your password. Try again.
proof-browser = To be sure that it is you, confirm this in your browser. Then come back and press the button again.
proof-browser-open = Open the browser

devices-title = Your devices
devices-text = Every device that is signed in to your account. Messages only go to those that are confirmed.
devices-loading = Your devices are being looked up…
devices-this = This one
devices-seen = Last seen on { $date }
devices-never = Not seen yet
devices-confirmed = Confirmed
devices-not-confirmed = Not confirmed: it can read nothing
devices-this-not-confirmed = Not confirmed yet
devices-without-keys = Cannot be confirmed: it reads public rooms only
devices-confirm = Confirm
devices-confirm-label = Confirm { $name }
devices-sign-out = Sign out
devices-sign-out-label = Sign out { $name }
devices-sign-out-all = Sign out all others
devices-end-title = Sign out “{ $name }”?
devices-end-text = It is signed out at once. If somebody else used it, change your password as well.
devices-end-all-title = Sign out all other devices?
devices-end-all-text = Only this computer stays signed in. On the others you need your password and your recovery key.

key-check-title = Check my recovery key
key-check-text = Enter the key as you have kept it. It is only compared; nothing changes, and it does not leave this computer.
key-check-button = Check
key-check-right = That is your recovery key. Put it back where it was.

verify-person-title = Compare signs with { $name }
verify-person-waiting = { $name } has to accept in Depesha. Call, or sit down together: you compare what both computers show.
verify-person-requested = { $name } wants to compare signs with you. Call, or sit down together: you compare what both computers show.
verify-person-code = When you sit together, { $name } can scan this code with a telephone. If not, compare seven signs.
verify-person-scanned = The device of { $name } says that it has scanned the code. Does it show a tick? Look at it before you answer.
verify-person-emoji = Does { $name } see these seven signs, in the same order? Compare by voice, not by message.
verify-person-confirmed = Now { $name } has to confirm, too.
verify-person-done = Done. You know that you are writing to { $name }, and will be told if that changes.

lock-now = Lock the window
lock-title = Lock with a PIN
lock-text = When you leave your desk, the window locks itself and shows nothing until you type your PIN. Messages still come in.
lock-is-set = The window locks itself after { $minutes } minutes.
lock-current = Your present PIN
lock-new = New PIN
lock-new-help = Leave it empty to keep the present one.
lock-pin = PIN
lock-help = At least six characters; not all the same, not in a row.
lock-again = The same once more
lock-differ = The two are not the same.
lock-after = Lock after
lock-minutes = { $minutes } minutes
lock-set = Lock with this PIN
lock-save = Save
lock-remove = Remove the lock
locked-title = Depesha is locked
locked-text = Type your PIN to go on.
locked-open = Unlock
locked-forgotten = I have forgotten my PIN
locked-forgotten-text = You can sign out and sign in again. The messages stored on this computer are removed; you need your recovery key to read them again.

accounts-title = Accounts on this computer
accounts-text = Each account has a window of its own. What you do in one, such as locking it or signing out, leaves the others as they are.
accounts-loading = The accounts are being looked up…
accounts-unnamed = Account { $number }
accounts-this = This window
accounts-open = Open
accounts-open-label = Open the window of { $account }
accounts-add = Add another account
accounts-opened = A new window opens. Sign in there.
