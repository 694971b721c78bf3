//! The keys of other ministries' scanners: from the configuration, or as their well-known listed them when it was first
//! read, and from then on only along the chain in which each generation signs the next.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bridge_api::events::SERVICES;
use bridge_api::key_chain::believable;
use bridge_api::well_known::{ScannerInfo, ScannerKeys, Services, TrustedScanner};
use bridge_api::{Mxc, ServerName};

use crate::app::App;
use crate::config::{ServeConfig, TrustedScannerConfig};
use crate::error::Problem;

/// How often a well-known is read without a reason, and how often at most with one.
const REFETCH_MS: i64 = 60 * 60 * 1000;
const THROTTLE_MS: i64 = 10 * 1000;
const PATIENCE: Duration = Duration::from_secs(5);
/// How many media of which nothing was known are remembered.
const NOTED: usize = 10_000;

/// What is known of them while the process runs.
#[derive(Debug, Default)]
pub struct TrustedScanners {
    known: Mutex<HashMap<String, Known>>,
    nothing: Mutex<HashMap<Mxc, i64>>,
}

#[derive(Debug, Clone, Default)]
struct Known {
    keys: Vec<ScannerKeys>,
    tried_at_ms: i64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the keys are kept under. Other keys in the configuration begin anew.
fn name(scanner: &TrustedScannerConfig) -> String {
    let mut parts: Vec<&str> = scanner.server_names.iter().map(ServerName::as_str).collect();
    parts.extend(scanner.keys.iter().map(|keys| keys.ed25519.as_str()));
    parts.join(" ")
}

impl TrustedScanners {
    /// The scanner that is trusted for media of this homeserver.
    pub(super) fn of<'a>(&self, config: &'a ServeConfig, server: &ServerName) -> Option<&'a TrustedScannerConfig> {
        config.trusted_scanners.iter().find(|scanner| scanner.server_names.contains(server))
    }

    pub(super) fn knew_nothing(&self, mxc: &Mxc, since_ms: i64) -> bool {
        lock(&self.nothing).get(mxc).is_some_and(|at| *at > since_ms)
    }

    pub(super) fn note_nothing(&self, mxc: &Mxc, now_ms: i64) {
        let mut nothing = lock(&self.nothing);
        if nothing.len() >= NOTED {
            nothing.clear();
        }
        nothing.insert(mxc.clone(), now_ms);
    }

    /// The keys that count now; read anew from the well-known once an hour.
    ///
    /// # Errors
    /// If the database refuses it.
    pub(super) async fn keys(&self, app: &App, scanner: &TrustedScannerConfig) -> Result<Vec<ScannerKeys>, Problem> {
        self.look(app, scanner, REFETCH_MS).await
    }

    /// The keys, read anew now if that was not done in the last seconds.
    ///
    /// # Errors
    /// If the database refuses it.
    pub(super) async fn refetched_keys(
        &self,
        app: &App,
        scanner: &TrustedScannerConfig,
    ) -> Result<Vec<ScannerKeys>, Problem> {
        self.look(app, scanner, THROTTLE_MS).await
    }

    async fn look(
        &self,
        app: &App,
        scanner: &TrustedScannerConfig,
        every_ms: i64,
    ) -> Result<Vec<ScannerKeys>, Problem> {
        let (name, now) = (name(scanner), app.clock.now_ms());
        let known = lock(&self.known).get(&name).cloned();
        let known = match known {
            Some(known) => known,
            None => Known { keys: kept(app, &name).await?.unwrap_or_else(|| scanner.keys.clone()), tried_at_ms: 0 },
        };
        // Without keys nothing can be opened: then sooner.
        let every_ms = if known.keys.is_empty() { THROTTLE_MS } else { every_ms };
        if scanner.front_door.is_none() || now - known.tried_at_ms < every_ms {
            return Ok(known.keys);
        }
        lock(&self.known).insert(name.clone(), Known { tried_at_ms: now, ..known.clone() });
        let keys = match listed(app, scanner).await.map(|listed| next(&known.keys, &listed)) {
            Ok(Some(keys)) => keys,
            Ok(None) => {
                tracing::error!(
                    scanner = name,
                    "the scanner of another ministry shows a key that its previous one does not confirm: ask there, \
                     and write its keys into [[trusted_scanner]]"
                );
                known.keys.clone()
            }
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "the keys of another ministry's scanner cannot be read");
                known.keys.clone()
            }
        };
        if keys != known.keys {
            keep(app, &name, &keys, now).await?;
        }
        lock(&self.known).insert(name, Known { keys: keys.clone(), tried_at_ms: now });
        Ok(keys)
    }

    /// What clients are told: whose verdicts count besides those of our own scanner. Whoever has no key is left out.
    ///
    /// # Errors
    /// If the database refuses it.
    pub async fn published(&self, app: &App) -> Result<Vec<TrustedScanner>, Problem> {
        let mut all = Vec::new();
        for scanner in &app.config.trusted_scanners {
            let keys = self.keys(app, scanner).await?;
            if !keys.is_empty() {
                all.push(TrustedScanner { server_names: scanner.server_names.clone(), keys });
            }
        }
        Ok(all)
    }
}

/// The keys to go on with: at first those that are listed, later those that the known ones confirm; none if they do not.
fn next(known: &[ScannerKeys], listed: &ScannerInfo) -> Option<Vec<ScannerKeys>> {
    if known.is_empty() { Some(listed.keys.clone()) } else { believable(known, listed).ok() }
}

async fn listed(app: &App, scanner: &TrustedScannerConfig) -> anyhow::Result<ScannerInfo> {
    let base = scanner.front_door.as_ref().map(url::Url::as_str).unwrap_or_default().trim_end_matches('/');
    let url = format!("{base}/.well-known/matrix/client");
    let answer = app.http.get(url).timeout(PATIENCE).send().await?.error_for_status()?;
    let mut parts: serde_json::Map<String, serde_json::Value> = answer.json().await?;
    let services: Services = serde_json::from_value(parts.remove(SERVICES).unwrap_or_default())?;
    Ok(services.scanner)
}

async fn kept(app: &App, name: &str) -> Result<Option<Vec<ScannerKeys>>, Problem> {
    let name = name.to_owned();
    let sql = "SELECT keys FROM trusted_scanner_keys WHERE scanner = $1";
    let row = app.db.read(move |tx| tx.query_one(sql, &[name.into()])).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(serde_json::from_str(&row.text(0)?).ok())
}

async fn keep(app: &App, name: &str, keys: &[ScannerKeys], now: i64) -> Result<(), Problem> {
    let keys = serde_json::to_string(keys).map_err(Problem::internal)?;
    let values = [name.into(), keys.into(), now.into()];
    app.db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO trusted_scanner_keys (scanner, keys, since_ms) VALUES ($1, $2, $3)
                 ON CONFLICT (scanner) DO UPDATE SET keys = excluded.keys, since_ms = excluded.since_ms",
                &values,
            )
        })
        .await?;
    Ok(())
}
