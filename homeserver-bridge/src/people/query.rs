//! From the words of a term to a query: every word must be found somewhere, whole before begun before misspelt, names
//! before posts before units before organisations; equals in the order of their names.

use bridge_api::OrganisationId;
use tantivy::collector::TopDocs;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByString};
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{Order, TantivyDocument, Term};

use super::index::{Fields, Snapshot};
use super::words::Word;

/// From how many letters on a slip is forgiven: below that everything is near everything.
const FORGIVEN_FROM: usize = 4;

/// What is looked for.
pub(super) struct Wanted<'a> {
    pub(super) words: &'a [Word],
    pub(super) organisation: Option<&'a OrganisationId>,
    pub(super) unit: Option<&'a str>,
}

/// The keys of the best people after the first `from`, at most `limit`.
pub(super) fn keys(snapshot: &Snapshot, wanted: &Wanted, from: usize, limit: usize) -> tantivy::Result<Vec<String>> {
    let fields = &snapshot.fields;
    let mut clauses: Vec<(Occur, Box<dyn Query>)> =
        wanted.words.iter().map(|word| (Occur::Must, anywhere(word, fields))).collect();
    if let Some(organisation) = wanted.organisation {
        clauses.push((Occur::Must, only(fields.in_organisation, organisation.as_str())));
    }
    if let Some(unit) = wanted.unit {
        clauses.push((Occur::Must, only(fields.in_unit, unit)));
    }
    if clauses.is_empty() {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    let order = ((SortBySimilarityScore, Order::Desc), (SortByString::for_field("sort"), Order::Asc));
    let best = TopDocs::with_limit(limit).and_offset(from).order_by(order);
    let found = snapshot.searcher.search(&BooleanQuery::new(clauses), &best)?;
    let key = |address| -> tantivy::Result<Option<String>> {
        let document: TantivyDocument = snapshot.searcher.doc(address)?;
        Ok(document.get_first(fields.key).and_then(|value| value.as_str()).map(str::to_owned))
    };
    found.into_iter().filter_map(|(_, address)| key(address).transpose()).collect()
}

fn only(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(term(field, text), 0.0))
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

/// The best place where the word is found counts.
fn anywhere(word: &Word, fields: &Fields) -> Box<dyn Query> {
    let places = [(fields.name, 0.8), (fields.title, 0.4), (fields.unit, 0.2), (fields.organisation, 0.0)];
    let mut ways: Vec<Box<dyn Query>> = Vec::new();
    for (field, place) in places {
        for spelling in &word.0 {
            let here = || Term::from_field_text(field, spelling);
            ways.push(scored(term(field, spelling), 100.0 + place));
            ways.push(scored(Box::new(FuzzyTermQuery::new_prefix(here(), 0, true)), 10.0 + place));
            if spelling.chars().count() >= FORGIVEN_FROM {
                ways.push(scored(Box::new(FuzzyTermQuery::new(here(), 1, true)), 1.0 + place));
            }
        }
    }
    Box::new(DisjunctionMaxQuery::new(ways))
}

fn scored(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}
