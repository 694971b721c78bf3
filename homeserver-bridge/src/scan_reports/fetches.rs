//! Who was given which file, as scanners and front doors tell: kept for a limited time, so that people can be warned when
//! something is found in a file later.

use std::sync::{Mutex, PoisonError};

use bridge_api::scan_rules::{Fetch, MAX_FETCHES};

use super::store::whole;
use crate::app::App;
use crate::database::{DbError, Tx};

const DAY_MS: i64 = 24 * 3_600_000;
/// What waits to be written; more is lost, and said so.
const WAITING: usize = 50_000;

/// Keeps what was handed out. Telling it twice counts twice.
///
/// # Errors
/// If the database refuses it.
pub async fn store_fetches(app: &App, fetches: Vec<Fetch>) -> Result<(), DbError> {
    app.db.write(move |tx| fetches.iter().try_for_each(|fetch| keep(tx, fetch))).await
}

fn keep(tx: &Tx<'_>, fetch: &Fetch) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO scan_fetches (mxc, user_id, homeserver, first_at_ms, last_at_ms, times)
         VALUES ($1, $2, $3, $4, $4, 1)
         ON CONFLICT (mxc, user_id) DO UPDATE SET times = scan_fetches.times + 1,
             first_at_ms = CASE WHEN excluded.first_at_ms < scan_fetches.first_at_ms
                 THEN excluded.first_at_ms ELSE scan_fetches.first_at_ms END,
             last_at_ms = CASE WHEN excluded.last_at_ms > scan_fetches.last_at_ms
                 THEN excluded.last_at_ms ELSE scan_fetches.last_at_ms END",
        &[
            fetch.mxc.to_string().into(),
            fetch.user_id.as_str().into(),
            fetch.homeserver.as_str().into(),
            whole(fetch.at_ms).into(),
        ],
    )
    .map(drop)
}

/// Forgets fetches that are older than the configuration allows; answers how many.
///
/// # Errors
/// If the database refuses it.
pub fn purge_fetches(tx: &Tx<'_>, keep_days: u32, now_ms: i64) -> Result<usize, DbError> {
    tx.execute("DELETE FROM scan_fetches WHERE last_at_ms < $1", &[(now_ms - i64::from(keep_days) * DAY_MS).into()])
}

/// Fetches at this process's front doors, on their way into the database: a download does not wait for them.
#[derive(Default)]
pub struct FetchLog(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    fetches: Vec<Fetch>,
    writing: bool,
}

impl FetchLog {
    /// Notes a fetch; it is written beside the request.
    pub fn note(app: &App, fetch: Fetch) {
        {
            let mut waiting = app.fetches.lock();
            if waiting.fetches.len() >= WAITING {
                tracing::error!("the database does not take fetches: one is lost");
                return;
            }
            waiting.fetches.push(fetch);
            if std::mem::replace(&mut waiting.writing, true) {
                return;
            }
        }
        tokio::spawn(write(app.clone()));
    }

    /// What is next to be written; nothing ends the writing.
    fn next(&self) -> Option<Vec<Fetch>> {
        let mut waiting = self.lock();
        let end = waiting.fetches.len().min(MAX_FETCHES);
        waiting.writing = end > 0;
        (end > 0).then(|| waiting.fetches.drain(..end).collect())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(app: App) {
    while let Some(fetches) = app.fetches.next() {
        if let Err(error) = store_fetches(&app, fetches).await {
            tracing::error!(cause = %error, "fetches cannot be written down");
        }
    }
}
