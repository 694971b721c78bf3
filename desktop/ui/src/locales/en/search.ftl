### Search over what was written, and the files of a conversation.

messages-title = Search messages
messages-label = Words from a message or a file name
messages-open = Search in this conversation
messages-for = Search messages for “{ $words }”
messages-hint = Type a word, or choose a filter. Other forms of a word are found too.
messages-none = No message found.
messages-none-yet = Nothing found so far; the messages are still being looked through.
messages-count = { $count ->
    [one] { $count } message found
   *[other] { $count } messages found
}
messages-count-more = The newest { $count } messages found
messages-results = Messages found
messages-more = Show more
messages-filters = Narrow the search
messages-by = By
messages-by-any = Anybody
messages-in = In
messages-in-any = All conversations
messages-from = From
messages-until = To
messages-files-only = Only with files

coverage-building = The messages on this computer are still being looked through.
coverage-whole = All conversations are searched from their beginning.
coverage-whole-one = This conversation is searched from its beginning.
coverage-from = All conversations are searched from { $date }, some from earlier.
coverage-from-one = Searched from { $date }.
coverage-unreadable = Messages that cannot be read on this device are not found.
coverage-older = Search older messages
coverage-fetching = Older messages are being fetched
coverage-progress = { $done } of { $total }
coverage-fetched = Older messages have been added.

room-part-files = Files
details-files = Files
files-count = { $count ->
    [0] No files here yet.
    [one] { $count } file
   *[other] { $count } files
}
files-count-more = The newest { $count } files
