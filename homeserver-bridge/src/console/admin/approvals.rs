//! `GET /approvals`: what waits for a second officer, and what became of the rest; `POST …/approve` and `…/reject`.
//!
//! Here is the one place where an act that two officers agreed about is carried out.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use bridge_api::PersonId;

use super::super::form::{Fields, FreshForm, SignedForm};
use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::{organisation_name, person_name};
use crate::actor::{DecidingActor, Officer};
use crate::app::App;
use crate::approvals::{self, Act, Approval, Decided, State as Standing};
use crate::dossiers;
use crate::error::Problem;
use crate::offboarding;
use crate::officers::{self, Granted, Session};
use crate::{federation, modes};

/// As many are shown.
const MOST: i64 = 200;

/// So many people are named in a proposal about many.
const NAMES: usize = 100;

/// Notices after a decision, as they may stand in the address.
const DONE: [&str; 6] = ["proposed", "approved", "failed", "rejected", "own", "late"];

#[derive(Template)]
#[template(path = "admin/approvals.html")]
struct ApprovalsPage {
    page: Page,
    notice: Option<(bool, String)>,
    waiting: Vec<Line>,
    decided: Vec<Line>,
}

struct Line {
    id: String,
    what: String,
    more: String,
    proposed: When,
    proposed_by: String,
    own: bool,
    state: &'static str,
    state_word: String,
    decided: Option<(When, String)>,
    outcome: String,
}

pub(super) async fn show(
    officer: DecidingActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let session = officer.session();
    let found = {
        let (session, now) = (session.clone(), app.clock.now_ms());
        let found = app.db.write(move |tx| {
            approvals::looked_at(tx, &session, now)?;
            approvals::list(tx, &session, now, MOST)
        });
        found.await?
    };
    let page = Page::new(&context, "approvals-title", "/approvals", Some(session));
    let asked = Fields::parse(context.query.as_bytes());
    let done = asked.one_of("done", &DONE);
    let (waiting, decided): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|approval| approval.state == Standing::Waiting);
    let mut names = HashMap::new();
    for approval in waiting.iter().chain(&decided) {
        if let Some(Act::OffboardMany { person_ids }) = &approval.act {
            names.insert(approval.id.clone(), names_of(&app, session, person_ids).await?);
        }
    }
    let line = |approval: Approval| {
        let names = names.get(&approval.id).map_or("", String::as_str);
        line(&app, &page, session, approval, names)
    };
    let shown = ApprovalsPage {
        notice: done
            .map(|word| (matches!(word, "proposed" | "approved" | "rejected"), page.word("approval-done", word))),
        waiting: waiting.into_iter().map(line).collect(),
        decided: decided.into_iter().map(line).collect(),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

/// Who they are: whoever agrees has to know.
async fn names_of(app: &App, officer: &Session, people: &[PersonId]) -> Result<String, Problem> {
    let shown = people.iter().take(NAMES).map(ToString::to_string).collect();
    let found = dossiers::several(app, officer, shown).await?;
    let name = |d: dossiers::Dossier| {
        let organisation = organisation_name(app, &d.organisation);
        format!("{} ({organisation})", person_name(&d.given_name, &d.family_name, &d.person_id))
    };
    let mut text = found.into_iter().map(name).collect::<Vec<_>>().join(", ");
    if people.len() > NAMES {
        text += ", …";
    }
    Ok(text)
}

fn line(app: &App, page: &Page, officer: &Session, approval: Approval, names: &str) -> Line {
    let (what, more) = match &approval.act {
        Some(act) => (page.word("act", act.word()), described(app, page, act, names)),
        None => (page.m("act-unknown"), approval.subject),
    };
    Line {
        what,
        more,
        proposed: when(approval.proposed_at_ms),
        own: approval.proposed_by == officer.name,
        proposed_by: approval.proposed_by,
        state: approval.state.word(),
        state_word: page.word("approval-state", approval.state.word()),
        decided: approval.decided_at_ms.zip(approval.decided_by).map(|(at, by)| (when(at), by)),
        outcome: if approval.outcome.is_empty() {
            String::new()
        } else {
            page.word("approval-outcome", &approval.outcome)
        },
        id: approval.id,
    }
}

/// What an act is about, in words.
fn described(app: &App, page: &Page, act: &Act, names: &str) -> String {
    match act {
        Act::SwitchMode { mode } => page.word("mode", &mode.to_string()),
        Act::OpenFederation { server_name } => server_name.to_string(),
        Act::GrantRole { name, role, organisations } => {
            let mut text = format!("{name}: {}", page.word("role", role.word()));
            if !organisations.is_empty() {
                let names: Vec<_> = organisations.iter().map(|one| organisation_name(app, one.as_str())).collect();
                text += &format!(" ({})", names.join(", "));
            }
            text
        }
        Act::TakeRole { name, role } => format!("{name}: {}", page.word("role", role.word())),
        Act::OffboardMany { person_ids } => {
            let number = person_ids.len();
            let count = page.counted("people-counted", number as u64, &number.to_string());
            format!("{count}: {names}")
        }
    }
}

/// What came of an act: whether it worked, and the message's key (`approval-outcome-…`).
type Outcome = (bool, &'static str);

/// Carries an act out, once, for the officer who agreed.
async fn carry_out(app: &App, officer: &Session, act: Act) -> Result<Outcome, Problem> {
    Ok(match act {
        Act::SwitchMode { mode } => {
            modes::switch(app, officer, mode).await?;
            (true, "done")
        }
        Act::OpenFederation { server_name } => {
            federation::open(app, officer, &server_name).await?;
            (true, "restart-homeservers")
        }
        Act::GrantRole { name, role, organisations } => {
            granted(officers::grant(app, officer, name, role, organisations).await?)
        }
        Act::OffboardMany { person_ids } => {
            let many = offboarding::start_many(app, &officer.actor(), &officer.scope, &person_ids).await?;
            (many.begun > 0, if many.nothing == 0 { "offboarded" } else { "offboarded-some" })
        }
        Act::TakeRole { name, role } => granted(officers::take(app, officer, name, role).await?),
    })
}

fn granted(granted: Granted) -> Outcome {
    (granted == Granted::Done, granted.word())
}

/// Proposes an act to the other officers, and leads to where it waits.
pub(super) async fn propose_act(app: &App, officer: &Session, act: Act) -> Result<Redirect, Problem> {
    let (officer, now) = (officer.clone(), app.clock.now_ms());
    app.db.write(move |tx| approvals::propose(tx, &officer, &act, now)).await?;
    Ok(to("proposed"))
}

pub(super) async fn approve(
    State(app): State<App>,
    Path(id): Path<String>,
    form: FreshForm<DecidingActor>,
) -> Result<Redirect, Problem> {
    let session = form.officer.session();
    let decided = {
        let (session, id, now) = (session.clone(), id.clone(), app.clock.now_ms());
        app.db.write(move |tx| approvals::approve(tx, &session, &id, now)).await?
    };
    let act = match decided {
        Decided::CarryOut(act) => act,
        other => return back(&other),
    };
    let carried_out = carry_out(&app, session, act).await;
    let (worked, outcome) = *carried_out.as_ref().unwrap_or(&(false, "error"));
    app.db.write(move |tx| approvals::finished(tx, &id, worked, outcome)).await?;
    carried_out?;
    Ok(to(if worked { "approved" } else { "failed" }))
}

pub(super) async fn reject(
    State(app): State<App>,
    Path(id): Path<String>,
    form: SignedForm<DecidingActor>,
) -> Result<Redirect, Problem> {
    let (session, now) = (form.officer.session().clone(), app.clock.now_ms());
    back(&app.db.write(move |tx| approvals::reject(tx, &session, &id, now)).await?)
}

fn back(decided: &Decided) -> Result<Redirect, Problem> {
    match decided {
        Decided::CarryOut(_) => Ok(to("approved")),
        Decided::Rejected => Ok(to("rejected")),
        Decided::Own => Ok(to("own")),
        Decided::TooLate => Ok(to("late")),
        Decided::Unknown => Err(Problem::not_found("There is no such proposal.")),
    }
}

fn to(done: &str) -> Redirect {
    Redirect::to(&format!("/approvals?done={done}"))
}
