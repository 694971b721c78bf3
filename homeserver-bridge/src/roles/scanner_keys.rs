//! `scanner-keys`: makes a new generation of the scanner's keys, or shows the fingerprints that people compare.
//!
//! It works on the files alone, so it may run beside any number of scanners, or while none runs.

use anyhow::Result;
use bridge_api::well_known::PublishedScanner;
use media_scanner::key_file;

use crate::clock::{Clock, SystemClock};
use crate::config::ScanConfig;
use crate::scan_role::{publish, published};

/// Makes a new generation and publishes it. Running scanners take it up within a second; the old one is honoured for as
/// long as the configuration says.
///
/// # Errors
/// If a file cannot be used.
pub fn rotate(config: &ScanConfig) -> Result<PublishedScanner> {
    let now_ms = u64::try_from(SystemClock.now_ms())?;
    // The secret first: what is published must be in some scanner's hands.
    let ring = key_file::rotate(&config.key_file, now_ms, config.old_keys_honoured_ms())?;
    let published = published(&ring, config.policy());
    publish(&config.public_keys_file, &published)?;
    Ok(published)
}

/// What is published now.
///
/// # Errors
/// If the file cannot be used.
pub fn show(config: &ScanConfig) -> Result<PublishedScanner> {
    let now_ms = u64::try_from(SystemClock.now_ms())?;
    let ring = key_file::load(&config.key_file, now_ms, config.old_keys_honoured_ms())?;
    Ok(published(&ring, config.policy()))
}

/// A line for each generation that counts, the current one first.
pub fn lines(published: &PublishedScanner) -> Vec<String> {
    let mut lines = Vec::new();
    for (age, keys) in published.keys.iter().enumerate() {
        let word = if age == 0 { "current " } else { "honoured" };
        lines.push(format!("{word}  {}", keys.fingerprint()));
    }
    lines
}
