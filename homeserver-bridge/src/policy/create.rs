//! The rules for a new room: what the client asked for becomes what the homeserver creates.

use bridge_api::events::{ACCESS_RULES, ROOM_LABEL};
use bridge_api::mode::ModeRules;
use serde_json::{Map, Value, json};

use super::{ALGORITHM, ActorFacts, Administration, Event, Origin, Reason, RoomFacts, Rule, Ruling, decide};

const RETENTION: &str = "m.room.retention";

/// State that the policy sets itself, whatever the client asked for, or that no room begins with; and membership, which
/// holds a display name: the homeserver writes it with the name that HR gave.
const OURS: [&str; 9] = [
    "m.room.create",
    "m.room.encryption",
    "m.room.join_rules",
    "m.room.history_visibility",
    "m.room.guest_access",
    "m.room.member",
    "m.room.third_party_invite",
    "m.room.tombstone",
    ACCESS_RULES,
];

/// The body of `POST /createRoom` as it shall be, or why there shall be no room.
///
/// # Errors
/// The reason for a refusal.
pub fn create(
    content: &Value,
    creator: Origin,
    administration: &Administration<'_>,
    mode: &ModeRules,
) -> Result<Value, Reason> {
    if creator != Origin::Ministry {
        return Err(Reason::ExternalCannotCreate);
    }
    let mut content = content.as_object().cloned().ok_or(Reason::NotUnderstood)?;
    let asked = list(&content, "initial_state")?;
    let is_event = |one: &Value| {
        let key = one.get("state_key").is_none_or(|key| key.is_string() || key.is_null());
        one["type"].is_string() && one["content"].is_object() && key
    };
    if !asked.iter().all(is_event) {
        return Err(Reason::NotUnderstood);
    }
    if !list(&content, "invite_3pid")?.is_empty() {
        return Err(Reason::InviteThroughDirectory);
    }
    let public = is_public(&content, &asked);
    let rule = rule(&content, &asked, public)?;
    let labelled = match state(&asked, ROOM_LABEL).map(|label| label["label"].as_str()) {
        None | Some(Some("open")) => false,
        Some(Some("restricted")) if public || rule == Rule::Unrestricted => return Err(Reason::LabelDoesNotFit),
        Some(Some("restricted")) => true,
        Some(_) => return Err(Reason::LabelUnknown),
    };
    let room = RoomFacts { public, rule: Some(rule), labelled_restricted: labelled, ..RoomFacts::from_state(&[]) };
    invitations(&mut content, &room, administration, mode)?;
    levels(&content, &asked, &room, administration)?;
    if state(&asked, "m.room.server_acl").is_some_and(|acl| administration.is_shut_out_by(acl)) {
        return Err(Reason::AclShutsOut);
    }
    creation(&mut content, public, administration)?;

    let mut first = Vec::new();
    if public {
        if state(&asked, "m.room.encryption").is_some() {
            return Err(Reason::PublicRoomIsNotEncrypted);
        }
        content.insert("preset".into(), "public_chat".into());
        content.insert("visibility".into(), "public".into());
    } else {
        first.push(event("m.room.encryption", json!({ "algorithm": ALGORITHM })));
        content.insert("visibility".into(), "private".into());
    }
    first.push(event(ACCESS_RULES, access_rules(rule, public)));
    first.push(event("m.room.join_rules", json!({ "join_rule": join_rule(&asked, public) })));
    first.push(event("m.room.history_visibility", json!({ "history_visibility": history(&asked) })));
    first.push(event("m.room.guest_access", json!({ "guest_access": "forbidden" })));
    let mut ours = OURS.to_vec();
    if let Some(limit) = administration.public_retention_ms().filter(|_| public) {
        ours.push(RETENTION);
        first.push(event(
            RETENTION,
            json!({ "max_lifetime": lifetime(&asked).map_or(limit, |asked| asked.min(limit)) }),
        ));
    }
    let kept = asked.into_iter().filter(|e| !ours.iter().any(|ours| e["type"] == *ours));
    content.insert("initial_state".into(), first.into_iter().chain(kept).collect());
    // An old room version would bring its weaker rules along.
    content.remove("room_version");
    Ok(Value::Object(content))
}

/// Judges who is invited at once.
fn invitations(
    content: &mut Map<String, Value>,
    room: &RoomFacts,
    administration: &Administration<'_>,
    mode: &ModeRules,
) -> Result<(), Reason> {
    let invited = list(content, "invite")?;
    if room.rule == Some(Rule::Direct) && invited.len() > 1 {
        return Err(Reason::DirectIsForTwo);
    }
    let creator = ActorFacts { origin: Origin::Ministry, administers: true, manages: true };
    let mut outsiders = false;
    for target in invited {
        let target = target.as_str().ok_or(Reason::NotUnderstood)?.to_owned();
        let origin = administration.origin(&target);
        outsiders |= origin != Origin::Ministry;
        if let Ruling::Refuse(reason) = decide(&Event::Invite { target, origin, moves: false }, room, creator, mode) {
            return Err(reason);
        }
    }
    // This preset makes creators of those who are invited.
    if outsiders && content.get("preset").is_some_and(|preset| preset == "trusted_private_chat") {
        content.insert("preset".into(), "private_chat".into());
    }
    Ok(())
}

/// Judges the power levels that the room begins with: the homeserver takes those of the first state before the others.
fn levels(
    content: &Map<String, Value>,
    asked: &[Value],
    room: &RoomFacts,
    administration: &Administration<'_>,
) -> Result<(), Reason> {
    let given = content.get("power_level_content_override").filter(|given| !given.is_null());
    for levels in [state(asked, "m.room.power_levels"), given].into_iter().flatten() {
        let wire = json!({ "type": "m.room.power_levels", "state_key": "", "content": levels });
        let creator = ActorFacts { origin: Origin::Ministry, administers: true, manages: true };
        let event = Event::from_wire(&wire, &[], administration);
        if let Ruling::Refuse(reason) = decide(&event, room, creator, &ModeRules::default()) {
            return Err(reason);
        }
    }
    Ok(())
}

/// What the first event of the room may hold.
fn creation(content: &mut Map<String, Value>, public: bool, administration: &Administration<'_>) -> Result<(), Reason> {
    let creation = match content.get_mut("creation_content") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Object(creation)) => creation,
        Some(_) => return Err(Reason::NotUnderstood),
    };
    if public {
        creation.remove("m.federate");
    }
    // Only an upgrade makes a room that replaces another: it takes that one's rules over.
    creation.remove("predecessor");
    let creators = list(creation, "additional_creators")?;
    let inside = |one: &Value| one.as_str().is_some_and(|user| administration.is_internal(user));
    if creators.iter().all(inside) { Ok(()) } else { Err(Reason::ExternalStaysAtDefault) }
}

fn lifetime(asked: &[Value]) -> Option<u64> {
    state(asked, RETENTION)?["max_lifetime"].as_u64()
}

fn access_rules(rule: Rule, public: bool) -> Value {
    json!({ "rule": rule.word(), "visibility": if public { "public" } else { "private" } })
}

fn is_public(content: &Map<String, Value>, asked: &[Value]) -> bool {
    let word = |key: &str| content.get(key).and_then(Value::as_str);
    word("preset") == Some("public_chat")
        || word("visibility") == Some("public")
        || state(asked, "m.room.join_rules").is_some_and(|rules| rules["join_rule"] == "public")
        || state(asked, ACCESS_RULES).is_some_and(|rules| rules["visibility"] == "public")
}

fn rule(content: &Map<String, Value>, asked: &[Value], public: bool) -> Result<Rule, Reason> {
    if public {
        return Ok(Rule::Restricted);
    }
    if content.get("is_direct") == Some(&Value::Bool(true)) {
        return Ok(Rule::Direct);
    }
    match state(asked, ACCESS_RULES) {
        None => Ok(Rule::Restricted),
        Some(rules) => rules["rule"].as_str().and_then(Rule::from_word).ok_or(Reason::AccessRuleUnknown),
    }
}

fn join_rule(asked: &[Value], public: bool) -> &'static str {
    let asked = state(asked, "m.room.join_rules").and_then(|rules| rules["join_rule"].as_str());
    match (public, asked) {
        (true, _) => "public",
        (false, Some("knock")) => "knock",
        (false, _) => "invite",
    }
}

/// Shared by default, so that those who come later can be given what was said before.
fn history(asked: &[Value]) -> &'static str {
    let asked = state(asked, "m.room.history_visibility").and_then(|h| h["history_visibility"].as_str());
    match asked {
        Some("invited") => "invited",
        Some("joined") => "joined",
        _ => "shared",
    }
}

fn event(kind: &str, content: Value) -> Value {
    json!({ "type": kind, "state_key": "", "content": content })
}

/// The content that would count: of two events of one type the homeserver takes the later.
fn state<'a>(asked: &'a [Value], kind: &str) -> Option<&'a Value> {
    let own = |event: &&Value| event["type"] == kind && matches!(event["state_key"].as_str(), None | Some(""));
    asked.iter().rev().find(own).map(|event| &event["content"])
}

fn list(content: &Map<String, Value>, key: &str) -> Result<Vec<Value>, Reason> {
    match content.get(key) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => Ok(items.clone()),
        Some(_) => Err(Reason::NotUnderstood),
    }
}
