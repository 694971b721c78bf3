//! The security officers' rules: asked of the bridge every few seconds, kept on disk for a start without it.
//!
//! While the bridge is away the last rules go on. What they mean for a file is the crate `media-scanner`'s.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use bridge_api::scan_rules::ScanRules;
use media_scanner::Scanner;
use reqwest::StatusCode;
use reqwest::header::{ETAG, HeaderValue, IF_NONE_MATCH};
use tokio::time::sleep;

use super::reports::Reports;
use crate::config::ScanConfig;

/// Far more than any rules: an answer that goes on is no answer.
const MAX_BYTES: usize = 32 << 20;

/// The rules as they came last, and where they are kept.
pub(super) struct KeptRules {
    file: PathBuf,
    pause: Duration,
    kept: ScanRules,
    etag: Option<HeaderValue>,
}

impl KeptRules {
    /// Reads what was kept, and puts it in force.
    ///
    /// # Errors
    /// If the file is there and cannot be used: without it blocked files might pass.
    pub(super) fn open(config: &ScanConfig, scanner: &Scanner) -> Result<Self> {
        let beside = || config.key_file.with_file_name("scan-rules.json");
        let file = config.report.rules_file.clone().unwrap_or_else(beside);
        let kept = match std::fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text).with_context(|| {
                format!(
                    "the rules in {} are damaged: remove the file to start without any until the bridge answers",
                    file.display()
                )
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => ScanRules::default(),
            Err(error) => return Err(error).with_context(|| format!("cannot read the rules in {}", file.display())),
        };
        scanner.set_rules(kept.clone().into());
        Ok(Self { file, pause: Duration::from_secs(config.report.rules_seconds.max(1)), kept, etag: None })
    }

    /// Asks without end.
    pub(super) async fn follow(&mut self, reports: &Reports, scanner: &Scanner) {
        let mut away = false;
        loop {
            match self.ask(reports).await {
                Ok(rules) => {
                    away = false;
                    if let Some(rules) = rules {
                        self.take(rules, scanner);
                    }
                }
                Err(error) => {
                    if !away {
                        tracing::warn!(%error, "the rules in force stay: the bridge gave none");
                    }
                    away = true;
                }
            }
            sleep(self.pause).await;
        }
    }

    /// The rules, if there are others than before.
    async fn ask(&mut self, reports: &Reports) -> Result<Option<ScanRules>> {
        let mut request = reports.get("rules");
        if let Some(etag) = &self.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let mut answer = request.send().await.map_err(reqwest::Error::without_url)?;
        if answer.status() == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        anyhow::ensure!(answer.status() == StatusCode::OK, "the bridge answered {}", answer.status());
        let etag = answer.headers().get(ETAG).cloned();
        let mut text = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(reqwest::Error::without_url)? {
            anyhow::ensure!(text.len() + piece.len() <= MAX_BYTES, "the rules have no end");
            text.extend_from_slice(&piece);
        }
        let rules: ScanRules = serde_json::from_slice(&text).context("the answer holds no rules")?;
        self.etag = etag;
        Ok((rules != self.kept).then_some(rules))
    }

    fn take(&mut self, rules: ScanRules, scanner: &Scanner) {
        if rules.version < self.kept.version {
            tracing::warn!("the bridge's rules are older than ours: was it restored from a backup? Its rules count");
        }
        scanner.set_rules(rules.clone().into());
        tracing::info!(version = rules.version, "new rules are in force");
        if let Err(error) = keep(&self.file, &rules) {
            tracing::error!(%error, "the rules could not be kept for the next start; check the folder of the key file");
        }
        self.kept = rules;
    }
}

/// Writes all or nothing, for the owner alone.
fn keep(path: &Path, rules: &ScanRules) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(rules)?)?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}
