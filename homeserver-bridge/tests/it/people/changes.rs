//! Changes of the catalogue: searches go on in the meantime, and what a former process indexed is gone on with.

use std::time::Duration;

use homeserver_bridge::database::Tx;
use homeserver_bridge::people;

use super::{found, staff, staffed};
use crate::fixture::Bridge;

/// Writes as many people as if another process did, and one of the name.
fn crowd(
    people: i64,
    family: &str,
) -> impl FnOnce(&Tx<'_>) -> Result<(), homeserver_bridge::database::DbError> + use<> {
    let family = family.to_owned();
    move |tx| {
        tx.execute("UPDATE catalogue_version SET version = version + 1", &[])?;
        for n in 0..people {
            let family = if n == 0 { family.clone() } else { format!("Crowd{n}") };
            tx.execute(
                "INSERT INTO people (person_id, given_name, family_name, email, organisation, unit, title, phone,
                     employment, row_hash, changed_at_ms, version)
                 SELECT $1, 'Nina', $2, $1, 'finance', '[]', '', '', 'working', '', 0, version FROM catalogue_version",
                &[format!("{family}-{n}").into(), family.into()],
            )?;
        }
        Ok(())
    }
}

async fn found_soon(bridge: &Bridge, term: &str) -> bool {
    for _ in 0..600 {
        if found(bridge, term).await.len() == 1 {
            return true;
        }
        bridge.clock.advance_ms(60_000);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_during_a_large_change_are_answered_from_the_state_before_it() {
    let bridge = staffed().await;
    assert_eq!(found(&bridge, "anna").await.len(), 2);
    bridge.app.db.write(crowd(3000, "Annamaria")).await.unwrap();
    assert_eq!(found(&bridge, "annamaria").await, Vec::<String>::new(), "nobody waits for three thousand rows");
    assert_eq!(found(&bridge, "anna").await.len(), 2);
    assert!(found_soon(&bridge, "annamaria").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_follows_what_other_processes_write() {
    let bridge = staffed().await;
    let following = tokio::spawn(people::follow(bridge.app.clone()));
    assert!(found_soon(&bridge, "olena").await);
    bridge.app.db.write(crowd(1, "Annamaria")).await.unwrap();
    assert!(found_soon(&bridge, "annamaria").await);
    following.abort();
}

#[tokio::test]
async fn an_index_on_disk_is_gone_on_with_unless_the_database_is_another() {
    let catalogue = "index_dir = \"FOLDER/index\"";
    let again = async |bridge: Bridge| {
        let bridge = bridge.restarted(catalogue).await;
        bridge.interior.issue_token("anna", "@anna:interior.test");
        bridge
    };
    let bridge = staff(Bridge::with_catalogue(catalogue)).await;
    assert_eq!(found(&bridge, "olena").await, ["Олена ЇЖАК"]);
    // Nobody writes past the version; this only shows what was read again.
    let silently = "UPDATE people SET given_name = 'Renamed' WHERE person_id = 'HR-3'";
    bridge.app.db.write(move |tx| tx.execute(silently, &[])).await.unwrap();
    bridge.app.db.write(crowd(1, "Later")).await.unwrap();

    let bridge = again(bridge).await;
    assert_eq!(found(&bridge, "later").await, ["Nina LATER"], "changed while no process ran");
    assert_eq!(found(&bridge, "olena").await, ["Renamed ЇЖАК"], "what had not changed was not read again");

    let other = "UPDATE audit SET hash = 'another history' WHERE seq = (SELECT MAX(seq) FROM audit)";
    bridge.app.db.write(move |tx| tx.execute(other, &[])).await.unwrap();
    let bridge = again(bridge).await;
    assert_eq!(found(&bridge, "renamed").await, ["Renamed ЇЖАК"], "a database that was put back");

    bridge.app.db.write(|tx| tx.execute("DELETE FROM people WHERE person_id = 'HR-3'", &[])).await.unwrap();
    let anew = "UPDATE people SET given_name = 'Silent' WHERE person_id = 'HR-5'";
    bridge.app.db.write(move |tx| tx.execute(anew, &[])).await.unwrap();
    let bridge = again(bridge).await;
    assert_eq!(found(&bridge, "silent").await, ["Silent KOVALENK"], "rows are missing that the index has");
}
