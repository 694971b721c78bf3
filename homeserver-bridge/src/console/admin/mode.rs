//! `GET /mode`: which operating mode holds, what each of them changes, and what was switched; `POST /mode/propose`: a switch,
//! which needs a second officer.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use bridge_api::mode::{Mode, ModeRules};

use super::super::form::{Fields, SignedForm};
use super::super::page::{Context, Page, html};
use super::super::show::{When, when};
use super::approvals::propose_act;
use crate::actor::{AdminConsoleActor, Officer, OperatorActor};
use crate::app::App;
use crate::approvals::{self, Act, State as Standing};
use crate::error::Problem;
use crate::modes::{self, Switch};
use crate::officers::{OfficerRole, Session};

/// As many switches are shown.
const MOST: i64 = 50;

#[derive(Template)]
#[template(path = "admin/mode.html")]
struct ModePage {
    page: Page,
    /// A switch to the mode that holds was asked for.
    is_already: bool,
    /// The mode that holds, then the others.
    modes: Vec<Shown>,
    since: Option<When>,
    history: Vec<Line>,
    operator: bool,
}

struct Shown {
    word: &'static str,
    name: String,
    rules: Vec<String>,
    types: Vec<String>,
    /// Who proposed to switch to it, if that waits for a second officer.
    proposed_by: Option<String>,
}

struct Line {
    name: String,
    at: When,
    proposed_by: String,
    agreed_by: String,
}

pub(super) async fn show(
    officer: AdminConsoleActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let session = officer.session();
    let current = app.modes.current();
    let waiting = waiting(&app, session).await?;
    let page = Page::new(&context, "mode-title", "/mode", Some(session));
    let others = Mode::ALL.into_iter().filter(|mode| *mode != current.mode);
    let modes = std::iter::once(current.mode).chain(others).map(|mode| {
        let rules = app.modes.rules(mode);
        Shown {
            word: mode.word(),
            name: page.word("mode", mode.word()),
            rules: in_words(&page, &rules),
            types: rules.only_file_types.unwrap_or_default(),
            proposed_by: waiting.iter().find(|(to, _)| *to == mode).map(|(_, by)| by.clone()),
        }
    });
    let line = |switch: Switch| Line {
        name: page.word("mode", switch.mode.word()),
        at: when(switch.at_ms),
        proposed_by: switch.proposed_by,
        agreed_by: switch.agreed_by,
    };
    let shown = ModePage {
        is_already: Fields::parse(context.query.as_bytes()).get("done") == "already",
        modes: modes.collect(),
        since: i64::try_from(current.since_ms).ok().filter(|since| *since > 0).map(when),
        history: modes::history(&app, MOST).await?.into_iter().map(line).collect(),
        operator: session.role == OfficerRole::Operator,
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

/// The switches that wait for a second officer, and who proposed them.
async fn waiting(app: &App, session: &Session) -> Result<Vec<(Mode, String)>, Problem> {
    let (session, now) = (session.clone(), app.clock.now_ms());
    let all = app.db.read(move |tx| approvals::list(tx, &session, now, MOST)).await?;
    let open = all.into_iter().filter(|approval| approval.state == Standing::Waiting);
    let switches = open.filter_map(|approval| match approval.act {
        Some(Act::SwitchMode { mode }) => Some((mode, approval.proposed_by)),
        _ => None,
    });
    Ok(switches.collect())
}

/// What rules change, a sentence each.
fn in_words(page: &Page, rules: &ModeRules) -> Vec<String> {
    let all = [
        (!rules.externals, "mode-rule-externals"),
        (rules.public_rooms_read_only, "mode-rule-public"),
        (rules.only_file_types.is_some(), "mode-rule-types"),
        (rules.unknown_verdict_blocks, "mode-rule-unknown"),
        (*rules == ModeRules::default(), "mode-rule-none"),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, key)| page.m(key)).collect()
}

pub(super) async fn propose(State(app): State<App>, form: SignedForm<OperatorActor>) -> Result<Redirect, Problem> {
    let Some(mode) = Mode::from_word(form.fields.get("mode")) else {
        return Err(Problem::not_found("There is no such operating mode."));
    };
    if mode == app.modes.current().mode {
        return Ok(Redirect::to("/mode?done=already"));
    }
    propose_act(&app, form.officer.session(), Act::SwitchMode { mode }).await
}
