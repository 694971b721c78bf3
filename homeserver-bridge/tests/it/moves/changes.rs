//! What HR and administrators may say in the middle of a move, each with its defined answer.

use axum::http::StatusCode;
use homeserver_bridge::config::AccountsPolicy;
use homeserver_bridge::offboarding;
use homeserver_bridge::officers::Scope;
use homeserver_bridge::provisioning::{self, Cause, Enforcement};
use serde_json::json;

use super::scene::{
    ANNA, AT_FINANCE, AT_INTERIOR, DAY_MS, NEW, accounts_of_anna, card_of, found, hr_moves, letters, moved, own,
    record, records, sign_up, told,
};
use crate::accounts;
use crate::fixture::Bridge;
use crate::offboarding::scene::{hr_lets_go, scene, staff};
use crate::people::{entry, join};

/// With a third ministry, on the homeserver of the externals, which is a ministry's here.
fn with_defence(accounts: AccountsPolicy) -> Bridge {
    Bridge::changed(|config| {
        let mut defence = config.organisations[1].clone();
        defence.id = "defence".parse().unwrap();
        defence.name = "Defence".into();
        defence.domains = vec!["defence.gov.example".parse().unwrap()];
        defence.homeserver = "externals.test".parse().unwrap();
        config.organisations.push(defence);
        config.organisations[1].accounts = accounts;
        config.sync_actors[0].organisations.push("defence".parse().unwrap());
    })
}

#[tokio::test]
async fn hr_takes_the_move_back_before_the_new_account_exists() {
    let bridge = scene().await;
    hr_moves(&bridge, "finance", json!({})).await;
    bridge.work().await;
    assert_eq!(hr_moves(&bridge, "interior", json!({})).await, "applied");
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna:interior.test active");
    assert_eq!((record(&bridge).await.line.state.as_str(), found(&bridge).await.as_deref()), ("undone", Some(ANNA)));
    assert_eq!(bridge.interior.account(ANNA).unwrap().display_name, "Anna KOVAL [Interior]");
    assert_eq!(own(&bridge, ANNA).await, json!({}));
    assert_eq!(
        letters(&bridge),
        [
            format!("{AT_FINANCE}: You have moved: you need a new Depesha account."),
            format!("{AT_INTERIOR}: You do not need a new Depesha account after all."),
        ]
    );
    // And once more: it is another move.
    hr_moves(&bridge, "finance", json!({})).await;
    assert_eq!(records(&bridge).await.len(), 2);
    assert_eq!(sign_up(&bridge, AT_FINANCE).await, NEW);
}

#[tokio::test]
async fn hr_takes_the_move_back_when_the_new_account_waits_unused() {
    let bridge = staff(with_defence(AccountsPolicy::OnJoin)).await;
    hr_moves(&bridge, "finance", json!({})).await;
    bridge.provision().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test waiting, @anna:interior.test active moved");
    hr_moves(&bridge, "interior", json!({})).await;
    bridge.work().await;
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test closed moved, @anna:interior.test active");
    assert!(bridge.finance.account(NEW).unwrap().closed);
    assert_eq!(record(&bridge).await.line.state, "undone");
}

#[tokio::test]
async fn the_mail_of_a_move_that_was_undone_meanwhile_is_not_sent() {
    let bridge = scene().await;
    hr_moves(&bridge, "finance", json!({})).await;
    hr_moves(&bridge, "interior", json!({})).await;
    bridge.work().await;
    assert_eq!(letters(&bridge), [format!("{AT_INTERIOR}: You do not need a new Depesha account after all.")]);
}

#[tokio::test]
async fn a_move_back_gives_the_old_account_back_and_moves_what_is_new_to_it() {
    let bridge = scene().await;
    moved(&bridge).await;
    for room in ["!alone", "!others"] {
        let there = bridge.rooms.room(room).with(NEW, "join", 99);
        bridge.rooms.put(room, there);
    }
    bridge.rooms.put("!at_finance", homeserver_bridge::homeserver::FakeRoom::created_by(NEW, json!({})));
    bridge.clock.advance_ms(DAY_MS);
    assert_eq!(hr_moves(&bridge, "interior", json!({})).await, "applied");
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test active moved, @anna:interior.test active");
    assert_eq!((found(&bridge).await.as_deref(), card_of(&bridge, NEW).await.as_deref()), (Some(ANNA), Some(ANNA)));
    bridge.work().await;
    assert_eq!(bridge.rooms.room("!at_finance").members[ANNA].0, "invite");
    assert_eq!(bridge.interior.account(ANNA).unwrap().email, AT_INTERIOR);
    let both = records(&bridge).await;
    assert_eq!((both[0].line.state.as_str(), both[1].line.state.as_str()), ("undone", "grace"));
    assert_eq!(both[1].line.new_user_id.as_deref(), Some(ANNA));
    assert!(letters(&bridge).last().unwrap().contains("Your earlier Depesha account is yours again"));
    bridge.clock.advance_ms(30 * DAY_MS);
    bridge.work().await;
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test closed moved, @anna:interior.test active");
    assert_eq!(bridge.rooms.room("!alone").members[ANNA].0, "join");
}

#[tokio::test]
async fn a_move_back_after_the_old_account_is_closed_makes_a_third_with_an_id_of_its_own() {
    let bridge = scene().await;
    moved(&bridge).await;
    bridge.clock.advance_ms(30 * DAY_MS);
    bridge.work().await;
    bridge.work().await;
    hr_moves(&bridge, "interior", json!({})).await;
    assert_eq!(found(&bridge).await.as_deref(), Some(NEW));
    assert_eq!(sign_up(&bridge, AT_INTERIOR).await, "@anna.koval:interior.test");
    assert_eq!(
        accounts_of_anna(&bridge).await,
        "@anna.koval:finance.test active moved, @anna.koval:interior.test active, @anna:interior.test closed moved"
    );
    assert_eq!(card_of(&bridge, ANNA).await.as_deref(), Some("@anna.koval:interior.test"));
}

#[tokio::test]
async fn a_second_move_before_the_new_account_is_in_use_leads_the_first_elsewhere() {
    for accounts in [AccountsPolicy::OnSignUp, AccountsPolicy::OnJoin] {
        let bridge = staff(with_defence(accounts)).await;
        hr_moves(&bridge, "finance", json!({})).await;
        bridge.provision().await;
        bridge.work().await;
        hr_moves(&bridge, "defence", json!({})).await;
        bridge.work().await;
        let user_id = sign_up(&bridge, "hr-1@defence.gov.example").await;
        assert_eq!(user_id, "@anna.koval:externals.test");
        bridge.work().await;
        let seen = record(&bridge).await;
        assert_eq!(
            (seen.line.organisation.as_str(), seen.line.state.as_str()),
            ("defence", "grace"),
            "{}",
            told(&seen)
        );
        assert_eq!(bridge.rooms.room("!others").members[&user_id].0, "invite");
        assert!(!bridge.rooms.room("!others").members.contains_key(NEW));
        assert_eq!(found(&bridge).await.as_deref(), Some(user_id.as_str()));
    }
}

#[tokio::test]
async fn a_second_move_in_the_grace_period_of_the_first_takes_both_accounts_rooms_along() {
    let bridge = staff(with_defence(AccountsPolicy::OnSignUp)).await;
    moved(&bridge).await;
    let there = bridge.rooms.room("!alone").with(NEW, "join", 99);
    bridge.rooms.put("!alone", there);
    bridge.rooms.put("!at_finance", homeserver_bridge::homeserver::FakeRoom::created_by(NEW, json!({})));
    bridge.clock.advance_ms(20 * DAY_MS);
    hr_moves(&bridge, "defence", json!({})).await;
    bridge.clock.advance_ms(20 * DAY_MS);
    bridge.work().await;
    assert_eq!(
        accounts_of_anna(&bridge).await,
        "@anna.koval:finance.test active moved, @anna:interior.test active moved",
        "neither is closed before there is another"
    );
    assert_eq!(found(&bridge).await.as_deref(), Some(NEW), "the one that was used last");
    let third = sign_up(&bridge, "hr-1@defence.gov.example").await;
    bridge.work().await;
    for room in ["!alone", "!others", "!at_finance"] {
        assert_eq!(bridge.rooms.room(room).members[&third].0, "invite", "{room}");
    }
    assert_eq!(own(&bridge, ANNA).await["moved_to"]["user_id"], third.as_str());
    bridge.clock.advance_ms(30 * DAY_MS);
    bridge.work().await;
    bridge.work().await;
    assert_eq!(
        accounts_of_anna(&bridge).await,
        "@anna.koval:externals.test active, @anna.koval:finance.test closed moved, @anna:interior.test closed moved"
    );
}

#[tokio::test]
async fn who_leaves_in_the_middle_of_a_move_is_out_of_both_accounts() {
    let bridge = scene().await;
    moved(&bridge).await;
    assert_eq!(hr_lets_go(&bridge).await, "applied");
    assert!(bridge.interior.account(ANNA).unwrap().locked && bridge.finance.account(NEW).unwrap().locked);
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test leaving, @anna:interior.test leaving moved");
    assert_eq!(record(&bridge).await.line.state, "left");
    for user in [ANNA, NEW] {
        assert_eq!(bridge.rooms.room("!others").members[user].0, "leave", "{user}");
    }
    bridge.clock.advance_ms(30 * DAY_MS);
    bridge.work().await;
    assert!(bridge.interior.account(ANNA).unwrap().closed && bridge.finance.account(NEW).unwrap().closed);
}

#[tokio::test]
async fn who_left_before_the_new_account_existed_and_is_let_back_in_goes_on_moving() {
    let bridge = scene().await;
    hr_moves(&bridge, "finance", json!({})).await;
    hr_lets_go(&bridge).await;
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna:interior.test leaving");
    let mails = bridge.mail.sent().len();
    accounts::post(&bridge, "signup", json!({"email": AT_FINANCE})).await;
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), mails, "no code for somebody who has left");
    let was = crate::sync::row(&bridge, "HR-1").await;
    let back = json!({"kind": "update", "entry": entry("HR-1", "Anna", "Koval", "finance", json!({})), "was": was["row_hash"]});
    assert_eq!(crate::sync::outcome(&bridge, back).await, "applied");
    let person = "HR-1".parse().unwrap();
    let done = provisioning::let_back_in(&bridge.app, "administrator:olena", &person).await.unwrap();
    assert_eq!(done, Enforcement::Done);
    assert_eq!(accounts_of_anna(&bridge).await, "@anna:interior.test active moved");
    assert_eq!(sign_up(&bridge, AT_FINANCE).await, NEW);
}

#[tokio::test]
async fn whom_hr_or_an_administrator_suspends_is_out_of_both_and_gets_no_new_account_meanwhile() {
    let bridge = scene().await;
    moved(&bridge).await;
    assert_eq!(hr_moves(&bridge, "finance", json!({"state": "suspended"})).await, "applied");
    assert!(bridge.interior.account(ANNA).unwrap().locked && bridge.finance.account(NEW).unwrap().locked);
    assert_eq!(
        accounts_of_anna(&bridge).await,
        "@anna.koval:finance.test suspended, @anna:interior.test suspended moved"
    );
    assert_eq!(hr_moves(&bridge, "finance", json!({})).await, "applied");
    bridge.work().await;
    assert!(!bridge.interior.account(ANNA).unwrap().locked && !bridge.finance.account(NEW).unwrap().locked);

    let bridge = scene().await;
    let person = "HR-1".parse().unwrap();
    provisioning::suspend(&bridge.app, "administrator:olena", &person, Cause::Administrator).await.unwrap();
    hr_moves(&bridge, "finance", json!({})).await;
    let mails = bridge.mail.sent().len();
    accounts::post(&bridge, "signup", json!({"email": AT_FINANCE})).await;
    bridge.work().await;
    let codes = bridge.mail.sent()[mails..].iter().filter(|mail| mail.subject.contains("code")).count();
    assert_eq!(codes, 0, "a move is no way around a suspension");
    provisioning::resume(&bridge.app, "administrator:olena", &person).await.unwrap();
    assert_eq!(sign_up(&bridge, AT_FINANCE).await, NEW);
}

#[tokio::test]
async fn an_account_that_nobody_ever_signed_in_to_is_not_moved_but_closed() {
    let bridge = Bridge::changed(|config| {
        config.organisations[0].accounts = AccountsPolicy::OnJoin;
        config.organisations[1].invite_joiners = true;
    });
    join(&bridge, vec![entry("HR-1", "Anna", "Koval", "interior", json!({}))]).await;
    bridge.provision().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:interior.test waiting");
    hr_moves(&bridge, "finance", json!({})).await;
    bridge.work().await;
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:interior.test closed moved");
    assert!(records(&bridge).await.is_empty());
    assert_eq!(
        letters(&bridge),
        [format!("{AT_FINANCE}: You are invited to Depesha, the messenger of the administration.")]
    );
    let departures = offboarding::of_person(&bridge.app, "HR-1").await.unwrap();
    assert_eq!(departures[0].cause, "moved");
    assert_eq!(sign_up(&bridge, AT_FINANCE).await, NEW);
    assert!(records(&bridge).await.is_empty());
}

#[tokio::test]
async fn who_left_after_moving_back_is_not_let_in_by_the_account_that_they_moved_from() {
    let bridge = scene().await;
    moved(&bridge).await;
    hr_moves(&bridge, "interior", json!({})).await;
    hr_lets_go(&bridge).await;
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test leaving moved, @anna:interior.test leaving");
    assert_eq!(hr_moves(&bridge, "interior", json!({})).await, "applied");
    let mails = bridge.mail.sent().len();
    accounts::post(&bridge, "signup", json!({"email": AT_INTERIOR})).await;
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), mails, "coming back takes an administrator");
    let person = "HR-1".parse().unwrap();
    provisioning::let_back_in(&bridge.app, "administrator:olena", &person).await.unwrap();
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test leaving moved, @anna:interior.test active");
}

#[tokio::test]
async fn an_account_from_an_invitation_moves_too() {
    let bridge = Bridge::new();
    let email = AT_INTERIOR.parse().unwrap();
    let interior = "interior".parse().unwrap();
    provisioning::invite(&bridge.app, "administrator:olena", &email, "Anna", "Koval", &interior, None).await.unwrap();
    let old = sign_up(&bridge, AT_INTERIOR).await;
    join(&bridge, vec![entry("HR-1", "Anna", "Koval", "interior", json!({}))]).await;
    // The same address at the other ministry.
    let same = json!({"email": AT_INTERIOR});
    assert_eq!(hr_moves(&bridge, "finance", same).await, "applied");
    assert_eq!(accounts_of_anna(&bridge).await, format!("{old} active moved"));
    assert_eq!(sign_up(&bridge, AT_INTERIOR).await, NEW);
    bridge.work().await;
    assert_eq!(record(&bridge).await.line.state, "grace");
}

#[tokio::test]
async fn a_departure_that_closes_a_moved_account_cannot_be_called_off() {
    let bridge = scene().await;
    moved(&bridge).await;
    bridge.clock.advance_ms(30 * DAY_MS);
    // The homeserver goes away right after the departure has begun.
    let jobs = bridge.app.db.write(|tx| tx.execute("DELETE FROM jobs WHERE kind = 'offboarding.advance'", &[]));
    jobs.await.unwrap();
    homeserver_bridge::moves::advance(&bridge.app, &record(&bridge).await.line.id).await.unwrap();
    let departures = offboarding::of_person(&bridge.app, "HR-1").await.unwrap();
    assert_eq!(departures[0].state, "running");
    let id = departures[0].id.clone();
    assert!(!offboarding::cancel(&bridge.app, "administrator:olena", &id).await.unwrap());
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test active, @anna:interior.test leaving moved");
    let receipt =
        offboarding::receipt(&bridge.app, "administrator:olena".into(), &Scope::All, id).await.unwrap().unwrap();
    assert!(!receipt.can_be_cancelled());
    let (status, _) = accounts::post(&bridge, "signup", json!({"email": AT_FINANCE})).await;
    assert_eq!(status, StatusCode::ACCEPTED);
}
