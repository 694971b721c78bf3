//! Records past their time go, and nothing else does.

use homeserver_bridge::config::RetentionConfig;
use homeserver_bridge::{jobs, moves, offboarding};
use serde_json::json;

use crate::fixture::Bridge;
use crate::moves::scene::{DAY_MS, accounts_of_anna, card_of, hr_moves, moved};
use crate::offboarding::scene::{ANNA, staff};
use crate::sync::audited;

fn keeping(plans_days: u32, departures_days: u32) -> Bridge {
    Bridge::changed(|config| config.retention = RetentionConfig { plans_days, departures_days })
}

async fn rows(bridge: &Bridge, table: &'static str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    bridge.app.db.read(move |tx| tx.query_one(&sql, &[])).await.unwrap().unwrap().int(0).unwrap()
}

async fn plan(bridge: &Bridge, hash: char, decision: &'static str, applied: bool, expires_in_days: i64) {
    let now = homeserver_bridge::clock::Clock::now_ms(bridge.clock.as_ref());
    let hash = hash.to_string().repeat(64);
    let insert = move |tx: &homeserver_bridge::database::Tx<'_>| {
        tx.execute(
            "INSERT INTO plans (plan_hash, register, made_at_ms, submitted_at_ms, expires_at_ms, brakes, organisations,
                 lines, lines_total, decision, applied_at_ms) VALUES ($1, 'hr', $2, $2, $3, '[]', '[]', '[]', 0, $4, $5)",
            &[
                hash.as_str().into(),
                now.into(),
                (now + expires_in_days * DAY_MS).into(),
                decision.into(),
                applied.then_some(now).into(),
            ],
        )?;
        tx.execute(
            "INSERT INTO plan_approvals (plan_hash, officer, at_ms) VALUES ($1, 'olena', $2)",
            &[hash.as_str().into(), now.into()],
        )
    };
    bridge.app.db.write(insert).await.unwrap();
}

#[tokio::test]
async fn plans_go_when_nothing_more_can_come_of_them() {
    let bridge = keeping(30, 0);
    plan(&bridge, 'a', "rejected", false, 3).await;
    plan(&bridge, 'b', "approved", true, 3).await;
    plan(&bridge, 'c', "waiting", false, 3).await;
    plan(&bridge, 'd', "waiting", false, 90).await;
    plan(&bridge, 'e', "approved", false, 90).await;
    bridge.clock.advance_ms(29 * DAY_MS);
    plan(&bridge, 'f', "rejected", false, 3).await;
    assert_eq!(jobs::remove_old_records(&bridge.app).await.unwrap(), 0);
    bridge.clock.advance_ms(2 * DAY_MS);
    assert_eq!(jobs::remove_old_records(&bridge.app).await.unwrap(), 3);
    assert_eq!(jobs::remove_old_records(&bridge.app).await.unwrap(), 0);
    assert_eq!((rows(&bridge, "plans").await, rows(&bridge, "plan_approvals").await), (3, 3));
    assert_eq!(audited(&bridge).await, ["bridge:retention records.purge plans records=3 older_than_days=30"]);
}

#[tokio::test]
async fn departures_and_moves_go_after_their_end_and_the_ids_stay_taken() {
    let bridge = staff(keeping(0, 100)).await;
    moved(&bridge).await;
    bridge.clock.advance_ms(200 * DAY_MS);
    bridge.work().await;
    bridge.work().await;
    let departures = offboarding::of_person(&bridge.app, "HR-1").await.unwrap();
    assert_eq!(departures[0].state, "closed");
    hr_moves(&bridge, "interior", json!({})).await;
    assert_eq!(jobs::remove_old_records(&bridge.app).await.unwrap(), 0, "it has only just ended");
    bridge.clock.advance_ms(101 * DAY_MS);
    assert_eq!(jobs::remove_old_records(&bridge.app).await.unwrap(), 2);
    assert!(offboarding::of_person(&bridge.app, "HR-1").await.unwrap().is_empty());
    let left = moves::of_person(&bridge.app, "HR-1").await.unwrap();
    assert_eq!(left.iter().map(|line| line.state.as_str()).collect::<Vec<_>>(), ["waiting"], "what is under way stays");
    for table in ["offboarding_rooms", "offboarding_steps", "offboarding_servers", "move_rooms"] {
        assert_eq!(rows(&bridge, table).await, 0, "{table}");
    }
    assert_eq!(
        accounts_of_anna(&bridge).await,
        "@anna.koval:finance.test active moved, @anna:interior.test closed moved"
    );
    assert!(card_of(&bridge, ANNA).await.is_some(), "the old account still leads to the person");
    let log = audited(&bridge).await;
    for subject in ["departures", "moves"] {
        let line = format!("bridge:retention records.purge {subject} records=1 older_than_days=100");
        assert!(log.contains(&line), "{log:?}");
    }
}

#[tokio::test]
async fn nothing_goes_where_records_are_kept_for_ever() {
    let bridge = staff(keeping(0, 0)).await;
    moved(&bridge).await;
    plan(&bridge, 'a', "rejected", false, 3).await;
    bridge.clock.advance_ms(40 * DAY_MS);
    bridge.work().await;
    bridge.work().await;
    bridge.clock.advance_ms(10_000 * DAY_MS);
    assert_eq!(jobs::remove_old_records(&bridge.app).await.unwrap(), 0);
}
