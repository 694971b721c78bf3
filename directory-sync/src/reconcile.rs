//! Bringing the catalogue in line without a person in between, for `watch`: reads, plans, writes the plan file beside the
//! state file, and applies it through the same code as by hand, if no brake trips.
//!
//! A partial reading (an increment) counts nobody as missing and says nothing about who is not in it.

use anyhow::{Result, bail};
use bridge_api::sync::PlanStanding;

use crate::apply::Report;
use crate::catalogue::Bridge;
use crate::checks::Finding;
use crate::clock::Now;
use crate::config::Config;
use crate::register::Row;

/// What came of it.
#[derive(Debug)]
pub enum Reconciled {
    /// The catalogue says what the register says; nothing was sent.
    InLine,
    /// The plan was applied; its report tells what the bridge refused or found changed.
    Applied {
        /// Hash of the plan.
        plan_hash: String,
        /// What applying came to.
        report: Report,
    },
    /// Brakes tripped: the plan waits for two administrators. The next full reading applies it once they approve.
    Waiting {
        /// Hash of the plan.
        plan_hash: String,
        /// One sentence a brake.
        brakes: Vec<String>,
    },
    /// Findings stopped it before there was a plan.
    Stopped(Vec<Finding>),
}

/// Keeps what is known of the catalogue from one reading to the next, so that an increment costs what it changes.
pub struct Reconciler<'a> {
    config: &'a Config,
}

impl<'a> Reconciler<'a> {
    /// For this configuration; reads nothing yet.
    pub fn new(config: &'a Config) -> Self {
        Self { config }
    }

    /// A full reading of register and catalogue, planned and applied. The register is read on a thread of its own.
    ///
    /// # Errors
    /// If register or bridge cannot be read or written. Everything may be repeated.
    pub async fn full(&mut self, _now: Now) -> Result<Reconciled> {
        bail!("{} cannot be reconciled by this version yet", self.config.bridge.base_url)
    }

    /// Rows that the register says have changed, planned and applied. When this answers other than with an error, the
    /// place in the register's stream of changes may be kept.
    ///
    /// # Errors
    /// As [`Reconciler::full`].
    pub async fn increment(&mut self, _rows: Vec<Row>, _now: Now) -> Result<Reconciled> {
        bail!("{} cannot be reconciled by this version yet", self.config.bridge.base_url)
    }

    /// What administrators have decided about a plan that waits. Once it is approved, the next full reading applies it.
    ///
    /// # Errors
    /// If the bridge cannot be asked.
    pub async fn standing(&self, plan_hash: &str) -> Result<PlanStanding> {
        Bridge::open(&self.config.bridge)?.standing(plan_hash).await
    }
}
