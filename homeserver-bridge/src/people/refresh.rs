//! Which state of the index a search uses. One task follows the database; searches use the last state that it left,
//! and wait for the next one only if that is near.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::directory::{Fingerprint, Snapshot};
use super::follow::catch_up;
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::error::Problem;

/// How often a process looks whether the catalogue has changed, when nobody searches.
const PAUSE: Duration = Duration::from_millis(500);
/// The same after a failure.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);
/// The longest time that changes are gathered after changes.
const BREATH: Duration = Duration::from_millis(500);
/// As many changes are read in a moment.
const FEW: i64 = 500;
/// How long a search waits for few changes, if nothing had changed for [`QUIET`] before.
const A_MOMENT: Duration = Duration::from_millis(250);
const QUIET: Duration = Duration::from_secs(5);
/// How long it waits for the first state of all, or where nobody follows the database but searches themselves.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes the index and keeps it near the catalogue for as long as the process runs.
pub async fn follow(app: App) {
    app.people.followed.store(true, Relaxed);
    loop {
        let start = Instant::now();
        let pause = match catch_up(&app).await {
            Ok(()) => PAUSE,
            Err(error) => {
                tracing::error!("the search index could not be brought up to date; it is tried again: {error:#}");
                PAUSE_AFTER_FAILURE
            }
        };
        // While changes keep coming, they are gathered: following takes no more than half of the time.
        tokio::time::sleep(start.elapsed().min(BREATH)).await;
        let _ = timeout(pause, app.people.stale.notified()).await;
    }
}

/// The state to search in.
pub(super) async fn current(app: &App) -> Result<Arc<Snapshot>, Problem> {
    let people = &app.people;
    let mut states = people.state.subscribe();
    let have = states.borrow_and_update().clone();
    let seen = have.as_ref().map_or(-1, |have| have.made_from.catalogue);
    let (now, changes) = app.db.read(move |tx| Ok((fingerprint(tx)?, changes_since(tx, seen)?))).await?;
    let followed = people.followed.load(Relaxed);
    let patience = match &have {
        Some(have) if have.made_from == now => return Ok(have.clone()),
        Some(_) if changes > FEW => Duration::ZERO,
        Some(have) if followed && have.since.elapsed() < QUIET => Duration::ZERO,
        Some(_) if followed => A_MOMENT,
        _ => PATIENCE,
    };
    if followed {
        people.stale.notify_one();
    } else {
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = catch_up(&app).await {
                tracing::error!("the search index could not be brought up to date: {error:#}");
            }
        });
    }
    let reached = |state: &Option<Arc<Snapshot>>| {
        state.as_ref().is_some_and(|state| state.made_from == now || state.made_from.catalogue > now.catalogue)
    };
    if !patience.is_zero() {
        let _ = timeout(patience, states.wait_for(reached)).await;
    }
    let newest = people.state.borrow().clone();
    newest.ok_or_else(|| {
        Problem::not_ready("The directory is being prepared after a start. Try again in a minute.", 5000)
    })
}

pub(super) fn fingerprint(tx: &Tx<'_>) -> Result<Fingerprint, DbError> {
    let row = tx.query_one(
        "SELECT (SELECT version FROM catalogue_version WHERE id = 1),
             (SELECT COUNT(*) FROM invitations),
             (SELECT COALESCE(MAX(created_at_ms), 0) FROM invitations),
             (SELECT COALESCE(SUM(revoked_at_ms), 0) FROM invitations)",
        &[],
    )?;
    let row = row.ok_or(DbError::Stored("catalogue version"))?;
    Ok(Fingerprint { catalogue: row.int(0)?, invitations: (row.int(1)?, row.int(2)?, row.int(3)?) })
}

/// How many rows have changed since; counts no further than to "too many".
fn changes_since(tx: &Tx<'_>, version: i64) -> Result<i64, DbError> {
    let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM people WHERE version > $1 LIMIT {}) AS changed", FEW + 1);
    tx.query_one(&sql, &[version.into()])?.ok_or(DbError::Stored("count"))?.int(0)
}
