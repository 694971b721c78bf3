### What went wrong, in a sentence that says what to do.

problem-unreachable = Depesha cannot be reached. Check your network, then try again.
problem-bad_email = This is not a valid work email address. Check it for mistyped letters.
problem-unknown_domain = No ministry on Depesha uses this address. Enter your work address, not a private one.
problem-bad_code = This code is wrong or too old. Check it, or ask for a new one.
problem-weak_password = This password is too easy to guess. Choose a longer one.
problem-wrong_password = The address or the password is wrong.
problem-sign_in_given_up = You stopped signing in. Try again when you are ready.
problem-sign_in_too_late = Nobody came back from the browser. Try again; the page there is good for a few minutes.
problem-no_browser = Your browser could not be opened. Open it once by hand, then try again; if it stays so, tell your support.
problem-wrong_recovery_key = This is not your recovery key. Check it for mistyped characters.
problem-wrong_passphrase = This is not the passphrase of this computer.
problem-suspended = Your account cannot be used for now. Ask your administrator.
problem-refused = { $reason }
problem-slow_down = That was too often in a short time. Wait a minute, then try again.
problem-enough_today = You have looked at very many people today. Go on tomorrow; if your work needs more, ask your administrator.
problem-not_encrypted = Nothing was sent, because the room is not protected yet. Try again in a moment.
problem-file_too_large = This file is larger than { $limit } MiB. Send a smaller one.
problem-last_administrator = You are the last administrator of this room. Make somebody else an administrator first, then leave.
problem-not_a_picture = This file is no picture that can be shown here. Choose a PNG, JPEG, GIF or WebP file.
problem-file_type_forbidden = Files of this kind may not be sent here. Send a document, an image or an archive instead.
problem-file_not_released = This file has not been released, so it cannot be opened.
problem-signed_out = You are no longer signed in. Sign in again.
problem-not_found = This is no longer there.
problem-unexpected = Something went wrong that we did not expect ({ $detail }). Try again; if it stays so, tell your support.

problem-recovery_broken = This recovery key no longer opens anything. Confirm this computer from another device, or begin again.
problem-password_needed = Enter your password.
problem-browser_needed = Confirm this in your browser.
problem-ask_administrator = Only your administrator can allow this. Ask them to let you begin again.
problem-device_not_confirmed = Not sent, because this computer is not confirmed yet. Confirm it, and the message goes by itself.
problem-identity_changed = Not sent, because the keys of somebody here are new. Decide at the top of the conversation, and the message goes by itself.
problem-not_there_yet = This person has not accepted your conversation yet. Ask them to, then try again.
problem-app_locked = The window is locked. Unlock it first.
problem-wrong_pin = This is not your PIN. Try again.
problem-pin_wait = Too many wrong tries. Wait { $minutes } min, then try again.
problem-weak_pin = This PIN is too easy to guess. Take at least six characters, not all the same and not in a row.
