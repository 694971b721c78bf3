//! `GET /`: the start page: what needs somebody now, and how the day goes.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::page::{Context, Page, html};
use super::super::show::{age, count};
use super::OLD_MS;
use super::SILENT_MS;
use super::alerts::{AlertLine, line};
use super::chart::{Chart, Times};
use super::figures::{blocked, duration, oldest, scans};
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_figures::{self, Glance, Period, ScannerWord};
use crate::{alerts, scan_cases};

#[derive(Template)]
#[template(path = "security/overview.html")]
struct OverviewPage {
    page: Page,
    alerts: Vec<AlertLine>,
    tiles: Vec<Tile>,
    charts: Vec<Chart>,
    engines: Vec<EngineRow>,
}

/// A number that leads somewhere.
struct Tile {
    label: String,
    value: String,
    more: String,
    href: &'static str,
    /// `good`, `warn`, `bad` or nothing.
    mood: &'static str,
}

struct EngineRow {
    scanner: String,
    name: String,
    health: &'static str,
    health_word: String,
    signatures: String,
    old: bool,
    waiting: String,
    median: String,
    p95: String,
    heard: String,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let figures = scan_figures::glance(&app).await?;
    let now = app.clock.now_ms();
    let scanners = app.db.read(move |tx| scan_figures::scanners(tx, now)).await?;
    let cases = app.db.read(scan_cases::open_cases).await?;
    let lasting = alerts::lasting(&app, 20).await?;
    scan_figures::seen(&app, officer.session().actor(), "overview".to_owned()).await?;

    let page = Page::new(&context, "overview-title", "/", Some(officer.session()));
    let times = Times::new(page.language, Period::Week, figures.week_start_ms);
    let shown = OverviewPage {
        alerts: lasting.into_iter().map(|alert| line(&page, now, alert, Vec::new())).collect(),
        tiles: tiles(&page, &figures, cases, &scanners, now),
        charts: vec![blocked(&page, &times, &figures.week), scans(&page, &times, &figures.week)],
        engines: scanners.iter().flat_map(|word| rows(&page, word, now)).collect(),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn tiles(page: &Page, figures: &Glance, cases: i64, scanners: &[ScannerWord], now_ms: i64) -> Vec<Tile> {
    let number = |n: i64| count(page.language, n.unsigned_abs());
    let speaking: Vec<_> = scanners.iter().filter(|word| now_ms - word.heard_at_ms <= SILENT_MS).collect();
    let engines = || speaking.iter().flat_map(|word| &word.engines).filter(|engine| engine.required);
    let health = match () {
        () if speaking.is_empty() => "silent",
        () if engines().all(|engine| engine.healthy) => "working",
        () => "failing",
    };
    let made = engines().filter_map(|engine| engine.signatures_at_ms).min();
    let old = made.is_none_or(|ms| now_ms - ms > OLD_MS);
    let waiting = speaking.iter().map(|word| word.waiting).sum::<i64>();
    let slowest = speaking.iter().map(|word| word.p95_ms).max().unwrap_or(0);
    vec![
        Tile {
            label: page.m("overview-cases"),
            value: number(cases),
            more: page.m("overview-cases-hint"),
            href: "/reports?verdict=all&standing=open",
            mood: if cases > 0 { "warn" } else { "good" },
        },
        Tile {
            label: page.m("overview-blocked"),
            value: number(figures.day.blocked()),
            more: page.with("overview-day-before", &number(figures.day_before.blocked())),
            href: "/reports?verdict=blocked",
            mood: if figures.day.blocked() > 0 { "bad" } else { "" },
        },
        Tile {
            label: page.m("overview-scans"),
            value: number(figures.day.all()),
            more: page.with("overview-day-before", &number(figures.day_before.all())),
            href: "/figures?period=day",
            mood: "",
        },
        Tile {
            label: page.m("engine-title"),
            value: page.word("engine", health),
            more: page.n("overview-scanners", &(speaking.len() as i64)),
            href: "/engine",
            mood: match health {
                "working" => "good",
                "silent" => "warn",
                _ => "bad",
            },
        },
        Tile {
            label: page.m("overview-signatures"),
            value: oldest(page, now_ms, made),
            more: if old && made.is_some() { page.m("signatures-old") } else { page.m("overview-oldest") },
            href: "/engine",
            mood: if old { "warn" } else { "good" },
        },
        Tile {
            label: page.m("overview-waiting"),
            value: number(waiting),
            more: page.with("overview-p95", &duration(page, slowest)),
            href: "/figures?period=day",
            mood: "",
        },
    ]
}

fn rows(page: &Page, word: &ScannerWord, now_ms: i64) -> Vec<EngineRow> {
    let silent = now_ms - word.heard_at_ms > SILENT_MS;
    let row = |engine: &scan_figures::EngineWord| {
        let health = match (silent, engine.healthy) {
            (true, _) => "silent",
            (false, true) => "working",
            (false, false) => "failing",
        };
        EngineRow {
            scanner: if word.scanner.is_empty() { "–".to_owned() } else { word.scanner.clone() },
            name: if engine.engine.is_empty() { engine.label.clone() } else { engine.engine.clone() },
            health,
            health_word: page.word("engine", health),
            signatures: oldest(page, now_ms, engine.signatures_at_ms),
            old: engine.signatures_at_ms.is_some_and(|ms| now_ms - ms > OLD_MS),
            waiting: count(page.language, word.waiting.unsigned_abs()),
            median: duration(page, word.median_ms),
            p95: duration(page, word.p95_ms),
            heard: page.with("ago", &age(page.language, now_ms - word.heard_at_ms)),
        }
    };
    word.engines.iter().map(row).collect()
}
