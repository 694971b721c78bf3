//! Tells the bridge what scans came to: at once, and again later if it does not answer. Bounded, in memory: what is lost
//! with the process is told again at the next request for the file.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bridge_api::scan::{EngineStatus, ScanReport, Verdict};
use reqwest::{Client, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use url::Url;

use super::rules::KeptRules;
use super::{ScanApp, health};
use crate::config::ReportConfig;

const QUEUED: usize = 1024;
/// For how long the same news is not told twice.
const TOLD_FOR: Duration = Duration::from_secs(600);
const TOLD: usize = 10_000;
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// What is still queued when the process stops has this long.
const FAREWELL: Duration = Duration::from_secs(3);

pub(super) struct Reports {
    client: Client,
    bridge: Url,
    token: SecretString,
    queue: mpsc::Sender<ScanReport>,
    told: Mutex<HashMap<[u8; 32], Instant>>,
}

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attempt {
    /// It has it.
    Arrived,
    /// The bridge will not take it, however often it is told.
    Pointless,
    /// It did not take it now.
    Later,
}

impl Reports {
    pub(super) fn new(client: Client, config: &ReportConfig) -> anyhow::Result<(Self, mpsc::Receiver<ScanReport>)> {
        let (queue, queued) = mpsc::channel(QUEUED);
        let token = config.token_file.read()?;
        let reports = Self { client, bridge: config.bridge.clone(), token, queue, told: Mutex::default() };
        Ok((reports, queued))
    }

    /// Tells now, or queues.
    pub(super) async fn tell(self: Arc<Self>, report: ScanReport) {
        if self.was_told(&report) || self.try_tell(&report).await != Attempt::Later {
            return;
        }
        if self.queue.try_send(report).is_err() {
            tracing::error!("the bridge has not taken reports for long: one is dropped");
        }
    }

    /// Tells how the engine does; answers whether it arrived.
    pub(super) async fn tell_engine(&self, status: &EngineStatus) -> bool {
        self.post("engine", status).await == Attempt::Arrived
    }

    async fn try_tell(&self, report: &ScanReport) -> Attempt {
        let attempt = self.post("reports", report).await;
        if attempt == Attempt::Arrived {
            let mut told = self.lock();
            if told.len() >= TOLD {
                told.retain(|_, at| at.elapsed() < TOLD_FOR);
                if told.len() >= TOLD {
                    told.clear();
                }
            }
            told.insert(news(report), Instant::now());
        }
        attempt
    }

    fn was_told(&self, report: &ScanReport) -> bool {
        self.lock().get(&news(report)).is_some_and(|at| at.elapsed() < TOLD_FOR)
    }

    /// A question to the bridge.
    pub(super) fn get(&self, what: &str) -> RequestBuilder {
        self.client.get(self.url(what)).bearer_auth(self.token.expose_secret())
    }

    /// Tells the bridge something, once.
    pub(super) async fn post(&self, what: &str, body: &impl Serialize) -> Attempt {
        let request = self.client.post(self.url(what)).bearer_auth(self.token.expose_secret()).json(body);
        match request.send().await.map(|answer| answer.status()) {
            Ok(status) if status.is_success() => Attempt::Arrived,
            Ok(StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNPROCESSABLE_ENTITY) => {
                tracing::error!(what, "the bridge does not understand a report: are both of the same version?");
                Attempt::Pointless
            }
            Ok(status) => {
                tracing::warn!(what, status = status.as_u16(), "the bridge did not take a report");
                Attempt::Later
            }
            Err(error) => {
                tracing::warn!(what, error = %error.without_url(), "the bridge cannot be reached for a report");
                Attempt::Later
            }
        }
    }

    fn url(&self, what: &str) -> Url {
        let mut url = self.bridge.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["_depesha", "scan", "v1", what]);
        }
        url
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Instant>> {
        self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// What makes a report news: all but who asked and when. A find is told anew for every room that it is seen in, which
/// shows an outbreak, and for every time that the file was really scanned again.
fn news(report: &ScanReport) -> [u8; 32] {
    let found = matches!(report.verdict, Verdict::Infected { .. }).then_some((&report.context, report.scanned_at_ms));
    let parts = (
        found,
        &report.mxc,
        &report.ciphertext_sha256,
        &report.key_commitment,
        &report.verdict,
        &report.engine,
        &report.signatures_version,
    );
    Sha256::digest(serde_json::to_vec(&parts).unwrap_or_default()).into()
}

/// What runs beside the server: telling again, following the officers' rules, and watching the engine.
pub struct Background {
    app: ScanApp,
    queued: mpsc::Receiver<ScanReport>,
    rules: KeptRules,
}

impl Background {
    pub(super) fn new(app: ScanApp, queued: mpsc::Receiver<ScanReport>, rules: KeptRules) -> Self {
        Self { app, queued, rules }
    }

    /// Runs until `stop`; then tells once more what is queued.
    pub async fn run(mut self, stop: impl Future<Output = ()>) {
        let app = &self.app;
        tokio::select! {
            () = stop => {}
            () = health::watch(app) => {}
            () = tell_again(&app.reports, &mut self.queued) => {}
            () = app.fetches.run(&app.reports) => {}
            () = self.rules.follow(&app.reports, &app.scanner) => {}
            () = app.keys.watch() => {}
        }
        self.queued.close();
        let farewell = async {
            while let Some(report) = self.queued.recv().await {
                self.app.reports.try_tell(&report).await;
            }
            self.app.fetches.tell(&self.app.reports).await
        };
        if timeout(FAREWELL, farewell).await != Ok(true) {
            tracing::warn!("not all reports and fetches could be told before the end");
        }
    }
}

async fn tell_again(reports: &Reports, queued: &mut mpsc::Receiver<ScanReport>) {
    while let Some(report) = queued.recv().await {
        let mut wait = FIRST_WAIT;
        while !reports.was_told(&report) && reports.try_tell(&report).await == Attempt::Later {
            sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }
}
