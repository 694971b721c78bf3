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

use super::console;
use super::language::Language;
use super::page::Page;
use super::show::{Choice, age, when};
use crate::actor::SecurityActor;
use crate::app::App;
use crate::config::HomeserverRole;
use crate::officers::OfficerRole;
use crate::scan_reports::EngineState;

/// Without news for so long, an engine's last word no longer counts.
const SILENT_MS: i64 = 5 * 60_000;
/// Signatures older than this are marked.
const OLD_MS: i64 = 3 * 24 * 3_600_000;

/// The console's router.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .route("/", get(overview::show))
        .route("/figures", get(figures::show))
        .route("/alerts", get(alerts::show))
        .route("/reports", get(reports::show))
        .route("/reports/export/{format}", get(export::send))
        .route("/reports/{id}", get(report::show))
        .route("/reports/{id}/assign", post(acts::assign))
        .route("/reports/{id}/comment", post(acts::comment))
        .route("/reports/{id}/close", post(acts::close))
        .route("/reports/{id}/reopen", post(acts::reopen))
        .route("/reports/{id}/quarantine", post(acts::quarantine))
        .route("/reports/{id}/rescan", post(acts::rescan))
        .route("/reports/{id}/release", post(acts::ask_for_release))
        .route("/reports/{id}/names", post(acts::ask_for_names))
        .route("/requests", get(requests::show))
        .route("/releases/{id}/approve", post(requests::approve_release))
        .route("/releases/{id}/refuse", post(requests::refuse_release))
        .route("/releases/{id}/withdraw", post(requests::withdraw_release))
        .route("/names/{id}", get(names::show))
        .route("/names/{id}/approve", post(requests::approve_names))
        .route("/names/{id}/refuse", post(requests::refuse_names))
        .route("/blocks", get(blocks::show).post(blocks::set))
        .route("/blocks/new", get(blocks::new))
        .route("/blocks/{id}/lift", post(blocks::lift))
        .route("/outbreaks", get(outbreaks::show))
        .route("/outbreaks/{id}", get(outbreak::show))
        .route("/outbreaks/{id}/close", post(outbreak::close))
        .route("/engine", get(engine::show));
    console::<SecurityActor>(app, OfficerRole::Security, pages)
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
