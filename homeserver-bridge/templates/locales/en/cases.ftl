### Cases: what officers do with a report.

nav-outbreaks = Outbreaks
nav-requests = Requests
nav-blocks = Blocks

standing = Case
standing-any = All cases
standing-open = Open
standing-unassigned = Open, nobody’s
standing-waiting = Release asked for
standing-released = Released
standing-quarantined = In quarantine
standing-closed = Closed
case-none = No case
case-open = Open
case-closed = Closed
closed-malware = Confirmed malware
closed-false-positive = False positive
closed-test = Harmless test
closed-other = Other
mine = Assigned to me
any-engine = All engines
filter-more = More filters
filter-from = From (UTC)
filter-to = Until (UTC)
reports-newer = { $n ->
    [one] { $n } new report
   *[other] { $n } new reports
}
live-start = Refresh by itself every 30 seconds
live-on = Refreshes by itself until { $value } UTC.
live-stop = Stop
verdict-lifted = No verdict any more
effect-released = Something was found, but officers released this file: it can be opened.
released = Released
set-aside = No longer counts

seen = First and last seen
type-declared = Type declared
type-differs = Differs from the content
not-said = Not said
rooms = Rooms
reason = Reason
report-notes = Notes of the inspection
report-history = What was said over time
said-first = First
said-last = Last
said-times = Times
fetched = Who was given the file
fetched-none = Nobody, as far as it is known.
fetched-people = People
fetched-before = Before the find

work = Work on it
assigned-to = Assigned to
assigned-nobody = Nobody
assign = Assign
comment = Comment
comment-hint = Other security officers read this. Do not name people here.
comment-add = Add the comment
comment-optional = Comment (optional)
case-close = Close this case…
case-close-explained = Confirmed malware is kept back by the homeservers at once, and deleted later. Closing a case as a false positive opens nothing: that takes a release.
case-close-as = Close as
case-close-confirm = Close the case
case-reopen = Open this case again…
case-reopen-confirm = Open the case again

release-title = Release
release-nothing = There is nothing to release.
release-ask = False positive: ask for a release…
release-ask-explained = When a second officer approves it, people can open this file. Only this file and only this find are released: should anything else be found in it, it is blocked again.
release-reason = Why is the find wrong?
release-ask-confirm = Ask for the release
release-withdraw = Withdraw this release…
release-withdraw-explained = The find counts again, and nobody can open the file any more.
release-withdraw-confirm = Withdraw the release

measures = Measures
quarantine = At the homeservers
quarantine-on = In quarantine: they give it to nobody
quarantine-from = Goes into quarantine at { $value } UTC
quarantine-off = Not in quarantine
quarantine-deleted = Deleted
quarantine-delete = Will be deleted
quarantine-now = Quarantine it now
rescan = Scanned again
rescan-none = Not asked for
rescan-since = Asked for on { $value } UTC
rescan-ask = Scan it again
rescan-hint = It is scanned afresh when somebody’s application hands over its key again.
block-for-all = Block for everybody
block-this = Block…
block-is = Blocked

names-title = People
names-explained = Who sent the file and who was given it is shown only for a reason, after a second officer has approved it, and for a short time. Each look is recorded.
names-ask = Ask to see names…
names-whose = Whose names
names-about-sender = Who sent it
names-about-exposed = Who was given it
names-reason = Why do you need them?
names-ask-confirm = Ask for the names
names-look = Look at the names
names-back = The report
names-request = The request
names-sender-title = Who sent the file
names-exposed-title = Who was given the file
names-sender-explained = The homeserver says that this person uploaded the file.
names-sender-guessed = The homeserver does not say who uploaded the file. This person’s application had it checked first, which is mostly the sender.
names-exposed-explained = These people were given the file. Inform them: they may have opened it.
names-unknown = Not in the directory
names-nobody = Nobody is recorded
names-fetched = First given (UTC)

requests-title = Requests
requests-explained = Releasing a file and seeing names takes two security officers. Nobody decides about their own request.
requests-none = No request waits
requests-none-hint = When an officer asks for a release or for names, it appears here.
requests-decided = Decided
request-release = Release of a file
request-sender = Name of the sender
request-exposed = Names of those who were given the file
request-report = To the report
request-asked-by = Asked for by
request-decided-by = Decided by
request-withdrawn-by = Withdrawn by
request-until = Can be seen until
request-mine = You asked for this. Another officer has to decide.
request-approve = Approve
request-refuse = Refuse
request-take-back = Take back
request-waiting = Waiting
request-approved = Approved
request-refused = Refused
request-withdrawn = Withdrawn
request-expired = Expired

blocks-title = Blocks
blocks-explained = A block counts for all scanners and for the release gate. It outweighs every verdict and every release.
blocks-none = Nothing is blocked by officers
blocks-none-hint = What the scanners find by themselves needs no block.
blocks-back = All blocks
block-kind = What
block-kind-signature = Signature
block-kind-hash = File (SHA-256 as stored)
block-kind-type = Type of content
block-value = Name, hash or type
block-look = See what it would touch
block-new-title = Block for everybody
block-explained-signature = Files with this find cannot be released any more; releases of them no longer count.
block-explained-hash = Nobody can open this file any more, whatever the scanners say of it, under any address.
block-explained-type = Nobody can open files of this type any more. Think of all who work with them.
block-reach = { $n ->
    [0] In the last 30 days this would have touched no report.
    [one] In the last 30 days this would have touched { $n } report.
   *[other] In the last 30 days this would have touched { $n } reports.
}
block-reach-open = { $n ->
    [one] { $n } of these files can be opened now.
   *[other] { $n } of these files can be opened now.
}
block-confirm = Block
block-counts = Blocked
block-lifted = Lifted
block-made-by = Blocked by
block-lifted-by = Lifted by
block-lift = Lift this block…
block-lift-explained = What the scanners found by themselves stays blocked.
block-lift-confirm = Lift the block

outbreaks-title = Outbreaks
outbreaks-explained = { $n ->
    [one] The same find in several rooms, or from several senders, within a minute.
   *[other] The same find in several rooms, or from several senders, within { $n } minutes.
}
outbreaks-none = No outbreak so far
outbreaks-none-hint = When the same signature is found in several places within a short time, it appears here and on top of the reports.
outbreaks-back = All outbreaks
outbreak = Outbreak
outbreak-title = Outbreak of { $value }
outbreak-facts = Facts
outbreak-first = First find
outbreak-noticed = Noticed
outbreak-last = Latest find
outbreak-lasts = Lasts
outbreak-over = Over
outbreak-files = { $n ->
    [one] { $n } file
   *[other] { $n } files
}
outbreak-rooms = { $n ->
    [one] { $n } room
   *[other] { $n } rooms
}
outbreak-senders = { $n ->
    [one] { $n } sender
   *[other] { $n } senders
}
outbreak-files-head = Files
outbreak-senders-head = Senders
outbreak-exposed = People who were given one of the files
outbreak-closed-by = Closed by
outbreak-close = It is over…
outbreak-close-explained = The alert ends. Finds that come later count anew.
outbreak-close-confirm = Close the outbreak
room-pseudonym = Room (pseudonym)
room-pseudonym-hint = A pseudonym tells rooms apart. It cannot be turned back into a room.

events = What was done
events-none = Nothing yet.
event-system = System
event-found = Something was found
event-found-again = Something else was found: case open again
event-assign = Assigned to
event-unassign = Assigned to nobody
event-comment = Comment
event-close-malware = Closed: confirmed malware
event-close-false-positive = Closed: false positive
event-close-test = Closed: harmless test
event-close-other = Closed
event-reopen = Opened again
event-quarantine = Had it put into quarantine
event-rescan = Asked to scan it again
event-release-ask = Asked for a release
event-release-approve = Approved the release
event-release-refuse = Refused the release
event-release-withdraw = Withdrew the release
event-release-expire = Nobody decided about the release in time
event-names-ask-sender = Asked for the sender’s name
event-names-ask-exposed = Asked for the names of those who were given it
event-names-approve = Approved the request for names
event-names-refuse = Refused the request for names
event-names-view = Looked at the names
event-kept-back = The homeservers keep it back
event-given-out = The homeservers give it out again
event-deleted = Deleted at the homeserver

case-done-assign = The case has a new owner.
case-done-comment = The comment is added.
case-done-close = The case is closed.
case-done-reopen = The case is open again.
case-done-quarantine = The homeservers are told to keep the file back.
case-done-rescan = The file will be scanned afresh when its key is handed over again.
case-done-release-ask = The release is asked for. Another officer has to approve it.
case-done-release-approve = The file is released.
case-done-release-refuse = The release is refused.
case-done-release-withdraw = The release is withdrawn: the file is blocked again.
case-done-names-ask = The names are asked for. Another officer has to approve it.
case-done-names-approve = The names may be looked at for a short time.
case-done-names-refuse = The request for names is refused.
case-done-block-set = It is blocked for everybody.
case-done-block-lift = The block is lifted.
case-done-outbreak-close = The outbreak is closed.
case-not-again = Nothing was changed: it is so already.
case-not-late = Nothing was changed: it is too late for that.
case-not-own = Nothing was changed: you asked for this yourself, so another officer has to approve it.
case-not-blocked = Nothing was changed: a block stands against it. Lift the block first.
case-not-pointless = Nothing was changed: this cannot be done here.
case-not-text = Nothing was changed: write a text of at most 1000 characters.
