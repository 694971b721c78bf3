//! The rules for what is changed of a room.

use serde_json::Value;

use super::levels::Levels;
use super::{ALGORITHM, ActorFacts, Reason, RoomFacts, Rule, StateChange};

/// Why a change is refused, if it is.
pub(super) fn change(change: &StateChange, room: &RoomFacts, actor: ActorFacts) -> Option<Reason> {
    if actor.is_outsider() {
        let creates = matches!(change, StateChange::Create { .. });
        return Some(if creates { Reason::ExternalCannotCreate } else { Reason::ExternalCannotRule });
    }
    match change {
        StateChange::Create { outsiders_create: true, .. } => Some(Reason::ExternalStaysAtDefault),
        StateChange::Create { old_version, .. } => old_version.then_some(Reason::RoomVersionTooOld),
        StateChange::Encryption(content) => encryption(content, room),
        StateChange::JoinRules(content) => join_rules(content, room),
        StateChange::HistoryVisibility(content) => {
            let known = matches!(content["history_visibility"].as_str(), Some("shared" | "invited" | "joined"));
            (!known).then_some(Reason::HistoryForMembersOnly)
        }
        StateChange::GuestAccess(content) => (content["guest_access"] != "forbidden").then_some(Reason::NoGuests),
        StateChange::AccessRules(content) => access_rules(content, room, actor),
        StateChange::Label(content) => label(content, room),
        StateChange::PowerLevels { content, outsiders } => power_levels(content, outsiders, room),
        StateChange::Retention { content, at_most } => retention(content, *at_most, room.public),
        StateChange::ServerAcl { shuts_out } => shuts_out.then_some(Reason::AclShutsOut),
        StateChange::Tombstone => (!actor.administers).then_some(Reason::TombstoneForAdmins),
        StateChange::Looks => None,
    }
}

fn encryption(content: &Value, room: &RoomFacts) -> Option<Reason> {
    if room.encryption.as_ref() == Some(content) {
        return None;
    }
    if room.encryption.is_some() {
        return Some(Reason::EncryptionCannotChange);
    }
    if room.public {
        return Some(Reason::PublicRoomIsNotEncrypted);
    }
    (content["algorithm"] != ALGORITHM).then_some(Reason::EncryptionMustBeOurs)
}

/// A private room may let people ask to enter, because a member then answers; it may not open to a third room's
/// members, which could be public.
fn join_rules(content: &Value, room: &RoomFacts) -> Option<Reason> {
    if room.being_created {
        return None;
    }
    match (room.public, content["join_rule"].as_str()) {
        (true, Some("public")) | (false, Some("invite" | "knock" | "private")) => None,
        (true, _) => Some(Reason::PublicRoomStaysPublic),
        (false, _) => Some(Reason::PrivateRoomStaysPrivate),
    }
}

fn access_rules(content: &Value, room: &RoomFacts, actor: ActorFacts) -> Option<Reason> {
    if room.being_created {
        return None;
    }
    match (room.public, content["visibility"].as_str()) {
        (true, Some("public")) | (false, Some("private")) => {}
        (true, _) => return Some(Reason::PublicRoomStaysPublic),
        (false, _) => return Some(Reason::PrivateRoomStaysPrivate),
    }
    let Some(asked) = content["rule"].as_str().and_then(Rule::from_word) else {
        return Some(Reason::AccessRuleUnknown);
    };
    match (room.rule, asked) {
        (Some(now), asked) if now == asked => None,
        (Some(Rule::Direct), _) | (Some(_), Rule::Direct) => Some(Reason::DirectStaysDirect),
        (Some(Rule::Unrestricted), _) => Some(Reason::AccessRuleIsFinal),
        (None, Rule::Restricted) => None,
        // Nobody knows how many people are in a room that has never had a rule.
        (None, Rule::Direct) => Some(Reason::DirectStaysDirect),
        (_, _) if room.public => Some(Reason::PublicRoomIsForColleagues),
        (_, _) if room.labelled_restricted => Some(Reason::RestrictedByLabel),
        (_, _) if !actor.administers => Some(Reason::AccessRuleForAdmins),
        (_, _) => {
            let open = |levels: &Value| Levels::read(levels).is_none_or(Levels::default_rules);
            room.levels.as_ref().is_some_and(open).then_some(Reason::DefaultWouldRule)
        }
    }
}

fn label(content: &Value, room: &RoomFacts) -> Option<Reason> {
    match content["label"].as_str() {
        Some("open") if room.labelled_restricted => Some(Reason::RestrictedByLabel),
        Some("open") => None,
        Some("restricted") if room.public || room.rule == Some(Rule::Unrestricted) => Some(Reason::LabelDoesNotFit),
        Some("restricted") => None,
        _ => Some(Reason::LabelUnknown),
    }
}

/// Nobody from outside rises above the default, and where they may be, the default rules nothing.
fn power_levels(content: &Value, outsiders: &[String], room: &RoomFacts) -> Option<Reason> {
    let Some(levels) = Levels::read(content) else { return Some(Reason::NotUnderstood) };
    let now = room.levels.as_ref().and_then(Levels::read);
    // Who has stood above the default since before the rules may stay until they are removed: nobody else gets there.
    let kept = |user: &str| now.filter(|now| now.of(user) > now.users_default()).map(|now| now.of(user));
    let rises = |user: &String| levels.of(user) > levels.users_default().max(kept(user).unwrap_or(i64::MIN));
    if outsiders.iter().any(rises) {
        return Some(Reason::ExternalStaysAtDefault);
    }
    (room.admits_externals() && levels.default_rules()).then_some(Reason::DefaultWouldRule)
}

/// The limits of public rooms; in private ones the members may agree on any.
fn retention(content: &Value, at_most: Option<u64>, public: bool) -> Option<Reason> {
    let lifetime = |key: &str| match content.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_u64().map(Some).ok_or(Reason::NotUnderstood),
    };
    let (longest, shortest) = match (lifetime("max_lifetime"), lifetime("min_lifetime")) {
        (Ok(longest), Ok(shortest)) => (longest, shortest),
        _ => return Some(Reason::NotUnderstood),
    };
    let limit = at_most.filter(|_| public)?;
    let too_long = longest.is_none_or(|longest| longest > limit) || shortest.is_some_and(|shortest| shortest > limit);
    too_long.then_some(Reason::RetentionTooLong)
}
