//! The search index: what people are found by, and their keys. Holds no email, and nobody who may not be seen.
//!
//! People lie in it in the order of their names, in every part of it, so that whoever needs the first twenty may stop
//! at the twentieth. On disk it outlives the process; losing it loses nothing.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::merge_policy::{LogMergePolicy, NoMergePolicy};
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::{
    Index, IndexReader, IndexSettings, IndexSortByField, IndexWriter, Order, ReloadPolicy, Searcher, TantivyDocument,
    Term,
};

use super::tree::place;
use super::words;

/// Between the parts of a unit's path where people see it.
pub(super) const UNIT_SEPARATOR: &str = " / ";
/// Between an organisation and the parts of a unit's path in the index.
pub(super) const PLACE_SEPARATOR: char = '\u{1f}';
/// Beginnings of words up to this many letters are in the index; for longer ones there are few enough words.
pub(super) const BEGINNING: usize = 3;
/// Changes with every change of what is indexed and how: an index of another format is made anew.
const FORMAT: u32 = 1;
const WRITER_BYTES: usize = 96 << 20;
/// How many names, posts and units are remembered folded, as many people share them.
const REMEMBERED: usize = 50_000;

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) key: Field,
    /// Words of the name; of the post; of the unit and the organisation.
    pub(super) name: Field,
    pub(super) title: Field,
    pub(super) place: Field,
    /// How the words of the name sound.
    pub(super) sound: Field,
    /// Beginnings of the words of the name, and of all others.
    pub(super) name_begins: Field,
    pub(super) rest_begins: Field,
    /// Digits of the phone, from the last to the first.
    pub(super) phone: Field,
    /// The organisation, and each unit that the person is in.
    pub(super) within: Field,
    pub(super) invited: Field,
    order: Field,
}

/// One person for the index.
#[derive(Debug, Clone, Default)]
pub(super) struct Findable {
    pub(super) key: String,
    pub(super) given: String,
    pub(super) family: String,
    pub(super) title: String,
    pub(super) unit: Vec<String>,
    pub(super) phone: String,
    pub(super) organisation: String,
    pub(super) organisation_name: String,
    pub(super) invited: bool,
}

/// Up to where the index has followed the database, and which history of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Followed {
    /// Rows of higher versions are not in it, or not as they are.
    pub(super) until: i64,
    /// The last line of the audit log at that time: a database that was put back to a former state has another.
    pub(super) audit: (i64, String),
    /// Names of organisations are in the index.
    pub(super) organisations: Vec<(String, String)>,
    pub(super) format: u32,
}

/// An open index, to be written.
pub(super) struct Open {
    pub(super) fields: Fields,
    pub(super) followed: Option<Followed>,
    index: Index,
    writer: IndexWriter,
    reader: IndexReader,
    folded: HashMap<String, Arc<Folded>>,
}

/// What a text is found by, each with spaces between the words.
struct Folded {
    words: String,
    begins: String,
    sounds: String,
    plain: String,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = |tokenizer| {
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic)
    };
    let whole = TextOptions::default().set_indexing_options(indexing("raw"));
    let words = TextOptions::default().set_indexing_options(indexing("whitespace"));
    let fields = Fields {
        key: schema.add_text_field("key", whole.clone() | STORED),
        name: schema.add_text_field("name", words.clone()),
        title: schema.add_text_field("title", words.clone()),
        place: schema.add_text_field("place", words.clone()),
        sound: schema.add_text_field("sound", words.clone()),
        name_begins: schema.add_text_field("name_begins", words.clone()),
        rest_begins: schema.add_text_field("rest_begins", words.clone()),
        phone: schema.add_text_field("phone", words),
        within: schema.add_text_field("within", whole.clone()),
        invited: schema.add_text_field("invited", whole),
        order: schema.add_u64_field("order", FAST),
    };
    (schema.build(), fields)
}

impl Open {
    /// Goes on with what is in the folder if that is an index of ours, makes an empty one otherwise; in memory without a
    /// folder.
    pub(super) fn at(folder: Option<&Path>) -> anyhow::Result<Self> {
        let (schema, fields) = schema();
        let by_name = IndexSortByField { field: "order".into(), order: Order::Asc };
        let settings = IndexSettings { sort_by_field: Some(by_name), docstore_blocksize: 2048, ..Default::default() };
        let builder = Index::builder().schema(schema.clone()).settings(settings);
        let index = match folder {
            None => builder.create_in_ram()?,
            Some(folder) => builder.open_or_create(MmapDirectory::open(folder)?)?,
        };
        let payload = index.load_metas()?.payload;
        let followed = payload.and_then(|payload| serde_json::from_str::<Followed>(&payload).ok());
        let followed = followed.filter(|followed| followed.format == FORMAT);
        let writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;
        if followed.is_none() {
            // Until it is complete: one large merge at the end instead of many in between.
            writer.set_merge_policy(Box::new(NoMergePolicy));
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { fields, followed, index, writer, reader, folded: HashMap::new() })
    }

    pub(super) fn remove(&self, key: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.key, key));
    }

    pub(super) fn remove_invited(&self) {
        self.writer.delete_term(Term::from_field_text(self.fields.invited, "yes"));
    }

    pub(super) fn add(&mut self, person: &Findable) -> anyhow::Result<()> {
        let fields = self.fields;
        let (given, family) = (self.folded(&person.given), self.folded(&person.family));
        let title = self.folded(&person.title);
        let place_text = format!("{} {}", person.unit.join(UNIT_SEPARATOR), person.organisation_name);
        let place_words = self.folded(&place_text);
        let mut document = TantivyDocument::default();
        document.add_text(fields.key, &person.key);
        document.add_u64(fields.order, words::order(&format!("{} {}", family.plain, given.plain)));
        for name in [given, family] {
            document.add_text(fields.name, &name.words);
            document.add_text(fields.sound, &name.sounds);
            document.add_text(fields.name_begins, &name.begins);
        }
        document.add_text(fields.title, &title.words);
        document.add_text(fields.rest_begins, &title.begins);
        document.add_text(fields.place, &place_words.words);
        document.add_text(fields.rest_begins, &place_words.begins);
        let phones = words::phones(&person.phone);
        if !phones.is_empty() {
            document.add_text(fields.phone, phones.join(" "));
        }
        for depth in 0..=person.unit.len() {
            document.add_text(fields.within, place(&person.organisation, &person.unit[..depth]));
        }
        if person.invited {
            document.add_text(fields.invited, "yes");
        }
        self.writer.add_document(document)?;
        Ok(())
    }

    fn folded(&mut self, text: &str) -> Arc<Folded> {
        if let Some(known) = self.folded.get(text) {
            return known.clone();
        }
        let words = words::indexed(text);
        let folded = Arc::new(Folded {
            begins: words::beginnings(&words, BEGINNING).join(" "),
            sounds: words::sounds(&words).join(" "),
            plain: words::plain(text),
            words: words.join(" "),
        });
        if self.folded.len() >= REMEMBERED {
            self.folded.clear();
        }
        self.folded.insert(text.to_owned(), folded.clone());
        folded
    }

    /// Makes what was written findable, and keeps it together with how far that is.
    pub(super) fn commit(&mut self, followed: Option<Followed>) -> anyhow::Result<()> {
        let mut prepared = self.writer.prepare_commit()?;
        if let Some(followed) = followed {
            let followed = Followed { format: FORMAT, ..followed };
            prepared.set_payload(&serde_json::to_string(&followed)?);
            self.followed = Some(followed);
        }
        prepared.commit()?;
        Ok(self.reader.reload()?)
    }

    /// Makes one part of the many that making the index anew left, and merges like with like from then on.
    pub(super) fn settle(&mut self) -> anyhow::Result<()> {
        let parts: Vec<SegmentId> = self.index.searchable_segment_ids()?;
        if parts.len() > 1 {
            self.writer.merge(&parts).wait()?;
        }
        self.writer.set_merge_policy(Box::new(LogMergePolicy::default()));
        Ok(self.reader.reload()?)
    }

    /// The state of the last commit.
    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn followed(until: i64) -> Followed {
        Followed { until, audit: (1, "a".into()), ..Followed::default() }
    }

    #[test]
    fn an_index_on_disk_is_gone_on_with_from_its_last_commit() {
        let folder = tempfile::tempdir().unwrap();
        let anna = Findable { key: "HR-1".into(), family: "Anna".into(), ..Findable::default() };
        let mut open = Open::at(Some(folder.path())).unwrap();
        assert_eq!(open.followed, None);
        open.add(&anna).unwrap();
        open.commit(Some(followed(7))).unwrap();
        open.add(&Findable { key: "HR-2".into(), ..anna }).unwrap();
        drop(open);
        let open = Open::at(Some(folder.path())).unwrap();
        assert_eq!(open.searcher().num_docs(), 1, "what was not committed is not there");
        assert_eq!(open.followed.map(|f| (f.until, f.audit.1)), Some((7, "a".into())));
    }

    #[test]
    fn many_parts_become_one_in_the_order_of_names() {
        let mut open = Open::at(None).unwrap();
        for n in [3, 1, 5, 2, 4, 0] {
            let family = ["Abel", "Bondar", "Étienne", "Їжак", "Yurenko", "Zola"][n].to_owned();
            open.add(&Findable { key: n.to_string(), family, ..Findable::default() }).unwrap();
            if n % 2 == 0 {
                open.commit(None).unwrap();
            }
        }
        open.settle().unwrap();
        let searcher = open.searcher();
        assert_eq!(searcher.segment_readers().len(), 1);
        let orders = searcher.segment_readers()[0].fast_fields().u64("order").unwrap();
        let orders: Vec<u64> = (0..6).filter_map(|doc| orders.first(doc)).collect();
        assert!(orders.len() == 6 && orders.is_sorted(), "{orders:?}");
    }
}
