//! From what is wanted to the keys of the best people: whole words before beginnings before slips, names before posts
//! before units; among equals the caller's own unit, then the own organisation; then in the order of their names.
//!
//! One kind of match is looked for after the other, and no more once the page is full: what many people match costs
//! no more than what few match. What a search may look at is bounded as well.

use std::collections::HashSet;

use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

use super::cursor::Budget;
use super::directory::Snapshot;
use super::terms::{Closeness, Part, Place};
use super::words::Word;

/// How many entries of lists one search looks at; some 15 ns each.
const STEPS: u64 = 300_000;

/// What is looked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) words: Vec<Word>,
    /// The end of a phone number, from its last digit on.
    pub(super) phone: Option<String>,
    /// Only people within one of these places, as they are in the index.
    pub(super) within: Option<Vec<String>>,
    /// Whose people come first among equals: the caller's unit, then organisation.
    pub(super) near: Vec<String>,
}

/// A person found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) key: String,
    /// People of the same rank are equals: only their names order them.
    pub(super) rank: usize,
}

/// A kind of match.
struct Kind<'a> {
    words: Vec<(&'a Word, Closeness)>,
    place: Place,
    phone: Option<&'a str>,
}

/// The best people after the first `from`, at most `limit`.
pub(super) fn best(snapshot: &Snapshot, wanted: &Wanted, from: usize, limit: usize) -> tantivy::Result<Vec<Hit>> {
    let readers = snapshot.searcher.segment_readers();
    let mut parts = readers.iter().map(|reader| Part::new(reader, snapshot.fields)).collect::<Result<Vec<_>, _>>()?;
    let (need, budget) = (from + limit, Budget::of(STEPS));
    let mut found: Vec<(DocAddress, usize)> = Vec::new();
    let mut seen = HashSet::new();
    let kinds = kinds(wanted);
    let near: Vec<[String; 1]> = wanted.near.iter().map(|place| [place.clone()]).collect();
    let circles: Vec<Option<&[String]>> = near.iter().map(|place| Some(place.as_slice())).chain([None]).collect();
    let ranks = kinds.iter().flat_map(|kind| circles.iter().map(move |circle| (kind, *circle)));
    for (rank, (kind, circle)) in ranks.enumerate() {
        let missing = need.saturating_sub(found.len());
        if missing == 0 || budget.is_spent() {
            break;
        }
        let within: Vec<&[String]> = wanted.within.as_deref().into_iter().chain(circle).collect();
        let mut equals = Vec::new();
        for (number, part) in (0..).zip(parts.iter_mut()) {
            let Some(mut matching) = part.all_of(&kind.words, kind.place, &within, kind.phone)? else { continue };
            let (mut next, mut here) = (0, 0);
            while here < missing
                && let Some(doc) = matching.next_from(next, &budget)
            {
                next = doc + 1;
                let address = DocAddress::new(number, doc);
                if part.is_alive(doc) && !seen.contains(&address) {
                    equals.push((part.order(doc), address));
                    here += 1;
                }
            }
        }
        equals.sort();
        equals.truncate(missing);
        seen.extend(equals.iter().map(|(_, address)| *address));
        found.extend(equals.into_iter().map(|(_, address)| (address, rank)));
    }
    let hit = |(address, rank): (DocAddress, usize)| {
        let document: TantivyDocument = snapshot.searcher.doc(address)?;
        let key = document.get_first(snapshot.fields.key).and_then(|value| value.as_str()).unwrap_or_default();
        Ok(Hit { key: key.to_owned(), rank })
    };
    found.into_iter().skip(from).map(hit).collect()
}

/// The best first.
fn kinds(wanted: &Wanted) -> Vec<Kind<'_>> {
    use Closeness::{Begun, Like, Whole};
    let kind = |closeness: Closeness, last: Closeness, place: Place| {
        let mut words: Vec<_> = wanted.words.iter().map(|word| (word, closeness)).collect();
        if let Some((_, of_last)) = words.last_mut() {
            *of_last = last;
        }
        Kind { words, place, phone: None }
    };
    let mut kinds = Vec::new();
    if let Some(digits) = wanted.phone.as_deref() {
        kinds.push(Kind { words: Vec::new(), place: Place::Anywhere, phone: Some(digits) });
    }
    if wanted.words.is_empty() {
        if wanted.within.is_some() {
            kinds.push(Kind { words: Vec::new(), place: Place::Anywhere, phone: None });
        }
        return kinds;
    }
    kinds.extend([Place::Name, Place::Post, Place::Anywhere].map(|place| kind(Whole, Whole, place)));
    let wide = [Place::Name, Place::Anywhere];
    if wanted.words.len() > 1 {
        // Somebody is typing: only the last word is unfinished.
        kinds.extend(wide.map(|place| kind(Whole, Begun, place)));
    }
    kinds.extend(wide.map(|place| kind(Begun, Begun, place)));
    kinds.extend(wide.map(|place| kind(Like, Like, place)));
    kinds
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use proptest::prelude::*;

    use super::super::index::{Findable, Open};
    use super::super::words;
    use super::*;

    fn snapshot(people: &[Findable]) -> Snapshot {
        let mut open = Open::at(None).unwrap();
        for person in people {
            open.add(person).unwrap();
        }
        open.commit(None).unwrap();
        Snapshot {
            fields: open.fields,
            searcher: open.searcher(),
            units: Arc::default(),
            made_from: Default::default(),
            since: Instant::now(),
        }
    }

    fn person(key: &str, given: &str, family: &str) -> Findable {
        let (key, given, family) = (key.to_owned(), given.to_owned(), family.to_owned());
        Findable { key, given, family, organisation: "o".into(), ..Findable::default() }
    }

    fn keys(snapshot: &Snapshot, term: &str) -> Vec<String> {
        let wanted = Wanted { words: words::searched(term), ..Wanted::default() };
        best(snapshot, &wanted, 0, 50).unwrap().into_iter().map(|hit| hit.key).collect()
    }

    #[test]
    fn a_likeness_comes_after_a_beginning_and_a_beginning_after_a_whole_word() {
        let people = [
            person("begun", "Taras", "Shevchenkov"),
            person("sound", "Taras", "Chevtchenko"),
            person("whole", "Тарас", "Шевченко"),
            person("slip", "Taras", "Shevchenk"),
            person("other", "Taras", "Bondar"),
        ];
        let snapshot = snapshot(&people);
        assert_eq!(keys(&snapshot, "shevchenko"), ["whole", "begun", "sound", "slip"]);
        assert_eq!(keys(&snapshot, "Chevtchenko")[0], "sound");
        assert_eq!(keys(&snapshot, "taras chev"), ["sound"]);
    }

    #[test]
    fn pages_put_together_are_the_whole() {
        let people: Vec<Findable> = (0..40).map(|n| person(&format!("{n:02}"), "Anna", &format!("Ann{n}"))).collect();
        let snapshot = snapshot(&people);
        let wanted = Wanted { words: words::searched("ann"), ..Wanted::default() };
        let all: Vec<String> = best(&snapshot, &wanted, 0, 50).unwrap().into_iter().map(|hit| hit.key).collect();
        let pages = (0..5).flat_map(|page| best(&snapshot, &wanted, page * 10, 10).unwrap());
        assert_eq!(all.len(), 40);
        assert_eq!(pages.map(|hit| hit.key).collect::<Vec<_>>(), all);
    }

    fn part() -> impl Strategy<Value = String> {
        prop_oneof!["[A-Za-zÀ-ÖØ-öø-ÿŁłŻżŠšČč]{1,10}", "[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ]{1,10}", "[DdOo]['’ʼ][A-ZÉІа-яa-zé]{2,8}",]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whoever_is_indexed_is_found_by_the_parts_of_the_name_in_any_order(
            given in prop::collection::vec(part(), 1..3),
            family in prop::collection::vec(part(), 1..3),
            hyphens in any::<[bool; 2]>(),
            order in Just((0..4_usize).collect::<Vec<_>>()).prop_shuffle(),
            written in prop::collection::vec(0..3_u8, 4),
        ) {
            let join = |parts: &[String], hyphen| parts.join(if hyphen { "-" } else { " " });
            let wanted = person("wanted", &join(&given, hyphens[0]), &join(&family, hyphens[1]));
            let others = [person("other", "Anna", "Kovalenko"), person("another", "Їжак", "D'Été")];
            let snapshot = snapshot(&[others[0].clone(), wanted, others[1].clone()]);
            let parts: Vec<&String> = given.iter().chain(&family).collect();
            let write = |at: &usize| parts.get(*at).map(|part| match written[*at] {
                0 => (*part).clone(),
                1 => part.to_uppercase(),
                _ => words::searched(part)[0].spellings[0].clone(),
            });
            let term = order.iter().filter_map(write).collect::<Vec<_>>().join(" ");
            prop_assert!(keys(&snapshot, &term).contains(&"wanted".to_owned()), "{}", term);
        }
    }
}
