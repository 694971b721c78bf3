//! The search index: what people are found by, and their keys. Holds no email, and nobody who may not be seen.
//!
//! It is made from the database when it is first needed and then follows the catalogue's version, also when another
//! process changed the database. Losing it loses nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::MmapDirectory;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::limits::SearchLimit;
use super::tree::Units;
use super::words;
use crate::clock::Clock;
use crate::config::CatalogueConfig;

/// Between the parts of a unit's path where people see it.
pub(super) const UNIT_SEPARATOR: &str = " / ";
const WRITER_BYTES: usize = 32 << 20;

/// The searchable catalogue of this process.
pub struct Directory {
    folder: Option<PathBuf>,
    pub(super) limit: SearchLimit,
    pub(super) open: Mutex<Option<Open>>,
}

impl Directory {
    /// Opens nothing yet.
    pub fn new(config: &CatalogueConfig, clock: Arc<dyn Clock>) -> Self {
        Self { folder: config.index_dir.clone(), limit: SearchLimit::new(config, clock), open: Mutex::new(None) }
    }

    /// The open index and what it has seen; opened if it is not.
    pub(super) fn with_open<T>(&self, work: impl FnOnce(&mut Open) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let mut slot = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.is_none() {
            *slot = Some(Open::new(self.folder.as_deref())?);
        }
        let Some(open) = slot.as_mut() else { anyhow::bail!("the search index is not open") };
        let answer = work(open);
        if answer.is_err() {
            // What was half done is not trusted: the next search makes the index anew.
            *slot = None;
        }
        answer
    }
}

/// What the index was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub(super) catalogue: i64,
    pub(super) invitations: (i64, i64, i64),
}

/// An open index.
pub(super) struct Open {
    pub(super) fields: Fields,
    pub(super) writer: IndexWriter,
    reader: IndexReader,
    pub(super) units: Arc<Units>,
    pub(super) made_from: Option<Fingerprint>,
    /// The highest version of a row that is in the index.
    pub(super) rows_until: i64,
}

/// A state of the index to search in.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) fields: Fields,
    pub(super) searcher: Searcher,
    pub(super) units: Arc<Units>,
}

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) key: Field,
    pub(super) sort: Field,
    pub(super) name: Field,
    pub(super) title: Field,
    pub(super) unit: Field,
    pub(super) organisation: Field,
    pub(super) in_unit: Field,
    pub(super) in_organisation: Field,
    pub(super) invited: Field,
}

/// One person for the index.
pub(super) struct Findable {
    pub(super) key: String,
    pub(super) given: String,
    pub(super) family: String,
    pub(super) title: String,
    pub(super) unit: Vec<String>,
    pub(super) organisation: String,
    pub(super) organisation_name: String,
    pub(super) invited: bool,
}

impl Open {
    fn new(folder: Option<&Path>) -> anyhow::Result<Self> {
        let mut schema = Schema::builder();
        let words = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        let words = TextOptions::default().set_indexing_options(words);
        let fields = Fields {
            key: schema.add_text_field("key", STRING | STORED),
            sort: schema.add_text_field("sort", TextOptions::default() | FAST),
            name: schema.add_text_field("name", words.clone()),
            title: schema.add_text_field("title", words.clone()),
            unit: schema.add_text_field("unit", words.clone()),
            organisation: schema.add_text_field("organisation", words),
            in_unit: schema.add_text_field("in_unit", STRING),
            in_organisation: schema.add_text_field("in_organisation", STRING),
            invited: schema.add_text_field("invited", STRING),
        };
        let index = match folder {
            None => Index::create_in_ram(schema.build()),
            Some(folder) => {
                Index::create(MmapDirectory::open(own_folder(folder)?)?, schema.build(), Default::default())?
            }
        };
        let writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { fields, writer, reader, units: Arc::default(), made_from: None, rows_until: -1 })
    }

    pub(super) fn remove(&self, key: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.key, key));
    }

    pub(super) fn remove_invited(&self) {
        self.writer.delete_term(Term::from_field_text(self.fields.invited, "yes"));
    }

    pub(super) fn add(&self, person: &Findable) -> anyhow::Result<()> {
        let fields = &self.fields;
        let mut document = TantivyDocument::default();
        document.add_text(fields.key, &person.key);
        let sort = [&person.family, &person.given]
            .map(|name| words::searched(name).into_iter().flat_map(|w| w.0.into_iter().next()).collect::<String>());
        document.add_text(fields.sort, format!("{} {} {}", sort[0], sort[1], person.key));
        let name = format!("{} {}", person.given, person.family);
        for (field, text) in [
            (fields.name, name.as_str()),
            (fields.title, &person.title),
            (fields.unit, &person.unit.join(UNIT_SEPARATOR)),
            (fields.organisation, &person.organisation_name),
        ] {
            for word in words::indexed(text) {
                document.add_text(field, word);
            }
        }
        for depth in 1..=person.unit.len() {
            document.add_text(fields.in_unit, person.unit[..depth].join(UNIT_SEPARATOR));
        }
        document.add_text(fields.in_organisation, &person.organisation);
        if person.invited {
            document.add_text(fields.invited, "yes");
        }
        self.writer.add_document(document)?;
        Ok(())
    }

    pub(super) fn commit(&mut self) -> anyhow::Result<()> {
        self.writer.commit()?;
        self.reader.reload()?;
        Ok(())
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot { fields: self.fields, searcher: self.reader.searcher(), units: self.units.clone() }
    }
}

/// An empty folder for this process; those of processes that are no more are removed.
fn own_folder(folder: &Path) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let pid = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix("people-"));
        if pid.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            fs::remove_dir_all(&path)?;
        }
    }
    let own = folder.join(format!("people-{}", std::process::id()));
    if own.exists() {
        fs::remove_dir_all(&own)?;
    }
    fs::create_dir_all(&own)?;
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_a_process_that_is_no_more_is_removed_and_ours_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        // No process has a number beyond the kernel's limit of 2^22.
        let (stale, alive, other) =
            (folder.path().join("people-4194305"), folder.path().join("people-1"), folder.path().join("other"));
        for path in [&stale, &alive, &other, &folder.path().join(format!("people-{}", std::process::id()))] {
            fs::create_dir(path).unwrap();
            fs::write(path.join("file"), "x").unwrap();
        }
        let own = own_folder(folder.path()).unwrap();
        assert!(!stale.exists() && alive.exists() && other.exists());
        assert_eq!(fs::read_dir(own).unwrap().count(), 0);
    }
}
