# Tray, notifications and native dialogues. Notifications never show what a message says.
shell-open = Open Depesha
shell-quit = Quit
shell-new-message = You have a new message.
shell-send-file = Choose a file to send
shell-recovery-file = Save the recovery key
shell-member-list = Save the list of members
shell-diagnostics = Save the diagnostics
shell-back-title = You can go back to Depesha
shell-back-text = You are signed in. Close this page and go on in the Depesha window.
