//! Jobs: work that is done beside requests, one file each; run by the `worker` role, and by `serve` for its own.

mod accounts;
mod externals;
mod mail;
mod moves;
mod offboarding;
mod people;
mod purge;
mod retention;
mod scan_cases;
mod security;

use std::time::Duration;

use tokio::task::JoinSet;

use crate::access::END_SESSIONS_JOB;
use crate::alerts::{ALERT_JOB, ALERT_SEND_JOB};
use crate::app::App;
use crate::database::DbError;
use crate::externals::{BRING_IN_JOB, MAIL_TERM_JOB};
use crate::moves::{MAIL_MOVE_JOB, MOVE_JOB};
use crate::offboarding::OFFBOARDING_JOB;
use crate::people::{COLLEAGUE_JOB, DISPLAY_NAME_JOB, EMAIL_JOB};
use crate::provisioning::{ENFORCE_JOB, MAIL_CODE_JOB, MAIL_INVITATION_JOB, MAIL_PERSON_JOB};
use crate::queue::{self, Job};
use crate::scan_cases::MEDIA_JOB;
use crate::scan_figures::SUMMARY_JOB;

/// How often the table is looked at without being woken.
const PAUSE: Duration = Duration::from_millis(500);
/// Shorter than a job is taken for.
const PATIENCE: Duration = Duration::from_secs(45);
/// So many jobs are done side by side.
const SIDE_BY_SIDE: usize = 8;

/// Runs jobs until the process is told to stop.
pub async fn run(app: App) {
    tokio::join!(run_jobs(&app), accounts::run(&app));
}

/// Removes records that are older than the operator wants to keep them; answers how many went.
///
/// # Errors
/// If the database fails.
pub async fn remove_old_records(app: &App) -> Result<usize, DbError> {
    retention::run(app).await
}

/// Looks once at everything that is looked at every minute, as a process that was started then.
pub async fn look(app: &App, started_ms: i64) {
    purge::run(app).await;
    security::look(app, started_ms).await;
}

/// Makes the accounts that joiners are to have; answers how many requests were settled.
///
/// # Errors
/// If the database fails.
pub async fn make_accounts(app: &App) -> Result<usize, DbError> {
    accounts::run_due(app).await
}

async fn run_jobs(app: &App) {
    let started = app.clock.now_ms();
    let mut next_purge = 0;
    loop {
        if let Err(error) = run_due(app).await {
            tracing::error!(cause = %error, "jobs cannot be read");
        }
        if app.clock.now_ms() >= next_purge {
            look(app, started).await;
            next_purge = app.clock.now_ms() + purge::EVERY_MS;
        }
        tokio::select! {
            () = app.wake.woken() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Runs every job that is due; answers how many were taken.
///
/// # Errors
/// If the table of jobs cannot be read.
pub async fn run_due(app: &App) -> Result<usize, DbError> {
    let mut running = JoinSet::new();
    let mut taken = 0;
    loop {
        while running.len() < SIDE_BY_SIDE {
            let now = app.clock.now_ms();
            if !app.db.read(move |tx| queue::any_due(tx, now)).await? {
                break;
            }
            let Some(job) = app.db.write(move |tx| queue::take(tx, now)).await? else { break };
            taken += 1;
            running.spawn(finish(app.clone(), job));
        }
        if running.join_next().await.is_none() {
            return Ok(taken);
        }
    }
}

/// Runs a job and writes down what came of it.
async fn finish(app: App, job: Job) {
    let result = match tokio::time::timeout(PATIENCE, work(&app, &job)).await {
        Ok(result) => result,
        Err(_) => Err(anyhow::anyhow!("it took too long")),
    };
    let now = app.clock.now_ms();
    let kind = job.kind.clone();
    let written = match result {
        Ok(()) => app.db.write(move |tx| queue::done(tx, &job.id)).await,
        Err(error) => {
            tracing::warn!(kind, tries = job.tries, cause = format!("{error:#}"), "a job failed");
            let again = app.db.write(move |tx| queue::failed(tx, &job, now)).await;
            again.map(|again| {
                if !again {
                    tracing::error!(kind, "a job was given up");
                }
            })
        }
    };
    if let Err(error) = written {
        tracing::error!(kind, cause = %error, "the end of a job cannot be written down");
    }
}

async fn work(app: &App, job: &Job) -> anyhow::Result<()> {
    match job.kind.as_str() {
        MAIL_CODE_JOB => mail::code(app, &job.payload).await,
        MAIL_INVITATION_JOB => mail::invitation(app, &job.payload).await,
        DISPLAY_NAME_JOB => people::display_name(app, &job.payload).await,
        EMAIL_JOB => people::email(app, &job.payload).await,
        MAIL_PERSON_JOB => people::invitation(app, &job.payload).await,
        COLLEAGUE_JOB => people::colleague(app, &job.payload).await,
        OFFBOARDING_JOB => offboarding::advance(app, &job.payload).await,
        MEDIA_JOB => scan_cases::media(app, &job.payload).await,
        MOVE_JOB => moves::advance(app, &job.payload).await,
        MAIL_MOVE_JOB => moves::letter(app, &job.payload).await,
        ALERT_JOB => security::hand_out(app, &job.payload).await,
        ALERT_SEND_JOB => security::send(app, &job.payload).await,
        SUMMARY_JOB => security::summary(app, &job.payload).await,
        END_SESSIONS_JOB => people::end_sessions(app, &job.payload).await,
        BRING_IN_JOB => externals::bring_in(app, &job.payload).await,
        MAIL_TERM_JOB => externals::letter(app, &job.payload).await,
        ENFORCE_JOB => people::enforce(app, &job.payload).await,
        _ => anyhow::bail!("no job of this kind is known"),
    }
}
