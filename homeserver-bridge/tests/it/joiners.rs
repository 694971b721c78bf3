//! Accounts for joiners, made at once and waiting for their owners; and the mails that invite them.

use axum::http::StatusCode;
use homeserver_bridge::config::AccountsPolicy;
use homeserver_bridge::homeserver::{Homeserver, NewAccount};
use serde_json::{Value, json};

use crate::accounts::{PASSWORD, ask, confirm};
use crate::fixture::Bridge;
use crate::people::{entry, join};
use crate::sync::{audited, outcome, row, update};

fn at_once() -> Bridge {
    Bridge::changed(|config| config.organisations[0].accounts = AccountsPolicy::OnJoin)
}

fn anna(key: &str) -> Value {
    entry(key, "Anna", "Kovalenko", "interior", json!({}))
}

async fn states(bridge: &Bridge) -> Vec<String> {
    let sql = "SELECT user_id, state, person_id FROM accounts ORDER BY created_at_ms, user_id";
    let rows = bridge.app.db.read(|tx| tx.query(sql, &[])).await.unwrap();
    let text = |row: &homeserver_bridge::database::Row, at| row.text(at).unwrap();
    rows.iter().map(|r| format!("{} {} {}", text(r, 0), text(r, 1), text(r, 2))).collect()
}

async fn requests(bridge: &Bridge) -> usize {
    bridge.app.db.read(|tx| tx.query("SELECT 1 FROM account_requests", &[])).await.unwrap().len()
}

#[tokio::test]
async fn a_joiner_gets_an_account_at_once_and_takes_it_by_signing_up() {
    let bridge = at_once();
    let elsewhere = entry("HR-2", "Olena", "Bondar", "finance", json!({}));
    join(&bridge, vec![anna("HR-1"), elsewhere]).await;
    assert_eq!(bridge.provision().await, 1, "the other organisation's people sign up first");
    let account = bridge.interior.account("@anna.kovalenko:interior.test").unwrap();
    assert_eq!(account.display_name, "Anna KOVALENKO [Interior]");
    assert_eq!((account.email.as_str(), account.password.as_str()), ("hr-1@interior.gov.example", ""));
    assert_eq!(states(&bridge).await, ["@anna.kovalenko:interior.test waiting HR-1"]);
    assert_eq!(bridge.provision().await, 0);
    // Colleagues see somebody who has not signed up: what is written to them could not be read.
    bridge.interior.issue_token("boss", "@boss:interior.test");
    let (_, person) = bridge.door("GET", "/_depesha/v1/people/HR-1", Some("boss"), Value::Null).await;
    assert_eq!((person["state"].as_str(), person["user_id"].as_str()), (Some("known"), None));

    let code = ask(&bridge, "signup", "hr-1@interior.gov.example").await;
    let (status, body) = confirm(&bridge, "signup/confirm", "hr-1@interior.gov.example", &code).await;
    assert_eq!((status, body["user_id"].as_str()), (StatusCode::OK, Some("@anna.kovalenko:interior.test")));
    assert_eq!(bridge.interior.account("@anna.kovalenko:interior.test").unwrap().password, PASSWORD);
    assert_eq!(states(&bridge).await, ["@anna.kovalenko:interior.test active HR-1"]);
    let (_, person) = bridge.door("GET", "/_depesha/v1/people/HR-1", Some("boss"), Value::Null).await;
    assert_eq!(person["state"], "active");
}

#[tokio::test]
async fn thousands_cost_one_request_each_and_nobody_gets_an_id_that_the_homeserver_knows() {
    let bridge = at_once();
    for (id, email) in
        [("@anna.kovalenko:interior.test", "old@interior.gov.example"), ("@anna.kovalenko3:interior.test", "")]
    {
        let stray = NewAccount {
            user_id: id.to_owned(),
            display_name: "Somebody".to_owned(),
            email: email.parse().unwrap_or_else(|_| "x@interior.gov.example".parse().unwrap()),
            password: Some("theirs".to_owned()),
        };
        bridge.interior.create_account(&stray).await.unwrap();
    }
    let before = bridge.interior.asked("create_account");
    // All of one name, which is the worst case for choosing ids.
    for batch in 0..2 {
        join(&bridge, (0..200).map(|n| anna(&format!("HR-{batch}-{n}"))).collect()).await;
    }
    assert_eq!(bridge.provision().await, 400);
    assert_eq!(bridge.interior.asked("create_account") - before, 400);
    assert_eq!(bridge.interior.asked("account_exists"), 0);
    assert_eq!(bridge.interior.asked("user_ids"), 1, "the list is read once, not for every slice");
    assert_eq!((bridge.interior.accounts(), requests(&bridge).await), (402, 0));
    for id in ["@anna.kovalenko:interior.test", "@anna.kovalenko3:interior.test"] {
        assert_eq!(bridge.interior.account(id).unwrap().display_name, "Somebody", "{id}");
    }
    // A few more are asked about one by one.
    join(&bridge, vec![anna("HR-more")]).await;
    assert_eq!(bridge.provision().await, 1);
    assert_eq!((bridge.interior.asked("user_ids"), bridge.interior.asked("account_exists")), (1, 1));
    assert!(bridge.interior.account("@anna.kovalenko403:interior.test").is_some());
}

#[tokio::test]
async fn an_id_taken_by_hand_at_the_last_moment_stays_the_others() {
    let bridge = at_once();
    join(&bridge, (0..20).map(|n| anna(&format!("HR-{n}"))).collect()).await;
    bridge.provision().await;
    // The list is believed for a while: this account is made by hand within it.
    let stray = NewAccount {
        user_id: "@anna.kovalenko21:interior.test".to_owned(),
        display_name: "Somebody".to_owned(),
        email: "s@interior.gov.example".parse().unwrap(),
        password: Some("theirs".to_owned()),
    };
    bridge.interior.create_account(&stray).await.unwrap();
    join(&bridge, (20..40).map(|n| anna(&format!("HR-{n}"))).collect()).await;
    bridge.provision().await;
    bridge.clock.advance_ms(60_000);
    bridge.provision().await;
    assert_eq!(requests(&bridge).await, 0);
    let all = states(&bridge).await;
    assert_eq!(all.iter().filter(|line| line.contains(" waiting HR-")).count(), 40);
    let stray = all.iter().find(|line| line.starts_with("@anna.kovalenko21:")).unwrap();
    assert_eq!(stray, "@anna.kovalenko21:interior.test closed @anna.kovalenko21:interior.test", "nobody's of ours");
    assert_eq!(bridge.interior.account("@anna.kovalenko21:interior.test").unwrap().password, "theirs");
}

#[tokio::test]
async fn what_was_broken_off_anywhere_is_finished_under_the_same_id() {
    let bridge = at_once();
    join(&bridge, vec![anna("HR-1"), anna("HR-2")]).await;
    // Ended after the ids were written down and the first account was made.
    let reserve = |tx: &homeserver_bridge::database::Tx<'_>| {
        tx.execute("UPDATE account_requests SET taken_until_ms = $1", &[1_800_000_060_000_i64.into()])?;
        for (id, person) in [("@anna.kovalenko:interior.test", "HR-1"), ("@anna.kovalenko2:interior.test", "HR-2")] {
            tx.execute(
                "INSERT INTO accounts (user_id, person_id, server_name, state, created_at_ms)
                 VALUES ($1, $2, 'interior.test', 'creating', 1)",
                &[id.into(), person.into()],
            )?;
        }
        Ok(())
    };
    bridge.app.db.write(reserve).await.unwrap();
    let made = NewAccount {
        user_id: "@anna.kovalenko:interior.test".to_owned(),
        display_name: "Anna KOVALENKO [Interior]".to_owned(),
        email: "hr-1@interior.gov.example".parse().unwrap(),
        password: None,
    };
    bridge.interior.create_account(&made).await.unwrap();
    assert_eq!(bridge.provision().await, 0, "another process may still be at work");
    bridge.clock.advance_ms(60_000);
    assert_eq!(bridge.provision().await, 2);
    let all = ["@anna.kovalenko2:interior.test waiting HR-2", "@anna.kovalenko:interior.test waiting HR-1"];
    assert_eq!(states(&bridge).await, all);
    assert_eq!(bridge.interior.accounts(), 2);
}

#[tokio::test]
async fn a_homeserver_that_is_down_delays_and_loses_nothing() {
    let bridge = at_once();
    bridge.interior.set_up(false);
    join(&bridge, (0..40).map(|n| anna(&format!("HR-{n}"))).collect()).await;
    assert_eq!(bridge.provision().await, 0);
    bridge.interior.set_up(true);
    assert_eq!(bridge.provision().await, 0, "not before the pause is over");
    bridge.clock.advance_ms(60_000);
    assert_eq!(bridge.provision().await, 40);
    assert_eq!((bridge.interior.accounts(), requests(&bridge).await), (40, 0));
}

#[tokio::test]
async fn who_leaves_before_the_account_is_made_gets_none_or_a_locked_one() {
    let bridge = at_once();
    join(&bridge, vec![anna("HR-1"), anna("HR-2")]).await;
    let leave = |key: &str, was: &Value| json!({"kind": "leave", "person_id": key, "was": was["row_hash"]});
    let was = row(&bridge, "HR-1").await;
    assert_eq!(outcome(&bridge, leave("HR-1", &was)).await, "applied");
    assert_eq!(bridge.provision().await, 2, "the request of the one who left is settled too");
    assert_eq!(states(&bridge).await, ["@anna.kovalenko:interior.test waiting HR-2"]);
    let was = row(&bridge, "HR-2").await;
    assert_eq!(outcome(&bridge, leave("HR-2", &was)).await, "applied");
    assert!(bridge.interior.account("@anna.kovalenko:interior.test").unwrap().locked);
}

#[tokio::test]
async fn moving_into_such_an_organisation_makes_an_account_and_coming_back_does_not() {
    let bridge = at_once();
    let there = entry("HR-1", "Olena", "Bondar", "finance", json!({}));
    join(&bridge, vec![there.clone()]).await;
    assert_eq!(bridge.provision().await, 0);
    let was = row(&bridge, "HR-1").await;
    let here = entry("HR-1", "Olena", "Bondar", "interior", json!({}));
    assert_eq!(outcome(&bridge, update(here.clone(), &was)).await, "applied");
    assert_eq!(bridge.provision().await, 1);
    assert!(bridge.interior.account("@olena.bondar:interior.test").is_some());

    join(&bridge, vec![entry("HR-2", "Ivan", "Franko", "finance", json!({}))]).await;
    let was = row(&bridge, "HR-2").await;
    let gone = json!({"kind": "leave", "person_id": "HR-2", "was": was["row_hash"]});
    assert_eq!(outcome(&bridge, gone).await, "applied");
    let back = entry("HR-2", "Ivan", "Franko", "interior", json!({}));
    assert_eq!(outcome(&bridge, update(back, &was)).await, "applied");
    assert_eq!(bridge.provision().await, 0, "who comes back is let in by an administrator");
}

#[tokio::test]
async fn joiners_are_invited_once_ever_one_after_the_other() {
    let bridge = Bridge::changed(|config| {
        config.organisations[0].invite_joiners = true;
        config.invitations.joiner_mails_per_minute = 6.try_into().unwrap();
    });
    let other = entry("HR-9", "Olena", "Bondar", "finance", json!({}));
    join(&bridge, vec![anna("HR-1"), anna("HR-2"), anna("HR-3"), other]).await;
    for sent in [1, 2, 3, 3] {
        bridge.work().await;
        assert_eq!(bridge.mail.sent().len(), sent);
        bridge.clock.advance_ms(9_999);
        bridge.work().await;
        assert_eq!(bridge.mail.sent().len(), sent, "not before its time");
        bridge.clock.advance_ms(1);
    }
    let mails = bridge.mail.sent();
    assert!(mails.iter().all(|mail| mail.text.contains("\nInterior\n") && !mail.text.contains("Anna")));
    // Leaving and coming back, moving away and back: no second mail.
    let was = row(&bridge, "HR-1").await;
    let away = entry("HR-1", "Anna", "Kovalenko", "finance", json!({}));
    assert_eq!(outcome(&bridge, update(away, &was)).await, "applied");
    let was = row(&bridge, "HR-1").await;
    assert_eq!(outcome(&bridge, update(anna("HR-1"), &was)).await, "applied");
    bridge.clock.advance_ms(100_000);
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), 3);
    let log = audited(&bridge).await;
    assert_eq!(log.iter().filter(|line| line.contains("person.invite_joiner")).count(), 3);
}

#[tokio::test]
async fn who_signed_up_meanwhile_gets_no_mail() {
    let bridge = Bridge::changed(|config| config.organisations[0].invite_joiners = true);
    join(&bridge, vec![anna("HR-1")]).await;
    crate::people::sign_up(&bridge, "HR-1", "anna").await;
    bridge.work().await;
    assert!(bridge.mail.sent().is_empty());
}
