### Finding people, making rooms, the directory of public rooms.

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

people-number = { $count ->
    [one] { $count } person
   *[other] { $count } people
}

search-title = Search
search-label = Name, post, unit, ministry or room
search-keys = Ctrl K
search-clear = Empty the field
search-hint = Type at least two letters of a name, a post, a unit, a ministry, a telephone number or a room.
search-running = Searching…
search-results = What was found
search-found = Found: { $what }
search-nothing = Nothing found. Try fewer letters, or browse the directory.
search-people = People
search-units = Units
search-organisations = Ministries
search-rooms = Your rooms
search-public = Public rooms
search-units-number = { $count ->
    [one] { $count } unit
   *[other] { $count } units
}
search-organisations-number = { $count ->
    [one] { $count } ministry
   *[other] { $count } ministries
}
search-rooms-number = { $count ->
    [one] { $count } room
   *[other] { $count } rooms
}

card-title = Person
card-place = Where this person works
card-phone = Work phone
card-source = Directory
card-verified = Verified from HR on { $date }
card-rooms = Rooms you share
card-write = Write a message
card-invite = Invite to a room
card-which-room = Which room?
card-no-room = There is no such room of yours.
card-invited = { $name } is invited to “{ $room }”.
card-not-yet = { $name } is not on Depesha yet. You can have an invitation sent to their work address.
card-mail = Invite to Depesha by mail
card-mailed = { $name } is invited by mail. You can write as soon as they have created their account.
card-external = { $name } comes from outside the administration and is not in the directory.
card-not-listed = { $name } is not shown in the directory.

browse-open = Browse the directory
browse-title = Directory
browse-tree = Ministries and units
browse-choose = Choose a ministry or a unit to see who works there.
browse-shown = { $count } of { $all ->
    [one] { $all } person
   *[other] { $all } people
}
browse-more = Show more

unit-write = Write to the whole unit
unit-title = Write to everybody in “{ $name }”
unit-counting = The people of this unit are being counted…
unit-question = { $count ->
    [one] This makes a private room “{ $name }” and invites { $count } person. Do you want that?
   *[other] This makes a private room “{ $name }” and invites { $count } people. Do you want that?
}
unit-not-yet = { $count ->
    [one] { $count } person is not on Depesha yet, or cannot be reached, and is not invited.
   *[other] { $count } people are not on Depesha yet, or cannot be reached, and are not invited.
}
unit-nobody = Nobody else of this unit is on Depesha yet.
unit-cut = This unit is very large. Only the first { $count } people are invited.
unit-confirm = Make the room and invite
unit-going-on = You may close this; the invitations go on.
unit-inviting = Inviting
unit-progress = { $done } of { $total }
unit-failed = { $count ->
    [one] The room is there. { $invited } were invited; { $count } could not be invited.
   *[other] The room is there. { $invited } were invited; { $count } could not be invited.
}
unit-open = Open the room

card-identity = Signs
card-identity-not-compared = You have not compared signs with { $name } yet. Worth it for confidential matters.
card-identity-compared = You have compared signs with { $name }.
card-identity-changed = The keys of { $name } are new since you compared signs.
card-compare = Compare signs
