//! Looking at plans: registers at where theirs stand, administrators at what they do.

use bridge_api::sync::{PlanCounts, PlanStanding};
use serde::de::DeserializeOwned;

use super::{NEEDED, Standing};
use crate::actor::SyncActor;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::officers::Scope;

/// Plans on one page of the list.
pub const PAGE: i64 = 50;

/// A plan in the list.
#[derive(Debug, Clone)]
pub struct PlanLine {
    /// Its hash.
    pub hash: String,
    /// The register that it comes from.
    pub register: String,
    /// Where it stands.
    pub standing: Standing,
    /// When it came.
    pub submitted_at_ms: i64,
    /// How many different administrators have approved it.
    pub approvals: i64,
    /// What it does to each organisation.
    pub organisations: Vec<PlanCounts>,
}

/// A plan as a whole.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the list shows.
    pub line: PlanLine,
    /// When the register's program made it.
    pub made_at_ms: i64,
    /// When it can no longer be approved or applied.
    pub expires_at_ms: i64,
    /// The brakes' sentences.
    pub brakes: Vec<String>,
    /// What it does, a line a change.
    pub lines: Vec<String>,
    /// How many lines there are in all.
    pub lines_total: i64,
    /// Who has approved it, in order.
    pub approvals: Vec<Approval>,
    /// Who rejected it.
    pub rejected_by: Option<String>,
    /// When it was approved by the last one, or rejected.
    pub decided_at_ms: Option<i64>,
    /// When its first changes came.
    pub applied_at_ms: Option<i64>,
}

/// An administrator's approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The officer's name.
    pub officer: String,
    /// When.
    pub at_ms: i64,
}

/// Where the actor's plan of this hash stands; nothing if there is none.
///
/// # Errors
/// If the database fails.
pub async fn standing(app: &App, actor: &SyncActor, hash: String) -> Result<Option<PlanStanding>, DbError> {
    let (register, now) = (actor.register().to_owned(), app.clock.now_ms());
    app.db.read(move |tx| standing_in(tx, &hash, &register, now)).await
}

pub(super) fn standing_in(
    tx: &Tx<'_>,
    hash: &str,
    register: &str,
    now_ms: i64,
) -> Result<Option<PlanStanding>, DbError> {
    let row = tx.query_one(
        "SELECT decision, applied_at_ms, expires_at_ms,
             (SELECT COUNT(*) FROM plan_approvals a WHERE a.plan_hash = p.plan_hash)
         FROM plans p WHERE p.plan_hash = $1 AND p.register = $2",
        &[hash.into(), register.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let decision = Standing::of(&row.text(0)?, row.int_opt(1)?.is_some(), row.int(2)?, now_ms)?.decision();
    let approvals = u32::try_from(row.int(3)?).map_err(|_| DbError::Stored("count"))?;
    Ok(Some(PlanStanding { decision, approvals, needed: NEEDED }))
}

/// Where a plan stands, whoever's it is.
pub(super) fn find(tx: &Tx<'_>, hash: &str, now_ms: i64) -> Result<Option<Standing>, DbError> {
    let sql = "SELECT decision, applied_at_ms, expires_at_ms FROM plans WHERE plan_hash = $1";
    let row = tx.query_one(sql, &[hash.into()])?;
    row.map(|row| Standing::of(&row.text(0)?, row.int_opt(1)?.is_some(), row.int(2)?, now_ms)).transpose()
}

/// How many plans wait for administrators.
///
/// # Errors
/// If the database fails.
pub async fn waiting(app: &App) -> Result<i64, DbError> {
    let now = app.clock.now_ms();
    app.db
        .read(move |tx| {
            let sql = "SELECT COUNT(*) FROM plans WHERE decision = 'waiting' AND expires_at_ms > $1";
            tx.query_one(sql, &[now.into()])?.map_or(Ok(0), |row| row.int(0))
        })
        .await
}

const COLUMNS: &str = "p.plan_hash, p.register, p.decision, p.applied_at_ms, p.expires_at_ms, p.submitted_at_ms,
     p.organisations, (SELECT COUNT(*) FROM plan_approvals a WHERE a.plan_hash = p.plan_hash)";

fn line(row: &Row, now_ms: i64) -> Result<PlanLine, DbError> {
    Ok(PlanLine {
        hash: row.text(0)?,
        register: row.text(1)?,
        standing: Standing::of(&row.text(2)?, row.int_opt(3)?.is_some(), row.int(4)?, now_ms)?,
        submitted_at_ms: row.int(5)?,
        organisations: json(row, 6)?,
        approvals: row.int(7)?,
    })
}

fn json<T: DeserializeOwned>(row: &Row, column: usize) -> Result<T, DbError> {
    serde_json::from_str(&row.text(column)?).map_err(|_| DbError::Stored("plan"))
}

/// Whether a plan is about nobody outside a scope.
fn within(scope: &Scope, organisations: &[PlanCounts]) -> bool {
    organisations.iter().all(|counts| scope.covers(counts.organisation.as_str()))
}

/// The same, of a plan by its hash; one that is not there is within none.
pub(super) fn plan_within(tx: &Tx<'_>, scope: &Scope, hash: &str) -> Result<bool, DbError> {
    let row = tx.query_one("SELECT organisations FROM plans WHERE plan_hash = $1", &[hash.into()])?;
    row.map_or(Ok(false), |row| Ok(within(scope, &json::<Vec<_>>(&row, 0)?)))
}

/// A page of the plans that are within an officer's scope, and how many there are: those that wait first, then the
/// newest. That it was looked at goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn list(app: &App, actor: String, scope: &Scope, page: i64) -> Result<(Vec<PlanLine>, i64), DbError> {
    let scope = scope.clone();
    let now = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let detail = format!("page={page}");
            audit::append(tx, &Entry { at_ms: now, actor: &actor, action: "plan.list", subject: "", detail: &detail })?;
            let sql = format!(
                "SELECT {COLUMNS} FROM plans p
                 ORDER BY CASE WHEN p.decision = 'waiting' AND p.expires_at_ms > $1 THEN 0 ELSE 1 END,
                     p.submitted_at_ms DESC, p.plan_hash"
            );
            // A plan names its organisations in one column. There are few plans: old ones go.
            let rows = tx.query(&sql, &[now.into()])?;
            let mut plans = rows.iter().map(|row| line(row, now)).collect::<Result<Vec<_>, _>>()?;
            plans.retain(|plan| within(&scope, &plan.organisations));
            let total = i64::try_from(plans.len()).unwrap_or(i64::MAX);
            let skip = usize::try_from(page.max(0).saturating_mul(PAGE)).unwrap_or(usize::MAX);
            let plans = plans.into_iter().skip(skip).take(usize::try_from(PAGE).unwrap_or(usize::MAX)).collect();
            Ok((plans, total))
        })
        .await
}

/// One plan within an officer's scope; that it was opened goes into the audit log.
///
/// # Errors
/// If the database fails.
pub async fn one(app: &App, actor: String, scope: &Scope, hash: String) -> Result<Option<Plan>, DbError> {
    let scope = scope.clone();
    let now = app.clock.now_ms();
    app.db
        .write(move |tx| {
            let sql = format!(
                "SELECT {COLUMNS}, p.made_at_ms, p.brakes, p.lines, p.lines_total, p.rejected_by, p.decided_at_ms
                 FROM plans p WHERE p.plan_hash = $1"
            );
            let Some(row) = tx.query_one(&sql, &[hash.as_str().into()])? else { return Ok(None) };
            let approvals = tx.query(
                "SELECT officer, at_ms FROM plan_approvals WHERE plan_hash = $1 ORDER BY at_ms, officer",
                &[hash.as_str().into()],
            )?;
            let approvals = approvals.iter().map(|row| Ok(Approval { officer: row.text(0)?, at_ms: row.int(1)? }));
            let plan = Plan {
                line: line(&row, now)?,
                applied_at_ms: row.int_opt(3)?,
                expires_at_ms: row.int(4)?,
                made_at_ms: row.int(8)?,
                brakes: json(&row, 9)?,
                lines: json(&row, 10)?,
                lines_total: row.int(11)?,
                rejected_by: row.text_opt(12)?,
                decided_at_ms: row.int_opt(13)?,
                approvals: approvals.collect::<Result<_, DbError>>()?,
            };
            if !within(&scope, &plan.line.organisations) {
                return Ok(None);
            }
            audit::append(tx, &Entry { at_ms: now, actor: &actor, action: "plan.view", subject: &hash, detail: "" })?;
            Ok(Some(plan))
        })
        .await
}
