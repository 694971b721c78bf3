//! A person's way into their accounts, as administrators look after it: devices, sessions, a new password, a new start after
//! everything was lost.
//!
//! Whether somebody may have an account at all is the matter of `provisioning`.

mod devices;
mod password;
mod recovery;
mod sessions;

pub use devices::{AccountSeen, Removed, Told, remove_device, seen};
pub use password::{Sent, send_sign_in_mail};
pub use recovery::{open_new_identity, pending_reset, reset_recovery};
pub use sessions::{END_SESSIONS_JOB, end_all, end_for};

use bridge_api::PersonId;

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};
use crate::officers::Session;
use crate::provisioning::live;

/// What became of an act at a homeserver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// The homeserver has done it.
    Done,
    /// The homeserver does not answer; a job goes on trying.
    Pending,
    /// The person has no account for that.
    Nothing,
}

/// The accounts of a person that may be used, with their homeservers; none outside the officer's scope.
fn accounts(tx: &Tx<'_>, officer: &Session, person_id: &str) -> Result<Vec<(String, String)>, DbError> {
    if !officer.scope.covers_person(tx, person_id)? {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT a.user_id, a.server_name FROM accounts a WHERE a.person_id = $1 AND {} ORDER BY a.moved, a.user_id",
        live("a")
    );
    tx.query(&sql, &[person_id.into()])?.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

/// The Matrix ids of a person's accounts that may be used; none outside the officer's scope. Recorded: somebody is about
/// to put them right.
///
/// # Errors
/// If the database fails.
pub async fn accounts_of(app: &App, officer: &Session, person_id: &PersonId) -> Result<Vec<String>, DbError> {
    let (who, person, at_ms) = (officer.clone(), person_id.as_str().to_owned(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let found = accounts(tx, &who, &person)?;
            let actor = who.actor();
            for (user_id, _) in &found {
                let action = "account.put_right";
                audit::append(tx, &Entry { at_ms, actor: &actor, action, subject: user_id, detail: "" })?;
            }
            Ok(found.into_iter().map(|(user_id, _)| user_id).collect())
        })
        .await
}
