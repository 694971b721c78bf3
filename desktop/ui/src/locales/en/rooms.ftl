### Kinds of rooms, the directory of public rooms, managing a room, people from outside.

external-mark = external
external-self = From outside the administration
kind-externals = open to outside
kind-with-externals = With people from outside
kind-announcement-private = Announcements
kind-announcement-public = Public announcements
nothing-external = You see the conversations that you have been invited to.

room-externals = Private room, open to people from outside
room-externals-explain = Only the people you invite can read it. People from outside the administration may be invited, too.
room-externals-later = You invite people from outside when the room is there, by their addresses.
room-announcement = Announcements
room-announcement-explain = Only those who manage the room write. You choose who can read it.
room-audience = Who can read the announcements
room-audience-invited = Those who are invited
room-audience-invited-explain = Only the people you invite can read it.
room-audience-everybody = Everybody
room-audience-everybody-explain = Everybody in all ministries can find it, join it and read it. It is not encrypted.
room-restricted = Restricted: this room can never be opened to people from outside
room-theme = Theme

theme-none = No theme
theme-all = All themes
theme-of-administration = Administration
theme-of-budget = Budget and finance
theme-of-culture = Culture
theme-of-digital = Digital services
theme-of-economy = Economy
theme-of-education = Education and research
theme-of-environment = Environment and energy
theme-of-health = Health
theme-of-justice = Justice
theme-of-security = Security
theme-of-work = Work and personnel

directory-theme = Theme
directory-first = { $count ->
    [one] The first { $count } public room
   *[other] The first { $count } public rooms
}
directory-missing = The rooms of { $names } cannot be shown now. Try again later.
directory-look = Look
directory-look-label = Look at { $name } before joining
directory-organisation = Organisation
directory-size = Members
directory-closed = Its messages open when you join, the earlier ones included. The others see that you have come in; you can leave at any time.
directory-readable = Its messages can be read without joining. These are the last ones.
directory-readable-none = Its messages can be read without joining, but none can be shown from here: nobody of your organisation is in it yet.
directory-messages = The last messages

details-all = All members
details-manage = Manage the room
details-pins = Pinned messages ({ $count })
details-externals = { $count ->
    [one] { $count } person from outside the administration is here and reads along.
   *[other] { $count } people from outside the administration are here and read along.
}
details-may-come = People from outside the administration may be invited here.
details-announcement = Only those who manage this room write here.
details-own-outside = You are here as somebody from outside the administration. Everybody in the room sees that.
composer-externals = People from outside read along.
composer-announcement = Only those who manage this room write here. You can react to what they write.
composer-moved = This room is closed. The conversation goes on in a new room.
successor-line = This room has been brought to a newer version. The conversation goes on in a new room.
successor-open = Go to the new room

room-parts = Parts of the room
room-part-members = Members
room-part-invite = Invite
room-part-pins = Pinned
room-part-about = About

members-search = Name or organisation
members-filter = Show
members-everybody = Everybody
members-managing = Those who manage the room
members-external = People from outside
members-invited = Invited, not in yet
members-banned = Kept out
members-shown = { $all ->
    [0] Nobody.
    [one] { $count } of { $all } person
   *[other] { $count } of { $all } people
}
member-actions = What can be done with { $name }
member-card = Show the card
member-there = in the room
member-remove = Remove from the room
member-remove-explain = { $name } leaves the room and no longer receives its messages. They may be invited again.
member-removed = { $name } is no longer in the room.
member-ban = Remove and keep out
member-ban-explain = { $name } leaves the room and cannot come back until somebody who manages it lets them in again.
member-banned = { $name } is kept out.
member-unban = Let in again
member-unban-label = Let in again: { $name }
member-unbanned = { $name } may come back, by invitation or, in a public room, by joining.
role-member = member
role-moderator = moderator
role-administrator = administrator
role-make-member = Make a member
role-make-moderator = Make a moderator
role-make-administrator = Make an administrator
role-member-explain = { $name } takes part like everybody else and no longer manages the room.
role-moderator-explain = { $name } may invite and remove people, delete and pin messages, and change name and topic.
role-administrator-explain = { $name } decides on everything in this room, as you do. You cannot take this back yourself.
role-change = Change the role
role-made-member = { $name } is a member.
role-made-moderator = { $name } is a moderator.
role-made-administrator = { $name } is an administrator.

invite-way = How do you want to invite?
invite-way-search = Find a colleague or a unit
invite-way-list = Paste a list
invite-way-external = People from outside, by their addresses
invite-not-open = People from outside cannot be invited here. An administrator can open the room to them under “About”.
invite-never-open = This room is restricted: people from outside can never be invited.
people-whole = Invite the whole unit
inviting-begins = The people are being looked up…
inviting-done = { $failed ->
    [0] { $count ->
        [one] { $count } person is invited.
       *[other] { $count } people are invited.
    }
   *[other] { $count } invited; { $failed } could not be invited.
}
list-label = Work addresses or names, one on each line
list-help = A name counts only if it is complete and nobody else bears it.
list-too-many = { $count ->
   *[other] These are { $count } lines. Paste at most { $most } at once.
}
list-go = { $count ->
    [0] Invite
    [one] Invite { $count }
   *[other] Invite { $count }
}
list-progress = { $done } of { $total } looked up…
list-done = { $count ->
    [one] { $count } of { $total } is invited.
   *[other] { $count } of { $total } are invited.
}
list-answers = What became of each line
line-invited = invited
line-already_there = there already, or invited before
line-own = this is you
line-not_yet = not on Depesha yet
line-unreachable = cannot be reached
line-not_found = nobody found: check the spelling
line-several = { $count ->
   *[other] { $count } people bear this name: use the address
}

external-explain = People from outside see the messages of this room only. You answer for them: you are reminded before their time ends, and renew it or let it end.
external-label = Their mail addresses, one on each line
external-help = Addresses of ministries are not taken: those colleagues are in the directory.
external-until = How long they may take part
external-days-default = As is usual here
external-days-30 = 30 days
external-days-90 = 90 days
external-days-180 = Half a year
external-mailed = invited by mail
external-invited = invited
external-already_there = there already, or invited before
external-bad_email = not a mail address
external-internal = works in a ministry: find them in the directory
external-twice = twice in this list
external-ended = their time has ended: renew it first
external-too_many = as many as you may invite on one day
external-failed = did not work: try again later

about-kind = Kind
about-label = Label
about-restricted = restricted
about-save = Save
about-saved = Saved.
picture-heading = Picture
picture-choose = Choose a picture…
picture-change = Choose another picture…
picture-remove = Remove the picture
picture-explain = The middle of the picture is shown, small, to everybody who sees the room; it is not encrypted. Nothing else of the file leaves this computer.
picture-checking = The picture is being checked…
picture-set = This is the picture of the room now.
picture-removed = The room has no picture any more.
about-list = Save the list of members…
about-list-saved = The list of members is saved.
about-earlier = Whoever is invited also reads what was written before
about-earlier-text = If you switch this off, newcomers read only what is written after they come in. What is written meanwhile stays closed to them, even if you switch it on again.
about-open = Open to people from outside
about-open-title = Open this room to people from outside?
about-open-text = From then on, people from outside the administration may be invited, and may be shown what was written before. This cannot be undone: for colleagues only, you need a new room.
about-opened = People from outside may be invited now.
about-upgrade = Bring to a newer version
about-upgrade-title = Bring this room to a newer version?
about-upgrade-text = Rooms of version { $from } still work; version { $to } is safer. A new room is made with the same name, and this one is closed: its messages stay readable here. All members are invited into the new room and go on there with one click.
column-name = Name
column-organisation = Organisation
column-account = Account
column-role = Role
column-external = From outside
column-state = State

pins-count = { $count ->
    [0] Nothing is pinned. Pin a message from its menu “More”.
    [one] { $count } pinned message
   *[other] { $count } pinned messages
}
pin-unreadable = A message that cannot be read here
pin-show = Show
pin-show-label = Show in the conversation: { $text }
pin-looking = Looking for the message…
pin-gone = This message cannot be shown: it is not among what you can read here.
pin-remove = Unpin
pin-remove-label = Unpin: { $text }
action-pin = Pin
action-report = Tell the moderators

report-title = Tell the moderators about this message
report-text = Those who manage this room get your message in a conversation of two, with the words of the message. Nobody else is told.
report-why = What is wrong with it? (you may leave this empty)
report-message = I want to draw your attention to a message of { $sender } in the room “{ $room }” ({ $at }):
report-send = Tell them
report-done = { $names } will see your message.
report-nobody = Nobody else manages this room. Ask your administrator.

leave-last-title = Who manages the room after you?
leave-last-text = You are the last administrator of this room. Choose who administers it from now on; then you leave.
leave-last-nobody = You are the last administrator, and there is no colleague here who could take over. When you leave, nobody manages the room.
leave-last-successor = Administrator from now on
leave-last-button = Hand over and leave

sponsored-title = People from outside
sponsored-text = These people take part because you or a colleague before you invited them. You answer for them.
sponsored-count = { $count ->
    [0] You have invited nobody from outside.
    [one] { $count } person
   *[other] { $count } people
}
sponsored-time = When renewing, for
sponsored-invited = Invited, has no account yet; until { $date }
sponsored-active = Takes part until { $date }
sponsored-ended = Ended on { $date }
sponsored-rooms = In { $names }
sponsored-renew = Renew
sponsored-renew-label = Renew the time of { $name }
sponsored-renew-title = Renew the time of { $name }?
sponsored-renew-text = From today on: { $time }. You go on answering for them.
sponsored-renew-done = The time of { $name } is renewed.
sponsored-end = End now
sponsored-end-label = End now: { $name }
sponsored-end-title = End the time of { $name } now?
sponsored-end-text = They leave all rooms and can no longer sign in. You can renew their time later; they then need new invitations.
sponsored-end-done = The time of { $name } has ended.

room-part-threads = Threads
details-threads = Threads
