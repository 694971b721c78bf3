//! Letting a person back in who had left: never by itself, always by an administrator.
//!
//! An account that is still there is resumed. One that was closed stays closed for good; the person may then sign up
//! again and gets a new id.

use bridge_api::PersonId;

use super::suspension::{Enforcement, carry_out, resume_in};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
use crate::moves;
use crate::offboarding;
use crate::people::account_keys;

/// Lets somebody back in whom HR lists as working again. `actor` is the name in the audit log.
///
/// # Errors
/// If the database cannot be written; then nothing has changed.
pub async fn let_back_in(app: &App, actor: &str, person_id: &PersonId) -> Result<Enforcement, DbError> {
    let parts = app.clone();
    let (name, person, now) = (actor.to_owned(), person_id.as_str().to_owned(), app.clock.now_ms());
    let job = app
        .db
        .write(move |tx| {
            let config = &parts.config;
            let changed = tx.execute(
                "UPDATE people SET readmitted = 1 WHERE person_id = $1 AND employment = 'working'",
                &[person.as_str().into()],
            )?;
            if changed == 0 {
                return Ok(None);
            }
            let action = "person.readmit";
            audit::append(tx, &Entry { at_ms: now, actor: &name, action, subject: &person, detail: "" })?;
            let mut job = None;
            for key in account_keys(tx, &person)? {
                offboarding::recall(tx, &name, &key, now)?;
                job = resume_in(tx, &name, &key, None, now)?.map(|job| (key, job)).or(job);
            }
            // HR may have moved them while they were away.
            moves::follow(tx, config, &name, &person, now)?;
            Ok(Some(job))
        })
        .await?;
    match job {
        None => Ok(Enforcement::Withheld),
        Some(None) => Ok(Enforcement::Done),
        Some(Some((key, job))) => carry_out(app, &key, Some(job)).await,
    }
}
