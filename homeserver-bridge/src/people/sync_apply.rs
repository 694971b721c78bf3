//! Makes planned changes, each with its line in the audit log. Everything may be sent twice.
//!
//! Changes that only write the catalogue are made together, in one transaction; one that is refused undoes none of the
//! others. Who leaves or is suspended is signed out before the row says so: if that breaks off in between, the same plan
//! goes on.

use bridge_api::OrganisationId;
use bridge_api::sync::{Change, ChangeAnswer, Employment, HrState, Outcome};

use super::display_name::account_keys;
use super::sync_after::{self, Errand};
use super::sync_told::told;
use super::{sync_checks, sync_rows};
use crate::actor::SyncActor;
use crate::app::App;
use crate::audit;
use crate::database::{DbError, Tx};
use crate::error::Problem;
use crate::offboarding;
use crate::provisioning::{Cause, suspend};

/// On whose behalf.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) app: App,
    pub(super) actor: String,
    scope: Vec<OrganisationId>,
    plan_hash: String,
    pub(super) now_ms: i64,
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
    let context = Context {
        app: app.clone(),
        actor: actor.name(),
        scope: actor.organisations().to_vec(),
        plan_hash: plan_hash.to_owned(),
        now_ms: app.clock.now_ms(),
    };
    let mut answers = Vec::with_capacity(changes.len());
    let mut together = Vec::new();
    for change in changes {
        let Some(cause) = signs_out(&change) else {
            together.push(change);
            continue;
        };
        context.make(std::mem::take(&mut together), &mut answers).await?;
        match context.sign_out(&change, cause).await? {
            Some(answer) => answers.push(answer),
            None => context.make(vec![change], &mut answers).await?,
        }
    }
    context.make(together, &mut answers).await?;
    Ok(answers)
}

/// Whether the change ends sessions, and why.
fn signs_out(change: &Change) -> Option<Cause> {
    match change {
        Change::Leave { .. } => Some(Cause::Leaving),
        Change::Join { entry } | Change::Update { entry, .. } if entry.state == HrState::Suspended => {
            Some(Cause::Register)
        }
        _ => None,
    }
}

impl Context {
    /// Signs out whom the change is about; answers the change if it may not be made.
    async fn sign_out(&self, change: &Change, cause: Cause) -> Result<Option<ChangeAnswer>, Problem> {
        let (looking, looked_at) = (self.clone(), change.clone());
        let looked = self.app.db.read(move |tx| looking.look(tx, &looked_at)).await?;
        let accounts = match looked {
            Ok(accounts) => accounts,
            Err(outcome) => return Ok(Some(ChangeAnswer { person_id: change.person_id().clone(), outcome })),
        };
        // The person's own key too: codes and invitations end with or without an account.
        let own = change.person_id().to_string();
        for key in accounts.into_iter().filter(|key| *key != own).chain([own.clone()]) {
            let key = key.parse().map_err(|_| DbError::Stored("person id"))?;
            if cause == Cause::Leaving {
                offboarding::start(&self.app, &self.actor, &key, offboarding::Cause::Left).await?;
            } else {
                suspend(&self.app, &self.actor, &key, cause).await?;
            }
        }
        Ok(None)
    }

    fn look(&self, tx: &Tx<'_>, change: &Change) -> Result<Result<Vec<String>, Outcome>, DbError> {
        let row = sync_rows::row(tx, change.person_id())?;
        match sync_checks::refusal(tx, &self.app.config, &self.scope, row.as_ref(), change)? {
            Some(outcome) => Ok(Err(outcome)),
            None => account_keys(tx, change.person_id().as_str()).map(Ok),
        }
    }

    /// Writes changes in one transaction, then does what the homeservers have to hear.
    async fn make(&self, changes: Vec<Change>, answers: &mut Vec<ChangeAnswer>) -> Result<(), Problem> {
        if changes.is_empty() {
            return Ok(());
        }
        let context = self.clone();
        let written = self.app.db.write(move |tx| {
            let (mut made, mut errands, mut version) = (Vec::with_capacity(changes.len()), Vec::new(), None);
            for change in &changes {
                let outcome = context.write(tx, change, &mut version, &mut errands)?;
                made.push(ChangeAnswer { person_id: change.person_id().clone(), outcome });
            }
            Ok((made, errands))
        });
        let (made, errands) = written.await?;
        answers.extend(made);
        sync_after::run(&self.app, errands).await?;
        Ok(())
    }

    /// Makes one change, if it may be made; all changes of a transaction are one version of the catalogue.
    fn write(
        &self,
        tx: &Tx<'_>,
        change: &Change,
        version: &mut Option<i64>,
        errands: &mut Vec<Errand>,
    ) -> Result<Outcome, DbError> {
        let row = sync_rows::row(tx, change.person_id())?;
        if let Some(outcome) = sync_checks::refusal(tx, &self.app.config, &self.scope, row.as_ref(), change)? {
            return Ok(outcome);
        }
        let now = self.now_ms;
        let mut next = || -> Result<i64, DbError> {
            match *version {
                Some(version) => Ok(version),
                None => Ok(*version.insert(sync_rows::next_version(tx)?)),
            }
        };
        let (action, detail) = match change {
            Change::Join { entry } => {
                sync_rows::put(tx, entry, now, next()?)?;
                ("person.join", format!("organisation={}", entry.organisation))
            }
            Change::Update { entry, .. } => {
                if let Some(row) = &row {
                    sync_after::before_update(self, tx, row, entry)?;
                }
                sync_rows::put(tx, entry, now, next()?)?;
                ("person.update", row.as_ref().map_or_else(String::new, |row| told(row, entry)))
            }
            Change::Missing { person_id, missing_reads } => {
                sync_rows::set_missing(tx, person_id, *missing_reads)?;
                ("person.missing", format!("reads={missing_reads}"))
            }
            Change::Leave { person_id, .. } => {
                sync_rows::set_left(tx, person_id, now, next()?)?;
                ("person.leave", String::new())
            }
        };
        let detail = format!("plan={} {detail}", self.plan_hash);
        let (actor, subject) = (&self.actor, change.person_id().as_str());
        audit::append(tx, &audit::Entry { at_ms: now, actor, action, subject, detail: detail.trim_end() })?;
        if let Change::Join { entry } | Change::Update { entry, .. } = change {
            sync_after::after_write(self, tx, row.as_ref(), entry, errands)?;
        }
        Ok(Outcome::Applied)
    }
}

/// Whether the row is one of people who belong here.
pub(super) fn belongs(employment: Employment) -> bool {
    employment != Employment::Left
}
