# Tray, notifications and native dialogues. What notifications show of messages is the person's choice.
shell-open = Open Depesha
shell-open-unread = { $count ->
    [one] Open Depesha: { $count } message waits
   *[other] Open Depesha: { $count } messages wait
}
shell-quiet-hour = No notifications for an hour
shell-quiet-tomorrow = No notifications until tomorrow
shell-quiet-over = Notifications again
shell-notifications = Settings of notifications…
shell-lock = Lock the window
shell-test-message = This is how a notification looks.
shell-quit = Quit
shell-new-message = You have a new message.
shell-send-file = Choose a file to send
shell-recovery-file = Save the recovery key
shell-member-list = Save the list of members
shell-diagnostics = Save the diagnostics
shell-back-title = You can go back to Depesha
shell-back-text = You are signed in. Close this page and go on in the Depesha window.
