//! The rules for a new room: what the client asked for becomes what the homeserver creates.

use bridge_api::events::{ACCESS_RULES, ROOM_LABEL};
use serde_json::{Map, Value, json};

use super::{ALGORITHM, Reason, Rule};

/// State that the policy sets itself, whatever the client asked for; and membership, which holds a display name: the
/// homeserver writes it with the name that HR gave.
const OURS: [&str; 6] = [
    "m.room.encryption",
    "m.room.join_rules",
    "m.room.history_visibility",
    "m.room.guest_access",
    "m.room.member",
    ACCESS_RULES,
];

/// The body of `POST /createRoom` as it shall be, or why there shall be no room.
///
/// `external` says whether the creator comes from outside, `is_external` the same of a person to be invited.
///
/// # Errors
/// The reason for a refusal.
pub fn create(content: &Value, external: bool, is_external: impl Fn(&str) -> bool) -> Result<Value, Reason> {
    if external {
        return Err(Reason::ExternalCannotCreate);
    }
    let mut content = content.as_object().cloned().ok_or(Reason::NotUnderstood)?;
    let asked = list(&content, "initial_state")?;
    if !list(&content, "invite_3pid")?.is_empty() {
        return Err(Reason::InviteThroughDirectory);
    }
    let public = is_public(&content, &asked);
    let rule = rule(&content, &asked, public)?;
    let invited = list(&content, "invite")?;
    if rule != Rule::Unrestricted && invited.iter().filter_map(Value::as_str).any(is_external) {
        return Err(Reason::ExternalCannotBeInvited);
    }
    match state(&asked, ROOM_LABEL).map(|label| label["label"].as_str()) {
        None | Some(Some("open")) => {}
        Some(Some("restricted")) if public || rule == Rule::Unrestricted => return Err(Reason::LabelDoesNotFit),
        Some(Some("restricted")) => {}
        Some(_) => return Err(Reason::LabelUnknown),
    }

    let mut first = Vec::new();
    if public {
        if state(&asked, "m.room.encryption").is_some() {
            return Err(Reason::PublicRoomIsNotEncrypted);
        }
        content.insert("preset".into(), "public_chat".into());
        content.insert("visibility".into(), "public".into());
        if let Some(creation) = content.get_mut("creation_content").and_then(Value::as_object_mut) {
            creation.remove("m.federate");
        }
    } else {
        first.push(event("m.room.encryption", json!({ "algorithm": ALGORITHM })));
        content.insert("visibility".into(), "private".into());
    }
    first.push(event(ACCESS_RULES, access_rules(rule, public)));
    first.push(event("m.room.join_rules", json!({ "join_rule": join_rule(&asked, public) })));
    first.push(event("m.room.history_visibility", json!({ "history_visibility": history(&asked) })));
    first.push(event("m.room.guest_access", json!({ "guest_access": "forbidden" })));
    let kept = asked.into_iter().filter(|e| !OURS.iter().any(|ours| e["type"] == *ours));
    content.insert("initial_state".into(), first.into_iter().chain(kept).collect());
    // An old room version would bring its weaker rules along.
    content.remove("room_version");
    Ok(Value::Object(content))
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
