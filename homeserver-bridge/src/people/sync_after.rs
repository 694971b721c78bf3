//! What follows from a written entry: accounts and invitations for joiners; new names, new emails and the end of a
//! suspension for the homeservers.
//!
//! Each errand is a job in the transaction of its change. The few of a small batch are run at once; the many of a large
//! one are left to the workers.

use bridge_api::sync::{CatalogueRow, Employment, Entry};
use serde_json::json;

use super::display_name::{DISPLAY_NAME_JOB, account_keys, refresh_display_name};
use super::sync_apply::Context;
use super::sync_email::{self, EMAIL_JOB, refresh_email};
use crate::app::App;
use crate::config::AccountsPolicy;
use crate::database::{DbError, Tx};
use crate::moves;
use crate::provisioning::{self, Cause};
use crate::queue;

/// So many errands are run before the change is answered.
const AT_ONCE: usize = 16;

/// Something for a homeserver, and the job that does it if we do not.
pub(super) struct Errand {
    job: String,
    person_id: String,
    kind: Kind,
}

enum Kind {
    Name,
    Email,
    Enforce,
}

/// What must happen before an entry changes.
pub(super) fn before_update(context: &Context, tx: &Tx<'_>, row: &CatalogueRow, entry: &Entry) -> Result<(), DbError> {
    if row.entry.email != entry.email {
        sync_email::leave_address(tx, &context.actor, row, context.now_ms)?;
    }
    if elsewhere(context, row, entry) {
        // What follows asks for accounts by HR's key.
        sync_email::adopt(tx, &context.actor, row, context.now_ms)?;
    }
    Ok(())
}

/// What follows from an entry that was written; `row` is what stood there before.
pub(super) fn after_write(
    context: &Context,
    tx: &Tx<'_>,
    row: Option<&CatalogueRow>,
    entry: &Entry,
    errands: &mut Vec<Errand>,
) -> Result<(), DbError> {
    let (person_id, now) = (entry.person_id.as_str(), context.now_ms);
    if let Some(row) = row {
        let was = &row.entry;
        let keys = account_keys(tx, person_id)?;
        let renamed = (&was.given_name, &was.family_name, &was.organisation)
            != (&entry.given_name, &entry.family_name, &entry.organisation);
        let mut add = |name: &str, job_kind: &str, kind| {
            let job = format!("{name}:{person_id}:{}", entry.row_hash());
            queue::add(tx, &job, job_kind, &json!({"person_id": person_id}), now)?;
            errands.push(Errand { job, person_id: person_id.to_owned(), kind });
            Ok::<_, DbError>(())
        };
        if !keys.is_empty() && renamed {
            add("display_name", DISPLAY_NAME_JOB, Kind::Name)?;
        }
        if !keys.is_empty() && was.email != entry.email {
            add("email", EMAIL_JOB, Kind::Email)?;
        }
        if row.employment == Employment::Suspended && entry.state.is_active() {
            for key in keys {
                if let Some(job) = provisioning::resume_in(tx, &context.actor, &key, Some(Cause::Register), now)? {
                    errands.push(Errand { job, person_id: key, kind: Kind::Enforce });
                }
            }
        }
    }
    if row.is_some_and(|row| elsewhere(context, row, entry)) {
        moves::follow(tx, &context.app.config, &context.actor, person_id, now)?;
    }
    if arrives(row, entry) {
        welcome(context, tx, entry)?;
    }
    Ok(())
}

/// Whether the person's organisation is on another homeserver now.
fn elsewhere(context: &Context, row: &CatalogueRow, entry: &Entry) -> bool {
    let home = |organisation| context.app.config.organisation(organisation).map(|known| &known.homeserver);
    home(&row.entry.organisation) != home(&entry.organisation)
}

/// Whether the person is new where they are: joined, moved in, or let work for the first time. Who comes back after
/// having left is not: that takes an administrator.
fn arrives(row: Option<&CatalogueRow>, entry: &Entry) -> bool {
    entry.state.is_active()
        && row.is_none_or(|row| {
            row.employment == Employment::Suspended
                || (row.employment == Employment::Working && row.entry.organisation != entry.organisation)
        })
}

/// What the organisation does for people who arrive and never had an account.
fn welcome(context: &Context, tx: &Tx<'_>, entry: &Entry) -> Result<(), DbError> {
    let (config, person_id) = (&context.app.config, entry.person_id.as_str());
    let Some(organisation) = config.organisation(&entry.organisation) else { return Ok(()) };
    let at_once = organisation.accounts == AccountsPolicy::OnJoin;
    if !(at_once || organisation.invite_joiners) || !account_keys(tx, person_id)?.is_empty() {
        return Ok(());
    }
    if at_once {
        provisioning::want_account(tx, person_id, context.now_ms)?;
    }
    if organisation.invite_joiners {
        let pace = config.invitations.joiner_mails_per_minute.get();
        provisioning::invite_joiner(tx, &context.actor, person_id, pace, context.now_ms)?;
    }
    Ok(())
}

/// Runs the errands of a small batch, and wakes the workers for the rest.
pub(super) async fn run(app: &App, errands: Vec<Errand>) -> Result<(), DbError> {
    app.wake_accounts.wake();
    if errands.len() > AT_ONCE {
        app.wake.wake();
        return Ok(());
    }
    let mut left = false;
    for errand in errands {
        let done = match errand.kind {
            Kind::Name => refresh_display_name(app, &errand.person_id).await,
            Kind::Email => refresh_email(app, &errand.person_id).await,
            Kind::Enforce => provisioning::enforce(app, &errand.person_id).await,
        };
        match done {
            Ok(()) => app.db.write(move |tx| queue::done(tx, &errand.job)).await?,
            Err(_) => left = true,
        }
    }
    if left {
        app.wake.wake();
    }
    Ok(())
}
