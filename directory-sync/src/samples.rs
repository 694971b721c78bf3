//! People for unit tests; not part of the program.

use bridge_api::sync::{CatalogueRow, Employment, Entry};

use crate::checks::{Catalogue, Reading};
use crate::person::Listed;

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
    CatalogueRow { entry, row_hash, employment: Employment::Working, missing_reads: 0, locked_from_sync: false }
}

pub(crate) fn reading(entries: impl IntoIterator<Item = Entry>) -> Reading {
    let listed = entries.into_iter().enumerate();
    let listed = listed.map(|(at, entry)| Listed { place: format!("line {}", at + 2), entry }).collect();
    Reading { listed, ..Reading::default() }
}

pub(crate) fn catalogue(rows: impl IntoIterator<Item = CatalogueRow>) -> Catalogue {
    rows.into_iter().map(|row| (row.entry.person_id.clone(), row)).collect()
}
