### The main window: the list of conversations and the lines above it.

lines-label = Notices
connection-connecting = Connecting…
connection-offline-network = There is no connection to Depesha. We try again by ourselves; what you write is sent then.
connection-offline-homeserver = Your ministry’s message server does not answer. We try again by ourselves; what you write is sent then.
trust-needs-recovery = This computer is new. To read earlier messages, enter your recovery key or confirm it from another device.
trust-enter-key = Enter recovery key
trust-confirm-device = Confirm from another device
trust-fresh = You have no recovery key yet. Without one, your messages are lost with this computer.
trust-create = Make a recovery key
keys-begun = Older messages are being made readable.
keys-line = Older messages are being made readable: { $done } of { $rooms ->
    [one] { $rooms } conversation
   *[other] { $rooms } conversations
}
keys-over = Older messages can be read now.

list-heading = Conversations
list-filter = Find in the list
filter-label = Show
filter-all = All
filter-unread = Unread
filter-mentions = Mentions
filter-people = People
filter-rooms = Rooms
list-empty = No conversations yet.
list-empty-filter = No conversation matches.
list-loading = Your conversations are being loaded…
list-grouped = By organisation
list-shown = { $count ->
    [one] { $count } conversation
   *[other] { $count } conversations
}
list-no-unread = You have read everything.
list-no-mentions = No unread message mentions you.
list-no-people = You have no conversation of two yet.
list-no-rooms = You are in no room yet.
list-show-all = Show all conversations
section-favourite = Favourites
section-usual = Other conversations
section-outside = People from outside
section-last = Low priority
invitations-heading = { $count ->
    [one] { $count } invitation
   *[other] { $count } invitations
}
new-message = Write to a colleague
new-room = New room
public-rooms = Public rooms
account-menu = Your account
settings = Settings
sign-out = Sign out

room-unread = { $count ->
    [one] { $count } unread message
   *[other] { $count } unread messages
}
room-mentions = { $count ->
    [one] you are mentioned once
   *[other] you are mentioned { $count } times
}
room-muted = muted
room-marked-unread = marked as unread
preview-own = You: { $text }
preview-draft = Draft:
preview-from = { $sender }: { $text }
preview-file = File: { $text }
preview-image = Image: { $text }
preview-poll = Poll: { $text }
preview-undecryptable = A message that cannot be read here yet
preview-invitation = { $sender } invites you
preview-deleted = Message deleted
kind-private = Private room
kind-public = Public room

row-menu = What can be done with { $name }
mark-read = Mark as read
mark-unread = Mark as unread
read-done = { $name } is marked as read.
unread-done = { $name } is marked as unread.
own-heading = For you
place-label = Place in the list
place-favourite = Favourites
place-usual = By the newest message
place-last = Low priority
place-favourite-yes = Add to favourites
place-favourite-no = Remove from favourites
place-last-yes = Give low priority
place-last-no = No longer low priority
place-favourite-done = { $name } is among your favourites.
place-usual-done = { $name } is among the other conversations.
place-last-done = { $name } has low priority.
folder-open = Put into a folder…
folder-in = Folder: { $name }
folder-title = A folder for { $name }
folder-label = Folder
folder-new = New folder
folder-none = No folder
folder-name = Name of the new folder
folder-help = Only you see your folders, on all your devices. An empty folder goes away by itself.
folder-save = Save
folder-rename = Rename “{ $name }”
folder-rename-label = New name for “{ $name }”
folder-renamed = The folder is called { $name } now.
folder-done = { $name } is in the folder { $folder }.
folder-none-done = { $name } is in no folder.
notify-label = Notifications
notify-all = All messages
notify-mentions = Mentions only
notify-muted = Muted
notify-all-done = { $name } tells you of every message.
notify-mentions-done = { $name } tells you only of messages that mention you.
notify-muted-done = { $name } is muted.

nothing-title = Choose a conversation
nothing-text = Or write to a colleague of your ministry or of another one.
empty-title = Welcome, { $name }
empty-text = You have no conversations yet. Find a colleague by name, post or unit, or look at the public rooms.

invite-title = Invitation to { $room }
invite-text = { $sender } invites you to this conversation.
invite-from = From
invite-members = Already in it
invite-colleagues = { $count ->
    [0] Nobody of them is of your organisation.
    [one] { $count } of them is of your organisation.
   *[other] { $count } of them are of your organisation.
}
invite-accept = Accept
invite-decline = Decline

details-heading = Details
details-open = Show details
details-close = Hide details
details-topic = What it is about
details-topic-none = Nobody has said yet.
details-members = Members ({ $count })
details-invite = Invite a colleague
details-leave = Leave this conversation
details-leave-title = Leave this conversation?
details-leave-text = You will no longer receive its messages. To come back to a private room you need a new invitation.
details-leave-button = Leave
member-invited = invited
details-encrypted = Only the members can read the messages. They are protected on the whole way.
details-earlier-open = Whoever is invited can also read what was written before.
details-earlier-kept = Whoever is invited does not see what was written before.
details-public = Everybody in all ministries can find this room, join it and read everything.
details-loading = Loading…
organisation-of = { $name }, { $organisation }

move-announced = You have moved to { $organisation }. Sign in there with your work email; this account stays as it is until then.
move-moved = You have moved to { $organisation }. Sign in there with your work email; this account works until { $date }.
move-explain = What to do
move-title = You have moved to { $organisation }
move-stays-until = Your new organisation keeps its messages on another server, so you need a new account there. Until you have it, this one stays as it is; colleagues find it and can write to you.
move-until = Your new account is in use, and colleagues find you there. This account works until { $date } and is closed then.
move-step-copy = Copy what you need from your messages: the earlier ones can be read in this account only.
move-step-sign-out = Sign out here, or use another computer.
move-step-sign-in = Enter your work email of { $organisation }. You receive a code there if you have no account yet.
move-step-rooms = Your conversations follow by themselves: this account invites the new one, which enters them for you.
move-later = Later
move-sign-out = Sign out here

trust-confirm = Confirm this computer
trust-incomplete = Your recovery key no longer opens everything. Enter it once, and Depesha puts that right.
trust-identity-changed = The keys of your account have been replaced. If that was not you, somebody may be reading along.
trust-look = See what to do
device-was-this-you = A device that is not confirmed has signed in to your account: “{ $name }”. { $seen }. It can read nothing. Was this you?
device-yes = Yes, that was me
device-no = No, sign it out
key-check-line = Do you still have your recovery key? Without it, your messages are lost with this computer.
key-check-go = Check now
identity-changed = The keys of { $name } are new. That happens when somebody loses their computer and begins again. If you share something confidential, call and ask.
identity-changed-compared = The keys of { $name } are new, although you had compared signs. Call and ask before you write; until you decide, nothing is sent here.
identity-compare = Compare signs again
identity-accept = I understand
