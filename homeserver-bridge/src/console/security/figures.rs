//! `GET /figures`: scans, blocks, latency, queue and signatures over a day, a week, a month or a quarter.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluent_bundle::FluentValue;

use super::super::form::Fields;
use super::super::page::{Context, Page, html};
use super::super::show::{Choice, age, count};
use super::chart::{Chart, Drawing, Series, Shape, Times};
use super::organisation;
use crate::actor::{Officer, SecurityActor};
use crate::app::App;
use crate::error::Problem;
use crate::scan_figures::{self, Figures, LoadSlot, Period, Share, Sums};

const HOUR_MS: i64 = 3_600_000;

#[derive(Template)]
#[template(path = "security/figures.html")]
struct FiguresPage {
    page: Page,
    periods: Vec<Choice>,
    homeservers: Vec<Choice>,
    tiles: Vec<Tile>,
    charts: Vec<Chart>,
    tables: Vec<Table>,
    load: Vec<Chart>,
}

/// A number, and what it was before.
pub(super) struct Tile {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) before: String,
}

/// Names with their part of the whole, as a table with bars.
struct Table {
    id: &'static str,
    title: String,
    name: String,
    /// Whether all scans stand beside those that were blocked.
    both: bool,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    scans: String,
    blocked: String,
    /// Of a hundred.
    bar: i64,
    blocked_bar: i64,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let asked = Fields::parse(context.query.as_bytes());
    let period = Period::from_word(asked.get("period"));
    let servers = app.config.homeservers.iter().map(|h| h.server_name.as_str());
    let server = servers.clone().find(|name| *name == asked.get("homeserver")).unwrap_or_default().to_owned();
    let only: Vec<String> = Some(server.clone()).filter(|name| !name.is_empty()).into_iter().collect();
    let figures = scan_figures::figures(&app, period, only).await?;
    let detail = format!("period={} homeserver={server}", period.word());
    scan_figures::seen(&app, officer.session().actor(), detail).await?;

    let page = Page::new(&context, "figures-title", "/figures", Some(officer.session()));
    let times = Times::new(page.language, period, figures.start_ms);
    let period_choice = |one: Period| Choice {
        id: one.word().to_owned(),
        name: page.word("period", one.word()),
        chosen: one == period,
    };
    let homeserver = |name: &str| Choice {
        id: name.to_owned(),
        name: format!("{} ({name})", organisation(&app, &page, name)),
        chosen: name == server,
    };
    let shown = FiguresPage {
        periods: Period::ALL.into_iter().map(period_choice).collect(),
        homeservers: servers.map(homeserver).collect(),
        tiles: tiles(&page, &figures),
        charts: vec![scans(&page, &times, &figures.slots), blocked(&page, &times, &figures.slots)],
        tables: tables(&page, &app, &figures),
        load: if server.is_empty() { load(&page, &app, &times, &figures.load) } else { Vec::new() },
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

fn number(page: &Page, n: i64) -> String {
    count(page.language, n.unsigned_abs())
}

fn tiles(page: &Page, figures: &Figures) -> Vec<Tile> {
    let (now, before) = (&figures.now, &figures.before);
    [
        ("figures-scans", now.all(), before.all()),
        ("figures-blocked", now.blocked(), before.blocked()),
        ("figures-unchecked", now.unchecked, before.unchecked),
    ]
    .into_iter()
    .map(|(label, now, before)| Tile {
        label: page.m(label),
        value: number(page, now),
        before: page.with("figures-before", &number(page, before)),
    })
    .collect()
}

/// Files scanned: safe ones and the others.
pub(super) fn scans(page: &Page, times: &Times, slots: &[Sums]) -> Chart {
    let series = |class, label: &str, of: fn(&Sums) -> i64| Series {
        class,
        label: page.m(label),
        values: slots.iter().map(|sums| Some(of(sums))).collect(),
    };
    Chart::new(Drawing {
        id: "scans",
        title: page.m("chart-scans"),
        note: String::new(),
        shape: Shape::Columns,
        times,
        series: vec![
            series("series-clean", "verdict-clean", |s| s.clean),
            series("series-unchecked", "verdict-unchecked", |s| s.unchecked),
            series("series-blocked", "verdict-blocked", Sums::blocked),
        ],
        limit: None,
        write: &|n| number(page, n),
    })
}

/// What was blocked, on a scale of its own: beside all scans it would not be seen.
pub(super) fn blocked(page: &Page, times: &Times, slots: &[Sums]) -> Chart {
    let series = |class, label: &str, of: fn(&Sums) -> i64| Series {
        class,
        label: page.m(label),
        values: slots.iter().map(|sums| Some(of(sums))).collect(),
    };
    Chart::new(Drawing {
        id: "blocked",
        title: page.m("chart-blocked"),
        note: page.m("chart-blocked-note"),
        shape: Shape::Columns,
        times,
        series: vec![
            series("series-blocked", "verdict-infected", |s| s.infected),
            series("series-forbidden", "verdict-type-forbidden", |s| s.forbidden),
            series("series-unchecked", "verdict-unchecked", |s| s.unchecked),
        ],
        limit: None,
        write: &|n| number(page, n),
    })
}

fn load(page: &Page, app: &App, times: &Times, slots: &[LoadSlot]) -> Vec<Chart> {
    let values = |of: fn(&LoadSlot) -> Option<i64>| slots.iter().map(of).collect::<Vec<_>>();
    let series = |class, label: &str, values| Series { class, label: page.m(label), values };
    let latency = Drawing {
        id: "latency",
        title: page.m("chart-latency"),
        note: page.m("chart-latency-note"),
        shape: Shape::Lines,
        times,
        series: vec![
            series("line-first", "chart-median", values(|s| s.median_ms)),
            series("line-second", "chart-p95", values(|s| s.p95_ms)),
        ],
        limit: None,
        write: &|ms| duration(page, ms),
    };
    let queue = Drawing {
        id: "queue",
        title: page.m("chart-queue"),
        note: page.m("chart-queue-note"),
        shape: Shape::Lines,
        times,
        series: vec![
            series("line-first", "chart-waiting", values(|s| s.waiting)),
            series("line-second", "chart-turned-away", values(|s| s.waiting.map(|_| s.turned_away))),
        ],
        limit: None,
        write: &|n| number(page, n),
    };
    let limit = i64::from(app.config.security_alerts.signatures_max_age_hours);
    let signatures = Drawing {
        id: "signatures",
        title: page.m("chart-signatures"),
        note: page.m("chart-signatures-note"),
        shape: Shape::Lines,
        times,
        series: vec![series("line-first", "chart-age", values(|s| s.oldest_ms.map(|ms| ms / HOUR_MS)))],
        limit: Some((limit, page.m("chart-limit"))),
        write: &|hours| page.language.message("chart-hours", &[("n", FluentValue::from(hours))]),
    };
    [latency, queue, signatures].into_iter().map(Chart::new).collect()
}

/// Milliseconds, or seconds with a tenth.
pub(super) fn duration(page: &Page, ms: i64) -> String {
    if ms < 1000 {
        return page.with("duration-ms", &ms.to_string());
    }
    let point = page.m("decimal-point");
    page.with("duration-s", &format!("{}{point}{}", ms / 1000, ms % 1000 / 100))
}

fn tables(page: &Page, app: &App, figures: &Figures) -> Vec<Table> {
    let of_server = |name: &str| organisation(app, page, name);
    let of_family = |name: &str| page.word("family", name);
    vec![
        table(page, "by-organisation", "sender-organisation", true, &figures.servers, &of_server),
        table(page, "by-type", "type", true, &figures.types, &of_family),
        table(page, "by-signature", "signature", false, &figures.signatures, &str::to_owned),
    ]
}

fn table(
    page: &Page,
    id: &'static str,
    name: &str,
    both: bool,
    shares: &[Share],
    write: &dyn Fn(&str) -> String,
) -> Table {
    let most = shares.iter().map(|share| share.scans).max().unwrap_or(0).max(1);
    // What is there is seen, however little it is.
    let part = |n: i64| if n == 0 { 0 } else { (n * 100 / most).max(1) };
    let row = |share: &Share| Row {
        name: write(&share.name),
        scans: number(page, share.scans),
        blocked: number(page, share.blocked),
        bar: part(share.scans),
        blocked_bar: part(share.blocked),
    };
    Table {
        id,
        title: page.m(&format!("figures-{id}")),
        name: page.m(name),
        both,
        rows: shares.iter().map(row).collect(),
    }
}

/// How old the signatures are that are oldest, in words.
pub(super) fn oldest(page: &Page, now_ms: i64, made_ms: Option<i64>) -> String {
    made_ms.map_or_else(|| page.m("signatures-age-unknown"), |ms| age(page.language, now_ms - ms))
}
