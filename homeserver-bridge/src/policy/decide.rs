//! The rules for what happens in a room that exists: what people do there. What they change of it is in [`change`].

use bridge_api::mode::ModeRules;

use super::{ActorFacts, Event, Origin, Reason, RoomFacts, Rule, Ruling, change};

/// Judges an event, under the rules of the operating mode.
pub fn decide(event: &Event, room: &RoomFacts, actor: ActorFacts, mode: &ModeRules) -> Ruling {
    let refused = match event {
        // Nobody is kept in a room.
        Event::Leave | Event::Other => None,
        Event::Plaintext => {
            write(room, actor, mode).or_else(|| (!room.public).then_some(Reason::PlaintextInPrivateRoom))
        }
        Event::Encrypted => write(room, actor, mode).or_else(|| room.public.then_some(Reason::EncryptedInPublicRoom)),
        Event::Reaction => write(room, actor, mode),
        Event::Invite { target, origin, moves } => {
            invite(room, actor, *origin, mode).or_else(|| (!moves).then(|| third_in_direct(room, target)).flatten())
        }
        Event::InviteFromAfar { origin } => invite_from_afar(actor, *origin, mode),
        Event::InviteByAddress => Some(Reason::InviteThroughDirectory),
        Event::Join { invited } => enter(room, actor, *invited, mode),
        Event::Knock => actor.is_outsider().then_some(Reason::ExternalNeedsInvitation),
        Event::Remove | Event::Alias => actor.is_outsider().then_some(Reason::ExternalCannotRule),
        Event::List => list(room, actor),
        Event::State(change) => change::change(change, room, actor),
    };
    refused.map_or(Ruling::Allow, Ruling::Refuse)
}

/// What holds for everything that is written, in clear or not.
fn write(room: &RoomFacts, actor: ActorFacts, mode: &ModeRules) -> Option<Reason> {
    if actor.is_outsider() && !mode.externals {
        return Some(Reason::ExternalsOffNow);
    }
    if actor.is_outsider() && room.public {
        return Some(Reason::PublicRoomIsForColleagues);
    }
    (room.public && mode.public_rooms_read_only && !actor.manages).then_some(Reason::PublicRoomsReadOnlyNow)
}

fn invite(room: &RoomFacts, actor: ActorFacts, target: Origin, mode: &ModeRules) -> Option<Reason> {
    if actor.is_outsider() {
        return Some(Reason::ExternalCannotInvite);
    }
    match target {
        Origin::Ministry => None,
        Origin::Unlisted => Some(Reason::ServerNotListed),
        Origin::Externals if !mode.externals => Some(Reason::ExternalsOffNow),
        Origin::Externals if room.labelled_restricted => Some(Reason::RestrictedByLabel),
        Origin::Externals if room.public => Some(Reason::PublicRoomIsForColleagues),
        Origin::Externals => (!room.admits_externals()).then_some(Reason::ExternalCannotBeInvited),
    }
}

/// Direct conversations stay at two people.
fn third_in_direct(room: &RoomFacts, target: &str) -> Option<Reason> {
    let others = room.people.iter().filter(|person| *person != target).count();
    (room.rule == Some(Rule::Direct) && others >= 2).then_some(Reason::DirectIsForTwo)
}

/// The room is judged where it is; here counts who invites whom.
fn invite_from_afar(actor: ActorFacts, target: Origin, mode: &ModeRules) -> Option<Reason> {
    match actor.origin {
        Origin::Unlisted => Some(Reason::ServerNotListed),
        Origin::Externals => Some(Reason::ExternalCannotInvite),
        Origin::Ministry => (target == Origin::Externals && !mode.externals).then_some(Reason::ExternalsOffNow),
    }
}

fn enter(room: &RoomFacts, actor: ActorFacts, invited: bool, mode: &ModeRules) -> Option<Reason> {
    match actor.origin {
        Origin::Ministry => None,
        Origin::Unlisted => Some(Reason::ServerNotListed),
        Origin::Externals if room.public => Some(Reason::PublicRoomIsForColleagues),
        Origin::Externals if !invited => Some(Reason::ExternalNeedsInvitation),
        Origin::Externals => (!mode.externals).then_some(Reason::ExternalsOffNow),
    }
}

fn list(room: &RoomFacts, actor: ActorFacts) -> Option<Reason> {
    if actor.is_outsider() {
        return Some(Reason::ExternalCannotRule);
    }
    if room.labelled_restricted {
        return Some(Reason::RestrictedIsNotListed);
    }
    (!room.public).then_some(Reason::PrivateRoomIsNotListed)
}
