//! A move that is killed, that meets parts which do not answer or refuse, and rooms that cannot be moved.

use homeserver_bridge::homeserver::{FakeRoom, FakeStep};
use homeserver_bridge::moves;
use serde_json::json;

use super::scene::{
    ANNA, AT_FINANCE, BORIS, DAY_MS, NEW, accounts_of_anna, everything_is_moved, hr_moves, moved, record, sign_up,
    told, work_for,
};
use crate::offboarding::scene::scene;

#[tokio::test]
async fn killed_at_any_step_it_goes_on_and_comes_to_the_same_end() {
    for step in [FakeStep::Before, FakeStep::After] {
        let mut number = 0;
        loop {
            number += 1;
            let bridge = scene().await;
            hr_moves(&bridge, "finance", json!({})).await;
            sign_up(&bridge, AT_FINANCE).await;
            let killed = bridge.killed_at(number, step, bridge.work()).await;
            // The job that was taken is given up after a while.
            bridge.clock.advance_ms(61_000);
            work_for(&bridge, 10_000).await;
            everything_is_moved(&bridge).await;
            if !killed {
                assert!(number > 12, "only {number} steps were stopped at");
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_move_whose_job_is_lost_gets_another() {
    let bridge = scene().await;
    hr_moves(&bridge, "finance", json!({})).await;
    sign_up(&bridge, AT_FINANCE).await;
    bridge.app.db.write(|tx| tx.execute("DELETE FROM jobs WHERE kind = 'move.advance'", &[])).await.unwrap();
    bridge.work().await;
    assert_eq!(record(&bridge).await.line.state, "inviting");
    bridge.clock.advance_ms(180_000);
    let now = homeserver_bridge::clock::Clock::now_ms(bridge.clock.as_ref());
    assert_eq!(bridge.app.db.write(move |tx| moves::wake_due(tx, now)).await.unwrap(), 1);
    bridge.work().await;
    everything_is_moved(&bridge).await;
}

#[tokio::test]
async fn a_homeserver_that_is_away_is_waited_for_even_when_the_grace_period_is_over() {
    let bridge = scene().await;
    hr_moves(&bridge, "finance", json!({})).await;
    sign_up(&bridge, AT_FINANCE).await;
    bridge.interior.set_up(false);
    work_for(&bridge, 3000).await;
    let seen = record(&bridge).await;
    assert_eq!(seen.line.state, "inviting");
    assert_eq!(seen.steps[3].detail, "the homeserver does not answer: switched off", "{}", told(&seen));
    bridge.clock.advance_ms(31 * DAY_MS);
    work_for(&bridge, 2000).await;
    assert_eq!(record(&bridge).await.line.state, "inviting", "not closed before its rooms are moved");
    bridge.interior.set_up(true);
    work_for(&bridge, 20 * 60_000).await;
    assert_eq!(bridge.rooms.room("!others").members[NEW].0, "invite");
    assert_eq!(accounts_of_anna(&bridge).await, "@anna.koval:finance.test active, @anna:interior.test closed moved");
}

#[tokio::test]
async fn rooms_that_cannot_be_moved_are_listed_with_the_reason_and_stop_nothing() {
    let bridge = scene().await;
    let strict = |users| {
        let mut room = FakeRoom::created_by(BORIS, users).with(ANNA, "join", 2);
        room.state.get_mut("m.room.power_levels").unwrap()["content"]["invite"] = json!(50);
        room
    };
    bridge.rooms.put("!strict", strict(json!({})));
    bridge.rooms.put("!moderator", strict(json!({ANNA: 50})));
    moved(&bridge).await;
    let seen = record(&bridge).await;
    let line = |id: &str| {
        let room = seen.rooms.iter().find(|room| room.room_id == id).unwrap();
        format!("{} {} {}", room.outcome, room.rights, room.detail)
    };
    assert_eq!(line("!strict"), "not_moved pending may_not_invite");
    assert_eq!(line("!moderator"), "invited refused ", "the homeserver lets only administrators give rights");
    assert_eq!(seen.line.state, "grace");
    assert!(!bridge.rooms.room("!strict").members.contains_key(NEW));
    // Somebody gives the right to invite: the next look finds it.
    bridge.rooms.put("!strict", strict(json!({ANNA: 100})));
    bridge.clock.advance_ms(DAY_MS);
    bridge.work().await;
    let strict = bridge.rooms.room("!strict");
    assert_eq!((strict.members[NEW].0, strict.level(NEW)), ("invite", Some(100)));
}

#[tokio::test]
async fn refused_invitations_and_rights_are_written_down_and_a_declined_invitation_is_not_repeated() {
    let bridge = scene().await;
    bridge.rooms.refuse("invite", true);
    moved(&bridge).await;
    let seen = record(&bridge).await;
    let joined = seen.rooms.iter().filter(|room| room.membership == "join");
    assert!(joined.clone().count() == 6 && joined.clone().all(|room| room.detail == "refused"), "{}", told(&seen));

    let bridge = scene().await;
    bridge.rooms.refuse("power_levels", true);
    moved(&bridge).await;
    let seen = record(&bridge).await;
    let of = |id: &str| seen.rooms.iter().find(|room| room.room_id == id).unwrap();
    assert_eq!((of("!alone").outcome.as_str(), of("!alone").rights.as_str()), ("invited", "refused"));

    let declined = bridge.rooms.room("!others").with(NEW, "leave", 3);
    bridge.rooms.put("!others", declined);
    bridge.clock.advance_ms(DAY_MS);
    bridge.work().await;
    assert_eq!(bridge.rooms.room("!others").members[NEW].0, "leave");
    let seen = record(&bridge).await;
    assert!(seen.rooms.iter().any(|room| room.room_id == "!others" && room.outcome == "declined"), "{}", told(&seen));
}

#[tokio::test]
async fn a_code_that_was_sent_before_the_move_was_undone_makes_no_account() {
    let bridge = scene().await;
    hr_moves(&bridge, "finance", json!({})).await;
    bridge.work().await;
    let code = crate::accounts::ask(&bridge, "signup", AT_FINANCE).await;
    hr_moves(&bridge, "interior", json!({})).await;
    let (status, _) = crate::accounts::confirm(&bridge, "signup/confirm", AT_FINANCE, &code).await;
    assert!(status.is_client_error());
    assert_eq!(accounts_of_anna(&bridge).await, "@anna:interior.test active");
    assert_eq!(bridge.finance.account(NEW), None);
}
