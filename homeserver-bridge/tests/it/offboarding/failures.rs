//! A departure that is killed, that meets parts which do not answer or refuse, and that is called off.

use homeserver_bridge::homeserver::FakeStep;
use homeserver_bridge::offboarding::{self, Cause};
use serde_json::json;

use super::scene::{ANNA, BORIS, DAY_MS, everything_is_left, hr_lets_go, receipt, scene, told, work_for};

#[tokio::test]
async fn killed_at_any_step_it_goes_on_and_comes_to_the_same_end() {
    for step in [FakeStep::Before, FakeStep::After] {
        let mut number = 0;
        loop {
            number += 1;
            let bridge = scene().await;
            let whole = async {
                hr_lets_go(&bridge).await;
                bridge.work().await;
            };
            let killed = bridge.killed_at(number, step, whole).await;
            assert_eq!(hr_lets_go(&bridge).await, if killed && number <= 2 { "applied" } else { "unchanged" });
            // The job that was taken is given up after a while.
            bridge.clock.advance_ms(61_000);
            work_for(&bridge, 10_000).await;
            everything_is_left(&bridge).await;
            if !killed {
                assert!(number > 15, "only {number} steps were stopped at");
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_departure_whose_job_is_lost_gets_another() {
    let bridge = scene().await;
    hr_lets_go(&bridge).await;
    bridge.app.db.write(|tx| tx.execute("DELETE FROM jobs", &[])).await.unwrap();
    bridge.clock.advance_ms(60_000);
    let now = homeserver_bridge::clock::Clock::now_ms(bridge.clock.as_ref());
    assert_eq!(bridge.app.db.write(move |tx| offboarding::wake_due(tx, now)).await.unwrap(), 0);
    let later = now + 120_000;
    bridge.clock.advance_ms(120_000);
    assert_eq!(bridge.app.db.write(move |tx| offboarding::wake_due(tx, later)).await.unwrap(), 1);
    bridge.work().await;
    everything_is_left(&bridge).await;
}

#[tokio::test]
async fn a_homeserver_that_is_away_for_a_day_is_waited_for() {
    let bridge = scene().await;
    bridge.interior.set_up(false);
    assert_eq!(hr_lets_go(&bridge).await, "applied");
    work_for(&bridge, 3000).await;
    insta::assert_snapshot!(told(&receipt(&bridge).await), @"
    left running
    sessions failed the homeserver does not answer: switched off
    directory done
    rooms pending
    servers pending
    close pending
    ");
    bridge.clock.advance_ms(DAY_MS);
    work_for(&bridge, 2000).await;
    bridge.interior.set_up(true);
    work_for(&bridge, 20 * 60_000).await;
    everything_is_left(&bridge).await;
}

#[tokio::test]
async fn another_homeserver_that_is_away_or_behind_keeps_the_receipt_open_and_nothing_else() {
    let bridge = scene().await;
    bridge.finance.set_up(false);
    hr_lets_go(&bridge).await;
    bridge.work().await;
    let first = receipt(&bridge).await;
    assert_eq!(first.line.state, "running");
    assert!(first.steps[3].detail.contains("finance.test"), "{}", told(&first));
    assert!(first.rooms.iter().all(|room| room.departure == "done"));

    let bridge = scene().await;
    bridge.rooms.set_behind("finance.test", true);
    hr_lets_go(&bridge).await;
    work_for(&bridge, 3000).await;
    insta::assert_snapshot!(told(&receipt(&bridge).await), @"
    left running
    sessions done
    directory done
    rooms done
    servers failed not seen yet: 4
    close pending
    !alone join, handover done @olha:finance.test, done [externals done, finance pending, interior done]
    !direct join, handover not_needed , done [interior done]
    !empty join, handover nobody , done [interior done]
    !invited invite, handover not_needed , done [finance pending, interior done]
    !knocked knock, handover not_needed , done [finance pending, interior done]
    !moderated join, handover done @boris:interior.test, done [finance pending, interior done]
    !others join, handover not_needed , done [interior done]
    !with_external join, handover nobody , done [externals done, interior done]
    ");
    bridge.rooms.set_behind("finance.test", false);
    work_for(&bridge, 60_000).await;
    everything_is_left(&bridge).await;
}

#[tokio::test]
async fn a_room_that_cannot_be_left_does_not_stop_the_others_nor_the_closing() {
    let bridge = scene().await;
    let mut stuck = bridge.rooms.room("!alone");
    stuck.stuck = true;
    bridge.rooms.put("!alone", stuck);
    hr_lets_go(&bridge).await;
    work_for(&bridge, 3000).await;
    let seen = receipt(&bridge).await;
    assert_eq!(seen.line.state, "running");
    let told_of = |id: &str| seen.rooms.iter().find(|room| room.room_id == id).unwrap().clone();
    assert_eq!(told_of("!alone").departure, "failed");
    assert_eq!(told_of("!alone").detail, "the homeserver refused: 403 M_FORBIDDEN");
    assert_eq!(told_of("!others").departure, "done");
    bridge.clock.advance_ms(30 * DAY_MS);
    bridge.work().await;
    assert!(bridge.interior.account(ANNA).unwrap().closed, "what is stuck does not keep the account open");
    assert_eq!(receipt(&bridge).await.line.state, "running");
    let mut free = bridge.rooms.room("!alone");
    free.stuck = false;
    bridge.rooms.put("!alone", free);
    work_for(&bridge, 20 * 60_000).await;
    assert_eq!(receipt(&bridge).await.line.state, "closed");
}

#[tokio::test]
async fn a_handover_that_is_refused_is_tried_three_times_then_the_room_is_left_and_the_receipt_says_so() {
    let bridge = scene().await;
    bridge.rooms.refuse("power_levels", true);
    hr_lets_go(&bridge).await;
    bridge.work().await;
    assert_eq!(bridge.rooms.room("!alone").members[ANNA].0, "join", "not left without an administrator at once");
    work_for(&bridge, 60_000).await;
    assert_eq!(bridge.rooms.room("!alone").members[ANNA].0, "leave");
    let seen = receipt(&bridge).await;
    let room = seen.rooms.iter().find(|room| room.room_id == "!alone").unwrap();
    assert_eq!((room.handover.as_str(), room.departure.as_str()), ("failed", "done"), "{}", told(&seen));
    assert_eq!(room.detail, "the homeserver refused: 403 M_FORBIDDEN");
}

#[tokio::test]
async fn two_administrators_who_leave_together_do_not_count_on_each_other() {
    let bridge = scene().await;
    for room in ["!alone", "!moderated"] {
        let mut both = bridge.rooms.room(room);
        both.state.get_mut("m.room.power_levels").unwrap()["content"]["users"] = json!({BORIS: 100});
        bridge.rooms.put(room, both);
    }
    for person in ["HR-2", "HR-1"] {
        offboarding::start(&bridge.app, "sync:hr", &person.parse().unwrap(), Cause::Left).await.unwrap();
    }
    bridge.work().await;
    for room in ["!alone", "!moderated"] {
        let room = bridge.rooms.room(room);
        assert_eq!(room.level(super::scene::OLHA), Some(100));
        assert_eq!((room.members[ANNA].0, room.members[BORIS].0), ("leave", "leave"));
    }
}

#[tokio::test]
async fn it_can_be_called_off_until_rooms_are_left() {
    let bridge = scene().await;
    bridge.interior.set_up(false);
    let person = "HR-1".parse().unwrap();
    let begun = offboarding::start(&bridge.app, "administrator:olena", &person, Cause::Administrator).await.unwrap();
    bridge.work().await;
    assert!(offboarding::cancel(&bridge.app, "administrator:olena", &begun[0].id).await.unwrap());
    assert!(!offboarding::cancel(&bridge.app, "administrator:olena", &begun[0].id).await.unwrap(), "once");
    bridge.interior.set_up(true);
    work_for(&bridge, 60_000).await;
    assert_eq!(bridge.rooms.room("!others").members[ANNA].0, "join");
    let state = async || {
        let sql = "SELECT state FROM accounts WHERE user_id = '@anna:interior.test'";
        bridge.app.db.read(move |tx| tx.query_one(sql, &[])).await.unwrap().unwrap().text(0).unwrap()
    };
    assert_eq!(state().await, "suspended", "nothing is reactivated silently");
    homeserver_bridge::provisioning::resume(&bridge.app, "administrator:olena", &person).await.unwrap();
    assert_eq!(state().await, "active");
    assert!(!bridge.interior.account(ANNA).unwrap().locked);

    let begun = offboarding::start(&bridge.app, "administrator:olena", &person, Cause::Administrator).await.unwrap();
    bridge.work().await;
    assert!(!offboarding::cancel(&bridge.app, "administrator:olena", &begun[0].id).await.unwrap(), "too late");
    assert_eq!(state().await, "leaving");
    assert!(!offboarding::cancel(&bridge.app, "administrator:olena", "nothing").await.unwrap());
}
