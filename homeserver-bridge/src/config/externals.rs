//! Configuration of `[externals]`: people from outside the administration, and how long anybody has an account for whom
//! HR does not vouch.

use anyhow::ensure;
use serde::Deserialize;

/// People from outside the administration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExternalsConfig {
    /// The word that marks them in every name: `Jane DOE [External: firm.example]`.
    pub label: String,
    /// How many days an account lasts if whoever invites says nothing.
    pub days: u32,
    /// The most days from now on for which somebody can answer for an account.
    pub max_days: u32,
    /// How many people one person may invite in a day.
    pub per_day: u32,
    /// How many days before the end both sides are reminded; each of them once.
    pub remind_days: Vec<u32>,
    /// How many days an account that has ended is kept: as long, it can be renewed as it is. Then it is closed for good.
    pub keep_days: u32,
}

impl Default for ExternalsConfig {
    fn default() -> Self {
        Self {
            label: "External".to_owned(),
            days: 90,
            max_days: 365,
            per_day: 50,
            remind_days: vec![14, 3],
            keep_days: 365,
        }
    }
}

impl ExternalsConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        ensure!(!self.label.trim().is_empty(), "externals.label must not be empty: it marks people from outside");
        ensure!(self.days > 0, "externals.days must be at least 1");
        ensure!(self.days <= self.max_days, "externals.days must not be more than externals.max_days");
        ensure!(!self.remind_days.contains(&0), "externals.remind_days must hold numbers from 1 on");
        Ok(())
    }
}
