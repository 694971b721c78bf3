//! `GET /plans/{hash}`: what a plan does and who has decided; `POST …/approve` and `…/reject`.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use bridge_api::sync::PlanCounts;

use super::super::form::{Fields, FreshForm, SignedForm};
use super::super::page::{Context, Page, html};
use super::super::show::{Pager, When, count, page_number, when};
use super::organisation_name;
use super::plans::short;
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::plans::{self, Decided, Plan, Standing};

/// Lines on one page.
const PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "admin/plan.html")]
struct PlanPage {
    page: Page,
    notice: Option<String>,
    hash: String,
    register: String,
    standing: &'static str,
    standing_word: String,
    made: When,
    submitted: When,
    expires: Option<When>,
    applied: Option<When>,
    rejected: Option<(String, Option<When>)>,
    brakes: Vec<String>,
    rows: Vec<Row>,
    total: Option<Row>,
    approvals: Vec<(String, When)>,
    lines: Vec<String>,
    first_line: i64,
    lines_cut: Option<String>,
    pager: Pager,
    /// Nothing if this officer can do nothing about it.
    may_approve: bool,
    may_reject: bool,
    mine: bool,
    question: String,
}

/// One organisation's numbers.
struct Row {
    name: String,
    cells: [String; 9],
}

/// Notices after a decision, as they may stand in the address.
const DONE: [&str; 5] = ["plan-first", "plan-approved", "plan-rejected", "plan-again", "plan-late"];

pub(super) async fn show(
    admin: AdminActor,
    context: Context,
    State(app): State<App>,
    Path(hash): Path<String>,
) -> Result<Response, Problem> {
    let found = plans::one(&app, admin.session().actor(), admin.scope(), hash).await?;
    let plan = found.ok_or_else(|| Problem::not_found("There is no such plan."))?;
    let mut page = Page::new(&context, "plans-title", "/plans", Some(admin.session()));
    page.title = page.with("plan-title", short(&plan.line.hash));
    let asked = Fields::parse(context.query.as_bytes());
    let done = asked.one_of("done", &DONE);
    let mine = plan.approvals.iter().any(|a| a.officer == admin.session().name);
    let shown = view(&app, &context, page, plan, mine, page_number(asked.get("page")), done);
    Ok(html(StatusCode::OK, &shown))
}

fn view(
    app: &App,
    context: &Context,
    page: Page,
    plan: Plan,
    mine: bool,
    number: i64,
    done: Option<&'static str>,
) -> PlanPage {
    let Plan { line, lines, .. } = plan;
    let shown_lines = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let first = number.saturating_mul(PAGE);
    let skip = usize::try_from(first).unwrap_or(usize::MAX);
    let open = matches!(line.standing, Standing::Waiting | Standing::Approved);
    let sum = |part: fn(&PlanCounts) -> u64| line.organisations.iter().map(part).sum::<u64>();
    let signed_out = sum(|c| c.left + c.suspended);
    let rows: Vec<Row> = line
        .organisations
        .iter()
        .map(|counts| Row { name: organisation_name(app, counts.organisation.as_str()), cells: cells(context, counts) })
        .collect();
    let total = (rows.len() > 1)
        .then(|| Row { name: page.m("plan-total"), cells: PARTS.map(|part| count(context.language, sum(part))) });
    PlanPage {
        notice: done.map(|word| page.word("done", word)),
        register: line.register,
        standing: line.standing.as_str(),
        standing_word: page.word("plan", line.standing.as_str()),
        made: when(plan.made_at_ms),
        submitted: when(line.submitted_at_ms),
        expires: open.then(|| when(plan.expires_at_ms)),
        applied: plan.applied_at_ms.map(when),
        rejected: plan.rejected_by.map(|by| (by, plan.decided_at_ms.map(when))),
        brakes: plan.brakes,
        rows,
        total,
        approvals: plan.approvals.into_iter().map(|a| (a.officer, when(a.at_ms))).collect(),
        lines: lines.into_iter().skip(skip).take(usize::try_from(PAGE).unwrap_or_default()).collect(),
        first_line: first + 1,
        lines_cut: (plan.lines_total > shown_lines).then(|| {
            let total = u64::try_from(plan.lines_total).unwrap_or_default();
            page.with("plan-lines-cut", &count(context.language, total))
        }),
        pager: Pager::new(number, shown_lines, PAGE, &[]),
        may_approve: line.standing == Standing::Waiting && !mine,
        may_reject: open,
        mine: mine && line.standing == Standing::Waiting,
        question: page.counted("plan-question", signed_out, &count(context.language, signed_out)),
        hash: line.hash,
        page,
    }
}

const PARTS: [fn(&PlanCounts) -> u64; 9] = [
    |c| c.working,
    |c| c.joined,
    |c| c.changed,
    |c| c.moved_in,
    |c| c.moved_out,
    |c| c.suspended,
    |c| c.returned,
    |c| c.missing,
    |c| c.left,
];

fn cells(context: &Context, counts: &PlanCounts) -> [String; 9] {
    PARTS.map(|part| count(context.language, part(counts)))
}

pub(super) async fn approve(
    State(app): State<App>,
    Path(hash): Path<String>,
    form: FreshForm<AdminActor>,
) -> Result<Redirect, Problem> {
    back(&hash, plans::approve(&app, form.officer.session(), &hash).await?)
}

pub(super) async fn reject(
    State(app): State<App>,
    Path(hash): Path<String>,
    form: SignedForm<AdminActor>,
) -> Result<Redirect, Problem> {
    back(&hash, plans::reject(&app, form.officer.session(), &hash).await?)
}

/// A hash that is known holds nothing that would mean something in an address.
fn back(hash: &str, decided: Decided) -> Result<Redirect, Problem> {
    let done = match decided {
        Decided::First => "plan-first",
        Decided::Approved => "plan-approved",
        Decided::Rejected => "plan-rejected",
        Decided::Again => "plan-again",
        Decided::TooLate => "plan-late",
        Decided::Unknown => return Err(Problem::not_found("There is no such plan.")),
    };
    Ok(Redirect::to(&format!("/plans/{hash}?done={done}")))
}
