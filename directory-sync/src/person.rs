//! From a register's row to a catalogue entry: the one place where HR's texts are parsed. Judges a row by itself alone;
//! what rows say about each other is in `checks`.

use std::collections::{BTreeMap, HashMap};

use bridge_api::sync::{Entry, HrState};
use bridge_api::{OrganisationId, PersonId};

use crate::config::{Config, Mapping};
use crate::days;
use crate::register::Record;
use crate::twins::is_invisible;

/// A row whose person is not usable. If the key could be read the person is known to be listed, and not missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Where it stands.
    pub place: String,
    /// The key, if that much could be read.
    pub person_id: Option<PersonId>,
    /// What is wrong, every fault of the row.
    pub reasons: Vec<String>,
}

/// A row that became an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it stands.
    pub place: String,
    /// What HR says.
    pub entry: Entry,
}

/// What rows are parsed with, made ready once for all of them.
#[derive(Debug, Clone)]
pub struct Parser {
    map: Mapping,
    organisations: BTreeMap<String, OrganisationId>,
    /// Words for yes and no, lower case.
    protected: HashMap<String, bool>,
    state: HashMap<String, HrState>,
}

impl Parser {
    /// For this configuration.
    pub fn new(config: &Config) -> Self {
        let map = &config.mapping;
        let words = |list: &[String]| list.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
        let mut protected = HashMap::new();
        protected.extend(words(&map.protected_no).into_iter().map(|word| (word, false)));
        protected.extend(words(&map.protected_yes).into_iter().map(|word| (word, true)));
        let mut state = HashMap::new();
        state.extend(words(&map.state_suspended).into_iter().map(|word| (word, HrState::Suspended)));
        state.extend(words(&map.state_active).into_iter().map(|word| (word, HrState::Active)));
        Self { map: map.clone(), organisations: config.organisations.clone(), protected, state }
    }

    /// Parses a record.
    ///
    /// # Errors
    /// With every fault of the row.
    pub fn parse(&self, record: Record) -> Result<Listed, BadRow> {
        parse(record, self)
    }
}

fn parse(record: Record, words: &Parser) -> Result<Listed, BadRow> {
    let map = &words.map;
    let mut reasons: Vec<String> = record.faults.iter().map(ToString::to_string).collect();
    let mut note = |fault: String| reasons.push(fault);

    let person_id = PersonId::try_from(record.person_id).map_err(|e| note(e.to_string())).ok();
    let email = record.email.parse().map_err(|e: bridge_api::email::EmailError| note(format!("email: {e}"))).ok();
    let organisation = organisation(&record.organisation, &words.organisations).map_err(&mut note).ok();
    for (field, text, needed, most) in [
        ("given name", &record.given_name, true, 100),
        ("family name", &record.family_name, true, 100),
        ("unit", &record.unit, false, 500),
        ("title", &record.title, false, 200),
        ("phone", &record.phone, false, 60),
    ] {
        if let Err(fault) = text_of(text, needed, most) {
            note(format!("{field}: {fault}"));
        }
    }
    let starts_on =
        days::parse(&record.starts_on, map.dates, map.dates_offset).map_err(|e| note(format!("first day: {e}"))).ok();
    let ends_on =
        days::parse(&record.ends_on, map.dates, map.dates_offset).map_err(|e| note(format!("last day: {e}"))).ok();
    if let (Some(Some(start)), Some(Some(end))) = (&starts_on, &ends_on)
        && end < start
    {
        note("the last day is before the first".to_owned());
    }
    let protected = word(&record.protected, &words.protected)
        .ok_or_else(|| format!("protected: {:?} is neither one of protected_yes nor of protected_no", record.protected))
        .map_err(&mut note)
        .ok();
    let state = word(&record.state, &words.state)
        .ok_or_else(|| format!("state: {:?} is neither one of state_active nor of state_suspended", record.state))
        .map_err(&mut note)
        .ok();

    let place = record.place;
    match (person_id, email, organisation, starts_on, ends_on, protected.zip(state)) {
        (
            Some(person_id),
            Some(email),
            Some(organisation),
            Some(starts_on),
            Some(ends_on),
            Some((protected, state)),
        ) if reasons.is_empty() => {
            let entry = Entry {
                person_id,
                given_name: single_spaced(record.given_name),
                family_name: single_spaced(record.family_name),
                email,
                organisation,
                unit: unit(&record.unit, &map.unit_separator),
                title: single_spaced(record.title),
                phone: single_spaced(record.phone),
                starts_on,
                ends_on,
                protected,
                state,
            };
            Ok(Listed { place, entry })
        }
        (person_id, ..) => Err(BadRow { place, person_id, reasons }),
    }
}

fn organisation(word: &str, table: &BTreeMap<String, OrganisationId>) -> Result<OrganisationId, String> {
    let known = table.get(word).cloned();
    known.ok_or_else(|| format!("the organisation {word:?} is not in the table [organisations]"))
}

fn text_of(text: &str, needed: bool, most: usize) -> Result<(), String> {
    if needed && text.is_empty() {
        return Err("it is empty".to_owned());
    }
    if text.len() > most && text.chars().count() > most {
        return Err(format!("it has more than {most} characters"));
    }
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        return Ok(());
    }
    match text.chars().find(|letter| is_invisible(*letter)) {
        Some(letter) => Err(format!("it holds the invisible character U+{:04X}", u32::from(letter))),
        None => Ok(()),
    }
}

fn unit(text: &str, separator: &str) -> Vec<String> {
    let parts = text.split(separator.trim()).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| single_spaced(part.to_owned())).collect()
}

/// Without white space at the ends, and nowhere more than one space. Most texts are so: they stay what they are.
fn single_spaced(text: String) -> String {
    let mut after_space = true;
    let is_so = text.chars().all(|letter| {
        let space = letter == ' ';
        let fits = !letter.is_whitespace() || (space && !after_space);
        after_space = space;
        fits
    });
    if text.is_empty() || is_so && !after_space {
        return text;
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn word<T: Copy>(word: &str, table: &HashMap<String, T>) -> Option<T> {
    table.get(word).or_else(|| table.get(&word.to_lowercase())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        toml::from_str(
            r#"
            state_file = "s"
            bridge = { base_url = "http://127.0.0.1:1", token_file = "t" }
            register = { kind = "csv", path = "p" }
            organisations = { "Ministry of the Interior" = "interior" }
            [mapping]
            person_id = "a"
            given_name = "b"
            family_name = "c"
            email = "d"
            organisation = "e"
            "#,
        )
        .expect("valid")
    }

    fn record() -> Record {
        Record {
            place: "line 2".into(),
            person_id: "HR-1".into(),
            given_name: "Anna  Maria".into(),
            family_name: "Lévy".into(),
            email: "Anna.Levy@Interior.example".into(),
            organisation: "Ministry of the Interior".into(),
            unit: "Finance / Budget/".into(),
            ends_on: "2026-02-28".into(),
            ..Record::default()
        }
    }

    #[test]
    fn a_row_becomes_an_entry_in_one_spelling() {
        let entry = parse(record(), &Parser::new(&config())).expect("good").entry;
        assert_eq!(entry.given_name, "Anna Maria");
        assert_eq!(entry.email.as_str(), "anna.levy@interior.example");
        assert_eq!(entry.unit, ["Finance", "Budget"]);
        assert_eq!(entry.ends_on.as_deref(), Some("2026-02-28"));
    }

    #[test]
    fn every_fault_of_a_row_is_named_at_once_and_the_key_is_kept() {
        let bad = Record {
            given_name: "An\u{202e}na".into(),
            family_name: String::new(),
            email: "a@evil.org@interior.example".into(),
            organisation: "Interior".into(),
            starts_on: "01.02.2026".into(),
            ends_on: "2026-02-30".into(),
            protected: "maybe".into(),
            ..record()
        };
        insta::assert_debug_snapshot!(parse(bad, &Parser::new(&config())), @r#"
        Err(
            BadRow {
                place: "line 2",
                person_id: Some(
                    PersonId(
                        "HR-1",
                    ),
                ),
                reasons: [
                    "email: a work email address has exactly one @, with a name before it and a domain after it",
                    "the organisation \"Interior\" is not in the table [organisations]",
                    "given name: it holds the invisible character U+202E",
                    "family name: it is empty",
                    "first day: \"99.99.9999\" is not a day written as YYYY-MM-DD",
                    "last day: \"9999-99-99\" is not a day written as YYYY-MM-DD",
                    "protected: \"maybe\" is neither one of protected_yes nor of protected_no",
                ],
            },
        )
        "#);
    }

    #[test]
    fn white_space_becomes_single_spaces() {
        for (text, single) in [("", ""), ("a b", "a b"), (" a", "a"), ("a ", "a"), ("a  b", "a b"), (" ", "")] {
            assert_eq!(single_spaced(text.to_owned()), single, "{text:?}");
        }
        assert_eq!(single_spaced("a\tb\u{a0}é \u{2003}ü\x0b".to_owned()), "a b é ü");
    }

    #[test]
    fn a_last_day_before_the_first_is_a_fault() {
        let bad = Record { starts_on: "2026-03-01".into(), ..record() };
        assert_eq!(parse(bad, &Parser::new(&config())).expect_err("bad").reasons, ["the last day is before the first"]);
    }
}
