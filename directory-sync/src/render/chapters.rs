//! The people of a plan, by what it does to them: keys, organisations and the names of fields, no names of people and no
//! addresses.

use std::collections::BTreeMap;

use bridge_api::PersonId;
use bridge_api::sync::{CatalogueRow, Entry};

use crate::catalogue::Catalogue;
use crate::plan::{Kind, Step};
use crate::reading::Reading;

/// People to whom a plan does the same.
#[derive(Debug)]
pub struct Chapter {
    /// What is done to them.
    pub title: &'static str,
    /// The same as one word, in front of a person.
    verb: &'static str,
    /// How many they are.
    pub total: usize,
    /// The first of them.
    pub people: Vec<Person>,
}

/// One of them.
#[derive(Debug)]
pub struct Person {
    key: String,
    /// What there is to say, without asking anybody.
    text: String,
    /// The entry to come, of people who are in the catalogue already.
    entry: Option<Entry>,
}

const CHAPTERS: [(Kind, &str, &str); 9] = [
    (Kind::Leaves, "Leaving (signed out, taken from the catalogue)", "leaves"),
    (Kind::Missing, "Missing from this reading (nothing happens to them yet)", "missing"),
    (Kind::Suspended, "Suspended (signed out until HR says otherwise)", "suspended"),
    (Kind::Returns, "Coming back after having left", "comes back"),
    (Kind::Moves, "Moving to another organisation", "moves"),
    (Kind::Resumes, "Working again after a suspension", "works again"),
    (Kind::Changes, "Changing", "changes"),
    (Kind::Relisted, "Listed again", "listed again"),
    (Kind::Joins, "Joining", "joins"),
];

/// The chapters of a plan, each with at most `most` people.
pub fn chapters(steps: &[Step], reading: &Reading, catalogue: &Catalogue, most: usize) -> Vec<Chapter> {
    let empty =
        |(_, title, verb): &(Kind, &'static str, &'static str)| Chapter { title, verb, total: 0, people: Vec::new() };
    let mut chapters: Vec<Chapter> = CHAPTERS.iter().map(empty).collect();
    for step in steps {
        let kind = step.kind(reading, catalogue);
        let Some(at) = CHAPTERS.iter().position(|(known, ..)| *known == kind) else { continue };
        let chapter = &mut chapters[at];
        chapter.total += 1;
        if chapter.people.len() < most {
            chapter.people.push(person(step, reading, catalogue));
        }
    }
    chapters.retain(|chapter| chapter.total > 0);
    chapters
}

fn person(step: &Step, reading: &Reading, catalogue: &Catalogue) -> Person {
    let organisation = |row| reading.organisations().name(reading.get(row).organisation).to_string();
    let (text, entry) = match *step {
        Step::Leave { .. } => (String::new(), None),
        Step::Missing { reads, .. } => (format!("reading {reads}"), None),
        Step::Join { row } if reading.get(row).suspended => (format!("{}, suspended", organisation(row)), None),
        Step::Join { row } => (organisation(row), None),
        Step::Update { row, .. } => (organisation(row), reading.entry(row).ok()),
    };
    Person { key: step.key(reading, catalogue).to_owned(), text, entry }
}

impl Chapter {
    /// Of whom it is to be asked what the catalogue holds.
    pub fn keys_of_changed(&self) -> impl Iterator<Item = PersonId> {
        self.people.iter().filter_map(|person| Some(person.entry.as_ref()?.person_id.clone()))
    }

    /// Says what changes, knowing what the catalogue holds.
    pub fn tell_changes(&mut self, before: &BTreeMap<PersonId, CatalogueRow>) {
        for person in &mut self.people {
            let Some(entry) = &person.entry else { continue };
            if let Some(row) = before.get(&entry.person_id) {
                person.text = changes(&row.entry, entry).join(", ");
            }
        }
    }

    /// One line a person, each of which says everything.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.people.iter().map(|person| format!("{}: {}", self.verb, person.line()))
    }
}

impl Person {
    /// A line below the chapter's title.
    pub fn line(&self) -> String {
        if self.text.is_empty() { self.key.clone() } else { format!("{}: {}", self.key, self.text) }
    }
}

/// Which fields differ. Of organisations and states also how: they are no personal data.
pub fn changes(was: &Entry, entry: &Entry) -> Vec<String> {
    let mut parts = Vec::new();
    if was.organisation != entry.organisation {
        parts.push(format!("moves {} → {}", was.organisation, entry.organisation));
    }
    let fields = [
        (if entry.state.is_active() { "works again" } else { "suspended" }, was.state != entry.state),
        ("given name", was.given_name != entry.given_name),
        ("family name", was.family_name != entry.family_name),
        ("email", was.email != entry.email),
        ("unit", was.unit != entry.unit),
        ("title", was.title != entry.title),
        ("phone", was.phone != entry.phone),
        ("first day", was.starts_on != entry.starts_on),
        ("last day", was.ends_on != entry.ends_on),
        (if entry.protected { "becomes protected" } else { "no longer protected" }, was.protected != entry.protected),
    ];
    parts.extend(fields.iter().filter(|(_, differs)| *differs).map(|(field, _)| (*field).to_owned()));
    parts
}
