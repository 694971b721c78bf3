//! The security officers' console: what the scanner found and how its engine does. Nobody's name is here, and no way to
//! a file.

mod alerts;
mod chart;
mod engine;
mod figures;
mod overview;
mod report;
mod reports;

use axum::Router;
use axum::routing::get;

use super::console;
use super::language::Language;
use super::page::Page;
use super::show::{age, when};
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
        .route("/reports/{id}", get(report::show))
        .route("/engine", get(engine::show));
    console::<SecurityActor>(app, OfficerRole::Security, pages)
}

/// Whose people upload to a homeserver.
fn organisation(app: &App, page: &Page, server: &str) -> String {
    let of = app.config.organisations.iter().filter(|o| o.homeserver.as_str() == server);
    let names: Vec<_> = of.map(|o| o.name.as_str()).collect();
    if !names.is_empty() {
        return names.join(", ");
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
