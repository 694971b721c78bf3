//! What the crate `media-scanner` is told, from the role's configuration.

use std::time::Duration;

use anyhow::{Result, ensure};
use media_scanner::{LaneSettings, Settings, SpoolSettings};

use crate::config::ScanConfig;

/// Two large files, or many small ones; what comes beyond that waits on the disk.
const MEMORY_TOTAL: u64 = 32 << 20;
const DISK_TOTAL: u64 = 4 << 30;
const KNOWN_BYTES: usize = 16 << 20;

pub(super) fn settings(config: &ScanConfig) -> Result<Settings> {
    ensure!(config.deadline_seconds > 0, "deadline_seconds must be at least 1");
    ensure!(config.self_test_seconds > 0, "self_test_seconds must be at least 1");
    let deadline = Duration::from_secs(config.deadline_seconds);
    let limits = &config.limits;
    Ok(Settings {
        spool: SpoolSettings {
            dir: config.spool_dir.clone(),
            memory_each: config.spool_memory_bytes,
            memory_total: MEMORY_TOTAL,
            disk_total: DISK_TOTAL.max(config.max_file_bytes),
        },
        max_file_bytes: config.max_file_bytes,
        deadline,
        // Whoever had to wait for longer would have too little time left to be looked at.
        patience: deadline * 3 / 4,
        lanes: LaneSettings { places: limits.scans_at_once, waiting: limits.waiting, ..LaneSettings::default() },
        known_bytes: KNOWN_BYTES,
        known_for: Duration::from_secs(config.remember_minutes.saturating_mul(60)),
        // Two tests may fail to come; then requests make their own.
        self_test_counts_for: Duration::from_secs(config.self_test_seconds.saturating_mul(3)),
        inspection: config.inspection.clone(),
    })
}
