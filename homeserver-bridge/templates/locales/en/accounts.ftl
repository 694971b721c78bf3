# Accounts in the administrators' console, in English.

nav-invitations = Invitations
acts = Actions
homeserver = Homeserver
pager-first = First page
confirm-happens = What happens
confirm-back = Go back

people-counted = { $n ->
    [one] { $value } person
   *[other] { $value } people
}
people-many = More than { $value } people
people-select = Select
people-export = Save this list as CSV
people-offboard = Offboard those selected…
people-offboard-hint = Nothing happens yet: the next page asks.

invite-several = Invite several people
invite-one = Invite one person
invite-outside = You do not look after this organisation.
invite-account = Whoever has this address has an account already.
invite-leaving = The account of this address is on its way out. Call the departure off, or wait until it has ended.
invite-list-title = Invite several people
invite-list-explained = For people who are not in the HR register. Up to { $n } lines, each answered for itself. The organisation follows from the address, unless the line names one.
invite-list-text = One person a line
invite-list-hint = An address, then given name, family name and organisation, separated by commas or semicolons: anna.koval@interior.example; Anna; Koval. “Anna Koval <anna.koval@interior.example>” works too. A last day of the account may stand behind: 2027-12-31. A first line may name the columns: email; given name; family name; organisation; last day.
invite-list-file = Or a CSV file
invite-list-file-hint = Encoded in UTF-8. If you choose a file, the text above is not used.
invite-list-submit = Send the invitations
invite-list-empty = Nothing to do: write at least one address, or choose a file.
invite-list-long = The list has more than { $n } lines. Nobody was invited: divide it, then send it in parts.
invite-list-encoding = The file is not text in UTF-8. Nobody was invited: save it as “CSV UTF-8”, then choose it again.
invite-list-summary = { $n ->
    [0] Nobody was invited ({ $value } lines)
    [one] { $n } of { $value } was invited
   *[other] { $n } of { $value } were invited
}
invite-list-left = { $n ->
    [one] One line needs a correction. It stands below: correct it, then send it again.
   *[other] { $value } lines need a correction. They stand below: correct them, then send them again.
}
invite-list-line = Line
invite-list-outcome = Outcome
invite-list-because = What it means
invite-outcome-invited = Invited
invite-outcome-known = Known to HR
invite-outcome-already = Already invited
invite-outcome-account = Has an account
invite-outcome-twice = Twice in the list
invite-outcome-bad-address = Not an address
invite-outcome-foreign-domain = Foreign domain
invite-outcome-wrong-domain = Wrong organisation
invite-outcome-unknown-organisation = Unknown organisation
invite-outcome-which-organisation = Which organisation?
invite-outcome-outside = Not yours
invite-outcome-bad-name = Name missing
invite-outcome-leaving = Leaving
invite-outcome-failed = Not done
invite-because-invited = The invitation is on its way by mail.
invite-because-known = The HR register knows this address. The person can sign up without an invitation.
invite-because-already = There is an open invitation. You can send it again from the list of invitations.
invite-because-account = Whoever has this address has signed up already.
invite-because-twice = This address stands further up in the list.
invite-because-bad-address = Write it like name@organisation.example.
invite-because-foreign-domain = No organisation here uses this domain. Check the part behind the @.
invite-because-wrong-domain = The organisation named does not use this domain.
invite-because-unknown-organisation = There is no organisation of this name. Write it as in the list of people, or leave it out.
invite-because-which-organisation = Several organisations use this domain. Add the organisation to the line.
invite-because-outside = You do not look after this organisation. Ask one of its administrators.
invite-because-bad-name = Add a given name and a family name, at most 100 characters each.
invite-because-leaving = The account of this address is on its way out. Call the departure off, or wait until it has ended.
invite-because-failed = Something failed on our side. Send the line again.

invitations-title = Invitations
invitations-explained = People whom administrators invited because HR does not know them, newest first.
invitations-search = Name or address
invitations-none = Nobody has been invited yet
invitations-none-hint = Invite people who work with the administration but are not in the HR register.
invitations-none-found = No invitation matches
invitation-by = Invited by
invitation-sent = Sent (UTC)
invitation-ends = Ends (UTC)
invitation-open = Open
invitation-used = Used
invitation-expired = Ended unused
invitation-revoked = Revoked
invitation-resend = Send again
invitation-revoke = Revoke…
done-resent = The invitation is on its way again, and its time begins anew.
done-revoked = The invitation is revoked.
done-invitation-late = Nothing was changed: the person has signed up, HR knows them by now, or the invitation was revoked before.
revoke-title = Revoke this invitation
revoke-code = The person can no longer sign up. A code that was mailed to them stops working.
revoke-again = They are not told.
revoke-undo = You can send the invitation again later.
revoke-confirm = Revoke the invitation

suspend-title = Suspend this account
suspend-signed-out = The person is signed out everywhere at once and cannot sign in.
suspend-kept = Nothing is deleted: rooms, messages and the name of the account stay.
suspend-found = Colleagues still find the person, but nobody reads what they are sent.
suspend-undo = You can resume the account at any time.
offboard-title = Offboard this person
offboard-undo = This cannot be undone once the account has begun to leave its rooms. Until then it can be called off.
offboard-many-title = Offboard several people
offboard-many-people = { $n ->
    [one] { $value } person will be offboarded
   *[other] { $value } people will be offboarded
}
offboard-many-happens = What happens to each of them
offboard-many-without = Nothing to offboard
offboard-many-second = More than { $n } at once need a second administrator. Nothing happens until somebody else agrees.
offboard-many-propose = Propose it to a second administrator
offboard-many-confirm = { $n ->
    [one] Offboard this person
   *[other] Offboard these { $value } people
}
offboard-many-list = Look people up
offboard-many-hint = One a line: work address, account or person key. Nothing happens yet.
offboard-many-look-up = Look them up
offboard-many-empty = Nobody is selected. Tick people in the list, or name them here.
offboard-many-long = At most { $n } people at once. Divide the list.
offboard-many-unknown = Nobody of yours was found for these lines. The others stand above.
offboarding-done-many = The departures have begun. Open one to see how far it is.

devices-heading = Sessions and devices
devices-sessions = Signed in on
devices-count = { $n ->
    [0] no device
    [one] { $value } device
   *[other] { $value } devices
}
homeserver-says = The homeserver says
homeserver-open = In use
homeserver-locked = Locked
homeserver-missing = Not made yet
homeserver-silent = It does not answer at the moment. Load this page again in a minute.
homeserver-differs = The homeserver does not have the account as it should be.
put-right = Put the homeserver right
device-name = Device
device-nameless = Without a name
device-id = Device key
device-seen = Last seen (UTC)
device-never = Never
device-remove = Sign out…
remove-device-title = Sign this device out
remove-device-out = The session on this device ends at once.
remove-device-store = The application on it deletes what it has stored, as soon as it next has a connection.
remove-device-others = Other devices of the person stay signed in.
remove-device-undo = The person can sign in on it again, unless you suspend the account.
remove-device-confirm = Sign the device out
end-sessions = End all sessions…
end-sessions-title = End all sessions
end-sessions-everywhere = The person is signed out on every device at once.
end-sessions-again = They can sign in again with their password.
end-sessions-keys = To read older messages they then need their recovery key.
end-sessions-undo = Whoever has lost the recovery key, too, can then read no older message. Suspend the account if somebody else knows the password.
end-sessions-confirm = End all sessions
reset-recovery = Reset recovery…
reset-recovery-title = Reset recovery
reset-recovery-sessions = The person is signed out on every device at once.
reset-recovery-anew = When they sign in again, they get a new identity and make a new recovery key.
reset-recovery-hours = { $n ->
    [one] They have { $n } hour for that.
   *[other] They have { $n } hours for that.
}
reset-recovery-shown = Colleagues are shown that the person’s identity has changed and should be compared again.
reset-recovery-rooms = Rooms, contacts and the account stay as they are.
reset-recovery-undo = This cannot be undone. Older encrypted messages stay unreadable for this person, for ever: nobody here has their keys. Do it only when every device and the recovery key are lost.
reset-recovery-confirm = Reset recovery
recovery-waits = Recovery was reset. The person can begin anew by signing in until
send-code = Mail a code for a new password
send-code-explained = Forgotten password: the person gets a code by mail and sets a new password with it. The old one works until then.
send-invitation = Mail an invitation to sign up
send-invitation-explained = The person has not signed up yet. The mail tells them how.
done-sessions-ended = All sessions have ended.
done-sessions-pending = The homeserver does not answer at the moment. The sessions end as soon as it does.
done-device-removed = The device is signed out.
done-device-gone = Nothing was changed: the account has no such device any more.
done-unreachable = Nothing was changed: the homeserver does not answer at the moment. Try again in a minute.
done-recovery-reset = Recovery is reset and the person is signed out. Tell them to sign in again.
done-recovery-pending = Recovery is reset. The sessions end as soon as the homeserver answers.
done-code-sent = The code is on its way by mail.
done-put-right = The homeserver has the account as it should be.

action-invitation-list = Looked through invitations
action-invitation-renew = Invited a person again
action-invitation-resend = Sent an invitation again
action-invitation-revoke = Revoked an invitation
action-invitation-expire = Invitation ended unused
action-account-end-sessions = Ended all sessions
action-account-remove-device = Signed a device out
action-account-reset-recovery = Reset recovery
action-account-send-code = Mailed a code for a password
action-account-put-right = Put the homeserver right
action-people-export = List of people saved
action-people-export-end = List of people delivered
act-offboard-many = Offboard many people
approval-outcome-offboarded = Their departures have begun.
approval-outcome-offboarded-some = The departures have begun, but not of everybody: some had no account any more.

plan-means-out = signed out everywhere as soon as the plan is carried out. Who left is offboarded, who is suspended keeps the account.
plan-means-moved = going to another organisation. They keep their account until the new one is in use.
plan-means-missing = not in the register this time. Nothing happens to them yet: HR may have made a mistake.
plan-means-others = nobody is signed out. New people may sign up, names and posts follow the register.
plan-brakes-explained = In the words of the program that reads the register:
invite-until = Last day of the account
invite-until-hint = Leave it empty for { $n } days from now, the most that can be chosen. The account can be renewed before it ends.
invite-bad-end = Choose a day that has not passed, and not a later one than the form allows.
invitation-account = Account until
done-invitation-over = Nothing was sent: the last day of the account has passed. Revoke the invitation, then invite the person again with another day.
invite-outcome-bad-end = Last day
invite-because-bad-end = Write the last day as 2027-12-31 or 31/12/2027, day before month. It must not have passed, or be later than the form below allows.
