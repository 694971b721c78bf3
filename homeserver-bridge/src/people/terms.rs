//! From a word to the terms of the index that it may mean: whole, begun, or misspelt; in names, posts or anywhere.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::TermInfo;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use super::cursor::{AllOf, AnyOf};
use super::index::{BEGINNING, Fields};
use super::words::Word;

/// From how many letters on a slip is forgiven: below that everything is near everything.
const FORGIVEN_FROM: usize = 4;
/// The most terms of one field that a beginning may mean; the most frequent ones are taken.
const BEGUN_TERMS: usize = 256;
/// The same for a slip.
const LIKE_TERMS: usize = 64;

/// How closely a word is to be met. Each takes in the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Closeness {
    Whole,
    Begun,
    Like,
}

/// Where a word is to be met. Each takes in the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Name,
    Post,
    Anywhere,
}

type Meant = Arc<Vec<(Field, TermInfo)>>;

/// A part of the index, as one search uses it.
pub(super) struct Part<'a> {
    reader: &'a SegmentReader,
    fields: Fields,
    orders: Column<u64>,
    opened: HashMap<Field, Arc<InvertedIndexReader>>,
    meant: HashMap<(usize, Closeness, Place), Meant>,
}

impl<'a> Part<'a> {
    pub(super) fn new(reader: &'a SegmentReader, fields: Fields) -> tantivy::Result<Self> {
        let all = [
            fields.name,
            fields.title,
            fields.place,
            fields.sound,
            fields.name_begins,
            fields.rest_begins,
            fields.phone,
            fields.within,
        ];
        let open = |field| Ok((field, reader.inverted_index(field)?));
        let opened = all.into_iter().map(open).collect::<tantivy::Result<_>>()?;
        let orders = reader.fast_fields().u64("order")?;
        Ok(Self { reader, fields, orders, opened, meant: HashMap::new() })
    }

    /// Where the person stands among the names.
    pub(super) fn order(&self, doc: DocId) -> u64 {
        self.orders.first(doc).unwrap_or(u64::MAX)
    }

    /// Whether the entry still counts.
    pub(super) fn is_alive(&self, doc: DocId) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
    }

    /// Whoever matches every word and is in one of the places of each list; nothing if one of them matches nobody.
    pub(super) fn all_of(
        &mut self,
        words: &[(&Word, Closeness)],
        place: Place,
        within: &[&[String]],
        phone: Option<&str>,
    ) -> tantivy::Result<Option<AllOf>> {
        let mut lists = Vec::with_capacity(words.len() + within.len());
        for (number, (word, closeness)) in words.iter().enumerate() {
            let meant = self.meant(number, word, *closeness, place)?;
            lists.push(self.lists(&meant)?);
        }
        if let Some(digits) = phone {
            let mut meant = Vec::new();
            self.begun(self.fields.phone, digits, &mut meant)?;
            lists.push(self.lists(&meant)?);
        }
        for places in within {
            let mut meant = Vec::new();
            for place in *places {
                self.whole(self.fields.within, place, &mut meant)?;
            }
            lists.push(self.lists(&meant)?);
        }
        if lists.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        Ok(Some(AllOf::new(lists.into_iter().map(AnyOf::new).collect())))
    }

    fn lists(&self, meant: &[(Field, TermInfo)]) -> tantivy::Result<Vec<tantivy::postings::SegmentPostings>> {
        let list = |(field, info): &(Field, TermInfo)| {
            Ok(self.field(*field)?.read_postings_from_terminfo(info, IndexRecordOption::Basic)?)
        };
        meant.iter().map(list).collect()
    }

    fn field(&self, field: Field) -> tantivy::Result<&InvertedIndexReader> {
        let open = self.opened.get(&field).map(AsRef::as_ref);
        open.ok_or_else(|| tantivy::TantivyError::InternalError("a field was not opened".into()))
    }

    fn meant(&mut self, number: usize, word: &Word, closeness: Closeness, place: Place) -> tantivy::Result<Meant> {
        if let Some(known) = self.meant.get(&(number, closeness, place)) {
            return Ok(known.clone());
        }
        let fields = self.fields;
        let places: &[Field] = match place {
            Place::Name => &[fields.name],
            Place::Post => &[fields.name, fields.title],
            Place::Anywhere => &[fields.name, fields.title, fields.place],
        };
        let mut meant = Vec::new();
        for spelling in &word.spellings {
            let letters = spelling.chars().count();
            if closeness == Closeness::Whole {
                for field in places {
                    self.whole(*field, spelling, &mut meant)?;
                }
            } else if letters <= BEGINNING {
                self.whole(fields.name_begins, spelling, &mut meant)?;
                if place != Place::Name {
                    self.whole(fields.rest_begins, spelling, &mut meant)?;
                }
            } else {
                for field in places {
                    self.begun(*field, spelling, &mut meant)?;
                }
            }
            let is_name = spelling.chars().any(char::is_alphabetic);
            if closeness == Closeness::Like && letters >= FORGIVEN_FROM && is_name {
                for field in places {
                    self.misspelt(*field, spelling, &mut meant)?;
                }
            }
        }
        if closeness == Closeness::Like && word.sound.len() >= FORGIVEN_FROM {
            self.whole(fields.sound, &word.sound, &mut meant)?;
        }
        let meant = Arc::new(meant);
        self.meant.insert((number, closeness, place), meant.clone());
        Ok(meant)
    }

    fn whole(&self, field: Field, text: &str, meant: &mut Vec<(Field, TermInfo)>) -> tantivy::Result<()> {
        let info = self.field(field)?.get_term_info(&Term::from_field_text(field, text))?;
        meant.extend(info.map(|info| (field, info)));
        Ok(())
    }

    fn begun(&self, field: Field, text: &str, meant: &mut Vec<(Field, TermInfo)>) -> tantivy::Result<()> {
        let mut found = Vec::new();
        let mut terms = self.field(field)?.terms().range().ge(text).into_stream()?;
        while terms.advance() && terms.key().starts_with(text.as_bytes()) {
            found.push((field, terms.value().clone()));
        }
        meant.extend(most_frequent(found, BEGUN_TERMS));
        Ok(())
    }

    fn misspelt(&self, field: Field, text: &str, meant: &mut Vec<(Field, TermInfo)>) -> tantivy::Result<()> {
        let near = FuzzyTermQuery::new(Term::from_field_text(field, text), 1, true).automaton()?;
        let mut found = Vec::new();
        let mut terms = self.field(field)?.terms().search(near).into_stream()?;
        while terms.advance() {
            found.push((field, terms.value().clone()));
        }
        meant.extend(most_frequent(found, LIKE_TERMS));
        Ok(())
    }
}

fn most_frequent(mut found: Vec<(Field, TermInfo)>, most: usize) -> Vec<(Field, TermInfo)> {
    if found.len() > most {
        found.sort_by_key(|(_, info)| std::cmp::Reverse(info.doc_freq));
        found.truncate(most);
    }
    found
}
