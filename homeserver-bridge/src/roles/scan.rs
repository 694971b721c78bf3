//! The role `scan`: the media scanner as a process of its own.

use anyhow::Result;

use crate::config::ScanConfig;

/// Serves the scanner until the process is asked to stop.
///
/// # Errors
/// If the configuration does not hold together or the address is taken.
pub async fn scan(config: ScanConfig) -> Result<()> {
    let _ = config;
    anyhow::bail!("not built yet")
}
