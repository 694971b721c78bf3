//! `GET /reports`: what the scanner found, newest first. Pages stay as they are while new reports come; how many have come
//! is said, and the list refreshes itself where an officer wants it to.

use askama::Template;
use axum::extract::State;
use axum::http::header::REFRESH;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use super::super::page::{Context, Page, html};
use super::super::show::{Pager, When, size, when};
use super::export::{Offer, offers};
use super::outbreaks::{Line as OutbreakLine, line as outbreak_line};
use super::query::{Asked, LIVE_MS, VERDICTS};
use super::{Choice, EngineLine, engine_line, sender_organisation};
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_outbreaks;
use crate::scan_reports::{self, Standing};

/// Seconds between two refreshes.
const REFRESH_SECONDS: u32 = 30;

#[derive(Template)]
#[template(path = "security/reports.html")]
struct ReportsPage {
    page: Page,
    outbreaks: Vec<OutbreakLine>,
    engines: Vec<EngineLine>,
    verdicts: Vec<Choice>,
    standings: Vec<Choice>,
    organisations: Vec<Choice>,
    homeservers: Vec<Choice>,
    engine_choices: Vec<Choice>,
    asked: Asked,
    at_first: bool,
    total: i64,
    newer: i64,
    newest: String,
    live: Live,
    exports: Vec<Offer>,
    export_most: i64,
    reports: Vec<Line>,
    pager: Pager,
}

/// The list's refreshing itself.
struct Live {
    /// Until when it goes on.
    until: Option<When>,
    /// The address that starts or ends it.
    href: String,
}

struct Line {
    id: String,
    at: When,
    verdict: String,
    verdict_word: String,
    released: bool,
    signature: String,
    type_found: String,
    size: String,
    media_server: String,
    organisation: String,
    case_state: String,
    case_word: String,
    assigned_to: String,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let (session, now) = (officer.session(), app.clock.now_ms());
    let engine_names = scan_reports::engine_names(&app).await?;
    let mut asked = Asked::read(&app, session, &context.query, &engine_names);
    if asked.filter.page == 0 {
        // The first page shows what is newest; the others belong to the first one that was looked at.
        asked.filter.until = asked.filter.until.filter(|_| asked.live.is_none());
    } else {
        asked.live = None;
    }
    let found = scan_reports::list(&app, asked.filter.clone(), session.actor()).await?;
    let engines = scan_reports::engines(&app).await?;
    let outbreaks = scan_outbreaks::open(&app).await?;
    let page = Page::new(&context, "reports-title", "/reports", Some(session));
    let until = found.until.to_string();
    let mut parts = asked.parts();
    parts.push(("until", until.as_str()));
    let pager = Pager::new(asked.filter.page, found.total, scan_reports::PAGE, &parts);
    let live = Live {
        until: asked.live.map(|since| when(since + LIVE_MS)),
        href: asked.newest(asked.live.is_none().then_some(now)),
    };
    let refresh = asked.live.map(|since| format!("{REFRESH_SECONDS}; url={}", asked.newest(Some(since))));
    let shown = ReportsPage {
        outbreaks: outbreaks.into_iter().map(outbreak_line).collect(),
        engines: engines.iter().map(|state| engine_line(&page, page.language, now, state)).collect(),
        verdicts: choices(VERDICTS, |v| page.word("verdict", v), &asked.filter.verdict),
        standings: choices(
            Standing::ALL.map(Standing::word),
            |word| page.word("standing", word),
            asked.filter.standing.word(),
        ),
        organisations: organisations(&app, &asked),
        homeservers: choices(
            app.config.homeservers.iter().map(|h| h.server_name.as_str()),
            str::to_owned,
            &asked.filter.media_server,
        ),
        engine_choices: choices(engine_names.iter().map(String::as_str), str::to_owned, &asked.filter.engine),
        at_first: asked.at_first(),
        total: found.total,
        newer: found.newer,
        newest: asked.newest(None),
        live,
        exports: offers(&asked),
        export_most: i64::from(app.config.scan_reports.export_rows),
        reports: found.reports.into_iter().map(|report| line(&app, &page, report)).collect(),
        pager,
        asked,
        page,
    };
    let mut answer = html(StatusCode::OK, &shown);
    if let Some(value) = refresh.and_then(|refresh| HeaderValue::try_from(refresh).ok()) {
        answer.headers_mut().insert(REFRESH, value);
    }
    Ok(answer)
}

fn choices<'a>(words: impl IntoIterator<Item = &'a str>, name: impl Fn(&str) -> String, chosen: &str) -> Vec<Choice> {
    let choice = |word: &str| Choice { id: word.to_owned(), name: name(word), chosen: word == chosen };
    words.into_iter().map(choice).collect()
}

fn organisations(app: &App, asked: &Asked) -> Vec<Choice> {
    let chosen = asked.filter.organisation.as_ref().map_or("", |(id, _)| id.as_str());
    let choice = |o: &crate::config::OrganisationConfig| Choice {
        id: o.id.to_string(),
        name: o.name.clone(),
        chosen: o.id.as_str() == chosen,
    };
    app.config.organisations.iter().map(choice).collect()
}

fn line(app: &App, page: &Page, report: scan_reports::Line) -> Line {
    Line {
        at: when(report.at_ms),
        verdict_word: page.word("verdict", &report.verdict),
        size: size(page.language, report.size),
        organisation: sender_organisation(app, page, &report.organisation, &report.media_server),
        case_word: page.word("case", &report.case_state),
        id: report.id,
        verdict: report.verdict,
        released: report.released,
        signature: report.signature,
        type_found: report.type_found,
        media_server: report.media_server,
        case_state: report.case_state,
        assigned_to: report.assigned_to,
    }
}
