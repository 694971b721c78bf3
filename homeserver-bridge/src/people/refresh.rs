//! Brings the index up to the catalogue's version: all of it at first, then what changed since.

use std::sync::Arc;

use super::entry::{INVITED, VISIBLE, unit_path};
use super::index::{Findable, Fingerprint, Open, Snapshot};
use super::tree::Units;
use crate::app::App;
use crate::config::ServeConfig;
use crate::database::{DbError, Row, Tx};
use crate::error::Problem;

const PAGE: i64 = 5000;

/// The index as the database stands now.
pub(super) async fn current(app: &App) -> Result<Snapshot, Problem> {
    let parts = app.clone();
    let snapshot = app.db.read(move |tx| {
        let now = fingerprint(tx)?;
        Ok(parts.people.with_open(|open| {
            if open.made_from.as_ref() != Some(&now) {
                catch_up(tx, &parts.config, open, now)?;
            }
            Ok(open.snapshot())
        }))
    });
    snapshot.await?.map_err(Problem::internal)
}

fn fingerprint(tx: &Tx<'_>) -> Result<Fingerprint, DbError> {
    let row = tx.query_one(
        "SELECT (SELECT version FROM catalogue_version WHERE id = 1),
             (SELECT COUNT(*) FROM invitations),
             (SELECT COALESCE(MAX(created_at_ms), 0) FROM invitations),
             (SELECT COALESCE(SUM(revoked_at_ms), 0) FROM invitations)",
        &[],
    )?;
    let row = row.ok_or(DbError::Stored("catalogue version"))?;
    Ok(Fingerprint { catalogue: row.int(0)?, invitations: (row.int(1)?, row.int(2)?, row.int(3)?) })
}

fn catch_up(tx: &Tx<'_>, config: &ServeConfig, open: &mut Open, now: Fingerprint) -> anyhow::Result<()> {
    let (rows, until) = changed_rows(tx, config, open)?;
    let invitations = rows > 0 || open.made_from.as_ref().map(|from| from.invitations) != Some(now.invitations);
    if invitations {
        open.remove_invited();
        let sql = format!(
            "SELECT i.person_id, i.given_name, i.family_name, '', '[]', i.organisation FROM invitations i WHERE {INVITED}"
        );
        for row in tx.query(&sql, &[])? {
            open.add(&findable(&row, config, true)?)?;
        }
        open.commit()?;
        open.units = Arc::new(units(tx, config)?);
    }
    open.rows_until = until;
    open.made_from = Some(now);
    Ok(())
}

/// Puts every row into the index that changed since; answers how many, and the highest version among them.
fn changed_rows(tx: &Tx<'_>, config: &ServeConfig, open: &Open) -> anyhow::Result<(usize, i64)> {
    let (since, mut until, mut count) = (open.rows_until, open.rows_until, 0);
    let mut after = String::new();
    loop {
        let rows = tx.query(
            &format!(
                "SELECT p.person_id, p.given_name, p.family_name, p.title, p.unit, p.organisation, p.version,
                     CASE WHEN {VISIBLE} THEN 1 ELSE 0 END
                 FROM people p WHERE p.version > $1 AND p.person_id > $2 ORDER BY p.person_id LIMIT {PAGE}"
            ),
            &[since.into(), after.as_str().into()],
        )?;
        let Some(last) = rows.last() else { return Ok((count, until)) };
        after = last.text(0)?;
        for row in &rows {
            if since >= 0 {
                open.remove(&row.text(0)?);
            }
            if row.flag(7)? {
                open.add(&findable(row, config, false)?)?;
            }
            until = until.max(row.int(6)?);
        }
        count += rows.len();
    }
}

fn findable(row: &Row, config: &ServeConfig, invited: bool) -> Result<Findable, DbError> {
    let organisation = row.parsed(5, "organisation")?;
    Ok(Findable {
        key: row.text(0)?,
        given: row.text(1)?,
        family: row.text(2)?,
        title: row.text(3)?,
        unit: unit_path(&row.text(4)?)?,
        organisation_name: config.organisation(&organisation).map_or_else(String::new, |o| o.name.clone()),
        organisation: organisation.into(),
        invited,
    })
}

fn units(tx: &Tx<'_>, config: &ServeConfig) -> Result<Units, DbError> {
    let rows = tx.query(
        &format!(
            "SELECT p.organisation, p.unit, COUNT(*) FROM people p WHERE {VISIBLE} GROUP BY p.organisation, p.unit
             UNION ALL SELECT i.organisation, '[]', COUNT(*) FROM invitations i WHERE {INVITED} GROUP BY i.organisation"
        ),
        &[],
    )?;
    let mut units = Units::new(&config.organisations);
    for row in rows {
        let people = u32::try_from(row.int(2)?).unwrap_or(u32::MAX);
        units.add(&row.parsed(0, "organisation")?, &unit_path(&row.text(1)?)?, people);
    }
    Ok(units)
}
