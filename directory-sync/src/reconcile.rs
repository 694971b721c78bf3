//! Bringing the catalogue in line without a person in between, for `watch`: reads, plans, writes the plan file beside the
//! state file, and applies it through the same code as by hand, if no brake trips.
//!
//! A partial reading (an increment) counts nobody as missing and says nothing about who is not in it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use bridge_api::PersonId;
use bridge_api::sync::PlanStanding;

use crate::apply::{Applier, Look, Report};
use crate::approval::{self, Approval};
use crate::bridge::Bridge;
use crate::catalogue::Catalogue;
use crate::checks::Finding;
use crate::clock::Now;
use crate::config::Config;
use crate::gather::{Keep, gather, partial};
use crate::memory::{Held, Memory};
use crate::plan_file::{Hashes, Head, PlanFile};
use crate::planning;
use crate::progress::{Screen, Show};
use crate::reading::Reading;
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
    /// Brakes tripped: the plan waits for two administrators, or was rejected by one. The next full reading applies it
    /// once they approve.
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
    screen: Screen,
    catalogue: Option<Catalogue>,
    /// Kept for increments, which come often; opened anew for a full reading and after a failure.
    bridge: Option<Bridge>,
}

impl<'a> Reconciler<'a> {
    /// For this configuration; reads nothing yet.
    pub fn new(config: &'a Config) -> Self {
        Self { config, screen: Screen::new(Show::Log), catalogue: None, bridge: None }
    }

    /// A full reading of register and catalogue, planned and applied. The register is read on a thread of its own. A
    /// plan that waited and has been approved is applied first.
    ///
    /// # Errors
    /// If register or bridge cannot be read or written. Everything may be repeated.
    pub async fn full(&mut self, now: Now) -> Result<Reconciled> {
        // Not two catalogues at once.
        (self.catalogue, self.bridge) = (None, None);
        let bridge = Bridge::open(&self.config.bridge)?;
        if let Some(applied) = self.apply_held(&bridge, now).await? {
            return Ok(applied);
        }
        let expected = Memory::load(&self.config.state_file)?.expected();
        let (reading, mut catalogue) = gather(self.config, &bridge, Keep::Changed, &self.screen, expected).await?;
        let outcome = self.bring_in_line(&bridge, reading, &mut catalogue, now).await?;
        (self.catalogue, self.bridge) = (Some(catalogue), Some(bridge));
        Ok(outcome)
    }

    /// Rows that the register says have changed, planned and applied. When this answers other than with an error, the
    /// place in the register's stream of changes may be kept.
    ///
    /// # Errors
    /// As [`Reconciler::full`].
    pub async fn increment(&mut self, rows: Vec<Row>, now: Now) -> Result<Reconciled> {
        let bridge = match self.bridge.take() {
            Some(bridge) => bridge,
            None => Bridge::open(&self.config.bridge)?,
        };
        let reading = partial(self.config, rows)?;
        let mut catalogue = match self.catalogue.take() {
            Some(mut catalogue) => {
                let keys = (0..).take(reading.len()).map(|row| reading.person_id(row));
                bridge.refresh(&mut catalogue, &keys.collect::<Result<Vec<PersonId>>>()?).await?;
                catalogue
            }
            None => bridge.catalogue(&self.config.owned(), &self.screen.work("catalogue", None), None).await?,
        };
        let outcome = self.bring_in_line(&bridge, reading, &mut catalogue, now).await?;
        (self.catalogue, self.bridge) = (Some(catalogue), Some(bridge));
        Ok(outcome)
    }

    /// What administrators have decided about a plan that waits. Once it is approved, the next full reading applies it.
    ///
    /// # Errors
    /// If the bridge cannot be asked, or does not know the plan.
    pub async fn standing(&self, plan_hash: &str) -> Result<PlanStanding> {
        let standing = Bridge::open(&self.config.bridge)?.standing(plan_hash).await?;
        standing.with_context(|| format!("the bridge does not know the plan {plan_hash}"))
    }

    async fn bring_in_line(
        &self,
        bridge: &Bridge,
        reading: Reading,
        catalogue: &mut Catalogue,
        now: Now,
    ) -> Result<Reconciled> {
        let mut memory = Memory::load(&self.config.state_file)?;
        let made = match planning::make(self.config, &memory, &reading, catalogue, now)? {
            Ok(made) => made,
            Err(findings) => return Ok(Reconciled::Stopped(findings)),
        };
        if made.brakes.is_empty() && !reading.is_partial() && memory.held.take().is_some() {
            // What waited is not what the register says any more.
            memory.save(&self.config.state_file)?;
        }
        if made.planned.steps.is_empty() {
            return Ok(Reconciled::InLine);
        }
        let path = self.beside_state("plan");
        let head = made.head(self.config, &reading, now);
        if !made.brakes.is_empty() {
            let chapters = made.chapters(&reading, catalogue, bridge).await?;
            let hashes = made.write(&path, &head, &chapters, &reading, catalogue)?;
            return self.hold(bridge, &path, hashes, memory, now).await;
        }
        made.write(&path, &head, &[], &reading, catalogue)?;
        drop((made, reading));
        self.apply(&PlanFile::open(&path)?, bridge, Look::Concerned, catalogue, now).await
    }

    /// Lays a plan before the administrators, unless they have been asked about the very same changes.
    async fn hold(
        &self,
        bridge: &Bridge,
        path: &Path,
        hashes: Hashes,
        mut memory: Memory,
        now: Now,
    ) -> Result<Reconciled> {
        let held = match memory.held.take().filter(|held| self.is_same(held, &hashes.changes, now)) {
            Some(held) => held,
            None => {
                let file = self.beside_state("held-plan");
                fs::rename(path, &file).with_context(|| format!("cannot write {}", file.display()))?;
                let plan = PlanFile::open(&file)?;
                approval::ask(&plan, bridge).await?;
                let Head { made_at_ms, brakes, .. } = plan.head;
                Held { plan_hash: plan.hash, changes_hash: hashes.changes, made_at_ms, file, brakes }
            }
        };
        let waiting = Reconciled::Waiting { plan_hash: held.plan_hash.clone(), brakes: held.brakes.clone() };
        memory.held = Some(held);
        memory.save(&self.config.state_file)?;
        Ok(waiting)
    }

    /// Whether a plan that waits has the same changes and may still be applied.
    fn is_same(&self, held: &Held, changes_hash: &str, now: Now) -> bool {
        held.changes_hash == changes_hash && self.config.limits.plan_is_fresh(held.made_at_ms, now)
    }

    /// Applies the plan that waited, if it has been approved. A plan that can no longer be applied is forgotten; what it
    /// was about stands in the next one.
    async fn apply_held(&mut self, bridge: &Bridge, now: Now) -> Result<Option<Reconciled>> {
        let memory = Memory::load(&self.config.state_file)?;
        let Some(held) = memory.held.clone() else { return Ok(None) };
        if bridge.standing(&held.plan_hash).await?.map(Approval::from) != Some(Approval::Given) {
            return Ok(None);
        }
        let owned = self.config.owned();
        let applier = Applier::new(self.config, bridge, &owned, now, &self.screen);
        let plan = PlanFile::open(&held.file).and_then(|plan| {
            applier.is_still_good(&plan, &memory)?;
            if plan.hash == held.plan_hash { Ok(plan) } else { bail!("another plan is in its file") }
        });
        let applied = match plan {
            Ok(plan) => {
                let mut catalogue = Catalogue::default();
                let report = applier.apply(&plan, Look::Whole, &mut catalogue).await?;
                self.catalogue = Some(catalogue);
                Some(Reconciled::Applied { plan_hash: plan.hash, report })
            }
            Err(error) => {
                tracing::warn!(
                    plan = held.plan_hash,
                    "the plan that was approved cannot be applied any more: {error:#}"
                );
                None
            }
        };
        let memory = Memory { held: None, ..Memory::load(&self.config.state_file)? };
        memory.save(&self.config.state_file)?;
        Ok(applied)
    }

    async fn apply(
        &self,
        plan: &PlanFile,
        bridge: &Bridge,
        look: Look,
        catalogue: &mut Catalogue,
        now: Now,
    ) -> Result<Reconciled> {
        let owned = self.config.owned();
        let report = Applier::new(self.config, bridge, &owned, now, &self.screen).apply(plan, look, catalogue).await?;
        Ok(Reconciled::Applied { plan_hash: plan.hash.clone(), report })
    }

    /// A file beside the state file, named after it.
    fn beside_state(&self, kind: &str) -> PathBuf {
        let state = &self.config.state_file;
        let name = state.file_stem().and_then(|name| name.to_str()).unwrap_or("state");
        state.with_file_name(format!("{name}.{kind}.jsonl"))
    }
}
