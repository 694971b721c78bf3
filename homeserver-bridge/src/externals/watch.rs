//! What is looked at every minute: terms of those whom an administrator invited, reminders, ends, sponsors who have left, and
//! rooms whose job was lost. Each is settled in a transaction of its own, so that a process that is killed leaves the rest
//! to the next look.

use super::letters::{self, Letter};
use super::term::{self, ACTOR, DAY_MS};
use super::{bring_in, end, sponsor};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::config::ServeConfig;
use crate::database::{DbError, Tx};
use crate::provisioning::{Cause, resume_in};

/// So many of a kind are settled at one look.
const AT_ONCE: i64 = 200;

/// HR lists somebody with the address of the invitation `i`.
const VOUCHED: &str = "EXISTS (SELECT 1 FROM people p WHERE p.email = i.email AND p.employment <> 'left')";

/// Looks once; answers how many terms ended.
///
/// # Errors
/// If the database fails.
pub async fn look(app: &App) -> Result<usize, DbError> {
    let (parts, now) = (app.clone(), app.clock.now_ms());
    app.db.write(move |tx| follow_invitations(tx, &parts.config, now)).await?;
    let (parts, now) = (app.clone(), app.clock.now_ms());
    app.db.write(move |tx| remind(tx, &parts.config, now)).await?;
    let ended = end_due(app).await?;
    sponsor::hand_over_due(app).await?;
    let now = app.clock.now_ms();
    app.db.write(move |tx| bring_in::wake_due(tx, now)).await?;
    app.wake.wake();
    Ok(ended)
}

/// Whom an administrator invited has a term as long as HR does not vouch for them.
fn follow_invitations(tx: &Tx<'_>, config: &ServeConfig, now_ms: i64) -> Result<(), DbError> {
    let sql = format!(
        "SELECT i.person_id, i.account_until_ms FROM invitations i WHERE i.revoked_at_ms IS NULL AND NOT {VOUCHED}
             AND NOT EXISTS (SELECT 1 FROM account_terms t WHERE t.person_id = i.person_id) LIMIT {AT_ONCE}"
    );
    let until = now_ms + i64::from(config.invitations.account_days) * DAY_MS;
    for row in tx.query(&sql, &[])? {
        term::begin(tx, config, &row.text(0)?, "", row.int_opt(1)?.unwrap_or(until), now_ms)?;
    }
    let sql = format!(
        "SELECT t.person_id FROM account_terms t JOIN invitations i ON i.person_id = t.person_id
         WHERE i.revoked_at_ms IS NOT NULL OR {VOUCHED} LIMIT {AT_ONCE}"
    );
    for row in tx.query(&sql, &[])? {
        let person_id = row.text(0)?;
        tx.execute("DELETE FROM account_terms WHERE person_id = $1", &[person_id.as_str().into()])?;
        resume_in(tx, ACTOR, &person_id, Some(Cause::Expired), now_ms)?;
        let (action, subject) = ("external.vouched", person_id.as_str());
        audit::append(tx, &Entry { at_ms: now_ms, actor: ACTOR, action, subject, detail: "" })?;
    }
    Ok(())
}

/// Each reminder goes out once, with the mark that it did; whoever renews is reminded again.
fn remind(tx: &Tx<'_>, config: &ServeConfig, now_ms: i64) -> Result<(), DbError> {
    let mut days = config.externals.remind_days.clone();
    // The nearest first: who was away for two weeks is not reminded twice.
    days.sort_unstable();
    for days in days {
        let rows = tx.query(
            "SELECT person_id FROM account_terms
             WHERE ended_at_ms IS NULL AND until_ms > $1 AND until_ms <= $2 AND reminded_days > $3
             ORDER BY until_ms LIMIT $4",
            &[now_ms.into(), (now_ms + i64::from(days) * DAY_MS).into(), i64::from(days).into(), AT_ONCE.into()],
        )?;
        for row in rows {
            let person_id = row.text(0)?;
            tx.execute(
                "UPDATE account_terms SET reminded_days = $2 WHERE person_id = $1",
                &[person_id.as_str().into(), i64::from(days).into()],
            )?;
            letters::queue(tx, &person_id, Letter::Reminder, now_ms)?;
            letters::queue(tx, &person_id, Letter::ReminderToSponsor, now_ms)?;
        }
    }
    Ok(())
}

async fn end_due(app: &App) -> Result<usize, DbError> {
    let now = app.clock.now_ms();
    let due = app.db.read(move |tx| {
        let sql = format!(
            "{} WHERE t.ended_at_ms IS NULL AND t.until_ms <= $1 ORDER BY t.until_ms LIMIT {AT_ONCE}",
            term::select()
        );
        tx.query(&sql, &[now.into()])?.iter().map(term::read).collect::<Result<Vec<_>, _>>()
    });
    let mut ended = 0;
    for term in due.await? {
        if end::carry_out(app, ACTOR, term).await? {
            ended += 1;
        }
    }
    Ok(ended)
}
