//! The policy's table (`tests/policy/table.json`) against the rules themselves: room kind × who × what × mode, each row from
//! the room's own homeserver and from another one. The journey `policy` of the system tests reads the same table and does
//! every row over the wire.

use bridge_api::mode::ModeRules;
use homeserver_bridge::policy::{ActorFacts, Administration, Event, Origin, Reason, RoomFacts, Ruling, create, decide};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A row: somebody does something in a room of some kind, and is told why not.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// What it is about.
    name: String,
    /// The kind of room.
    r#in: String,
    /// Who acts.
    who: String,
    /// What they do.
    does: Value,
    /// How the sentence begins that they are told; without one it happens.
    told: Option<String>,
    /// `homeserver`: the room's own power levels refuse it, so that no rule of ours is needed.
    by: Option<String>,
    /// What differs from the normal mode.
    #[serde(default)]
    mode: ModeRules,
    /// Only from the room's own homeserver: a room is replaced or created nowhere else.
    #[serde(default)]
    here_only: bool,
}

pub(crate) const DAY_MS: u64 = 86_400_000;

pub(crate) fn administration() -> Administration<'static> {
    let homeservers = [
        ("interior.test", Origin::Ministry),
        ("finance.test", Origin::Ministry),
        ("externals.test", Origin::Externals),
    ];
    Administration::new(homeservers, Some(365 * DAY_MS))
}

/// The people of a row, whose home is one homeserver or the other.
fn person(name: &str, home: &str) -> String {
    match name {
        "external" | "outsider" => format!("@{name}:externals.test"),
        "stranger" => "@stranger:nowhere.example".to_owned(),
        name => format!("@{name}:{home}"),
    }
}

fn event(kind: &str, content: Value) -> Value {
    json!({"type": kind, "state_key": "", "sender": "@founder:interior.test", "content": content})
}

/// The state of a room of this kind, as the module sends it.
fn room(kind: &str, home: &str) -> Vec<Value> {
    let public = matches!(kind, "public" | "news");
    let rule = match kind {
        "open" => "unrestricted",
        "direct" | "direct-external" => "direct",
        _ => "restricted",
    };
    let join = if public {
        "public"
    } else if kind == "knocking" {
        "knock"
    } else {
        "invite"
    };
    let mut state = vec![
        event("m.room.create", json!({"room_version": "12"})),
        event("m.room.join_rules", json!({"join_rule": join})),
        event("m.room.history_visibility", json!({"history_visibility": "shared"})),
        event("m.room.power_levels", levels(kind, home)),
        event(
            "im.vector.room.access_rules",
            json!({"rule": rule, "visibility": if public { "public" } else { "private" }}),
        ),
    ];
    if !public {
        state.push(event("m.room.encryption", json!({"algorithm": "m.megolm.v1.aes-sha2"})));
    }
    if kind == "labelled" {
        state.push(event("org.depesha.room.label", json!({"label": "restricted"})));
    }
    if rule == "direct" {
        let other = if kind == "direct" { "member" } else { "external" };
        for (name, membership) in [("admin", "join"), (other, "invite")] {
            let user = person(name, home);
            state.push(json!({"type": "m.room.member", "state_key": user, "content": {"membership": membership}}));
        }
    }
    state
}

fn levels(kind: &str, home: &str) -> Value {
    let mut levels = json!({"users": {person("admin", home): 100, person("moderator", home): 50},
        "users_default": 0, "events_default": 0, "state_default": 50, "events": {"m.room.power_levels": 100}});
    if matches!(kind, "announcement" | "news") {
        levels["events_default"] = json!(50);
    }
    if kind == "loose" {
        levels["events"]["m.room.topic"] = json!(0);
    }
    levels
}

/// The content with people's ids in the place of `$names`, and the room's levels with what `$levels` changes of them.
fn filled(content: &Value, kind: &str, home: &str) -> Value {
    let id = |text: &str| text.strip_prefix('$').map_or_else(|| text.to_owned(), |name| person(name, home));
    match content {
        Value::String(text) => id(text).into(),
        Value::Array(all) => all.iter().map(|one| filled(one, kind, home)).collect(),
        Value::Object(all) => match all.get("$levels") {
            Some(changes) => {
                let mut levels = levels(kind, home);
                merge(&mut levels, &filled(changes, kind, home));
                levels
            }
            None => all.iter().map(|(key, one)| (id(key), filled(one, kind, home))).collect::<Map<_, _>>().into(),
        },
        other => other.clone(),
    }
}

fn merge(levels: &mut Value, changes: &Value) {
    for (key, change) in changes.as_object().into_iter().flatten() {
        match (levels.get_mut(key), change) {
            (Some(Value::Object(old)), Value::Object(new)) => old.extend(new.clone()),
            _ => levels[key] = change.clone(),
        }
    }
}

/// What the module asks about for something that is done, and with which state.
fn questions(row: &Row, who: &str, home: &str) -> Vec<(Event, Vec<Value>)> {
    let state = room(&row.r#in, home);
    let wire = |event: Value| (Event::from_wire(&event, &state, &administration()), state.clone());
    let (word, of) = row.does.as_object().unwrap().iter().next_back().unwrap();
    let text = || of.as_str().unwrap();
    match word.as_str() {
        "send" => vec![wire(json!({"type": text(), "sender": who, "content": {}}))],
        "state" | "content" | "key" => {
            let content = filled(&row.does["content"], &row.r#in, home);
            let key = row.does.get("key").cloned().unwrap_or_else(|| "".into());
            vec![wire(json!({"type": row.does["state"], "state_key": key, "sender": who, "content": content}))]
        }
        "invite" if of == "address" => vec![(Event::InviteByAddress, state)],
        "invite" => {
            let target = person(text(), home);
            let origin = administration().origin(&target);
            vec![(Event::Invite { target, origin, moves: false }, state)]
        }
        // The homeserver asks before it knows the room.
        "enter" if of == "unasked" => vec![(Event::Join { invited: false }, Vec::new())],
        "enter" if of == "invited" => vec![(Event::Join { invited: true }, Vec::new())],
        "enter" => vec![wire(json!({"type": "m.room.member", "state_key": who, "sender": who,
            "content": {"membership": "knock"}}))],
        "remove" => vec![wire(json!({"type": "m.room.member", "state_key": person(text(), home), "sender": who,
            "content": {"membership": "leave"}}))],
        "list" => vec![(Event::List, state)],
        "alias" => vec![(Event::Alias, Vec::new())],
        "upgrade" => {
            let asked = filled(of, &row.r#in, home);
            let content = json!({"room_version": asked["new_version"],
                "additional_creators": asked.get("additional_creators").cloned().unwrap_or_else(|| json!([]))});
            let create = json!({"type": "m.room.create", "state_key": "", "sender": who, "content": content});
            let tombstone = json!({"type": "m.room.tombstone", "state_key": "", "sender": who, "content": {}});
            vec![(Event::from_wire(&create, &[], &administration()), Vec::new()), wire(tombstone)]
        }
        other => panic!("{}: nobody knows how to {other}", row.name),
    }
}

fn outcome(row: &Row, home: &str) -> Result<(), Reason> {
    let who = person(&row.who, home);
    if let Some(content) = row.does.get("create") {
        let asked = filled(content, &row.r#in, home);
        let made = create(&asked, administration().origin(&who), &administration(), &row.mode)?;
        assert_eq!(is_safe(&made), Ok(()), "{}", row.name);
        return Ok(());
    }
    for (event, state) in questions(row, &who, home) {
        let actor = ActorFacts::in_room(&who, &administration(), &state);
        if let Ruling::Refuse(reason) = decide(&event, &RoomFacts::from_state(&state), actor, &row.mode) {
            return Err(reason);
        }
    }
    Ok(())
}

/// What every new room has, whatever was asked for.
pub(crate) fn is_safe(made: &Value) -> Result<(), &'static str> {
    let state = made["initial_state"].as_array().ok_or("no state")?;
    let find = |kind: &str| state.iter().find(|event| event["type"] == kind).map(|event| &event["content"]);
    let access = find("im.vector.room.access_rules").ok_or("no access rule")?;
    let public = access["visibility"] == "public";
    let is = |what: bool, otherwise: &'static str| if what { Ok(()) } else { Err(otherwise) };
    is(find("m.room.encryption").is_some() != public, "encryption does not fit")?;
    is(made["visibility"] == access["visibility"], "the list does not fit")?;
    is(
        (find("m.room.join_rules").ok_or("no join rule")?["join_rule"] == "public") == public,
        "join rule does not fit",
    )?;
    let history = find("m.room.history_visibility").ok_or("no history")?;
    is(history["history_visibility"] != "world_readable", "the world reads")?;
    is(find("m.room.guest_access").ok_or("no word of guests")?["guest_access"] == "forbidden", "guests")?;
    is(made.get("room_version").is_none(), "a version")?;
    let kept = find("m.room.retention").and_then(|retention| retention["max_lifetime"].as_u64());
    is(!public || kept.is_some_and(|kept| kept <= 365 * DAY_MS), "messages kept too long")
}

#[test]
fn every_row_holds() {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../policy/table.json")).unwrap();
    let mut wrong = Vec::new();
    for row in &rows {
        let homes: &[&str] = if row.here_only { &["interior.test"] } else { &["interior.test", "finance.test"] };
        for home in homes {
            let outcome = outcome(row, home);
            let wanted = row.told.as_deref();
            let right = match (&outcome, wanted) {
                (Ok(()), None) => true,
                (Err(reason), Some(told)) => reason.sentence().starts_with(told),
                _ => false,
            };
            assert!(row.by.as_deref().is_none_or(|by| by == "homeserver" && wanted.is_none()), "{row:?}");
            if !right {
                wrong.push(format!("{} ({}, by {}, {home}): {outcome:?}, not {wanted:?}", row.name, row.r#in, row.who));
            }
        }
    }
    assert!(wrong.is_empty(), "{} rows do not hold:\n{}", wrong.len(), wrong.join("\n"));
}
