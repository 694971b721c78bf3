//! `/healthz` and `/metrics` for whoever looks after this machine. Numbers and states alone.

use std::fmt::Write;
use std::future::Future;
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use super::journal::{Account, Counts, Journal};
use crate::clock::Now;

/// A listening server that nobody is answered by yet.
pub(super) struct Health {
    listener: TcpListener,
    address: SocketAddr,
    told: Told,
}

#[derive(Clone)]
struct Told {
    journal: Journal,
    full_every: Duration,
}

impl Health {
    /// # Errors
    /// If the address is taken.
    pub(super) async fn open(listen: SocketAddr, journal: Journal, full_every: Duration) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen at {listen}"))?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address, told: Told { journal, full_every } })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let routes =
            Router::new().route("/healthz", get(healthz)).route("/metrics", get(metrics)).with_state(self.told);
        axum::serve(self.listener, routes).with_graceful_shutdown(stop).await
    }
}

async fn healthz(State(told): State<Told>) -> (StatusCode, String) {
    let inner = told.journal.look();
    match ill(&inner.0, told.full_every, Now::at(SystemTime::now()).ms()) {
        None => (StatusCode::OK, "ok\n".to_owned()),
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
    }
}

/// What is wrong, if anything. A plan that waits is nothing wrong here: it is for administrators.
fn ill(account: &Account, full_every: Duration, now_ms: i64) -> Option<String> {
    if let Some(failing) = &account.failing {
        return Some(format!("failing since {}", Now::show(failing.since_ms)));
    }
    if let Some(since) = account.stopped_since_ms {
        return Some(format!("no plan since {}", Now::show(since)));
    }
    let late = i64::try_from(full_every.as_millis()).unwrap_or(i64::MAX).saturating_mul(2);
    match &account.full {
        None if account.waiting.is_none() => Some("no full reading yet".to_owned()),
        Some(full) if account.waiting.is_none() && now_ms - full.at_ms > late => {
            Some(format!("no full reading since {}", Now::show(full.at_ms)))
        }
        _ => None,
    }
}

async fn metrics(State(told): State<Told>) -> Response {
    let inner = told.journal.look();
    let text = prometheus(&inner.0, &inner.1);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

fn prometheus(account: &Account, counts: &Counts) -> String {
    let mut text = String::new();
    let mut family = |name: &str, kind: &str, help: &str, values: Vec<(String, String)>| {
        let _ = writeln!(text, "# HELP depesha_sync_{name} {help}\n# TYPE depesha_sync_{name} {kind}");
        for (labels, value) in values {
            let _ = writeln!(text, "depesha_sync_{name}{labels} {value}");
        }
    };
    let kinds = [("full", &account.full), ("increment", &account.increment)];
    let last = kinds.iter().filter_map(|(kind, done)| {
        let at_ms = done.as_ref()?.at_ms;
        Some((format!("{{kind=\"{kind}\"}}"), format!("{}.{:03}", at_ms.div_euclid(1000), at_ms.rem_euclid(1000))))
    });
    family("last_success_timestamp_seconds", "gauge", "When a reading was last reconciled.", last.collect());
    let changes =
        kinds.iter().zip(counts.changes).map(|((kind, _), n)| (format!("{{kind=\"{kind}\"}}"), n.to_string()));
    family("changes_total", "counter", "Changes applied since the start.", changes.collect());
    let one = |value: u64| vec![(String::new(), value.to_string())];
    family("failures_total", "counter", "Failures since the start.", one(counts.failures));
    family("failing", "gauge", "Failures in a row.", one(account.failing.as_ref().map_or(0, |failing| failing.times)));
    let waits = u64::from(account.waiting.is_some());
    family("plan_waiting", "gauge", "Whether a plan waits for approval.", one(waits));
    let stopped = u64::from(account.stopped_since_ms.is_some());
    family("stopped", "gauge", "Whether findings in the register allow no plan.", one(stopped));
    let people = counts.people.iter().map(|(key, n)| (format!("{{organisation=\"{key}\"}}"), n.to_string()));
    family("people", "gauge", "People working, counted after the last change.", people.collect());
    text
}

#[cfg(test)]
mod tests {
    use super::super::journal::{Done, Failing};
    use super::*;

    #[test]
    fn late_readings_and_failures_are_ill_and_a_waiting_plan_is_not() {
        let hour = Duration::from_secs(3600);
        let account = Account { full: Some(Done { at_ms: 0, changes: 0 }), ..Account::default() };
        assert_eq!(ill(&account, hour, 7_200_000), None);
        assert_eq!(ill(&account, hour, 7_200_001).as_deref(), Some("no full reading since 1970-01-01 00:00 UTC"));
        assert_eq!(ill(&Account { waiting: Some("p".into()), ..account.clone() }, hour, 7_200_001), None);
        assert!(ill(&Account::default(), hour, 0).is_some());
        assert!(ill(&Account { failing: Some(Failing::default()), ..account.clone() }, hour, 0).is_some());
        assert!(ill(&Account { stopped_since_ms: Some(0), ..account }, hour, 0).is_some());
    }

    #[test]
    fn figures_are_in_the_form_that_monitoring_reads() {
        let account = Account {
            full: Some(Done { at_ms: 1_795_258_800_007, changes: 3 }),
            waiting: Some("p".into()),
            ..Account::default()
        };
        let people = [("interior".parse().expect("valid"), 7)].into();
        insta::assert_snapshot!(prometheus(&account, &Counts { changes: [3, 0], failures: 2, people }), @r#"
        # HELP depesha_sync_last_success_timestamp_seconds When a reading was last reconciled.
        # TYPE depesha_sync_last_success_timestamp_seconds gauge
        depesha_sync_last_success_timestamp_seconds{kind="full"} 1795258800.007
        # HELP depesha_sync_changes_total Changes applied since the start.
        # TYPE depesha_sync_changes_total counter
        depesha_sync_changes_total{kind="full"} 3
        depesha_sync_changes_total{kind="increment"} 0
        # HELP depesha_sync_failures_total Failures since the start.
        # TYPE depesha_sync_failures_total counter
        depesha_sync_failures_total 2
        # HELP depesha_sync_failing Failures in a row.
        # TYPE depesha_sync_failing gauge
        depesha_sync_failing 0
        # HELP depesha_sync_plan_waiting Whether a plan waits for approval.
        # TYPE depesha_sync_plan_waiting gauge
        depesha_sync_plan_waiting 1
        # HELP depesha_sync_stopped Whether findings in the register allow no plan.
        # TYPE depesha_sync_stopped gauge
        depesha_sync_stopped 0
        # HELP depesha_sync_people People working, counted after the last change.
        # TYPE depesha_sync_people gauge
        depesha_sync_people{organisation="interior"} 7
        "#);
    }
}
