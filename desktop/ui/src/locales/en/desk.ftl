### The desk around the messenger: settings by screen, appearance, notifications, keys, about the program.

settings-screens = Screens of the settings
settings-about = About Depesha
settings-kept-here = All of this is kept on this computer.

zoom = Size of everything
zoom-percent = { $percent }%
zoom-said = Size: { $percent }%
zoom-keys = You can change the size anywhere with Ctrl and plus, Ctrl and minus; Ctrl and 0 is the usual size.
density = Room between things
density-comfortable = Comfortable
density-compact = Compact
spacing = Spacing of letters and lines
spacing-usual = As usual
spacing-wide = Wider, for easier reading
motion = Movement
motion-system = As on this computer
motion-reduced = As little as possible

about-fault = Does something not work? Tell your ministry’s support, and give them the diagnostics if they ask for them.

settings-notifications = Notifications
notices-shows = A notification shows
notices-shows-nothing = Only that there is a message
notices-shows-sender = Who has written
notices-shows-text = Who has written, and what
notices-warn-sender = Whoever stands at your screen sees who writes to you, also when this computer itself is locked, if it shows notifications then.
notices-warn-text = Whoever stands at your screen can read the beginning of your messages, also when this computer itself is locked, if it shows notifications then. Keep it to names if you handle confidential matters.
notices-sound = With a sound
notices-rooms = Which conversations tell you of messages is set for each of them, in its menu or its details. While Depesha is locked, a notification shows only that there is a message.
quiet-title = Quiet times
quiet-not = Notifications come now, unless the hours below say otherwise.
quiet-until = No notifications until: { $day }, { $time }.
quiet-hour = Quiet for an hour
quiet-tomorrow = Quiet until tomorrow
quiet-off = Notifications again
quiet-hours = Quiet hours every week
quiet-hours-from = From
quiet-hours-until = Until
quiet-hours-days = Days on which they begin
quiet-hours-next-day = They end on the next day.
notices-test-title = Do notifications come?
notices-test = Test my notifications
notices-test-shown = A notification has been handed to this computer. If you see none, notifications are switched off in the computer’s own settings.
notices-trouble-no-service = This computer has no program that shows notifications. Ask your ministry’s support for one.
notices-trouble-hours = These are your quiet hours: new messages bring no notification now.
notices-trouble-until = It is quiet until { $day }, { $time }: new messages bring no notification before.
notices-trouble-account-silenced = Notifications are switched off for your whole account, on all devices. Another program has done that, and there they can be switched on again.
autostart-title = Starting
autostart = Start Depesha when I sign in to this computer

link-title = Follow a link
link-outside = This link leads to a conversation that you are not in. If it is a private room, ask somebody there to invite you.
link-nowhere = This link leads nowhere that Depesha knows.

keys-title = Keys
keys-or = or
key-ctrl = Ctrl
key-shift = Shift
key-enter = Enter
key-escape = Esc
key-tab = Tab
key-home = Home
key-end = End
key-menu = Menu key
keys-of-anywhere = Anywhere
keys-of-list = In the list of conversations
keys-of-messages = In the messages
keys-of-writing = While writing
keys-search = Find people, units and rooms
keys-words = Search what was written
keys-overview = This overview
keys-settings = Settings
keys-zoom-in = Everything larger
keys-zoom-out = Everything smaller
keys-zoom-usual = The usual size
keys-next-place = On to the next place, or back
keys-close = Close what is open
keys-list-move = Go through the conversations
keys-list-open = Open a conversation
keys-list-menu = What can be done with it
keys-messages-move = Go through the messages
keys-messages-act = To what can be done with a message
keys-messages-act-move = From one action to another
keys-send = Send
keys-new-line = A new line
keys-bold = Bold
keys-italic = Italic
keys-edit-last = Change my last message, when nothing is written
keys-take-back = Take back a message that waits, or leave an answer
keys-people = Mention somebody
keys-signs = A sign by its name

policy-set = Set by your organisation.
policy-broken = The rules of your organisation on this computer cannot be read. Until they can, the strictest ones hold. Tell your ministry’s support.
lock-longest = Your organisation has the window locked after { $minutes } minutes at the latest.

licences-title = Programs of others in Depesha
licences-text = Depesha is built from the work of many. These are the parts that are in it, each under its own licence. Open one to read it.
licences-find = Find
licences-loading = The list is being read…
licences-none = This part came without the text of its licence. Its name is known by everybody: { $licence }.
licences-missing = This is a build for development: it has the names of the licences without their texts. Depesha as it is installed has both.
licences-count = { $count ->
    [one] { $count } part
   *[other] { $count } parts
}

updates-title = Newer versions
updates-ask = Ask my organisation’s service once a day whether there is a newer version
updates-text = Only the number of the newest version is asked for, and it counts only with your organisation’s signature. Nothing is installed by itself.
updates-none = This Depesha does not look for newer versions. They come with the other programs of this computer.
updates-now = Ask now
updates-asking = Your organisation’s service is being asked…
updates-newest = Your organisation tells of no newer version.
updates-newer = Version { $version } of Depesha is there.
updates-how = It comes with the other programs of this computer. Your ministry’s support knows when.
updates-explain = How to get it
updates-later = Later
updates-not-signed = Somebody told of a newer version without your organisation’s signature. It does not count. Tell your ministry’s support, and install nothing.
