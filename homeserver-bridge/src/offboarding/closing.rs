//! The last step: after the grace period the account is closed for good. Its row stays, so that its id is never another's.

use super::saga::{self, Saga, State, Step};
use super::steps::ACTOR;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
use crate::homeserver::HomeserverError;
use crate::provisioning::set_account_state;

/// Closes the account; answers whether it is closed.
pub(super) async fn close(app: &App, saga: &Saga) -> Result<bool, DbError> {
    let id = saga.id.clone();
    let (done, state) = app
        .db
        .read(move |tx| Ok((saga::is_done(tx, &id, Step::Close)?, saga::read(tx, &id)?.map(|saga| saga.state))))
        .await?;
    // Somebody may have been let back in while the last rooms were looked at.
    if done || state == Some(State::Cancelled) {
        return Ok(done);
    }
    let result = match app.homeserver(&saga.server_name) {
        Some(homeserver) => match homeserver.close_account(&saga.user_id).await {
            // It was never made; its id is taken all the same.
            Ok(()) | Err(HomeserverError::NoSuchAccount) => Ok(()),
            Err(cause) => Err(cause.to_string()),
        },
        None => Err("the homeserver of the account is no longer in the configuration".to_owned()),
    };
    let (saga, now) = (saga.clone(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            if let Err(cause) = result {
                saga::record(tx, &saga.id, Step::Close, Err(&cause), now)?;
                return Ok(false);
            }
            set_account_state(tx, &saga.user_id, "leaving", "closed")?;
            saga::record(tx, &saga.id, Step::Close, Ok(""), now)?;
            let (action, subject) = ("account.close", saga.user_id.as_str());
            audit::append(tx, &Entry { at_ms: now, actor: ACTOR, action, subject, detail: &saga.person_id })?;
            Ok(true)
        })
        .await
}
