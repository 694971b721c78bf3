//! `GET /alerts`: what officers were told of at once, and what became of telling them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::page::{Context, Page, html};
use super::super::show::{When, age, when};
use crate::actor::{Officer, SecurityActor};
use crate::alerts::{self, Alert, Delivery};
use crate::app::App;
use crate::config::SecurityAlertsConfig;
use crate::error::Problem;

const MOST: i64 = 100;

#[derive(Template)]
#[template(path = "security/alerts.html")]
struct AlertsPage {
    page: Page,
    /// Whether anybody would be told.
    ways: bool,
    alerts: Vec<AlertLine>,
}

/// An alert for a page.
pub(super) struct AlertLine {
    pub(super) title: String,
    /// Where more of it is shown.
    pub(super) href: &'static str,
    pub(super) hint: String,
    pub(super) lasting: bool,
    pub(super) since: When,
    pub(super) until: Option<When>,
    pub(super) lasted: String,
    pub(super) numbers: Vec<String>,
    pub(super) tellings: Vec<Telling>,
}

/// What became of telling it in one way.
pub(super) struct Telling {
    event: String,
    way: String,
    state: String,
    state_word: String,
    tries: i64,
}

pub(super) async fn show(
    officer: SecurityActor,
    context: Context,
    State(app): State<App>,
) -> Result<Response, Problem> {
    let found = alerts::alerts(&app, MOST, officer.session().actor()).await?;
    let page = Page::new(&context, "alerts-title", "/alerts", Some(officer.session()));
    let now = app.clock.now_ms();
    let SecurityAlertsConfig { mail_to, webhooks, syslog, .. } = &app.config.security_alerts;
    let shown = AlertsPage {
        ways: !(mail_to.is_empty() && webhooks.is_empty() && syslog.is_empty()),
        alerts: found.into_iter().map(|(alert, tellings)| line(&page, now, alert, tellings)).collect(),
        page,
    };
    Ok(html(StatusCode::OK, &shown))
}

pub(super) fn line(page: &Page, now_ms: i64, alert: Alert, deliveries: Vec<Delivery>) -> AlertLine {
    let kind = alert.kind.replace('_', "-");
    let number = |(name, n): (&str, i64)| page.n(&format!("alert-number-{name}"), &n);
    AlertLine {
        title: page.with(&format!("alert-{kind}"), &alert.subject),
        href: if kind == "outbreak" { "/outbreaks" } else { "/engine" },
        hint: page.m(&format!("alert-{kind}-hint")),
        lasting: alert.ended_at_ms.is_none(),
        since: when(alert.raised_at_ms),
        until: alert.ended_at_ms.map(when),
        lasted: age(page.language, alert.ended_at_ms.unwrap_or(now_ms) - alert.raised_at_ms),
        numbers: alert.numbers().into_iter().map(number).collect(),
        tellings: deliveries.into_iter().map(|one| telling(page, one)).collect(),
    }
}

fn telling(page: &Page, one: Delivery) -> Telling {
    let (kind, name) = one.way.split_once(':').unwrap_or((&one.way, ""));
    // Addresses are not shown: they are numbered in the order of the configuration.
    let name = name.parse::<u64>().map_or_else(|_| name.to_owned(), |number| (number + 1).to_string());
    Telling {
        event: page.word("telling", &one.event),
        way: format!("{} {name}", page.word("way", kind)),
        state_word: page.word("telling", &one.state),
        state: one.state,
        tries: one.tries,
    }
}
