### Before a person is signed in: the first pages.

app-name = Depesha
app-tagline = Messages and files between ministries, protected on the whole way.
loading = Depesha is starting…
language = Language
theme = Appearance
theme-system = As on this computer
theme-light = Light
theme-dark = Dark
theme-contrast = High contrast

back = Back
continue = Continue
cancel = Cancel
close = Close
try-again = Try again
required = This field is needed.

welcome-title = Welcome to Depesha
welcome-text = Enter your work email address. It tells us which ministry you belong to.
email-label = Work email address
email-example = For example: given.family@ministry.example

sign-in-title = Sign in
sign-in-recognised = You belong to { $organisation }.
sign-in-external = You come from outside: no organisation here uses this address. If you work here, check the address.
sign-in-other-address = Use another address
password-label = Password
password-show = Show the password
sign-in-button = Sign in
sign-in-forgotten = I have forgotten my password
sign-in-no-password = Your ministry does not use passwords for Depesha. Ask your administrator how to sign in.
sign-in-with-provider = Continue with { $provider }
sign-in-with-provider-text = Your browser opens. Sign in there as you do for your work, and come back.
sign-in-or-password = Or with a password
browser-title = Go on in your browser
browser-text = We have opened the page of { $provider } in your browser. When you have signed in there, you are signed in here as well.
browser-refused = If that page says that you are not signed in, do what it says, then come back and try again.
browser-cancel = Stop and go back
browser-again = Open the page once more
sign-up-question = First time on Depesha?
sign-up-explain = We send a code to your work email address. With it you choose your password.
sign-up-explain-external = If you were invited by mail and have no account yet, we send you a code.
sign-up-start = Create my account

code-title = Create your account
code-sent = If { $email } is known to your ministry, a code is on its way. It is valid for 30 minutes.
code-label = Code from the email
code-help = Look also among unwanted mail. You can ask for a new code below.
code-again = Send a new code
code-again-done = A new code is on its way.
own-given-label = Your given name
own-name-help = Everybody sees your name with the mark “External”. It cannot be changed later.
own-family-label = Your family name
new-password-label = Choose a password
new-password-help = At least 12 characters. Several words in a row are easy to keep in mind.
new-password-short = The password needs at least 12 characters.
code-button = Create my account

reset-title = Choose a new password
reset-explain = For your safety you will be signed out everywhere else.
reset-button = Save the new password
reset-done = Your new password is saved. Sign in with it now.

recovery-title = Your recovery key
recovery-text = This key opens your messages when you sign in on another computer, or when this one is lost. Nobody else has it: not your administrator, not us.
recovery-once = It is shown only now. Keep it where you keep important papers.
recovery-key-label = Recovery key
recovery-save = Save in a file…
recovery-saved = The key is saved.
recovery-print = Print
recovery-kept = I have kept it
recovery-working = Your recovery key is being made…
recovery-later = Do this later

passphrase-title-first = Protect your messages
passphrase-title = Open your messages
passphrase-text-first = This computer has no place for keeping secrets. Choose a passphrase: it protects the messages stored here. You are asked for it at every start.
passphrase-text = Enter the passphrase that you chose for this computer.
passphrase-label = Passphrase
passphrase-help = At least 12 characters. It cannot be recovered if you forget it.
passphrase-short = The passphrase needs at least 12 characters.
passphrase-button-first = Protect and continue
passphrase-button = Open

keychain-title = Your key ring is locked
keychain-text = Depesha keeps the key to your messages in the key ring of this computer. Unlock it, then try again.
elsewhere-title = Depesha is already open here
elsewhere-text = Another window of Depesha uses the messages on this computer. Look for it among your open windows, or for the sign of Depesha beside the clock, and go on there. If you cannot find it, restart the computer, then open Depesha again.
damaged-title = Your messages on this computer cannot be opened
damaged-text = The messages stored here do not fit the key of this computer. Sign in again: your messages come back from the server with your recovery key.
damaged-button = Remove them here and sign in again

ended-title = Your session has ended
ended-text = You have been signed out, because your password was changed, your session was closed from another computer, or your account changed. Sign in again to go on.
ended-button = Sign in again
over-title = You have been signed out for good
over-text = Your account has been closed by your organisation, or you were signed out elsewhere. The messages on this computer were removed.
suspended-title = Your account is suspended
suspended-text = Ask your administrator. Nothing was removed from this computer; Depesha opens again by itself as soon as the suspension ends.

recovery-sheet-whose = Depesha, { $name }, { $address }, { $date }
recovery-sheet-use = When you sign in on another computer, Depesha asks for this key. Type it as it stands here; spaces do not matter.
recovery-sheet-keep = Keep this sheet where you keep important papers. Whoever has it and your password can read your messages.
