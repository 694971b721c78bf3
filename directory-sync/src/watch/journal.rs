//! What watching has come to, in memory for `/metrics` and in a small file for `status`. It holds no personal data.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use bridge_api::OrganisationId;
use serde::{Deserialize, Serialize};

use super::lock::Lock;
use crate::clock::Now;
use crate::config::Config;
use crate::private_file;
use crate::reconcile::Reconciled;

/// What was reconciled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Full,
    Increment,
}

/// What is remembered from one start to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Account {
    /// The last full reading that was reconciled.
    pub(super) full: Option<Done>,
    /// The last increment.
    pub(super) increment: Option<Done>,
    /// A plan that waits for approval.
    pub(super) waiting: Option<String>,
    /// Since when everything that was tried has failed, and with what last.
    pub(super) failing: Option<Failing>,
    /// Since when the register's findings allow no plan: milliseconds since the Unix epoch.
    pub(super) stopped_since_ms: Option<i64>,
}

/// One that went well.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Done {
    /// When, milliseconds since the Unix epoch.
    pub(super) at_ms: i64,
    /// How many changes it applied.
    pub(super) changes: usize,
}

/// Failures in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failing {
    pub(super) since_ms: i64,
    pub(super) times: u64,
    pub(super) cause: String,
}

/// Counted since the start.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) changes: [u64; 2],
    pub(super) failures: u64,
    pub(super) people: BTreeMap<OrganisationId, usize>,
}

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Journal {
    path: PathBuf,
    inner: Arc<Mutex<(Account, Counts)>>,
}

/// The path with a dot and this behind it.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(".");
    path.push(ending);
    path.into()
}

fn load(path: &Path) -> Result<Account> {
    Ok(private_file::read_json(path)?.unwrap_or_default())
}

impl Journal {
    /// Goes on with the file.
    ///
    /// # Errors
    /// If there is one and it cannot be read.
    pub(super) fn open(state: &Path) -> Result<Self> {
        let path = with_ending(state, "watch");
        let account = load(&path)?;
        Ok(Self { path, inner: Arc::new(Mutex::new((account, Counts::default()))) })
    }

    pub(super) fn look(&self) -> MutexGuard<'_, (Account, Counts)> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn waiting(&self) -> Option<String> {
        self.look().0.waiting.clone()
    }

    /// Takes down what came of a reconciliation.
    pub(super) fn done(&self, kind: Kind, reconciled: &Reconciled, now: Now) {
        self.write(|account, counts| {
            account.failing = None;
            let changes = match reconciled {
                Reconciled::Applied { report, plan_hash } => {
                    let (refused, outdated) = (report.refused.len(), report.outdated.len());
                    tracing::info!(plan = plan_hash, ?kind, applied = report.applied, refused, outdated, "applied");
                    if !report.counts.is_empty() {
                        counts.people = report.counts.iter().map(|(key, (_, after))| (key.clone(), *after)).collect();
                    }
                    report.applied
                }
                Reconciled::InLine => {
                    tracing::info!(?kind, "in line");
                    0
                }
                Reconciled::Waiting { plan_hash, brakes } => {
                    tracing::warn!(plan = plan_hash, ?kind, ?brakes, "braked: the plan waits for two administrators");
                    account.waiting = Some(plan_hash.clone());
                    return;
                }
                Reconciled::Stopped(findings) => {
                    tracing::warn!(?kind, findings = findings.len(), "no plan: run check to see what stops it");
                    if kind == Kind::Full {
                        account.stopped_since_ms.get_or_insert(now.ms());
                    }
                    return;
                }
            };
            let done = Some(Done { at_ms: now.ms(), changes });
            match kind {
                Kind::Full => {
                    account.stopped_since_ms = None;
                    account.full = done;
                    account.waiting = None;
                }
                Kind::Increment => account.increment = done,
            }
            counts.changes[kind as usize] += changes as u64;
        });
    }

    /// Administrators have decided about the plan that waited.
    pub(super) fn decided(&self) {
        self.write(|account, _| account.waiting = None);
    }

    /// Something was tried and failed.
    pub(super) fn failed(&self, cause: &str, now: Now) {
        self.write(|account, counts| {
            counts.failures += 1;
            let failing = account.failing.get_or_insert_with(|| Failing { since_ms: now.ms(), ..Failing::default() });
            failing.times += 1;
            cause.clone_into(&mut failing.cause);
            tracing::warn!(cause, times = failing.times, "failed; will be tried again");
        });
    }

    /// The register can be followed again.
    pub(super) fn recovered(&self) {
        self.write(|account, _| account.failing = None);
    }

    fn write(&self, change: impl FnOnce(&mut Account, &mut Counts)) {
        let mut inner = self.look();
        let before = inner.0.clone();
        let (account, counts) = &mut *inner;
        change(account, counts);
        if *account != before
            && let Err(error) = private_file::replace_json(&self.path, account)
        {
            tracing::warn!(cause = %format!("{error:#}"), "status cannot be written down");
        }
    }
}

/// Tells in `status` what watching has come to; nothing if nobody ever watched.
///
/// # Errors
/// If its file is damaged.
pub fn status(config: &Config, out: &mut dyn Write) -> Result<()> {
    let account = load(&with_ending(&config.state_file, "watch"))?;
    match Lock::watcher(&config.state_file) {
        Some(process) => writeln!(out, "watched by process {process}")?,
        None if account == Account::default() => return Ok(()),
        None => writeln!(out, "nobody watches now")?,
    }
    for (what, done) in [("full reading", &account.full), ("increment", &account.increment)] {
        match done {
            Some(done) => writeln!(out, "last {what}: {}, {} changes", Now::show(done.at_ms), done.changes)?,
            None => writeln!(out, "last {what}: none yet")?,
        }
    }
    if let Some(plan) = account.waiting {
        writeln!(out, "plan {plan} waits for two administrators")?;
    }
    if let Some(since) = account.stopped_since_ms {
        writeln!(out, "no plan since {}: run check to see what stops it", Now::show(since))?;
    }
    if let Some(failing) = account.failing {
        let since = Now::show(failing.since_ms);
        writeln!(out, "failing since {since}, {} times, last with: {}", failing.times, failing.cause)?;
    }
    Ok(())
}
