//! Equals among the people found: those whom one already writes to come first, the most recent one before.
//!
//! The bridge's order stands: only neighbours that match the term equally well, and stand equally near to the person
//! (own unit, own organisation), change places.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::view::PersonView;

/// Sorts within each run of equals; `written` gives the place of a Matrix id among those one writes to.
pub(super) fn among_equals(
    people: Vec<PersonView>,
    term: &str,
    own: Option<&PersonView>,
    written: &HashMap<String, usize>,
) -> Vec<PersonView> {
    let words = words(term);
    let mut keyed: Vec<_> = people.into_iter().map(|person| (standing(&person, &words, own), person)).collect();
    let place = |person: &PersonView| person.user_id.as_ref().and_then(|id| written.get(id)).copied();
    for run in keyed.chunk_by_mut(|a, b| a.0 == b.0) {
        run.sort_by_key(|(_, person)| place(person).unwrap_or(usize::MAX));
    }
    keyed.into_iter().map(|(_, person)| person).collect()
}

/// How well each word is found and where, and whether the person is of the own unit and organisation.
#[derive(Debug, PartialEq, Eq)]
struct Standing {
    words: Vec<(u8, u8)>,
    own_unit: bool,
    own_organisation: bool,
}

fn standing(person: &PersonView, term: &[String], own: Option<&PersonView>) -> Standing {
    let places = [&person.name, &person.title, &person.unit, &person.organisation].map(|text| words(text));
    let best = |word: &String| {
        let graded = places.iter().zip((0u8..4).rev()).map(|(have, place)| {
            let exact = have.iter().any(|one| one == word);
            let begins = have.iter().any(|one| one.starts_with(word.as_str()));
            if exact { (2, place) } else { (u8::from(begins), if begins { place } else { 0 }) }
        });
        graded.max().unwrap_or_default()
    };
    let own_organisation = own.is_some_and(|own| own.organisation_id == person.organisation_id);
    Standing {
        words: term.iter().map(best).collect(),
        own_unit: own_organisation && own.is_some_and(|own| own.unit_path == person.unit_path),
        own_organisation,
    }
}

/// Words without accents and case.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Reach;

    fn person(id: &str, name: &str, organisation: &str, unit: &str) -> PersonView {
        PersonView {
            person_id: id.into(),
            user_id: Some(format!("@{id}:x")),
            name: name.into(),
            title: "Clerk".into(),
            unit: unit.into(),
            unit_path: vec![unit.into()],
            organisation: organisation.into(),
            organisation_id: organisation.to_lowercase(),
            reach: Reach::OnDepesha,
        }
    }

    fn order(people: Vec<PersonView>, term: &str, own: Option<&PersonView>, written: &[&str]) -> Vec<String> {
        let written = written.iter().enumerate().map(|(place, id)| (format!("@{id}:x"), place)).collect();
        among_equals(people, term, own, &written).into_iter().map(|person| person.person_id).collect()
    }

    #[test]
    fn homonyms_whom_one_writes_to_come_first_the_most_recent_before() {
        let people = ["a", "b", "c", "d"].map(|id| person(id, "Jean MARTIN", "Finance", "Audit")).to_vec();
        assert_eq!(order(people.clone(), "martin", None, &[]), ["a", "b", "c", "d"]);
        assert_eq!(order(people, "martin", None, &["d", "b"]), ["d", "b", "a", "c"]);
    }

    #[test]
    fn a_better_match_stays_before_whom_one_writes_to() {
        let people = vec![
            person("exact", "Élise MARTIN", "Finance", "Audit"),
            person("begins", "Elise MARTINEZ", "Finance", "Audit"),
            person("slip", "Elise MARTEN", "Finance", "Audit"),
        ];
        assert_eq!(order(people, "elise martin", None, &["slip", "begins"]), ["exact", "begins", "slip"]);
    }

    #[test]
    fn the_own_unit_and_organisation_stay_in_front() {
        let own = person("me", "Anna KOVAL", "Interior", "Cabinet");
        let people = vec![
            person("unit", "Jean MARTIN", "Interior", "Cabinet"),
            person("ministry", "Jean MARTIN", "Interior", "Records"),
            person("other", "Jean MARTIN", "Finance", "Audit"),
            person("friend", "Jean MARTIN", "Finance", "Tax"),
        ];
        assert_eq!(order(people, "Jean", Some(&own), &["friend", "ministry"]), ["unit", "ministry", "friend", "other"]);
    }

    #[test]
    fn the_bridges_order_stands_between_runs() {
        // The bridge holds a transliterated name for exact; here it is no match at all, and stays where it is.
        let people = vec![
            person("cyrillic", "Олена КОВАЛЬ", "Finance", "Audit"),
            person("a", "Olena KOVAL", "Finance", "Audit"),
            person("b", "Olena KOVAL", "Finance", "Audit"),
        ];
        assert_eq!(order(people, "olena", None, &["b"]), ["cyrillic", "b", "a"]);
    }
}
