//! `GET /plans`: plans that the brakes of a register's sync stopped, those that wait first.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Pager, When, count, page_number, when};
use crate::actor::{AdminActor, Officer};
use crate::app::App;
use crate::error::Problem;
use crate::plans::{self, NEEDED};

#[derive(Template)]
#[template(path = "admin/plans.html")]
struct PlansPage {
    page: Page,
    explained: String,
    plans: Vec<Line>,
    pager: Pager,
}

struct Line {
    hash: String,
    name: String,
    register: String,
    standing: &'static str,
    standing_word: String,
    submitted: When,
    left: String,
    changed: String,
    approvals: String,
}

/// What people call a plan: the beginning of its hash.
pub(super) fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

pub(super) async fn show(admin: AdminActor, context: Context, State(app): State<App>) -> Result<Response, Problem> {
    let number = page_number(Fields::parse(context.query.as_bytes()).get("page"));
    let (found, total) = plans::list(&app, admin.session().actor(), admin.scope(), number).await?;
    let page = Page::new(&context, "plans-title", "/plans", Some(admin.session()));
    let line = |plan: plans::PlanLine| {
        let sum = |part: fn(&bridge_api::sync::PlanCounts) -> u64| plan.organisations.iter().map(part).sum::<u64>();
        Line {
            name: short(&plan.hash).to_owned(),
            register: plan.register.clone(),
            standing: plan.standing.as_str(),
            standing_word: page.word("plan", plan.standing.as_str()),
            submitted: when(plan.submitted_at_ms),
            left: count(context.language, sum(|c| c.left + c.suspended)),
            changed: count(context.language, sum(|c| c.joined + c.changed + c.moved_in + c.returned)),
            approvals: format!("{} / {NEEDED}", plan.approvals),
            hash: plan.hash,
        }
    };
    let plans = found.into_iter().map(line).collect();
    let shown = PlansPage {
        explained: page.m("plans-explained"),
        plans,
        pager: Pager::new(number, total, plans::PAGE, &[]),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}
