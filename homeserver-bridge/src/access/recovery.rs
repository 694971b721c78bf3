//! A new start for somebody who has lost every device and the recovery key.
//!
//! Nobody can give them their old messages back: the keys were theirs alone. What an administrator can do is to let them
//! begin anew. All sessions end; the owner's client is told to make new keys when it signs in next; and for as long as the
//! configuration allows, the homeserver takes these keys in the place of the old ones after a sign-in. Colleagues are shown
//! that the person's identity has changed, as with every change of that kind.

use bridge_api::PersonId;

use super::sessions::end_as;
use super::{Reached, accounts};
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::officers::Session;

const HOUR_MS: i64 = 3_600_000;

/// Ends all sessions and lets the person begin anew with their keys when they sign in next.
///
/// # Errors
/// If the homeserver cannot be told, or the database fails; then the sessions go on.
pub async fn reset_recovery(app: &App, officer: &Session, person_id: &PersonId) -> anyhow::Result<Reached> {
    let (who, person) = (officer.clone(), person_id.as_str().to_owned());
    let found = app.db.read(move |tx| accounts(tx, &who, &person)).await?;
    // The homeserver first: whoever is signed out and does not find this would be asked for a key that is lost.
    for (user_id, server_name) in &found {
        app.homeserver_of_account(&server_name.parse()?)?.ask_for_new_identity(user_id).await?;
    }
    let (by, now_ms) = (officer.actor(), app.clock.now_ms());
    let until_ms = now_ms + i64::from(app.config.invitations.new_identity_hours.get()) * HOUR_MS;
    app.db
        .write(move |tx| {
            for (user_id, _) in &found {
                tx.execute(
                    "INSERT INTO identity_resets (user_id, by_officer, at_ms, until_ms) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (user_id) DO UPDATE SET by_officer = $2, at_ms = $3, until_ms = $4, used_at_ms = NULL",
                    &[user_id.as_str().into(), by.as_str().into(), now_ms.into(), until_ms.into()],
                )?;
            }
            Ok(())
        })
        .await?;
    Ok(end_as(app, officer, person_id, "account.reset_recovery").await?)
}

/// Until when the person may begin anew, if that was allowed and they have not signed in since.
///
/// # Errors
/// If the database fails.
pub async fn pending_reset(app: &App, person_id: &str) -> Result<Option<i64>, DbError> {
    let (person, now) = (person_id.to_owned(), app.clock.now_ms());
    let sql = "SELECT MAX(r.until_ms) FROM identity_resets r JOIN accounts a ON a.user_id = r.user_id
        WHERE a.person_id = $1 AND r.until_ms > $2 AND r.used_at_ms IS NULL";
    let row = app.db.read(move |tx| tx.query_one(sql, &[person.into(), now.into()])).await?;
    row.map_or(Ok(None), |row| row.int_opt(0))
}

/// Somebody signs in: if they may begin anew, the homeserver takes new keys from them in the next minutes. Nobody is kept
/// out because that fails: their client then proves itself with the password.
///
/// # Errors
/// If the database fails.
pub async fn open_new_identity(app: &App, user_id: &str) -> Result<(), DbError> {
    let (user, now) = (user_id.to_owned(), app.clock.now_ms());
    let server = app.db.read(move |tx| open_reset(tx, &user, now)).await?;
    let Some(server) = server else { return Ok(()) };
    let Some(homeserver) = server.parse().ok().and_then(|name| app.homeserver(&name)) else { return Ok(()) };
    if let Err(cause) = homeserver.allow_new_identity(user_id).await {
        tracing::warn!(%cause, "new keys could not be allowed");
        return Ok(());
    }
    let user = user_id.to_owned();
    app.db
        .write(move |tx| {
            let sql = "UPDATE identity_resets SET used_at_ms = COALESCE(used_at_ms, $2) WHERE user_id = $1";
            tx.execute(sql, &[user.into(), now.into()]).map(drop)
        })
        .await
}

/// A sign-in that breaks off may be followed by another one: the reset counts until its time is over.
fn open_reset(tx: &Tx<'_>, user_id: &str, now_ms: i64) -> Result<Option<String>, DbError> {
    let sql = "SELECT a.server_name FROM identity_resets r JOIN accounts a ON a.user_id = r.user_id
        WHERE r.user_id = $1 AND r.until_ms > $2";
    tx.query_one(sql, &[user_id.into(), now_ms.into()])?.map(|row| row.text(0)).transpose()
}
