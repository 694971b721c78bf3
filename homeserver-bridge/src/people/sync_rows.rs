//! Rows of the catalogue as a register's sync reads and writes them: the SQL of it.

use bridge_api::sync::{CataloguePage, CatalogueRow, Employment, Entry, HrState};
use bridge_api::{OrganisationId, PersonId};

use super::entry::unit_path;
use crate::actor::SyncActor;
use crate::app::App;
use crate::database::{DbError, Row, Tx, Value};
use crate::error::Problem;
use crate::provisioning::catalogue_changed;

/// The most rows of one page.
const PAGE: u32 = 1000;

const COLUMNS: &str = "person_id, given_name, family_name, email, organisation, unit, title, phone, starts_on, ends_on,
     protected, employment, missing_reads, locked_from_sync, row_hash, hr_state";

/// Which rows of the catalogue are asked for.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// Page by page: those after this key, so many at most.
    After(Option<PersonId>, Option<u32>),
    /// These people, wherever they stand; who is not there is not answered.
    Keys(Vec<PersonId>),
}

/// A statement for the wanted rows of these organisations, in the order of the keys; and how many make a page.
pub(super) fn statement(
    columns: &str,
    organisations: &[OrganisationId],
    wanted: &Wanted,
    most: u32,
) -> (String, Vec<Value>, usize) {
    let mut values: Vec<Value> = Vec::new();
    let mut list = |texts: &mut dyn Iterator<Item = &str>| {
        let places = texts.map(|text| {
            values.push(text.into());
            format!("${}", values.len())
        });
        places.collect::<Vec<_>>().join(", ")
    };
    let scope = list(&mut organisations.iter().map(OrganisationId::as_str));
    // One organisation has an index in the order of the keys. Several have not: there, walking the keys and leaving
    // out the others is far cheaper than sorting, so that index is kept out of it.
    let scope = match organisations {
        [_] => format!("organisation = {scope}"),
        _ => format!("organisation || '' IN ({scope})"),
    };
    let select = format!("SELECT {columns} FROM people WHERE {scope} AND person_id");
    match wanted {
        Wanted::Keys(keys) => {
            let keys = list(&mut keys.iter().map(PersonId::as_str));
            (format!("{select} IN ({keys}) ORDER BY person_id"), values, usize::MAX)
        }
        Wanted::After(after, limit) => {
            let limit = limit.unwrap_or(most).clamp(1, most);
            values.push(after.as_ref().map_or("", PersonId::as_str).into());
            values.push((limit + 1).into());
            let (after, first) = (values.len() - 1, values.len());
            (format!("{select} > ${after} ORDER BY person_id LIMIT ${first}"), values, limit as usize)
        }
    }
}

/// The wanted rows of the actor's organisations, in the order of the keys.
///
/// # Errors
/// If the database fails.
pub async fn page(app: &App, actor: &SyncActor, wanted: Wanted) -> Result<CataloguePage, Problem> {
    let (sql, values, limit) = statement(COLUMNS, actor.organisations(), &wanted, PAGE);
    let page = app.db.read(move |tx| {
        let rows = tx.query(&sql, &values)?;
        let more = rows.len() > limit;
        let people = rows.iter().take(limit).map(read).collect::<Result<Vec<_>, _>>()?;
        let next = people.last().filter(|_| more).map(|row: &CatalogueRow| row.entry.person_id.clone());
        Ok(CataloguePage { people, next })
    });
    Ok(page.await?)
}

/// The row of a person.
pub(super) fn row(tx: &Tx<'_>, person_id: &PersonId) -> Result<Option<CatalogueRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM people WHERE person_id = $1");
    tx.query_one(&sql, &[person_id.as_str().into()])?.map(|row| read(&row)).transpose()
}

fn read(row: &Row) -> Result<CatalogueRow, DbError> {
    let entry = Entry {
        person_id: row.parsed(0, "person id")?,
        given_name: row.text(1)?,
        family_name: row.text(2)?,
        email: row.parsed(3, "email")?,
        organisation: row.parsed(4, "organisation")?,
        unit: unit_path(&row.text(5)?)?,
        title: row.text(6)?,
        phone: row.text(7)?,
        starts_on: row.text_opt(8)?,
        ends_on: row.text_opt(9)?,
        protected: row.flag(10)?,
        state: if row.text(15)? == "suspended" { HrState::Suspended } else { HrState::Active },
    };
    Ok(CatalogueRow {
        entry,
        employment: match row.text(11)?.as_str() {
            "working" => Employment::Working,
            "suspended" => Employment::Suspended,
            "left" => Employment::Left,
            _ => return Err(DbError::Stored("employment")),
        },
        missing_reads: u32::try_from(row.int(12)?).map_err(|_| DbError::Stored("count"))?,
        locked_from_sync: row.flag(13)?,
        row_hash: row.text(14)?,
    })
}

/// Counts a change that searching must notice; answers the catalogue's new version.
pub(super) fn next_version(tx: &Tx<'_>) -> Result<i64, DbError> {
    catalogue_changed(tx)?;
    let row = tx.query_one("SELECT version FROM catalogue_version WHERE id = 1", &[])?;
    row.ok_or(DbError::Stored("catalogue version"))?.int(0)
}

/// Writes what HR says; the person works here from now on. What the person chose (hidden) stays.
pub(super) fn put(tx: &Tx<'_>, entry: &Entry, now_ms: i64, version: i64) -> Result<(), DbError> {
    let unit = serde_json::to_string(&entry.unit).map_err(|_| DbError::Stored("unit"))?;
    tx.execute(
        "INSERT INTO people (person_id, given_name, family_name, email, organisation, unit, title, phone, starts_on,
             ends_on, protected, employment, missing_reads, row_hash, changed_at_ms, version, hr_state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $15, 0, $12, $13, $14, $16)
         ON CONFLICT (person_id) DO UPDATE SET given_name = excluded.given_name, family_name = excluded.family_name,
             email = excluded.email, organisation = excluded.organisation, unit = excluded.unit,
             title = excluded.title, phone = excluded.phone, starts_on = excluded.starts_on,
             ends_on = excluded.ends_on, protected = excluded.protected, employment = excluded.employment,
             missing_reads = excluded.missing_reads, row_hash = excluded.row_hash,
             changed_at_ms = excluded.changed_at_ms, version = excluded.version, hr_state = excluded.hr_state",
        &[
            entry.person_id.as_str().into(),
            entry.given_name.as_str().into(),
            entry.family_name.as_str().into(),
            entry.email.as_str().into(),
            entry.organisation.as_str().into(),
            unit.into(),
            entry.title.as_str().into(),
            entry.phone.as_str().into(),
            entry.starts_on.clone().into(),
            entry.ends_on.clone().into(),
            entry.protected.into(),
            entry.row_hash().into(),
            now_ms.into(),
            version.into(),
            if entry.state.is_active() { "working" } else { "suspended" }.into(),
            if entry.state.is_active() { "active" } else { "suspended" }.into(),
        ],
    )?;
    Ok(())
}

/// The register did not list the person. Nothing that searching would notice.
pub(super) fn set_missing(tx: &Tx<'_>, person_id: &PersonId, reads: u32) -> Result<(), DbError> {
    let sql = "UPDATE people SET missing_reads = $2 WHERE person_id = $1";
    tx.execute(sql, &[person_id.as_str().into(), reads.into()]).map(drop)
}

/// The person has left. The row stays: it proves who the person was, and the key is never another's.
pub(super) fn set_left(tx: &Tx<'_>, person_id: &PersonId, now_ms: i64, version: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE people SET employment = 'left', readmitted = 0, changed_at_ms = $2, version = $3 WHERE person_id = $1",
        &[person_id.as_str().into(), now_ms.into(), version.into()],
    )
    .map(drop)
}
