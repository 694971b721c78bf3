//! People for unit tests; not part of the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bridge_api::sync::{CatalogueRow, Employment, Entry};
use bridge_api::{OrganisationId, PersonId};

use crate::catalogue::Catalogue;
use crate::organisations::Organisations;
use crate::person::BadRow;
use crate::reading::{Listed, Reading};

pub(crate) fn entry(key: &str, organisation: &str) -> Entry {
    Entry {
        person_id: key.parse().expect("key"),
        given_name: format!("Given{key}"),
        family_name: "Family".into(),
        email: format!("{}@{organisation}.example", key.to_lowercase()).parse().expect("email"),
        organisation: organisation.parse().expect("organisation"),
        unit: vec!["Office".into()],
        title: "Clerk".into(),
        phone: String::new(),
        starts_on: None,
        ends_on: None,
        protected: false,
        state: Default::default(),
    }
}

pub(crate) fn row(entry: Entry) -> CatalogueRow {
    let row_hash = entry.row_hash();
    let employment = if entry.state.is_active() { Employment::Working } else { Employment::Suspended };
    CatalogueRow { entry, row_hash, employment, missing_reads: 0, locked_from_sync: false }
}

pub(crate) fn bad(key: Option<&str>) -> BadRow {
    BadRow { place: "line 9".into(), person_id: key.map(|k| k.parse().expect("valid")), reasons: vec!["bad".into()] }
}

/// The organisations that the register of the tests speaks for.
pub(crate) fn owned() -> BTreeSet<OrganisationId> {
    ["interior", "finance"].map(|key| key.parse().expect("valid")).into()
}

pub(crate) fn reading(entries: impl IntoIterator<Item = Entry>) -> Reading {
    let organisations = Organisations::owned(&owned()).expect("few");
    let mut reading = Reading::new(organisations.clone(), Path::new("/nonexistent"), 100);
    for (at, entry) in entries.into_iter().enumerate() {
        let mut json = Vec::new();
        let listed = Listed::of(&entry, &organisations, &mut json).expect("owned");
        reading.take(entry.person_id.as_str(), &format!("line {}", at + 2), listed, Some(&json)).expect("room");
    }
    reading
}

/// What the bridge holds.
pub(crate) type Rows = BTreeMap<PersonId, CatalogueRow>;

pub(crate) fn rows(rows: impl IntoIterator<Item = CatalogueRow>) -> Rows {
    rows.into_iter().map(|row| (row.entry.person_id.clone(), row)).collect()
}

/// The rows as planning sees them.
pub(crate) fn seen(rows: &Rows) -> Catalogue {
    let mut catalogue = Catalogue::new(&owned()).expect("few");
    for row in rows.values() {
        let entry = &row.entry;
        let digest = serde_json::json!([
            entry.person_id,
            row.row_hash,
            entry.organisation,
            entry.email,
            row.employment,
            row.missing_reads,
            row.locked_from_sync,
            entry.ends_on.clone().unwrap_or_default(),
        ]);
        let text = digest.to_string();
        catalogue.put(&serde_json::from_str(&text).expect("a digest")).expect("a digest");
    }
    catalogue
}

pub(crate) fn catalogue(people: impl IntoIterator<Item = CatalogueRow>) -> Catalogue {
    seen(&rows(people))
}
