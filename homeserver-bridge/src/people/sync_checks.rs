//! What the bridge checks of a planned change, whatever the register's program has checked before.

use bridge_api::sync::{CatalogueRow, Change, Employment, Entry, Outcome};
use bridge_api::{OrganisationId, PersonId};

use super::sync_apply::belongs;
use crate::config::ServeConfig;
use crate::database::{DbError, Tx};
use crate::provisioning::full_name;

/// Whether the change may be made: its outcome if not, nothing if it may.
pub(super) fn refusal(
    tx: &Tx<'_>,
    config: &ServeConfig,
    scope: &[OrganisationId],
    row: Option<&CatalogueRow>,
    change: &Change,
) -> Result<Option<Outcome>, DbError> {
    if let Some(outcome) = standing(row, change) {
        return Ok(Some(outcome));
    }
    let theirs = |organisation: &OrganisationId| scope.contains(organisation);
    if row.is_some_and(|row| !theirs(&row.entry.organisation)) {
        return Ok(Some(refused("the person belongs to an organisation that this register may not write")));
    }
    if row.is_some_and(|row| row.locked_from_sync) {
        return Ok(Some(refused("the account is locked from sync")));
    }
    let (Change::Join { entry } | Change::Update { entry, .. }) = change else { return Ok(None) };
    if !theirs(&entry.organisation) {
        return Ok(Some(refused("the entry names an organisation that this register may not write")));
    }
    if let Some(reason) = fault(config, entry) {
        return Ok(Some(refused(reason)));
    }
    if taken(tx, entry)? {
        return Ok(Some(refused("the email belongs to another person in the catalogue")));
    }
    if row.is_none() && invited(tx, &entry.person_id)? {
        return Ok(Some(refused("the key is that of an invitation")));
    }
    Ok(None)
}

/// Compares the row with what the plan was made against.
fn standing(row: Option<&CatalogueRow>, change: &Change) -> Option<Outcome> {
    let Some(row) = row else {
        return (!matches!(change, Change::Join { .. })).then_some(Outcome::Outdated);
    };
    // Working or suspended; which of them the entry tells, and its hash with it.
    let ours = belongs(row.employment);
    match change {
        Change::Join { entry } if ours && row.row_hash == entry.row_hash() => Some(Outcome::Unchanged),
        Change::Join { .. } => Some(Outcome::Outdated),
        Change::Update { entry, .. } if ours && row.missing_reads == 0 && row.row_hash == entry.row_hash() => {
            Some(Outcome::Unchanged)
        }
        Change::Update { was, .. } => (row.row_hash != *was).then_some(Outcome::Outdated),
        Change::Missing { missing_reads, .. } if ours && row.missing_reads == *missing_reads => {
            Some(Outcome::Unchanged)
        }
        Change::Missing { missing_reads, .. } => {
            (!ours || row.missing_reads.checked_add(1) != Some(*missing_reads)).then_some(Outcome::Outdated)
        }
        Change::Leave { .. } if row.employment == Employment::Left => Some(Outcome::Unchanged),
        Change::Leave { was, .. } => (row.row_hash != *was).then_some(Outcome::Outdated),
    }
}

fn refused(reason: &str) -> Outcome {
    Outcome::Refused { reason: reason.to_owned() }
}

fn fault(config: &ServeConfig, entry: &Entry) -> Option<&'static str> {
    let long = |text: &str, most: usize| text.chars().count() > most || text.chars().any(char::is_control);
    let no_name = |name: &str| full_name(name, "").is_empty() || long(name, 100);
    if no_name(&entry.given_name) || no_name(&entry.family_name) {
        return Some("given name and family name must have 1 to 100 visible characters");
    }
    if entry.unit.len() > 12 || entry.unit.iter().any(|part| part.trim().is_empty() || long(part, 200)) {
        return Some("the unit must have at most 12 parts of 1 to 200 characters");
    }
    if long(&entry.title, 200) || long(&entry.phone, 60) {
        return Some("title or phone is too long or holds control characters");
    }
    let domains = || config.organisations.iter().flat_map(|organisation| &organisation.domains);
    if !domains().any(|rule| rule.covers(&entry.email)) {
        return Some("the email's domain belongs to no organisation of this bridge");
    }
    None
}

fn taken(tx: &Tx<'_>, entry: &Entry) -> Result<bool, DbError> {
    let other = tx.query_one(
        "SELECT person_id FROM people WHERE email = $1 AND employment <> 'left' AND person_id <> $2",
        &[entry.email.as_str().into(), entry.person_id.as_str().into()],
    )?;
    Ok(other.is_some())
}

fn invited(tx: &Tx<'_>, person_id: &PersonId) -> Result<bool, DbError> {
    let sql = "SELECT person_id FROM invitations WHERE person_id = $1";
    Ok(tx.query_one(sql, &[person_id.as_str().into()])?.is_some())
}
