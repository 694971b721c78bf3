//! Inviting: every line is answered, refusals say why, and whoever signs up is brought into the rooms.

use axum::http::StatusCode;
use homeserver_bridge::homeserver::FakeStep;
use serde_json::{Value, json};

use super::scene::{
    ANNA, BORIS, DAY_MS, JANE, JANES, OLHA, ask, enters, invite, mails_since, now, only, scene, sign_up, stands,
    with_jane, with_rooms, work_for,
};
use crate::fixture::Bridge;
use crate::offboarding::scene::staff;
use crate::sync::audited;

#[tokio::test]
async fn every_line_of_a_pasted_list_is_answered() {
    let bridge = scene().await;
    let outcomes = invite(
        &bridge,
        ANNA,
        "!open",
        &[
            JANE,
            " Bob@FIRM.example ",
            "not an address",
            "Jane Doe <jane@firm.example>",
            "a@evil.org@firm.example",
            "JANE.DOE@firm.example",
            "hr-2@interior.gov.example",
            "nobody@finance.gov.example",
            "x@below.interior.gov.example",
            "",
        ],
    )
    .await;
    assert_eq!(
        outcomes,
        [
            "mailed",
            "mailed",
            "bad_email",
            "bad_email",
            "bad_email",
            "twice",
            "internal",
            "internal",
            "internal",
            "bad_email"
        ]
    );
    bridge.work().await;
    insta::assert_snapshot!(mails_since(&bridge, 0).join("\n"), @r"
    bob@firm.example: You are invited to a conversation with the administration on Depesha.
    jane.doe@firm.example: You are invited to a conversation with the administration on Depesha.
    ");
    let mail = &bridge.mail.sent()[0].text;
    assert!(
        mail.contains("\nAnna KOVAL [Interior]\n") && mail.contains("2027-04-15") && !mail.contains("!open"),
        "{mail}"
    );
    assert_eq!(invite(&bridge, ANNA, "!open", &[JANE]).await, ["already_there"]);
    assert_eq!(invite(&bridge, OLHA, "!second", &[JANE]).await, ["mailed"], "for another room they are told again");
    let log = audited(&bridge).await;
    let line =
        |line: &&String| line.starts_with("@anna:interior.test external.invite external-") && line.ends_with("!open");
    assert_eq!(log.iter().filter(line).count(), 2, "{log:?}");
    assert!(!log.iter().any(|line| line.contains("firm.example")), "no address in the log: {log:?}");
}

#[tokio::test]
async fn a_room_says_why_nobody_from_outside_comes_in_and_what_to_do() {
    let bridge = scene().await;
    bridge.rooms.put("!direct", super::scene::room("direct", 0));
    bridge.rooms.put("!boris", super::scene::room("unrestricted", 0).with(ANNA, "leave", 1));
    let mut labelled = super::scene::room("unrestricted", 0);
    let label = json!({"type": "org.depesha.room.label", "state_key": "", "content": {"label": "restricted"}});
    labelled.state.insert("org.depesha.room.label".into(), label);
    bridge.rooms.put("!labelled", labelled);
    let mut said = String::new();
    for (caller, room) in [
        (ANNA, "!closed"),
        (ANNA, "!direct"),
        (ANNA, "!labelled"),
        (BORIS, "!strict"),
        (ANNA, "!boris"),
        (ANNA, "!nowhere"),
    ] {
        let (status, answer) = ask(&bridge, caller, "/invite", json!({"room_id": room, "emails": [JANE]})).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{room} {answer}");
        said += &format!("{room}: {}\n", answer["error"].as_str().unwrap());
    }
    insta::assert_snapshot!(said, @r"
    !closed: This room is not open to people from outside. Ask one of its administrators to open it.
    !direct: A direct conversation is for two people. Create a room to talk with more.
    !labelled: This room is labelled restricted: external people cannot be let in.
    !strict: You may not invite people into this room. Ask one of its administrators to do it.
    !boris: You are not in this room. Enter it first, then invite.
    !nowhere: You are not in this room. Enter it first, then invite.
    ");
    assert_eq!(invite(&bridge, ANNA, "!strict", &[JANE]).await, ["mailed"], "who made the room may");
    bridge.interior.set_up(false);
    bridge.work().await;
    let mails = bridge.mail.sent().len();
    let (status, _) = ask(&bridge, ANNA, "/invite", json!({"room_id": "!open", "emails": ["x@firm.example"]})).await;
    assert!(status.is_server_error(), "{status}");
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), mails);
}

#[tokio::test]
async fn ends_and_numbers_that_nobody_may_choose_are_refused() {
    let bridge = with_rooms(staff(Bridge::changed(|config| config.externals.per_day = 2)).await);
    let until = |days: i64| json!({"room_id": "!open", "emails": [JANE], "until_ms": now(&bridge) + days * DAY_MS});
    for days in [-1, 0, 367] {
        let (status, answer) = ask(&bridge, ANNA, "/invite", until(days)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{days} {answer}");
        assert!(answer["error"].as_str().unwrap().starts_with("Choose "), "{answer}");
    }
    for emails in [vec![], vec![JANE; 101]] {
        let (status, _) = ask(&bridge, ANNA, "/invite", json!({"room_id": "!open", "emails": emails})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
    }
    let three = ["a@firm.example", "b@firm.example", "c@firm.example"];
    assert_eq!(invite(&bridge, ANNA, "!open", &three).await, ["mailed", "mailed", "too_many"]);
    assert_eq!(invite(&bridge, BORIS, "!open", &three[2..]).await, ["mailed"], "another one is not held up");
    bridge.clock.advance_ms(DAY_MS + 1);
    assert_eq!(invite(&bridge, ANNA, "!open", &["d@firm.example"]).await, ["mailed"]);
}

#[tokio::test]
async fn who_signs_up_is_marked_and_invited_into_the_rooms_and_nowhere_else() {
    let bridge = scene().await;
    invite(&bridge, ANNA, "!open", &[JANE]).await;
    invite(&bridge, OLHA, "!second", &[JANE]).await;
    bridge.work().await;
    let before = only(&bridge, ANNA).await;
    assert_eq!((before["state"].as_str(), before["user_id"].as_str()), (Some("invited"), None), "{before}");
    assert_eq!(sign_up(&bridge, JANE, ["Jane [Interior]", "Doe"]).await, "@jane-interior.doe:externals.test");
    let jane = "@jane-interior.doe:externals.test";
    let account = bridge.externals.account(jane).unwrap();
    assert_eq!(account.display_name, "Jane (Interior) DOE [External: firm.example]");
    bridge.work().await;
    assert_eq!(stands(&bridge, "!open", jane), Some("invite"));
    assert_eq!(stands(&bridge, "!second", jane), Some("invite"));
    assert_eq!(stands(&bridge, "!closed", jane), None);
    let after = only(&bridge, ANNA).await;
    assert_eq!(after["state"], "active", "{after}");
    assert_eq!((&after["rooms"], &after["name"]), (&json!(["!open", "!second"]), &json!("Jane (Interior) DOE")));
    let (_, olhas) = ask(&bridge, OLHA, "", Value::Null).await;
    assert_eq!(olhas["externals"], json!([]), "who comes second is no sponsor");
}

#[tokio::test]
async fn who_has_an_account_is_simply_invited() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    let mails = bridge.mail.sent().len();
    assert_eq!(invite(&bridge, OLHA, "!second", &[JANE]).await, ["invited"]);
    assert_eq!(stands(&bridge, "!second", JANES), Some("invite"));
    assert_eq!(invite(&bridge, BORIS, "!second", &[JANE]).await, ["already_there"]);
    enters(&bridge, "!second");
    assert_eq!(invite(&bridge, BORIS, "!second", &[JANE]).await, ["already_there"]);
    let left = bridge.rooms.room("!second").with(JANES, "leave", 10);
    bridge.rooms.put("!second", left);
    assert_eq!(invite(&bridge, BORIS, "!second", &[JANE]).await, ["invited"], "who has left can be invited again");
    work_for(&bridge, 2000).await;
    assert_eq!(bridge.mail.sent().len(), mails, "nobody is mailed about what they see in their client");
    bridge.rooms.refuse("invite", true);
    bridge.rooms.put("!third", super::scene::room("unrestricted", 0));
    assert_eq!(invite(&bridge, ANNA, "!third", &[JANE]).await, ["failed"]);
}

#[tokio::test]
async fn killed_anywhere_after_the_sign_up_they_come_into_every_room() {
    for step in [FakeStep::Before, FakeStep::After] {
        let mut number = 0;
        loop {
            number += 1;
            let bridge = scene().await;
            invite(&bridge, ANNA, "!open", &[JANE]).await;
            invite(&bridge, OLHA, "!second", &[JANE]).await;
            bridge.work().await;
            sign_up(&bridge, JANE, ["Jane", "Doe"]).await;
            let killed = bridge.killed_at(number, step, bridge.work()).await;
            bridge.clock.advance_ms(61_000);
            work_for(&bridge, 5000).await;
            for room in ["!open", "!second"] {
                assert_eq!(stands(&bridge, room, JANES), Some("invite"), "{step:?} {number} {room}");
            }
            assert_eq!(only(&bridge, ANNA).await["rooms"], json!(["!open", "!second"]));
            if !killed {
                assert!(number > 3, "only {number} steps were stopped at");
                break;
            }
        }
    }
}
