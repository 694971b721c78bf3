//! The departure of several people at once: each for itself, so that one that cannot begin holds up no other.

use bridge_api::PersonId;

use super::begin::{begin, lock_begun};
use super::saga::Cause;
use crate::app::App;
use crate::database::DbError;
use crate::officers::Scope;

/// What became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ManyBegun {
    /// People whose departure has begun.
    pub begun: usize,
    /// People with nothing to end, or outside the scope of whoever decided.
    pub nothing: usize,
}

/// Begins the departure of these people, as far as they are within the scope. Harmless when repeated.
///
/// # Errors
/// If the database fails; those who were begun before then are on their way.
pub async fn start_many(app: &App, actor: &str, scope: &Scope, people: &[PersonId]) -> Result<ManyBegun, DbError> {
    let mut many = ManyBegun::default();
    for person in people {
        let (config, actor, scope) = (app.config.offboarding.clone(), actor.to_owned(), scope.clone());
        let (person, now) = (person.as_str().to_owned(), app.clock.now_ms());
        let begun = app.db.write(move |tx| {
            if !scope.covers_person(tx, &person)? {
                return Ok(Vec::new());
            }
            begin(tx, &config, &actor, &person, Cause::Administrator, now)
        });
        let begun = begun.await?;
        lock_begun(app, &begun).await;
        if begun.is_empty() { many.nothing += 1 } else { many.begun += 1 }
    }
    Ok(many)
}
