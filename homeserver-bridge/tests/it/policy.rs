//! The policy as a table, and the routes that ask for it.

use axum::http::StatusCode;
use bridge_api::mode::ModeRules;
use homeserver_bridge::policy::{ActorFacts, Event, Origin, RoomFacts, Ruling, decide};
use serde_json::{Value, json};

use crate::fixture::{Bridge, MODULE_TOKEN, SCANNER_TOKEN};
use crate::policy_table::{DAY_MS, administration};

const CREATE: &str = "/_depesha/homeserver/v1/on_create_room";
const CHECK: &str = "/_depesha/homeserver/v1/check_event_allowed";
const INVITE: &str = "/_depesha/homeserver/v1/user_may_invite";
const JOIN: &str = "/_depesha/homeserver/v1/user_may_join_room";

fn state(kind: &str, content: Value) -> Value {
    json!({"type": kind, "state_key": "", "content": content})
}

/// The state of a room with this access rule and visibility.
fn room(rule: &str, visibility: &str) -> Vec<Value> {
    let public = visibility == "public";
    let mut all = vec![
        json!({"type": "m.room.create", "state_key": "", "sender": "@boss:interior.test",
            "content": {"room_version": "12"}}),
        state("m.room.join_rules", json!({"join_rule": if public { "public" } else { "invite" }})),
        state("im.vector.room.access_rules", json!({"rule": rule, "visibility": visibility})),
    ];
    if !public {
        all.push(state("m.room.encryption", json!({"algorithm": "m.megolm.v1.aes-sha2"})));
    }
    all
}

fn outcome(event: Value, state: &[Value], sender: &str) -> String {
    let mut event = event;
    event["sender"] = sender.into();
    let actor = ActorFacts::in_room(sender, &administration(), state);
    let event = Event::from_wire(&event, state, &administration());
    match decide(&event, &RoomFacts::from_state(state), actor, &ModeRules::default()) {
        Ruling::Allow => "allow".to_owned(),
        Ruling::Refuse(reason) => format!("{reason:?}"),
    }
}

#[test]
fn events_are_judged_by_this_table() {
    let private = room("restricted", "private");
    let public = room("restricted", "public");
    let open = room("unrestricted", "private");
    let direct = room("direct", "private");
    let mut labelled = private.clone();
    labelled.push(state("org.depesha.room.label", json!({"label": "restricted"})));
    let (staff, boss, outsider) = ("@a:interior.test", "@boss:interior.test", "@g:externals.test");
    let set = |kind: &str, content: Value| json!({"type": kind, "state_key": "", "content": content});
    let said = |kind: &str| json!({"type": kind, "content": {}});
    let access = |rule: &str, visibility: &str| {
        set("im.vector.room.access_rules", json!({"rule": rule, "visibility": visibility}))
    };
    let join = |rule: &str| set("m.room.join_rules", json!({"join_rule": rule}));
    let history = |word: &str| set("m.room.history_visibility", json!({"history_visibility": word}));
    let guests = |word: &str| set("m.room.guest_access", json!({"guest_access": word}));
    let label = |word: &str| set("org.depesha.room.label", json!({"label": word}));
    let cipher = |content: Value| set("m.room.encryption", content);
    let table: Vec<(&str, Value, &[Value], &str)> = vec![
        ("plaintext, private", said("m.room.message"), &private, staff),
        ("plaintext, direct", said("m.room.message"), &direct, staff),
        ("sticker, private", said("m.sticker"), &private, staff),
        ("plaintext, public", said("m.room.message"), &public, staff),
        ("plaintext, no state", said("m.room.message"), &[], staff),
        ("poll, private", said("org.matrix.msc3381.poll.start"), &private, staff),
        ("poll, public", said("org.matrix.msc3381.poll.start"), &public, staff),
        ("encrypted, private", said("m.room.encrypted"), &private, staff),
        ("reaction, private", said("m.reaction"), &private, staff),
        ("redaction, private", said("m.room.redaction"), &private, staff),
        ("same encryption again", cipher(json!({"algorithm": "m.megolm.v1.aes-sha2"})), &private, boss),
        ("encryption off", cipher(json!({})), &private, boss),
        ("other algorithm", cipher(json!({"algorithm": "m.other"})), &private, boss),
        (
            "slower rotation",
            cipher(json!({"algorithm": "m.megolm.v1.aes-sha2", "rotation_period_ms": 1e15})),
            &private,
            boss,
        ),
        ("encrypt a public room", cipher(json!({"algorithm": "m.megolm.v1.aes-sha2"})), &public, boss),
        ("unknown algorithm at first", cipher(json!({"algorithm": "m.other"})), &[], boss),
        ("private opened to all", join("public"), &private, boss),
        ("private opened to another room", join("restricted"), &private, boss),
        ("private, people may knock", join("knock"), &private, boss),
        ("public closed", join("invite"), &public, boss),
        ("public stays", join("public"), &public, boss),
        ("world readable", history("world_readable"), &private, boss),
        ("world readable, public", history("world_readable"), &public, boss),
        ("history from joining", history("joined"), &private, boss),
        ("guests in", guests("can_join"), &public, boss),
        ("guests out", guests("forbidden"), &public, boss),
        ("made public by its rule", access("restricted", "public"), &private, boss),
        ("opened to externals by boss", access("unrestricted", "private"), &private, boss),
        ("opened to externals by staff", access("unrestricted", "private"), &private, staff),
        ("opened though labelled", access("unrestricted", "private"), &labelled, boss),
        ("public opened to externals", access("unrestricted", "public"), &public, boss),
        ("closed again", access("restricted", "private"), &open, boss),
        ("direct made a room", access("restricted", "private"), &direct, boss),
        ("room made direct", access("direct", "private"), &private, boss),
        ("rule nobody knows", access("free", "private"), &private, boss),
        ("label on private", label("restricted"), &private, boss),
        ("label on open", label("restricted"), &open, boss),
        ("label on public", label("restricted"), &public, boss),
        ("label taken off", label("open"), &labelled, boss),
        ("label nobody knows", label("secret"), &private, boss),
        ("external sets power levels", set("m.room.power_levels", json!({})), &open, outsider),
        ("external opens to all", join("public"), &open, outsider),
        ("staff sets power levels", set("m.room.power_levels", json!({})), &open, staff),
        ("room name", set("m.room.name", json!({"name": "x"})), &private, staff),
    ];
    let told: Vec<String> =
        table.into_iter().map(|(what, event, state, who)| format!("{what}: {}", outcome(event, state, who))).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    plaintext, private: PlaintextInPrivateRoom
    plaintext, direct: PlaintextInPrivateRoom
    sticker, private: PlaintextInPrivateRoom
    plaintext, public: allow
    plaintext, no state: PlaintextInPrivateRoom
    poll, private: PlaintextInPrivateRoom
    poll, public: allow
    encrypted, private: allow
    reaction, private: allow
    redaction, private: allow
    same encryption again: allow
    encryption off: EncryptionCannotChange
    other algorithm: EncryptionCannotChange
    slower rotation: EncryptionCannotChange
    encrypt a public room: PublicRoomIsNotEncrypted
    unknown algorithm at first: EncryptionMustBeOurs
    private opened to all: PrivateRoomStaysPrivate
    private opened to another room: PrivateRoomStaysPrivate
    private, people may knock: allow
    public closed: PublicRoomStaysPublic
    public stays: allow
    world readable: HistoryForMembersOnly
    world readable, public: HistoryForMembersOnly
    history from joining: allow
    guests in: NoGuests
    guests out: allow
    made public by its rule: PrivateRoomStaysPrivate
    opened to externals by boss: allow
    opened to externals by staff: AccessRuleForAdmins
    opened though labelled: RestrictedByLabel
    public opened to externals: PublicRoomIsForColleagues
    closed again: AccessRuleIsFinal
    direct made a room: DirectStaysDirect
    room made direct: DirectStaysDirect
    rule nobody knows: AccessRuleUnknown
    label on private: allow
    label on open: LabelDoesNotFit
    label on public: LabelDoesNotFit
    label taken off: RestrictedByLabel
    label nobody knows: LabelUnknown
    external sets power levels: ExternalCannotRule
    external opens to all: ExternalCannotRule
    staff sets power levels: allow
    room name: allow
    ");
}

#[test]
fn externals_enter_by_invitation_and_only_open_rooms() {
    let ask = |event: Event, state: &[Value], external: bool| {
        let origin = if external { Origin::Externals } else { Origin::Ministry };
        let actor = ActorFacts { origin, administers: false, manages: false };
        match decide(&event, &RoomFacts::from_state(state), actor, &ModeRules::default()) {
            Ruling::Allow => "allow".to_owned(),
            Ruling::Refuse(reason) => format!("{reason:?}"),
        }
    };
    let invite = |origin: Origin| Event::Invite { target: "@x:somewhere.test".into(), origin, moves: false };
    let mut told = Vec::new();
    for (name, state) in [
        ("restricted", room("restricted", "private")),
        ("unrestricted", room("unrestricted", "private")),
        ("direct", room("direct", "private")),
        ("public", room("restricted", "public")),
        ("unknown", vec![]),
    ] {
        told.push(format!("{name}: external invited: {}", ask(invite(Origin::Externals), &state, false)));
        told.push(format!("{name}: colleague invited: {}", ask(invite(Origin::Ministry), &state, false)));
        told.push(format!("{name}: external enters: {}", ask(Event::Join { invited: false }, &state, true)));
        told.push(format!("{name}: external enters invited: {}", ask(Event::Join { invited: true }, &state, true)));
        told.push(format!("{name}: colleague enters: {}", ask(Event::Join { invited: false }, &state, false)));
    }
    insta::assert_snapshot!(told.join("\n"), @"
    restricted: external invited: ExternalCannotBeInvited
    restricted: colleague invited: allow
    restricted: external enters: ExternalNeedsInvitation
    restricted: external enters invited: allow
    restricted: colleague enters: allow
    unrestricted: external invited: allow
    unrestricted: colleague invited: allow
    unrestricted: external enters: ExternalNeedsInvitation
    unrestricted: external enters invited: allow
    unrestricted: colleague enters: allow
    direct: external invited: allow
    direct: colleague invited: allow
    direct: external enters: ExternalNeedsInvitation
    direct: external enters invited: allow
    direct: colleague enters: allow
    public: external invited: PublicRoomIsForColleagues
    public: colleague invited: allow
    public: external enters: PublicRoomIsForColleagues
    public: external enters invited: PublicRoomIsForColleagues
    public: colleague enters: allow
    unknown: external invited: ExternalCannotBeInvited
    unknown: colleague invited: allow
    unknown: external enters: ExternalNeedsInvitation
    unknown: external enters invited: allow
    unknown: colleague enters: allow
    ");
}

#[tokio::test]
async fn only_a_module_may_ask_and_only_for_its_own_users() {
    let bridge = Bridge::new();
    for path in [CREATE, CHECK, INVITE, JOIN] {
        for (token, code) in [(None, "M_MISSING_TOKEN"), (Some(SCANNER_TOKEN), "M_UNKNOWN_TOKEN")] {
            let (status, body) = bridge.api("POST", path, token, json!({})).await;
            assert_eq!((status, body["errcode"].as_str()), (StatusCode::UNAUTHORIZED, Some(code)), "{path}");
        }
    }
    let stranger = json!({"user_id": "@a:finance.test", "content": {}, "is_admin": false, "room_id": "!a"});
    for path in [CREATE, INVITE, JOIN] {
        let (status, _) = bridge.api("POST", path, Some(MODULE_TOKEN), stranger.clone()).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
}

async fn create(bridge: &Bridge, content: Value) -> Value {
    let body = json!({"user_id": "@a:interior.test", "content": content, "is_admin": false});
    let (status, body) = bridge.api("POST", CREATE, Some(MODULE_TOKEN), body).await;
    assert_eq!(status, StatusCode::OK);
    body
}

#[tokio::test]
async fn a_room_that_is_not_public_is_encrypted_whatever_the_client_asked() {
    let bridge = Bridge::new();
    let answer = create(
        &bridge,
        json!({
            "preset": "private_chat", "name": "Budget", "room_version": "1", "invite": ["@b:finance.test"],
            "initial_state": [
                state("m.room.encryption", json!({"algorithm": "m.weak"})),
                state("m.room.history_visibility", json!({"history_visibility": "world_readable"})),
                state("m.room.guest_access", json!({"guest_access": "can_join"})),
                state("m.room.topic", json!({"topic": "2027"})),
                json!({"type": "m.room.member", "state_key": "@a:interior.test", "content": {"displayname": "Minister"}}),
            ]
        }),
    )
    .await;
    insta::assert_json_snapshot!(answer, @r#"
    {
      "allow": true,
      "content": {
        "initial_state": [
          {
            "content": {
              "algorithm": "m.megolm.v1.aes-sha2"
            },
            "state_key": "",
            "type": "m.room.encryption"
          },
          {
            "content": {
              "rule": "restricted",
              "visibility": "private"
            },
            "state_key": "",
            "type": "im.vector.room.access_rules"
          },
          {
            "content": {
              "join_rule": "invite"
            },
            "state_key": "",
            "type": "m.room.join_rules"
          },
          {
            "content": {
              "history_visibility": "shared"
            },
            "state_key": "",
            "type": "m.room.history_visibility"
          },
          {
            "content": {
              "guest_access": "forbidden"
            },
            "state_key": "",
            "type": "m.room.guest_access"
          },
          {
            "content": {
              "topic": "2027"
            },
            "state_key": "",
            "type": "m.room.topic"
          }
        ],
        "invite": [
          "@b:finance.test"
        ],
        "name": "Budget",
        "preset": "private_chat",
        "visibility": "private"
      }
    }
    "#);
    let direct = create(&bridge, json!({"is_direct": true, "preset": "trusted_private_chat"})).await;
    assert_eq!(direct["content"]["initial_state"][1]["content"]["rule"], "direct");
    for content in [json!({}), json!({"initial_state": null}), json!({"preset": "no_such_preset"})] {
        let answer = create(&bridge, content).await;
        assert_eq!(answer["content"]["initial_state"][0]["content"]["algorithm"], "m.megolm.v1.aes-sha2");
    }
}

#[tokio::test]
async fn a_public_room_is_published_for_all_ministries_and_not_encrypted() {
    let bridge = Bridge::new();
    for asked in [
        json!({"preset": "public_chat", "creation_content": {"m.federate": false}}),
        json!({"visibility": "public", "creation_content": {}}),
        json!({"initial_state": [state("m.room.join_rules", json!({"join_rule": "public"}))], "creation_content": {}}),
    ] {
        let answer = create(&bridge, asked).await;
        assert_eq!(
            answer["content"],
            json!({
                "preset": "public_chat", "visibility": "public", "creation_content": {},
                "initial_state": [
                    state("im.vector.room.access_rules", json!({"rule": "restricted", "visibility": "public"})),
                    state("m.room.join_rules", json!({"join_rule": "public"})),
                    state("m.room.history_visibility", json!({"history_visibility": "shared"})),
                    state("m.room.guest_access", json!({"guest_access": "forbidden"})),
                    state("m.room.retention", json!({"max_lifetime": 365 * DAY_MS})),
                ]
            })
        );
    }
}

#[tokio::test]
async fn some_rooms_are_not_created_and_the_reason_is_a_sentence() {
    let bridge = Bridge::new();
    let encryption = state("m.room.encryption", json!({"algorithm": "m.megolm.v1.aes-sha2"}));
    let unrestricted = state("im.vector.room.access_rules", json!({"rule": "unrestricted"}));
    let label = state("org.depesha.room.label", json!({"label": "restricted"}));
    let outsider = json!(["@g:externals.test"]);
    let table = [
        (json!({"preset": "public_chat", "initial_state": [encryption]}), "A public room is not encrypted."),
        (json!({"invite": outsider}), "External people cannot be invited here."),
        (json!({"invite": ["nonsense"]}), "This person's server does not belong to the administration."),
        (json!({"invite": outsider, "visibility": "public"}), "Public rooms are for colleagues only."),
        (json!({"invite_3pid": [{"medium": "email"}]}), "People cannot be invited by a bare email address."),
        (json!({"initial_state": [label, unrestricted]}), "This room cannot be labelled restricted"),
        (json!({"initial_state": "x"}), "The rules cannot judge this request"),
    ];
    for (asked, sentence) in table {
        let answer = create(&bridge, asked.clone()).await;
        assert_eq!(answer["allow"], false, "{asked}");
        assert!(answer["reason"].as_str().unwrap().starts_with(sentence), "{asked}: {}", answer["reason"]);
    }
    let open = create(&bridge, json!({"invite": outsider, "initial_state": [unrestricted]})).await;
    assert_eq!(open["allow"], true);

    let body = json!({"user_id": "@g:externals.test", "content": {}, "is_admin": false});
    let (_, answer) = bridge.api("POST", CREATE, Some("module-token-externals"), body).await;
    assert_eq!(answer["allow"], false);
}

#[tokio::test]
async fn the_routes_carry_the_rulings() {
    let bridge = Bridge::new();
    let ask = async |path: &str, token: &str, body: Value| bridge.api("POST", path, Some(token), body).await.1;
    let event = json!({"type": "m.room.message", "sender": "@a:interior.test", "room_id": "!a", "content": {}});
    let refused = ask(CHECK, MODULE_TOKEN, json!({"event": event, "state": room("restricted", "private")})).await;
    assert_eq!(refused["allow"], false);
    assert!(refused["reason"].as_str().unwrap().contains("must be encrypted"));
    let allowed = ask(CHECK, MODULE_TOKEN, json!({"event": event, "state": room("restricted", "public")})).await;
    assert_eq!(allowed, json!({"allow": true}));

    let table = [
        ("@b:finance.test", room("restricted", "private"), true),
        ("@g:externals.test", room("restricted", "private"), false),
        ("@g:externals.test", room("unrestricted", "private"), true),
        ("@g:nowhere.test", room("restricted", "private"), false),
        ("@g:externals.test", vec![], false),
    ];
    for (target, state, allow) in table {
        let body = json!({"user_id": "@a:interior.test", "room_id": "!a", "target": target, "state": state});
        assert_eq!(ask(INVITE, MODULE_TOKEN, body).await["allow"], allow, "{target}");
    }
    for (user, token, invited, allow) in [
        ("@a:interior.test", MODULE_TOKEN, false, true),
        ("@g:externals.test", "module-token-externals", false, false),
        ("@g:externals.test", "module-token-externals", true, true),
    ] {
        let body = json!({"user_id": user, "room_id": "!a", "invited": invited});
        assert_eq!(ask(JOIN, token, body).await["allow"], allow, "{user} {invited}");
    }
}

#[tokio::test]
async fn the_front_door_says_why_nobody_is_invited_by_an_address() {
    let bridge = Bridge::new();
    let address = json!({"medium": "email", "address": "a@b.example", "id_server": "x", "id_access_token": "y"});
    for path in [
        "/_matrix/client/v3/rooms/!a/invite",
        "/_matrix/client/r0/rooms/!a:interior.test/invite",
        "/_matrix/client/api/v1/rooms/!a/invite",
    ] {
        let (status, answer) = bridge.door("POST", path, Some("token"), address.clone()).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer["error"].as_str().unwrap().contains("bare email address"), "{path}: {answer}");
    }
    // An account is the homeserver's matter, which is not there.
    let account = json!({"user_id": "@b:interior.test"});
    let (status, _) = bridge.door("POST", "/_matrix/client/v3/rooms/!a/invite", Some("token"), account).await;
    assert!(status.is_server_error(), "{status}");
}
