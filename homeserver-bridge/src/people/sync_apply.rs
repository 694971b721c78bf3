//! Makes planned changes, one transaction each, with its line in the audit log. Everything may be sent twice.
//!
//! Who leaves is signed out before the row says so: if that breaks off in between, the same plan goes on.

use bridge_api::OrganisationId;
use bridge_api::sync::{CatalogueRow, Change, ChangeAnswer, Employment, Entry, Outcome};
use serde_json::json;

use super::display_name::{DISPLAY_NAME_JOB, account_keys, refresh_display_name};
use super::{sync_checks, sync_rows};
use crate::actor::SyncActor;
use crate::app::App;
use crate::audit;
use crate::database::{DbError, Tx};
use crate::error::Problem;
use crate::provisioning::{Cause, suspend};
use crate::queue;

/// On whose behalf.
#[derive(Clone)]
struct Context {
    app: App,
    actor: String,
    scope: Vec<OrganisationId>,
    plan_hash: String,
}

/// Makes the changes in their order; answers each.
///
/// # Errors
/// If the database fails; what was made until then stays.
pub async fn apply(
    app: &App,
    actor: &SyncActor,
    plan_hash: &str,
    changes: Vec<Change>,
) -> Result<Vec<ChangeAnswer>, Problem> {
    let (actor, scope) = (actor.name(), actor.organisations().to_vec());
    let context = Context { app: app.clone(), actor, scope, plan_hash: plan_hash.to_owned() };
    let mut answers = Vec::with_capacity(changes.len());
    for change in changes {
        let person_id = change.person_id().clone();
        answers.push(ChangeAnswer { person_id, outcome: one(&context, change).await? });
    }
    Ok(answers)
}

async fn one(context: &Context, change: Change) -> Result<Outcome, Problem> {
    let app = &context.app;
    if matches!(change, Change::Leave { .. }) {
        let (looking, change) = (context.clone(), change.clone());
        let (refusal, accounts) = app.db.read(move |tx| looking.look(tx, &change)).await?;
        if let Some(outcome) = refusal {
            return Ok(outcome);
        }
        for key in accounts {
            let key = key.parse().map_err(|_| DbError::Stored("person id"))?;
            suspend(app, &context.actor, &key, Cause::Leaving).await?;
        }
    }
    let (person_id, writing) = (change.person_id().clone(), context.clone());
    let (outcome, renamed) = app.db.write(move |tx| writing.write(tx, &change)).await?;
    if let Some(job) = renamed {
        // At once if the homeserver answers, by the job otherwise.
        match refresh_display_name(app, person_id.as_str()).await {
            Ok(()) => app.db.write(move |tx| queue::done(tx, &job)).await?,
            Err(_) => app.wake.wake(),
        }
    }
    Ok(outcome)
}

impl Context {
    fn look(&self, tx: &Tx<'_>, change: &Change) -> Result<(Option<Outcome>, Vec<String>), DbError> {
        let row = sync_rows::row(tx, change.person_id())?;
        let refusal = sync_checks::refusal(tx, &self.app.config, &self.scope, row.as_ref(), change)?;
        Ok((refusal, account_keys(tx, change.person_id().as_str())?))
    }

    /// The outcome, and the job that brings a new display name to the homeserver.
    fn write(&self, tx: &Tx<'_>, change: &Change) -> Result<(Outcome, Option<String>), DbError> {
        let row = sync_rows::row(tx, change.person_id())?;
        if let Some(outcome) = sync_checks::refusal(tx, &self.app.config, &self.scope, row.as_ref(), change)? {
            return Ok((outcome, None));
        }
        let (now, mut job) = (self.app.clock.now_ms(), None);
        let (action, detail) = match change {
            Change::Join { entry } => {
                sync_rows::put(tx, entry, now)?;
                ("person.join", format!("organisation={}", entry.organisation))
            }
            Change::Update { entry, .. } => {
                sync_rows::put(tx, entry, now)?;
                if row.as_ref().is_some_and(|row| renamed(row, entry)) {
                    job = self.rename(tx, entry, now)?;
                }
                ("person.update", row.map_or_else(String::new, |row| told(&row, entry)))
            }
            Change::Missing { person_id, missing_reads } => {
                sync_rows::set_missing(tx, person_id, *missing_reads)?;
                ("person.missing", format!("reads={missing_reads}"))
            }
            Change::Leave { person_id, .. } => {
                sync_rows::set_left(tx, person_id, now)?;
                ("person.leave", String::new())
            }
        };
        let detail = format!("plan={} {detail}", self.plan_hash);
        let (actor, subject) = (&self.actor, change.person_id().as_str());
        audit::append(tx, &audit::Entry { at_ms: now, actor, action, subject, detail: detail.trim_end() })?;
        Ok((Outcome::Applied, job))
    }

    fn rename(&self, tx: &Tx<'_>, entry: &Entry, now: i64) -> Result<Option<String>, DbError> {
        let person_id = entry.person_id.as_str();
        if account_keys(tx, person_id)?.is_empty() {
            return Ok(None);
        }
        let job = format!("display_name:{person_id}:{}", entry.row_hash());
        queue::add(tx, &job, DISPLAY_NAME_JOB, &json!({"person_id": person_id}), now)?;
        Ok(Some(job))
    }
}

fn renamed(row: &CatalogueRow, entry: &Entry) -> bool {
    let was = &row.entry;
    (&was.given_name, &was.family_name, &was.organisation)
        != (&entry.given_name, &entry.family_name, &entry.organisation)
}

/// Which fields change, without their contents. A person who comes back stays signed out until an administrator
/// resumes the account.
fn told(row: &CatalogueRow, entry: &Entry) -> String {
    let was = &row.entry;
    let fields = [
        ("returned", row.employment != Employment::Working),
        ("given_name", was.given_name != entry.given_name),
        ("family_name", was.family_name != entry.family_name),
        ("email", was.email != entry.email),
        ("organisation", was.organisation != entry.organisation),
        ("unit", was.unit != entry.unit),
        ("title", was.title != entry.title),
        ("phone", was.phone != entry.phone),
        ("starts_on", was.starts_on != entry.starts_on),
        ("ends_on", was.ends_on != entry.ends_on),
        ("protected", was.protected != entry.protected),
    ];
    let changed: Vec<&str> = fields.iter().filter(|(_, differs)| *differs).map(|(field, _)| *field).collect();
    format!("changed={}", changed.join(","))
}
