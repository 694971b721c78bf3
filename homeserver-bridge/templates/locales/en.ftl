# The consoles, in English.

console-admin = Administration
console-security = Security
skip = Skip to the content
nav-label = Sections
nav-people = People
nav-invite = Invite
nav-audit = Audit log
nav-reports = Scan reports
nav-engine = Antivirus
sign-out = Sign out
languages-label = Language
footer-recorded = Everything that is viewed and done here is recorded.

login-title = Sign in
login-name = Name
login-password = Password
login-submit = Sign in
login-hint = The operator of this service makes these accounts. They have nothing to do with your account in the messenger.
login-wrong = Name or password is wrong.
login-wait = Too many tries. Wait a quarter of an hour, then try again.
login-form-old = The form was too old. Please try again.

error-title = That did not work
error-back = To the start page
error-not-found = There is no such page. Perhaps the address is old.
error-form = The form was too old. Load the page again, then repeat what you did.
error-wait = Too many requests. Wait a moment, then try again.
error-request = The request could not be understood. Go back, then try again.
error-ours = Something failed on our side. Try again; if it lasts, tell the operator.

name = Name
given-name = Given name
family-name = Family name
email = Work email
organisation = Organisation
unit = Unit
post = Post
state = State
account = Account
yes = Yes
no = No
choose = Choose…
when-utc = Time (UTC)
any-organisation = All organisations
any-state = All states
any-homeserver = All homeservers
filter-apply = Show
filter-clear = Remove the filters
pager-label = Pages
pager-previous = Previous
pager-next = Next

people-title = People
people-invite = Invite somebody
people-search = Name, address, post, unit or account
people-none = Nobody is here yet
people-none-hint = People appear when the HR register is synchronised, or when you invite somebody.
people-none-found = Nobody matches
people-none-found-hint = Try part of a name, or remove the filters.
people-back = All people
person-heading = Person
person-id = Person key
source = Known from
source-register = HR register
source-invitation = Invitation by an administrator
invited-at = Invited
protected = Protected post
protected-yes = Not shown in the directory
account-id = Account
account-none = This person has no account yet. They make one by signing up with their work email.
created-at = Created
suspend = Suspend this account…
suspend-confirm = Suspend the account
resume = Resume the account
resume-explained = The account is suspended. When you resume it, the person can sign in again.
done-invited = The invitation is on its way by mail.
done-suspended = The account is suspended, and the person is signed out.
done-suspended-pending = The account is suspended. The homeserver does not answer at the moment; it will be told as soon as it does.
done-resumed = The account can be used again.
done-resumed-pending = The account can be used again as soon as the homeserver answers.
done-withheld = The account stays suspended: the HR register says that the person may not be let in.
done-nothing = Nothing had to be changed.

state-known = Not signed up
state-invited = Invited
state-creating = Signing up
state-waiting = Account ready, not signed up
state-active = Active
state-suspended = Suspended
state-leaving = Leaving
state-closed = Closed
state-left = Left

invite-title = Invite a person
invite-explained = For people who work with the administration but are not in the HR register. They get a mail and sign up with this address.
invite-submit = Send the invitation
invite-bad-email = This is not a work email address. Write it like name@organisation.example, without a display name.
invite-unknown-domain = No organisation here uses the domain of this address. Check the part behind the @.
invite-wrong-domain = The domain of this address belongs to another organisation than the one chosen.
invite-no-organisation = Choose the organisation that the person belongs to.
invite-bad-name = Enter a given name and a family name, at most 100 characters each.
invite-known = The HR register already knows this address. The person can sign up without an invitation.
invite-twice = This address has been invited already.

audit-title = Audit log
audit-explained = Who did what to people and accounts, newest first. Each row is chained to the one before; the operator can prove that none is missing or changed.
audit-number = No.
audit-who = Who
audit-what = What
audit-subject = On whom
audit-detail = Details
action-audit-list = Read the audit log
action-people-list = Looked through people
action-person-view = Opened a person
action-person-join = Person joined
action-person-change = Person changed
action-person-leave = Person left
action-person-hide = Went on the red list
action-person-show = Left the red list
action-invitation-create = Invited a person
action-account-create = Account created
action-account-password-reset = Password reset
action-account-suspend = Suspended an account
action-account-resume = Resumed an account
action-officer-set = Console account set
action-session-start = Signed in
action-session-end = Signed out
action-session-refused = Sign-in refused

plans-title = Plans
plans-explained = The synchronisation with the HR register stops when a plan goes beyond its brakes. Such a plan is carried out only when two administrators have approved it.
plans-none = No plan waits for anybody
plans-none-hint = When the synchronisation stops at a brake, its plan appears here.
plans-back = All plans
plan = Plan
plan-title = Plan { $value }
plan-about = About this plan
plan-register = Register
plan-made = Made
plan-submitted = Received
plan-expires = Expires
plan-approved-by = Approved by
plan-rejected-by = Rejected by
plan-applied-at = First changes made
plan-hash = Whole hash
plan-approvals = Approvals
plan-signed-out = Signed out
plan-other-changes = Other changes
plan-brakes = Why it was stopped
plan-counts = What it does
plan-working = Working before
plan-joined = Joined
plan-changed = Changed
plan-moved-in = Moved in
plan-moved-out = Moved out
plan-suspended = Suspended
plan-returned = Returned
plan-missing = Missing
plan-left = Left
plan-total = All organisations
plan-decide = Your decision
plan-four-eyes = Two different administrators must approve. One of them is enough to reject.
plan-mine = You have approved this plan. Another administrator has to approve it too.
plan-approve = Approve this plan…
plan-approve-confirm = Approve the plan
plan-question = { $n ->
    [0] Nobody will be signed out. Are the numbers above what you expect?
    [one] This will sign out { $value } person. Is that what you expect?
   *[other] This will sign out { $value } people. Is that what you expect?
}
plan-reject = Reject this plan…
plan-reject-explained = None of its changes will be made. The synchronisation makes a new plan next time.
plan-reject-confirm = Reject the plan
plan-lines = The changes one by one
plan-lines-none = The register sent no list.
plan-lines-cut = There are { $value } lines in all; the register sent the first of them.
plan-waiting = Waiting
plan-approved = Approved
plan-applied = Carried out
plan-rejected = Rejected
plan-expired = Expired
done-plan-first = Your approval is recorded. Another administrator has to approve it too.
done-plan-approved = The plan is approved. The synchronisation may carry it out now.
done-plan-rejected = The plan is rejected.
done-plan-again = You have approved this plan before. Another administrator has to do it too.
done-plan-late = This plan could no longer be decided about.
nav-plans = Plans
nav-plans-waiting = { $n } waiting
action-plan-submit = Plan received
action-plan-list = Looked through plans
action-plan-view = Opened a plan
action-plan-approve = Approved a plan
action-plan-reject = Rejected a plan
action-plan-apply = Plan carried out

hr-says = HR register says
employment-suspended = Suspended
employment-left = Has left
resume-withheld = The account is suspended. The HR register says that the person may not be let in, so it cannot be resumed here.
readmit = Let this person back in
readmit-explained = This person had left and is back in the HR register. The account stays closed until you let them in. One that was closed for good is not opened again: the person then signs up and gets a new account.
sync-heading = Synchronisation
sync-locked = No synchronisation changes this person or touches the account.
sync-reason = Reason
sync-lock = Protect from synchronisation…
sync-lock-explained = No synchronisation will change this person or touch the account any more, until you give them back.
sync-lock-confirm = Protect
sync-unlock = Give back to the synchronisation
done-readmitted = The person may come back in.
done-locked = No synchronisation touches this person any more.
done-unlocked = The synchronisation looks after this person again.
done-lock-reason = Nothing was changed: a reason of at most 300 characters is needed.
action-person-update = Person changed
action-person-missing = Not in the register
action-person-readmit = Let a person back in
action-person-lock = Protected a person from sync
action-person-unlock = Gave a person back to sync
action-person-invite = Invited a colleague
action-person-invite-joiner = Joiner invited
action-account-adopt = Account of an invitation taken over

reports-title = Scan reports
reports-count = { $n ->
    [one] { $n } report
   *[other] { $n } reports
}
reports-none = Nothing has been blocked
reports-none-hint = When the antivirus stops a file, it appears here at once.
reports-none-found = No report matches
reports-back = All reports
report-title = Scan report
report-found = What was found
report-origin = Where it came from
report-no-people = Senders and receivers are not named here, and the file cannot be opened from here.
verdict = Verdict
signature = Signature
type = Type of content
size = Size
hash = SHA-256 as stored
encrypted = Encrypted end to end
uploaded-to = Homeserver
sender-organisation = Sender’s organisation
scanned-for = Scanned for
organisation-externals = External people
organisation-unknown = Unknown
verdict-blocked = Blocked
verdict-unchecked = Could not be checked
verdict-all = All verdicts
verdict-clean = Safe
verdict-infected = Infected
verdict-type-forbidden = Type not allowed
verdict-too-large = Too large
verdict-unscannable-encrypted = Protected by a password
verdict-unscannable-limits = Beyond the limits
verdict-unscannable-malformed = Damaged
verdict-engine-error = Antivirus failed
verdict-timeout = Took too long
verdict-hash-mismatch = Not the announced file
effect-clean = Nothing was found. The file can be opened.
effect-blocked = Nobody can open, save or preview this file any more.
effect-unchecked = There is no verdict, so the file stays closed until it can be checked.

engine-title = Antivirus
engine-explained = Each scanner tries its engine every minute with a harmless test file. Files are released only while the engine works.
engine-name = Engine
engine-none = No scanner has reported yet
engine-none-hint = Files stay closed until one does. If this lasts, tell the operator.
engine-more = Details
engine-working = Working
engine-failing = Not working
engine-silent = No news
engine-checked = Last check
engine-trouble = Files cannot be checked by this engine at the moment and stay closed. Tell the operator.
signatures-version = Signatures
signatures-made = Signatures made
signatures-age = signatures { $value } old
signatures-age-unknown = age of the signatures unknown
signatures-old = Out of date
ago = { $value } ago

age-moment = less than a minute
age-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
age-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
age-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
size-bytes = { $n ->
    [one] { $n } byte
   *[other] { $n } bytes
}
size-kib = { $value } KiB
size-mib = { $value } MiB
decimal-point = .

nav-offboardings = Departures
offboardings-title = Departures
offboardings-explained = What happens to the accounts of people who have left or moved, step by step. Open one for its receipt.
offboardings-back = All departures
offboardings-none = Nobody has left yet
offboardings-none-hint = Departures appear when HR says that somebody has left, or when you offboard a person.
offboardings-none-found = No departure is in this state
offboardings-count = { $n ->
    [one] { $n } departure
   *[other] { $n } departures
}
offboarding-rooms = Rooms left
offboarding-cause = Reason
offboarding-cause-left = Left, says HR
offboarding-cause-moved = Moved to another homeserver
offboarding-cause-administrator = Decided by an administrator
offboarding-cause-expired = Its time is over
offboarding-started = Started
offboarding-ended = Ended
offboarding-closes = The account is closed
offboarding-stuck = Needs another try
offboarding-state-running = Under way
offboarding-state-waiting = Out, not yet closed
offboarding-state-closed = Closed
offboarding-state-cancelled = Called off
offboarding-step-sessions = Account locked, sessions ended
offboarding-step-directory = Out of the directory
offboarding-step-rooms = Rooms handed over and left
offboarding-step-servers = Seen by the other homeservers
offboarding-step-close = Account closed for good
offboarding-detail-never-made = The homeserver never made this account.
offboarding-done-started = The departure has begun. This page shows how far it is: load it again to see more.
offboarding-done-cancelled = The departure is called off. The account is suspended: resume it on the person’s page if it shall be used again.
offboarding-done-too-late = It is too late: the account has begun to leave its rooms.
offboarding-cancel = Call this departure off…
offboarding-cancel-explained = This is possible until the account begins to leave its rooms. The account stays suspended until you resume it.
offboarding-cancel-confirm = Call the departure off
offboard = Offboard this person…
offboard-sessions = The person is signed out everywhere at once and cannot sign in again. Their application deletes its data.
offboard-rooms = The account leaves all its rooms, on other homeservers too. Where it is the last administrator, somebody else becomes one first.
offboard-directory = Nobody finds the person any more.
offboard-close = { $n ->
    [0] The account is closed for good at once. Its name is never given to anybody else.
    [one] After { $n } day the account is closed for good. Its name is never given to anybody else.
   *[other] After { $n } days the account is closed for good. Its name is never given to anybody else.
}
offboard-confirm = Offboard the person
receipt-title = Departure of { $value }
receipt-facts = Facts
receipt-steps = Steps
receipt-step = Step
receipt-outcome = Outcome
receipt-detail = Details
receipt-rooms = Rooms
receipt-no-rooms = No room is known: either there is none, or they have not been listed yet.
receipt-room = Room
receipt-was = The account was
receipt-handover = Handover
receipt-departure = Left
receipt-servers = Homeservers
outcome-pending = Pending
outcome-done = Done
outcome-failed = Failed, tried again
membership-join = Member
membership-invite = Invited
membership-knock = Asking to enter
handover-pending = Pending
handover-not-needed = Not needed
handover-done = Handed over to
handover-nobody = Nobody to hand it over to
handover-failed = Failed
action-offboarding-start = Offboarding started
action-offboarding-cancel = Offboarding called off
action-offboarding-handover = Room handed over
action-room-handover = Room handed over by its last administrator
action-offboarding-out = Out of all rooms
action-offboarding-list = Looked through departures
action-offboarding-view = Opened a departure’s receipt
action-account-close = Account closed for good
