//! The security officers' console: what the scanner found, the work on it, and how its engine does. Nobody's name is
//! here but on the page of an approved request, and nowhere a way to a file.

mod acts;
mod alerts;
mod blocks;
mod chart;
mod engine;
mod export;
mod figures;
mod names;
mod notice;
mod outbreak;
mod outbreaks;
mod overview;
mod query;
mod report;
mod reports;
mod requests;

use axum::Router;
use axum::routing::{get, post};

use super::language::Language;
use super::page::Page;
use super::pages::{Pages, Route};
use super::show::{Choice, age, when};
use super::{console, with_shared};
use crate::app::App;
use crate::config::HomeserverRole;
use crate::officers::{Console, OfficerRole};
use crate::scan_reports::EngineState;

/// Without news for so long, an engine's last word no longer counts.
const SILENT_MS: i64 = 5 * 60_000;
/// Signatures older than this are marked.
const OLD_MS: i64 = 3 * 24 * 3_600_000;

const OFFICERS: &[OfficerRole] = &[OfficerRole::Security];

/// The console's router.
pub fn router(app: App) -> Router {
    console(app, Console::Security, pages())
}

/// Every route of the console, and the roles that it is for.
pub fn routes() -> Vec<Route> {
    pages().routes
}

fn pages() -> Pages {
    let pages = Pages::new()
        .route(OFFICERS, "/", get(overview::show))
        .route(OFFICERS, "/figures", get(figures::show))
        .route(OFFICERS, "/alerts", get(alerts::show))
        .route(OFFICERS, "/reports", get(reports::show))
        .route(OFFICERS, "/reports/export/{format}", get(export::send))
        .route(OFFICERS, "/reports/{id}", get(report::show))
        .route(OFFICERS, "/reports/{id}/assign", post(acts::assign))
        .route(OFFICERS, "/reports/{id}/comment", post(acts::comment))
        .route(OFFICERS, "/reports/{id}/close", post(acts::close))
        .route(OFFICERS, "/reports/{id}/reopen", post(acts::reopen))
        .route(OFFICERS, "/reports/{id}/quarantine", post(acts::quarantine))
        .route(OFFICERS, "/reports/{id}/rescan", post(acts::rescan))
        .route(OFFICERS, "/reports/{id}/release", post(acts::ask_for_release))
        .route(OFFICERS, "/reports/{id}/names", post(acts::ask_for_names))
        .route(OFFICERS, "/requests", get(requests::show))
        .route(OFFICERS, "/releases/{id}/approve", post(requests::approve_release))
        .route(OFFICERS, "/releases/{id}/refuse", post(requests::refuse_release))
        .route(OFFICERS, "/releases/{id}/withdraw", post(requests::withdraw_release))
        .route(OFFICERS, "/names/{id}", get(names::show))
        .route(OFFICERS, "/names/{id}/approve", post(requests::approve_names))
        .route(OFFICERS, "/names/{id}/refuse", post(requests::refuse_names))
        .route(OFFICERS, "/blocks", get(blocks::show).post(blocks::set))
        .route(OFFICERS, "/blocks/new", get(blocks::new))
        .route(OFFICERS, "/blocks/{id}/lift", post(blocks::lift))
        .route(OFFICERS, "/outbreaks", get(outbreaks::show))
        .route(OFFICERS, "/outbreaks/{id}", get(outbreak::show))
        .route(OFFICERS, "/outbreaks/{id}/close", post(outbreak::close))
        .route(OFFICERS, "/engine", get(engine::show));
    with_shared(pages, OFFICERS)
}

/// The name of a sender's organisation; without its key, whose people upload to the homeserver.
fn sender_organisation(app: &App, page: &Page, id: &str, server: &str) -> String {
    let known = app.config.organisations.iter().find(|o| o.id.as_str() == id);
    known.map_or_else(|| organisation(app, page, server), |o| o.name.clone())
}

/// Whose people upload to a homeserver.
fn organisation(app: &App, page: &Page, server: &str) -> String {
    if let Some(names) = app.config.organisations_at(server) {
        return names;
    }
    let known = app.config.homeservers.iter().find(|h| h.server_name.as_str() == server);
    page.m(match known.map(|h| h.role) {
        Some(HomeserverRole::Externals) => "organisation-externals",
        _ => "organisation-unknown",
    })
}

/// An engine for the page.
struct EngineLine {
    name: String,
    /// `working`, `failing` or `silent`.
    health: &'static str,
    health_word: String,
    signatures_version: String,
    signatures_made: String,
    signatures_age: String,
    signatures_old: bool,
    checked: String,
}

fn engine_line(page: &Page, language: Language, now_ms: i64, state: &EngineState) -> EngineLine {
    let health = match (now_ms - state.checked_at_ms > SILENT_MS, state.healthy) {
        (true, _) => "silent",
        (false, true) => "working",
        (false, false) => "failing",
    };
    EngineLine {
        name: state.engine.clone(),
        health,
        health_word: page.word("engine", health),
        signatures_version: state.signatures_version.clone(),
        signatures_made: state.signatures_at_ms.map(|ms| when(ms).text).unwrap_or_default(),
        signatures_age: state.signatures_at_ms.map(|ms| age(language, now_ms - ms)).unwrap_or_default(),
        signatures_old: state.signatures_at_ms.is_none_or(|ms| now_ms - ms > OLD_MS),
        checked: age(language, now_ms - state.checked_at_ms),
    }
}
