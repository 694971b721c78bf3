//! How much a scanner takes on, from whom, and how it ends. Everything has a default that suits a ministry.

use std::collections::BTreeMap;

use serde::Deserialize;

/// `[limits]`: what a caller and an organisation may ask, and how many files are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// Requests at once of all callers together; 0 for no limit.
    pub requests_at_once: u32,
    /// Files that the engine looks at at once; at least 2, so that a small one never waits for a large one.
    pub scans_at_once: usize,
    /// Files of one size class that may wait for the engine; more are sent away.
    pub waiting: usize,
    /// Each person.
    pub user: ShareConfig,
    /// Each organisation: the `organisation` of a `[[homeserver]]`, or the homeserver by itself.
    pub organisation: ShareConfig,
    /// Organisations that have a share of their own.
    pub organisations: BTreeMap<String, ShareConfig>,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            requests_at_once: 1024,
            scans_at_once: 4,
            waiting: 256,
            user: ShareConfig::default(),
            organisation: ShareConfig { requests_at_once: 512, files_per_minute: 60_000, mib_per_minute: 65_536 },
            organisations: BTreeMap::new(),
        }
    }
}

/// What somebody may ask. 0 stands for no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShareConfig {
    /// Requests at once, until the last byte of the answer is sent.
    pub requests_at_once: u32,
    /// Files a minute; a minute's worth at once after a pause.
    pub files_per_minute: u32,
    /// MiB a minute, as they lie on the homeserver.
    pub mib_per_minute: u32,
}

impl Default for ShareConfig {
    fn default() -> Self {
        Self { requests_at_once: 64, files_per_minute: 6000, mib_per_minute: 8192 }
    }
}

/// `[drain]`: how the scanner stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DrainConfig {
    /// For so long at least it goes on answering that it is not ready, seconds: longer than the load balancer's pause
    /// between two questions. 0 where none asks.
    pub notice_seconds: u64,
    /// Requests under way are given so long to finish, seconds, the notice included.
    pub finish_seconds: u64,
}

impl Default for DrainConfig {
    fn default() -> Self {
        Self { notice_seconds: 0, finish_seconds: 30 }
    }
}
