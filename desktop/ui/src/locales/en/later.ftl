### Messages that are to be sent at a time.

later-open = Send later…
later-title = Send later
later-change-title = Change this message
later-words = Message
later-when = When?
later-tomorrow = Tomorrow morning: { $day }, { $time }
later-monday = Monday morning: { $day }, { $time }
later-own = At another time
later-date = Date
later-time = Time
later-past = This time has passed. Choose a later one.
later-running = Depesha has to be running at that time, with a connection; the window may be locked. Otherwise the message goes as soon as Depesha runs again. Until then it is kept on this computer alone, encrypted.
later-keep = Send then
later-save = Save
later-line = { $count ->
    [one] { $count } message will be sent: { $day }, { $time }
   *[other] { $count } messages will be sent, the next one: { $day }, { $time }
}
later-line-stuck = A message that was to be sent later has not gone.
later-show = Show
later-list-title = To be sent
later-none = Nothing waits to be sent. “Send later…”, in the menu beside the place to write, puts a message here.
later-in = In { $name }
later-in-thread = In a thread of { $name }
later-left = In a conversation that you have left
later-at = To be sent: { $day }, { $time }
later-sending = Is being sent…
later-unsure = Nobody knows whether this message has arrived: the connection broke off, and it is long ago. Look in the conversation. If it is not there, send it now; if it is, delete it here.
later-held = Not sent. { $problem }
later-not-there = The conversation, or the message that this one answers, is no longer there. Copy the words if you need them, then delete this message.
later-look = Open the conversation
later-look-label = Open the conversation: { $name }
later-change = Change
later-change-label = Change: { $text }
later-now = Send now
later-now-label = Send now: { $text }
later-delete = Delete
later-delete-label = Delete: { $text }
later-delete-title = Delete this message?
later-delete-text = It has not been sent, and there is no other copy of it.
later-gone = This message is on its way or has gone already.
later-sign-out = { $count ->
    [one] { $count } message that is to be sent later will be deleted as well.
   *[other] { $count } messages that are to be sent later will be deleted as well.
}
