//! Who answers when a sponsor has left.

use serde_json::{Value, json};

use super::scene::{
    ANNA, BORIS, JANE, JANES, OLHA, ask, enters, invite, look, mails_since, only, scene, stands, with_jane,
};
use crate::offboarding::scene::hr_lets_go;
use crate::sync::audited;

#[tokio::test]
async fn whoever_else_invited_them_answers_next() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    invite(&bridge, OLHA, "!second", &[JANE]).await;
    hr_lets_go(&bridge).await;
    let mails = bridge.mail.sent().len();
    look(&bridge).await;
    assert_eq!(only(&bridge, OLHA).await["email"], JANE);
    assert_eq!(mails_since(&bridge, mails), ["hr-3@finance.gov.example: You now answer for an account on Depesha."]);
    assert!(
        audited(&bridge).await.iter().any(|line| line.starts_with("bridge:externals external.hand_over external-"))
    );
    assert_ne!(stands(&bridge, "!second", JANES), Some("leave"), "the guest is not touched");
}

#[tokio::test]
async fn else_an_administrator_of_the_room_else_who_has_been_there_longest_else_nobody() {
    for (moderators, alone, expected) in [
        (json!({BORIS: 100}), false, Some(BORIS)),
        // Olha has been there longer than Boris.
        (json!({}), false, Some(OLHA)),
        (json!({}), true, None),
    ] {
        let bridge = scene().await;
        with_jane(&bridge).await;
        enters(&bridge, "!open");
        let mut room = bridge.rooms.room("!open");
        room.state.get_mut("m.room.power_levels").unwrap()["content"]["users"] = moderators.clone();
        if alone {
            room = room.with(BORIS, "leave", 10).with(OLHA, "leave", 10);
        }
        bridge.rooms.put("!open", room);
        hr_lets_go(&bridge).await;
        bridge.externals.set_up(false);
        look(&bridge).await;
        bridge.externals.set_up(true);
        look(&bridge).await;
        for candidate in [BORIS, OLHA] {
            let (_, answer) = ask(&bridge, candidate, "", Value::Null).await;
            let answers = answer["externals"].as_array().unwrap().len() == 1;
            assert_eq!(answers, expected == Some(candidate), "{moderators} {candidate}");
        }
        let line = homeserver_bridge::externals::list(
            &bridge.app,
            "administrator:olena".into(),
            &homeserver_bridge::officers::Scope::All,
            Some(homeserver_bridge::externals::Standing::Unsponsored),
            "jane",
            0,
        )
        .await
        .unwrap();
        assert_eq!(line.total == 1, expected.is_none());
    }
}

#[tokio::test]
async fn who_moves_to_another_ministry_goes_on_answering() {
    let bridge = scene().await;
    with_jane(&bridge).await;
    // The same person, another account.
    let sql = "UPDATE accounts SET moved = 1 WHERE user_id = $1";
    bridge.app.db.write(move |tx| tx.execute(sql, &[ANNA.into()])).await.unwrap();
    look(&bridge).await;
    let sql = "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
        VALUES ('@anna2:finance.test', 'HR-1', 'finance.test', 'active', 9)";
    bridge.app.db.write(move |tx| tx.execute(sql, &[])).await.unwrap();
    bridge.finance.issue_token("anna2", "@anna2:finance.test");
    look(&bridge).await;
    assert_eq!(only(&bridge, "anna2").await["email"], JANE);
}
