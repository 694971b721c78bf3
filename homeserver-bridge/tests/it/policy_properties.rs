//! What holds whatever anybody sends: every question gets a ruling, and no way through allowed events leads where no room
//! may get.

use bridge_api::mode::ModeRules;
use homeserver_bridge::policy::{ActorFacts, Event, Origin, RoomFacts, Ruling, create, decide, power_level};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::policy_table::{DAY_MS, administration, is_safe};

const PEOPLE: [&str; 6] = [
    "@boss:interior.test",
    "@staff:interior.test",
    "@far:finance.test",
    "@guest:externals.test",
    "@other:externals.test",
    "@stranger:nowhere.example",
];
const KINDS: [&str; 13] = [
    "m.room.create",
    "m.room.encryption",
    "m.room.join_rules",
    "m.room.history_visibility",
    "m.room.guest_access",
    "m.room.power_levels",
    "m.room.retention",
    "m.room.server_acl",
    "m.room.tombstone",
    "m.room.member",
    "m.room.third_party_invite",
    "im.vector.room.access_rules",
    "org.depesha.room.label",
];

/// Any JSON, with words in it that rules know.
fn anything() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "public",
        "private",
        "invite",
        "knock",
        "restricted",
        "unrestricted",
        "direct",
        "open",
        "shared",
        "joined",
        "world_readable",
        "forbidden",
        "can_join",
        "m.megolm.v1.aes-sha2",
        "join",
        "leave",
        "ban",
        "12",
        "1",
        "*",
        "",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![-1_i64, 0, 1, 49, 50, 100]).prop_map(Value::from),
        word.prop_map(Value::from),
        prop::sample::select(PEOPLE.to_vec()).prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..5).prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "type",
        "state_key",
        "sender",
        "content",
        "algorithm",
        "join_rule",
        "history_visibility",
        "guest_access",
        "rule",
        "visibility",
        "label",
        "users",
        "users_default",
        "state_default",
        "events",
        "events_default",
        "kick",
        "ban",
        "redact",
        "max_lifetime",
        "min_lifetime",
        "allow",
        "deny",
        "membership",
        "additional_creators",
        "room_version",
        "preset",
        "invite",
        "invite_3pid",
        "is_direct",
        "initial_state",
        "creation_content",
        "predecessor",
        "power_level_content_override",
        "m.federate",
    ]);
    prop_oneof![
        8 => known.prop_map(str::to_owned),
        2 => prop::sample::select(PEOPLE.to_vec()).prop_map(str::to_owned),
        1 => ".{0,4}",
    ]
}

/// The content of a change that could mean something.
fn meant(kind: &'static str) -> BoxedStrategy<Value> {
    let of = |key: &'static str, words: &[&'static str]| {
        prop::sample::select(words.to_vec()).prop_map(move |word| json!({ key: word })).boxed()
    };
    match kind {
        "m.room.encryption" => of("algorithm", &["m.megolm.v1.aes-sha2", "m.other"]),
        "m.room.join_rules" => of("join_rule", &["public", "invite", "knock", "private", "restricted"]),
        "m.room.history_visibility" => of("history_visibility", &["shared", "joined", "invited", "world_readable"]),
        "m.room.guest_access" => of("guest_access", &["forbidden", "can_join"]),
        "org.depesha.room.label" => of("label", &["open", "restricted"]),
        "im.vector.room.access_rules" => {
            let rules = prop::sample::select(vec!["restricted", "unrestricted", "direct"]);
            let visibilities = prop::sample::select(vec!["private", "private", "public"]);
            (rules, visibilities).prop_map(|(rule, seen)| json!({"rule": rule, "visibility": seen})).boxed()
        }
        "m.room.retention" => (0..800_u64).prop_map(|days| json!({"max_lifetime": days * DAY_MS})).boxed(),
        "m.room.power_levels" => {
            let level = || prop::sample::select(vec![-50_i64, 0, 0, 1, 50, 100]);
            let named = prop::collection::vec((prop::sample::select(PEOPLE.to_vec()), level()), 0..4);
            let word = prop::sample::select(vec!["users_default", "state_default", "kick", "ban", "redact", "invite"]);
            let words = prop::collection::vec((word, level()), 0..3);
            let kinds = prop::collection::vec((prop::sample::select(KINDS.to_vec()), level()), 0..2);
            (named, words, kinds)
                .prop_map(|(named, words, kinds)| {
                    let all = |pairs: Vec<(&str, i64)>| {
                        pairs.into_iter().map(|(key, level)| (key.to_owned(), level.into())).collect::<Map<_, _>>()
                    };
                    let mut content = all(words);
                    content.insert("users".into(), all(named).into());
                    content.insert("events".into(), all(kinds).into());
                    content.into()
                })
                .boxed()
        }
        _ => Just(json!({})).boxed(),
    }
}

fn change() -> impl Strategy<Value = Value> {
    let kinds = prop::sample::select(KINDS.to_vec());
    let content = kinds.prop_flat_map(|kind| (Just(kind), prop_oneof![6 => meant(kind), 1 => anything().boxed()]));
    (content, prop::sample::select(PEOPLE.to_vec())).prop_map(
        |((kind, content), sender)| json!({"type": kind, "state_key": "", "sender": sender, "content": content}),
    )
}

fn judge(event: &Value, state: &[Value], mode: &ModeRules) -> Ruling {
    let sender = event["sender"].as_str().unwrap_or_default();
    let actor = ActorFacts::in_room(sender, &administration(), state);
    decide(&Event::from_wire(event, state, &administration()), &RoomFacts::from_state(state), actor, mode)
}

/// A room as the homeserver makes it of what the policy lets through.
fn created(content: &Value) -> Vec<Value> {
    let event =
        |kind: &str, content: &Value| json!({"type": kind, "state_key": "", "sender": PEOPLE[0], "content": content});
    let mut state = vec![event("m.room.create", &json!({"room_version": "12"}))];
    let levels = content.get("power_level_content_override").filter(|levels| levels.is_object());
    state.push(event("m.room.power_levels", levels.unwrap_or(&json!({"users_default": 0}))));
    for one in content["initial_state"].as_array().unwrap() {
        let kind = one["type"].as_str().unwrap_or_default();
        if one.get("state_key").is_none_or(|key| key == "") {
            state.retain(|event| event["type"] != kind);
            state.push(event(kind, &one["content"]));
        }
    }
    state
}

/// What must be true of every room, always.
fn must_hold(state: &[Value]) -> Result<(), String> {
    let facts = RoomFacts::from_state(state);
    let find = |kind: &str| state.iter().find(|event| event["type"] == kind).map(|event| event["content"].clone());
    let join = find("m.room.join_rules").unwrap_or_default();
    let check = |holds: bool, what: &str| if holds { Ok(()) } else { Err(what.to_owned()) };
    check(facts.public == (join["join_rule"] == "public"), "who may enter fits the kind of room")?;
    check(facts.public == facts.encryption.is_none(), "encrypted unless public")?;
    check(!(facts.public && facts.admits_externals()), "no externals in public rooms")?;
    check(!(facts.labelled_restricted && facts.rule.is_some_and(|r| r.word() == "unrestricted")), "the label holds")?;
    let history = find("m.room.history_visibility").unwrap_or_default();
    check(history["history_visibility"] != "world_readable", "the world does not read")?;
    let levels = find("m.room.power_levels").unwrap_or_default();
    let default = levels["users_default"].as_i64().unwrap_or(0);
    for outsider in &PEOPLE[3..] {
        check(power_level(outsider, state) <= default, "nobody from outside above the default")?;
    }
    if facts.admits_externals() {
        for act in ["state_default", "kick", "ban", "redact"] {
            check(levels[act].as_i64().unwrap_or(50) > default, "the default rules nothing")?;
        }
        for kind in KINDS.iter().skip(1).filter(|kind| **kind != "m.room.member") {
            let level = levels["events"][kind].as_i64().or_else(|| levels["state_default"].as_i64());
            check(level.unwrap_or(50) > default, "the default changes nothing")?;
        }
    }
    let kept = find("m.room.retention").and_then(|retention| retention["max_lifetime"].as_u64());
    check(!facts.public || kept.is_some_and(|kept| kept <= 365 * DAY_MS), "messages of public rooms go")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_there_is_a_ruling(
        event in anything(), state in prop::collection::vec(anything(), 0..6), rules in any::<(bool, bool)>(),
    ) {
        let mode = ModeRules { externals: rules.0, public_rooms_read_only: rules.1, ..ModeRules::default() };
        judge(&event, &state, &mode);
        let _ = create(&event, Origin::Ministry, &administration(), &mode);
    }

    #[test]
    fn whatever_is_asked_a_new_room_is_safe(content in prop::collection::vec((key(), anything()), 0..8)) {
        let content = Value::Object(content.into_iter().collect());
        if let Ok(made) = create(&content, Origin::Ministry, &administration(), &ModeRules::default()) {
            prop_assert_eq!(is_safe(&made), Ok(()), "{} became {}", content, made);
        }
        let outside = create(&content, Origin::Externals, &administration(), &ModeRules::default());
        prop_assert!(outside.is_err());
    }

    #[test]
    fn no_way_leads_where_no_room_may_get(
        asked in (any::<bool>(), prop::sample::select(vec!["restricted", "unrestricted", "direct"]), meant("m.room.power_levels")),
        changes in prop::collection::vec(change(), 1..40),
    ) {
        let (public, rule, levels) = asked;
        let mut content = json!({"power_level_content_override": levels, "initial_state": [
            {"type": "im.vector.room.access_rules", "state_key": "", "content": {"rule": rule}}]});
        if public {
            content["preset"] = json!("public_chat");
        }
        let Ok(made) = create(&content, Origin::Ministry, &administration(), &ModeRules::default()) else { return Ok(()) };
        let mut state = created(&made);
        let first = RoomFacts::from_state(&state);
        must_hold(&state).map_err(TestCaseError::fail)?;
        for change in changes {
            // As if everybody had every power level: the rules hold without the homeserver's own.
            if judge(&change, &state, &ModeRules::default()) == Ruling::Allow && change["type"] != "m.room.create" {
                let kind = change["type"].clone();
                state.retain(|event| event["type"] != kind);
                state.push(change);
            }
            let now = RoomFacts::from_state(&state);
            must_hold(&state).map_err(|what| TestCaseError::fail(format!("{what}: {state:#?}")))?;
            prop_assert_eq!(now.public, first.public);
            prop_assert_eq!(&now.encryption, &first.encryption);
            prop_assert_eq!(now.rule.map(|r| r.word()) == Some("direct"), first.rule.map(|r| r.word()) == Some("direct"));
        }
    }
}
