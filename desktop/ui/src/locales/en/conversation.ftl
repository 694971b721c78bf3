### One conversation.

timeline-label = Messages
timeline-loading = Loading earlier messages…
timeline-start = The conversation begins here.
timeline-start-kept = In this room, whoever comes later does not see what was written before.
timeline-unread = New messages
timeline-to-end = To the newest message
today = Today
yesterday = Yesterday
banner-public = Public room, not encrypted: everybody in all ministries can read what is written here.

event-created = { $actor } made this room.
event-joined = { $name } came in.
event-invited = { $actor } invited { $name }.
event-left = { $name } left.
event-removed = { $actor } removed { $name }.
event-renamed = { $actor } named the room “{ $name }”.
event-topic = { $actor } changed the topic: { $topic }
event-encrypted = From here on, only members can read the messages.
event-earlier_for_all = { $actor } let newcomers read what is written from here on.
event-earlier_kept = { $actor } made the room closed to newcomers: they read only what is written after they come in.

events-joined = { $count ->
    [0] { $name } came in
    [one] { $name } and { $count } other came in
   *[other] { $name } and { $count } others came in
}
events-invited = { $count ->
    [0] { $name } was invited
    [one] { $name } and { $count } other were invited
   *[other] { $name } and { $count } others were invited
}
events-left = { $count ->
    [0] { $name } left
    [one] { $name } and { $count } other left
   *[other] { $name } and { $count } others left
}
events-removed = { $count ->
    [0] { $name } was removed
    [one] { $name } and { $count } other were removed
   *[other] { $name } and { $count } others were removed
}

message-you = You
message-edited = edited
message-whole = Show the whole message
message-shorten = Show less
message-deleted = This message was deleted.
message-deleted-by = This message was deleted by { $name }.
message-deleted-reason = Reason: { $reason }
message-unsupported = This kind of message cannot be shown here. Update Depesha to see it.
message-before-joining = This message was sent before you were invited. It stays closed to you.
message-needs-recovery = Enter your recovery key to read this message.
message-key-not-here = The key to this message is not here. If it still arrives, the message opens by itself; if not, ask the sender to send it again.
message-withheld = The sender’s computer does not share this message with this one. Ask the sender to send it again.
message-reply-to = In reply to { $sender }
message-reply-unknown = In reply to an earlier message
message-read-by = Read by { $names }
message-read-by-count = { $count ->
    [one] Read by { $count } person
   *[other] Read by { $count } people
}
message-label = { $sender }, { $time }: { $text }
warning-identity = The identity of this sender has changed. Ask by telephone whether that is right before you share anything.
warning-clear = This message was not protected on its way.

delivery-waiting = Waits for the connection
delivery-paused = Paused
delivery-sending = Being sent…
delivery-progress = { $percent } % sent
delivery-checking = The file is being checked, then it is sent
delivery-sent = Sent
delivery-failed = Not sent.
delivery-withheld = Not sent: the file was kept back, and its copy here has been removed. If it is yours and you trust it, tell your security officers; else delete it.
delivery-retry = Send again
delivery-pause = Pause
delivery-resume = Resume
delivery-discard = Discard

file-safe = Checked, safe
file-not-sent-yet = Still on this computer
file-checking = Being checked for viruses…
file-infected = Blocked: harmful software was found in this file. It cannot be opened.
file-infected-own = Blocked: harmful software was found in this file. Nobody can open it. Tell your security officer.
file-type-forbidden = Blocked: files of this kind are not allowed.
file-not-checked-yet = Could not be checked yet. We try again by ourselves.
file-too-large = Cannot be checked, because it is too large or too deeply packed. It stays closed.
file-encrypted = Cannot be checked, because it is protected with a password. It stays closed.
file-damaged = Cannot be checked, because it arrived damaged. Ask the sender to send it again.
file-gone = This file is no longer on the server.
file-waiting = Waiting to be checked: many files at once. This goes on by itself.
file-key-refused = Cannot be checked: the virus scanner shows a fingerprint that this computer does not trust. See the settings.
file-check-again = Check again
file-check-again-label = Check again: { $name }
file-save = Save…
file-save-label = Save { $name }
file-saved = { $name } is saved.
file-image = Image { $name }
file-look = View
file-look-label = View { $name }
file-listen = Listen
file-listen-label = Listen to { $name }
file-video = Video { $name }
file-sound = Recording { $name }
file-voice = Voice message
file-voice-length = Voice message, { $length }

voice-record = Record a voice message
voice-running = Recording. Speak now.
voice-silent = Nothing is to be heard. Is the microphone switched on?
voice-stop = Stop
voice-waiting = Recorded, { $length }. Listen to it, send it or discard it.
voice-cut-off = The recording has ended by itself, after { $length }. What you said until then is here.
voice-discard = Discard the recording
voice-send = Send the voice message
voice-no-player = This computer cannot play the recording. It can be sent all the same.

look-coming = The file is being fetched…
look-too-large = This file is too large to be shown here. Save it and open it with another program.
look-other-kind = What is in this file cannot be shown here. Save it and open it with another program.
look-no-player = This computer cannot play this kind of recording. Save it and open it with another program.
look-text-label = Text of { $name }
look-text-cut = This is the beginning of the file. Save it to read all of it.
look-text-empty = This file is empty.
look-pdf-failed = This document cannot be shown here. It may be damaged or protected with a password. Save it and open it with another program.
look-pages-label = Pages of { $name }
look-pages-cut = The first { $shown } of { $all } pages are shown here. Save the document to read all of them.
look-page = Page { $number } of { $all }
look-page-failed = This page cannot be shown.
look-page-without-text = Nothing on this page can be read aloud.

actions-label = Actions for this message
action-react = React
action-reply = Reply
action-edit = Edit
action-caption = Write something under it
action-caption-change = Change what stands under it
action-copy = Copy text
action-copy-link = Copy link
action-delete = Delete
action-more = More
delete-title = Delete this message?
delete-text = It disappears for everybody in this conversation.
delete-reason = Why? (may stay empty)
delete-reason-help = The reason is not encrypted. Write nothing confidential here.
react-label = Choose a reaction
reaction-label = { $key }, { $count ->
    [one] { $count } person
   *[other] { $count } people
}: { $people }

composer-label = Message to { $name }
composer-placeholder = Write a message
composer-send = Send
composer-attach = Attach files
composer-replying = Reply to { $sender }
composer-editing = You are changing your message
composer-caption = This will stand under { $name }
composer-stop = Stop
composer-held = Is about to be sent
composer-take-back = Take back
composer-hint = Enter sends, Shift+Enter: new line, @ people, : signs
composer-no-write = You cannot write in this conversation.
composer-drop = Let go to send the files here

send-files-title = { $count ->
    [one] Send a file
   *[other] Send { $count } files
}
send-files-where = To { $name }
send-files-caption = Write something under it (optional)
send-files-leave-out = Do not send { $name }
send-files-whole = Send unchanged, with place, camera and names of authors
send-files-go = Send

files-sent-close = Close this hint
files-removed = Removed before sending ({ $names }): { $facts }.
files-fact-place = place
files-fact-camera = camera
files-fact-author = names of authors
files-fact-other = hidden remarks and times
files-signed = Goes as it is, with names of authors that may be in it, because it is signed ({ $names }).
files-possible = Goes as it is: this kind of file can hold a place or the author’s name ({ $names }).
files-unchanged = Goes unchanged, as you wanted ({ $names }).
files-many = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
live-message = { $sender }, { $organisation }: { $text }

typing-one = { $name } is typing…
typing-some = { $names } are typing…
typing-many = { $count ->
    [one] { $count } person is typing…
   *[other] { $count } people are typing…
}

suggestions-label = Suggestions
suggestions-count = { $count ->
    [one] { $count } suggestion. Enter puts it in, Escape closes.
   *[other] { $count } suggestions. The arrows choose, Enter puts one in, Escape closes.
}
format-label = Marks for words
format-bold = Bold (Ctrl+B)
format-italic = Italic (Ctrl+I)
format-list = List
format-quote = Quote
format-code = Code

versions-open = Edited: show what it said before
versions-title = What this message said
versions-loading = The earlier words are being looked up…
versions-first = Sent: { $day }, { $time }
versions-changed = Changed: { $day }, { $time }
versions-none = No words

message-no-copy = This message is older than this computer, and your account kept no copy of it. It can be read on the device that you used then.
message-withheld-not-confirmed = This computer was not confirmed when this message was sent, so it was not sent here. Confirm this computer, then ask the sender to send it again.
message-sender-not-confirmed = This message comes from a device that its owner has not confirmed. It opens by itself as soon as they have.
message-sender-changed = The keys of the sender are new, although you had compared signs. It opens when you have decided, at the top of this conversation.

thread-label = Messages of the thread
thread-title = Thread
thread-close = Back to the conversation
thread-open = Open the thread:
thread-answers = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
thread-unread = { $count } new
thread-last = last by { $sender }: { $text }
thread-unreadable = cannot be read here
action-thread = Answer in a thread
composer-label-thread = Answer in the thread, { $name }
composer-placeholder-thread = Write an answer
composer-more = Send something else
threads-count = { $count ->
    [0] There are no threads here. “Answer in a thread”, in the menu of a message, begins one.
    [one] { $count } thread
   *[other] { $count } threads
}
threads-open = Open
threads-open-label = Open the thread: { $text }

poll-new = Poll…
poll-title = New poll
poll-question = Question
poll-answer = Answer { $number }
poll-answer-add = One more answer
poll-answer-remove = Remove answer { $number }
poll-several = Several answers may be chosen
poll-at-end = Show the results only at the end
poll-send = Send the poll
poll-label = Poll: { $question }
poll-words = Poll: { $question } { $answers }
poll-words-ended = Poll, ended: { $question } { $answers }
poll-choose-one = Choose one answer. You can change it until the poll ends.
poll-choose-several = Choose up to { $count } answers. You can change them until the poll ends.
poll-ended = This poll has ended.
poll-later = The results show when the poll has ended.
poll-voters = { $count ->
    [0] Nobody has voted
    [one] { $count } person has voted
   *[other] { $count } people have voted
}
poll-votes = { $count ->
    [one] { $count } vote, { $share } %
   *[other] { $count } votes, { $share } %
}
poll-answer-votes = { $text }: { $votes } of { $voters }
poll-answer-own = { $words }, your choice
poll-own = your choice
poll-end = End the poll
poll-end-title = End this poll?
poll-end-text = Nobody can vote afterwards, and everybody sees the results.
poll-end-words = The poll “{ $question }” has ended.

action-forward = Forward…
forward-title = Forward the message
forward-search = To which conversations?
forward-chosen = { $count ->
    [one] { $count } conversation chosen
   *[other] { $count } conversations chosen
}
forward-offered = Conversations to choose from
forward-send = { $count ->
    [0] Forward
    [one] Forward to { $count } conversation
   *[other] Forward to { $count } conversations
}
forward-externals = In “{ $name }”, people from outside will read this message.
forward-public = “{ $name }” is public: everybody in all ministries will be able to read this message.
forward-unlabelled = This message leaves a restricted room. “{ $name }” is not restricted.
forward-closed = This message cannot go to “{ $name }”: it stands in a restricted room, and that one is not.
forward-sure = I may share this message there

date-title = Go to a date
date-label = Date
date-help = The conversation opens with the first message from that day on.
date-go = Go there
date-nothing = There are no messages here that you can read.
date-shown = You see messages from { $day } on.
