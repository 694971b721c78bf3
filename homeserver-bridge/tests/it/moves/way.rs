//! The way of a move when everything answers.

use axum::http::StatusCode;
use homeserver_bridge::config::AccountsPolicy;
use homeserver_bridge::offboarding;
use serde_json::{Value, json};

use super::scene::{
    ANNA, AT_FINANCE, AT_INTERIOR, BORIS, DAY_MS, NEW, OLHA, accounts_of_anna, card_of, everything_is_moved, found,
    hr_moves, letters, moved, own, record, sign_up, told,
};
use crate::accounts;
use crate::fixture::{Bridge, MODULE_TOKEN};
use crate::offboarding::scene::scene;
use crate::sync::audited;

async fn may_sign_in(bridge: &Bridge, user_id: &str) -> bool {
    let path = "/_depesha/homeserver/v1/check_login";
    let (status, answer) = bridge.api("POST", path, Some(MODULE_TOKEN), json!({"user_id": user_id})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["allow"] == true
}

#[tokio::test]
async fn somebody_moves_from_the_first_word_to_the_end() {
    let bridge = scene().await;
    assert_eq!(hr_moves(&bridge, "finance", json!({})).await, "applied");
    bridge.work().await;
    // Until the new account is in use, the old one is Anna's.
    assert_eq!(accounts_of_anna(&bridge).await, "@anna:interior.test active moved");
    assert_eq!((found(&bridge).await.as_deref(), card_of(&bridge, ANNA).await.as_deref()), (Some(ANNA), Some(ANNA)));
    assert!(may_sign_in(&bridge, ANNA).await);
    let account = bridge.interior.account(ANNA).unwrap();
    assert_eq!((account.locked, account.sessions_ended), (false, 0));
    assert_eq!(account.display_name, "Anna KOVAL [Finance]");
    assert_eq!(account.email, AT_INTERIOR, "the old account is signed in to as before");
    assert_eq!(letters(&bridge), [format!("{AT_FINANCE}: You have moved: you need a new Depesha account.")]);
    assert_eq!(own(&bridge, ANNA).await, json!({"moved_to": {"organisation": "Finance"}}));
    insta::assert_snapshot!(told(&record(&bridge).await), @"
    @anna:interior.test to finance -: waiting
    told done
    account pending
    told_again pending
    rooms pending
    close pending
    ");
    bridge.clock.advance_ms(90 * DAY_MS);
    bridge.work().await;
    assert!(may_sign_in(&bridge, ANNA).await, "however long it takes");

    assert_eq!(sign_up(&bridge, AT_FINANCE).await, NEW);
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test active, @anna:interior.test active moved");
    assert_eq!((found(&bridge).await.as_deref(), card_of(&bridge, ANNA).await.as_deref()), (Some(NEW), Some(NEW)));
    assert_eq!(card_of(&bridge, NEW).await.as_deref(), Some(NEW));
    bridge.work().await;
    everything_is_moved(&bridge).await;
    insta::assert_snapshot!(told(&record(&bridge).await), @"
    @anna:interior.test to finance @anna.koval:finance.test: grace
    told done
    account done @anna.koval:finance.test
    told_again done
    rooms done
    close pending
    !alone join, invited, rights done
    !direct join, invited, rights done
    !empty join, invited, rights done
    !invited invite, not_moved, rights pending only_invited
    !knocked knock, not_moved, rights pending only_knocking
    !moderated join, invited, rights done
    !others join, invited, rights done
    !with_external join, invited, rights done
    ");
    let letter = bridge.mail.sent().last().unwrap().text.clone();
    for word in ["Finance", NEW, ANNA, "works until 2027-05-15", "jusqu'au 2027-05-15", "до 2027-05-15"] {
        assert!(letter.contains(word), "{word}: {letter}");
    }
    let until = own(&bridge, ANNA).await["moved_to"]["until_ms"].as_i64().unwrap();
    assert_eq!(own(&bridge, ANNA).await["moved_to"]["user_id"], NEW);
    assert_eq!(own(&bridge, NEW).await, json!({"moved_from": [ANNA]}));
    assert_eq!(until, 1_800_000_000_000 + 120 * DAY_MS);

    // She enters most of the rooms, makes a new one with the old account, and is in the moderated one only by invitation.
    for room in ["!alone", "!direct", "!empty", "!others"] {
        let there = bridge.rooms.room(room).with(NEW, "join", 99);
        bridge.rooms.put(room, there);
    }
    bridge.rooms.put("!late", homeserver_bridge::homeserver::FakeRoom::created_by(ANNA, json!({})));
    bridge.clock.advance_ms(DAY_MS);
    bridge.work().await;
    assert_eq!(bridge.rooms.room("!late").members[NEW].0, "invite");
    let seen = record(&bridge).await;
    let outcome = |id: &str| seen.rooms.iter().find(|room| room.room_id == id).unwrap().outcome.clone();
    assert_eq!((outcome("!alone"), outcome("!moderated")), ("joined".to_owned(), "invited".to_owned()));

    // The grace period is over: the old account goes, without another one.
    bridge.clock.advance_ms(29 * DAY_MS);
    bridge.work().await;
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test active, @anna:interior.test closed moved");
    assert!(bridge.interior.account(ANNA).unwrap().closed);
    for (room, boris) in [("!alone", None), ("!others", None), ("!moderated", Some(100))] {
        let room_now = bridge.rooms.room(room);
        assert_eq!((room_now.members[ANNA].0, room_now.level(BORIS)), ("leave", boris), "{room}");
    }
    assert_eq!(bridge.rooms.room("!alone").level(OLHA), None, "the new account administers it");
    assert_eq!((found(&bridge).await.as_deref(), card_of(&bridge, ANNA).await.as_deref()), (Some(NEW), Some(NEW)));
    let seen = record(&bridge).await;
    assert_eq!(seen.line.state, "closed");
    let departures = offboarding::of_person(&bridge.app, "HR-1").await.unwrap();
    assert_eq!(departures.len(), 1);
    assert_eq!((departures[0].cause.as_str(), departures[0].state.as_str()), ("moved", "closed"));
    assert_eq!(seen.offboarding_id.as_ref(), Some(&departures[0].id));
    assert_eq!(own(&bridge, NEW).await, json!({"moved_from": [ANNA]}));

    let log = audited(&bridge).await;
    let log: Vec<&String> = log.iter().filter(|line| line.contains(" move.") && !line.contains("move.view")).collect();
    insta::assert_snapshot!(log.iter().map(|l| l.as_str()).collect::<Vec<_>>().join("\n"), @"
    sync:hr move.start @anna:interior.test finance
    bridge:moves move.account @anna:interior.test @anna.koval:finance.test
    bridge:moves move.rights @anna.koval:finance.test !alone
    bridge:moves move.rights @anna.koval:finance.test !direct
    bridge:moves move.rights @anna.koval:finance.test !empty
    bridge:moves move.rights @anna.koval:finance.test !moderated
    bridge:moves move.rights @anna.koval:finance.test !others
    bridge:moves move.rights @anna.koval:finance.test !with_external
    bridge:moves move.rooms @anna:interior.test
    bridge:moves move.rights @anna.koval:finance.test !late
    bridge:moves move.close @anna:interior.test
    ");
}

#[tokio::test]
async fn where_the_organisation_wants_it_the_new_account_is_made_at_once_and_waits() {
    let bridge = Bridge::changed(|config| config.organisations[1].accounts = AccountsPolicy::OnJoin);
    let bridge = crate::offboarding::scene::staff(bridge).await;
    bridge.provision().await;
    assert_eq!(hr_moves(&bridge, "finance", json!({})).await, "applied");
    assert_eq!(bridge.provision().await, 1);
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test waiting, @anna:interior.test active moved");
    assert_eq!(found(&bridge).await.as_deref(), Some(ANNA), "nobody has signed in to the new one");
    assert_eq!(record(&bridge).await.line.state, "waiting");
    assert_eq!(bridge.rooms.room("!others").members.get(NEW), None);
    assert_eq!(sign_up(&bridge, AT_FINANCE).await, NEW);
    bridge.work().await;
    everything_is_moved(&bridge).await;
}

#[tokio::test]
async fn within_one_homeserver_nothing_moves() {
    let bridge = Bridge::changed(|config| config.organisations[1].homeserver = "interior.test".parse().unwrap());
    let bridge = crate::offboarding::scene::staff(bridge).await;
    assert_eq!(hr_moves(&bridge, "finance", json!({})).await, "applied");
    bridge.work().await;
    assert_eq!(accounts_of_anna(&bridge).await, "@anna:interior.test active");
    assert!(homeserver_bridge::moves::of_person(&bridge.app, "HR-1").await.unwrap().is_empty());
    assert_eq!(letters(&bridge), Vec::<String>::new());
}

#[tokio::test]
async fn a_password_can_be_reset_for_the_account_that_is_theirs_and_no_other() {
    let bridge = scene().await;
    moved(&bridge).await;
    let code = accounts::ask(&bridge, "password/reset", AT_FINANCE).await;
    let (status, answer) = accounts::confirm(&bridge, "password/reset/confirm", AT_FINANCE, &code).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(bridge.finance.account(NEW).unwrap().sessions_ended, 1);
    assert_eq!(bridge.interior.account(ANNA).unwrap().sessions_ended, 0);
    // The former address is nobody's, and a second sign-up is none.
    let mails = bridge.mail.sent().len();
    accounts::post(&bridge, "password/reset", json!({"email": AT_INTERIOR})).await;
    bridge.work().await;
    assert_eq!(bridge.mail.sent().len(), mails);
    accounts::post(&bridge, "signup", json!({"email": AT_FINANCE})).await;
    bridge.work().await;
    assert!(bridge.mail.sent().last().unwrap().text.contains("You already have a Depesha account"));
}

#[tokio::test]
async fn nobody_learns_of_anothers_move_and_nobody_asks_without_a_session() {
    let bridge = scene().await;
    moved(&bridge).await;
    assert_eq!(own(&bridge, BORIS).await, json!({}));
    let (status, _) = bridge.api("GET", "/_depesha/v1/people/me/moves", None, Value::Null).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}
