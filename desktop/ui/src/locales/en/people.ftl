### Finding people, making rooms, the directory of public rooms.

people-title = Find a colleague
people-invite-title = Invite a colleague
people-search = Name, post or unit
people-hint = Type at least two letters.
people-results = Colleagues found
people-count = { $count ->
    [0] Nobody found. Try fewer letters, or the name of the unit.
    [one] { $count } colleague found
   *[other] { $count } colleagues found
}
people-more = There are more. Type a little more to narrow them down.
people-groups = Units and ministries
people-group = { $name } ({ $count })
people-filter-remove = Everywhere again
people-filter-active = Only in { $name }
people-not-yet = Not on Depesha yet
people-unreachable = Cannot be reached
people-not-yet-explain = { $name } is not on Depesha yet. You can write as soon as they have created their account.
people-unreachable-explain = { $name } cannot be reached on Depesha for now.
people-opening = The conversation is being opened…
people-invited = { $name } is invited.
people-self = This is you.

room-title = New room
room-name = Name of the room
room-topic = What it is about (you may leave this empty)
room-kind = Who can read it
room-private = Private room
room-private-explain = Only the people you invite can read it.
room-public = Public room
room-public-explain = Everybody in all ministries can find it, join it and read it. It is not encrypted.
room-invite = Invite colleagues
room-chosen = Invited
room-remove = Do not invite { $name }
room-create = Create the room
room-creating = The room is being created…

directory-title = Public rooms
directory-search = Find a room
directory-text = Rooms that everybody in all ministries can read and join. They are not encrypted.
directory-results = Rooms found
directory-count = { $count ->
    [0] No public room found.
    [one] { $count } public room
   *[other] { $count } public rooms
}
directory-members = { $count ->
    [one] { $count } member
   *[other] { $count } members
}
directory-join = Join
directory-join-label = Join { $name }
directory-open = Open
directory-open-label = Open { $name }
