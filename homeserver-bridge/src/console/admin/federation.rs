//! `GET /federation`: with whom our homeservers speak, and what each of them goes by now; `POST …/propose` admits a partner's
//! homeserver once a second officer agrees, `POST …/close` ends it at once.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use bridge_api::ServerName;

use super::super::form::{Fields, SignedForm};
use super::super::page::{Context, Page, html};
use super::super::show::{When, query_text, when};
use super::approvals::propose_act;
use crate::actor::{Officer, OperatorActor};
use crate::app::App;
use crate::approvals::Act;
use crate::error::Problem;
use crate::federation::{self, Closed, ListStanding, Partner};

/// Notices after an act, as they may stand in the address.
const DONE: [&str; 4] = ["closed", "not-open", "bad-name", "already"];

#[derive(Template)]
#[template(path = "admin/federation.html")]
struct FederationPage {
    page: Page,
    notice: Option<(bool, String)>,
    homeservers: Vec<Own>,
    partners: Vec<Line>,
    /// The list as it is written by hand, if a homeserver has no file that we write.
    by_hand: Option<String>,
    asked: String,
}

/// A homeserver of ours.
struct Own {
    name: String,
    word: &'static str,
    standing: String,
    missing: String,
    left_over: String,
}

struct Line {
    name: String,
    opened: When,
    proposed_by: String,
    agreed_by: String,
    closed: Option<(When, String)>,
}

pub(super) async fn show(
    operator: OperatorActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let page = Page::new(&context, "federation-title", "/federation", Some(operator.session()));
    let asked = Fields::parse(context.query.as_bytes());
    let done = asked.one_of("done", &DONE);
    let by_hand = app.config.homeservers.iter().any(|homeserver| homeserver.federation_list_file.is_none());
    let shown = FederationPage {
        notice: done.map(|word| (word == "closed", page.word("federation-done", word))),
        homeservers: federation::standing(&app).await.into_iter().map(|one| own(&page, one)).collect(),
        partners: federation::partners(&app).await?.into_iter().map(line).collect(),
        by_hand: by_hand.then(|| federation::list_text(&app.federation.admitted(true))),
        asked: asked.get("server_name").to_owned(),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn own(page: &Page, (name, standing): (ServerName, ListStanding)) -> Own {
    let word = match &standing {
        ListStanding::InEffect => "in-effect",
        ListStanding::Restart { .. } => "restart",
        ListStanding::Unlimited => "unlimited",
        ListStanding::Unknown => "unknown",
    };
    let (missing, left_over) = match standing {
        ListStanding::Restart { missing, left_over } => (joined(&missing), joined(&left_over)),
        _ => Default::default(),
    };
    Own { name: name.to_string(), word, standing: page.word("federation", word), missing, left_over }
}

fn joined(names: &[ServerName]) -> String {
    names.iter().map(ServerName::as_str).collect::<Vec<_>>().join(", ")
}

fn line(partner: Partner) -> Line {
    Line {
        name: partner.server_name.to_string(),
        opened: when(partner.opened_at_ms),
        proposed_by: partner.proposed_by,
        agreed_by: partner.agreed_by,
        closed: partner.closed.map(|(at, by)| (when(at), by)),
    }
}

pub(super) async fn propose(State(app): State<App>, form: SignedForm<OperatorActor>) -> Result<Redirect, Problem> {
    let typed = form.fields.get("server_name").to_ascii_lowercase();
    let Ok(server_name) = typed.parse::<ServerName>() else {
        let typed: String = typed.chars().take(230).collect();
        let query = query_text(&[("done", "bad-name"), ("server_name", &typed)]);
        return Ok(Redirect::to(&format!("/federation{query}")));
    };
    if app.federation.admits(&server_name) {
        return Ok(Redirect::to("/federation?done=already"));
    }
    propose_act(&app, form.officer.session(), Act::OpenFederation { server_name }).await
}

pub(super) async fn close(State(app): State<App>, form: SignedForm<OperatorActor>) -> Result<Redirect, Problem> {
    let server_name = form.fields.get("server_name").parse::<ServerName>();
    let closed = match server_name {
        Ok(server_name) => federation::close(&app, form.officer.session(), &server_name).await?,
        Err(_) => Closed::NotOpen,
    };
    Ok(Redirect::to(match closed {
        Closed::Now => "/federation?done=closed",
        Closed::NotOpen => "/federation?done=not-open",
    }))
}
