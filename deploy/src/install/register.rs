//! The sample HR register: 300 people of two ministries as CSV, and `directory-sync`'s configuration for it.
//!
//! The same people come out every time. Among them: accents, apostrophes and double names, homonyms within and across
//! ministries, one who has left, one who has not started, one protected post.

use std::collections::HashMap;

use toml::{Table, Value};
use unicode_normalization::UnicodeNormalization;

use super::names::{FAMILY, GIVEN, POSTS, units};
use super::write_private;
use crate::layout::Layout;
use crate::ports::{Ports, url};
use crate::shape::{FINANCE, Homeserver, INTERIOR};

/// How many people each ministry has.
const PEOPLE: usize = 150;
/// Every so many people there is a homonym of the one before.
const HOMONYM_EVERY: usize = 40;

/// A row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// HR's key.
    pub person_id: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Work email.
    pub email: String,
    /// Whose people's homeserver it is.
    pub ministry: Homeserver,
    /// Unit path.
    pub unit: [&'static str; 2],
    /// The post.
    pub title: &'static str,
    /// First working day.
    pub starts_on: String,
    /// Last working day; empty if there is none.
    pub ends_on: &'static str,
    /// Whether nobody may find the post.
    pub protected: bool,
    /// Whether the ministry has another person of the same name.
    pub has_homonym: bool,
}

impl Person {
    /// `Given FAMILY`.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name.to_uppercase())
    }

    /// Whether the person works there now, can be found and shares the name with no colleague.
    pub fn is_plain(&self) -> bool {
        !self.protected && self.ends_on.is_empty() && !self.starts_on.starts_with("2099") && !self.has_homonym
    }
}

/// Everybody in the sample.
pub fn people() -> Vec<Person> {
    let mut all = Vec::with_capacity(2 * PEOPLE);
    for (first_key, ministry) in [(100_001, INTERIOR), (200_001, FINANCE)] {
        let mut people: Vec<Person> = (0..PEOPLE).map(|n| person(ministry, first_key + n, n)).collect();
        let mut count: HashMap<String, usize> = HashMap::new();
        for person in &mut people {
            let same = count.entry(local_part(&person.given_name, &person.family_name)).or_default();
            *same += 1;
            let suffix = if *same == 1 { String::new() } else { same.to_string() };
            let local = local_part(&person.given_name, &person.family_name);
            person.email = format!("{local}{suffix}@{}", ministry.email_domain);
        }
        for person in &mut people {
            person.has_homonym = count[&local_part(&person.given_name, &person.family_name)] > 1;
        }
        all.extend(people);
    }
    all
}

fn person(ministry: Homeserver, key: usize, n: usize) -> Person {
    // Steps that share no factor with the lists' lengths walk through all pairs before one comes back. The ministries
    // start at different places and meet in a few names, as in life.
    let homonym = n % HOMONYM_EVERY == HOMONYM_EVERY - 1;
    let place = if homonym { n - 1 } else { n } + usize::from(ministry.index) * 140;
    let given = GIVEN[(place * 7 + place / GIVEN.len()) % GIVEN.len()];
    let family = FAMILY[(place * 11 + place / FAMILY.len()) % FAMILY.len()];
    let units = units(ministry);
    Person {
        person_id: format!("HR-{key}"),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        email: String::new(),
        ministry,
        unit: units[(n * 5 + n / units.len()) % units.len()],
        title: title(n),
        starts_on: if n == 77 { "2099-01-01".to_owned() } else { format!("20{:02}-{:02}-01", 5 + n % 20, 1 + n % 12) },
        ends_on: if ministry == INTERIOR && n == 33 { "2026-06-30" } else { "" },
        protected: ministry == INTERIOR && n == 66,
        has_homonym: false,
    }
}

fn title(n: usize) -> &'static str {
    let mut place = u32::try_from(n * 37 % 100).unwrap_or_default();
    for (title, share) in POSTS {
        if place < share {
            return title;
        }
        place -= share;
    }
    POSTS[POSTS.len() - 1].0
}

/// `given.family` in ASCII.
fn local_part(given: &str, family: &str) -> String {
    format!("{}.{}", ascii(given), ascii(family))
}

fn ascii(name: &str) -> String {
    let plain: String = name.nfd().filter(char::is_ascii).collect();
    plain.to_lowercase().replace(' ', "-").replace('\'', "")
}

/// Writes the register and the configuration of `directory-sync`. A register that is there stays as it is: whoever
/// tries things out edits it.
pub(super) fn install(layout: &Layout, ports: Ports) -> anyhow::Result<()> {
    let csv = layout.register_csv();
    if let Some(dir) = csv.parent() {
        super::secrets::private_dir(dir)?;
    }
    if !csv.is_file() {
        write_private(&csv, &as_csv(&people()))?;
    }
    let text = std::fs::read_to_string(&csv)?;
    write_private(&layout.sync_config(), &toml::to_string(&sync_config(layout, ports, &header(&text)))?)
}

/// The columns that a register has: one that an earlier version wrote may have fewer.
fn header(csv: &str) -> Vec<&str> {
    csv.lines().next().unwrap_or_default().split(',').collect()
}

const COLUMNS: [&str; 12] = [
    "person_id",
    "given_name",
    "family_name",
    "email",
    "organisation",
    "unit",
    "title",
    "phone",
    "starts_on",
    "ends_on",
    "protected",
    "state",
];

fn as_csv(people: &[Person]) -> String {
    let mut text = COLUMNS.join(",") + "\n";
    for (n, one) in people.iter().enumerate() {
        let fields = [
            one.person_id.clone(),
            one.given_name.clone(),
            one.family_name.clone(),
            one.email.clone(),
            format!("Ministry of {}", one.ministry.organisation),
            one.unit.join("/"),
            one.title.to_owned(),
            format!("+00 1 55 {:02} {:02}", n / 100, n % 100),
            one.starts_on.clone(),
            one.ends_on.to_owned(),
            if one.protected { "yes" } else { "no" }.to_owned(),
            "active".to_owned(),
        ];
        text += &fields.join(",");
        text.push('\n');
    }
    text
}

fn sync_config(layout: &Layout, ports: Ports, header: &[&str]) -> Table {
    let text = |value: &dyn std::fmt::Display| Value::String(value.to_string());
    let table = |entries: Vec<(&str, Value)>| -> Table {
        entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    };
    let organisations: Table = [INTERIOR, FINANCE]
        .into_iter()
        .map(|one| (format!("Ministry of {}", one.organisation), text(&one.organisation_id)))
        .collect();
    let known = COLUMNS.into_iter().filter(|column| header.contains(column));
    let mapping: Table = known.map(|column| (column.to_owned(), text(&column))).collect();
    table(vec![
        ("state_file", text(&"state.json")),
        (
            "bridge",
            Value::Table(table(vec![
                ("base_url", text(&url(ports.api()))),
                ("token_file", text(&layout.sync_token().display())),
            ])),
        ),
        ("register", Value::Table(table(vec![("kind", text(&"csv")), ("path", text(&"people.csv"))]))),
        ("mapping", Value::Table(mapping)),
        ("organisations", Value::Table(organisations)),
    ])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_sample_has_what_a_register_has() {
        let people = people();
        assert_eq!(people.len(), 300);
        assert_eq!(people, super::people(), "the same people come out every time");
        let unique = |key: fn(&Person) -> String| people.iter().map(key).collect::<HashSet<_>>().len();
        assert_eq!(unique(|p| p.person_id.clone()), 300);
        assert_eq!(unique(|p| p.email.clone()), 300);
        assert!(people.iter().all(|p| p.email.is_ascii() && p.email.ends_with(p.ministry.email_domain)));
        assert_eq!(people.iter().filter(|p| p.protected).count(), 1);
        assert_eq!(people.iter().filter(|p| !p.ends_on.is_empty()).count(), 1);
        assert_eq!(people.iter().filter(|p| p.has_homonym).count(), 12);
        let names = |of| people.iter().filter(move |p| p.ministry == of).map(Person::name).collect::<HashSet<_>>();
        let both = names(INTERIOR).intersection(&names(FINANCE)).count();
        assert!((1..60).contains(&both), "{both} names in both ministries");
        for ministry in [INTERIOR, FINANCE] {
            assert!(people.iter().filter(|p| p.ministry == ministry && p.is_plain()).count() > 130);
        }
    }

    #[test]
    fn rows_read_as_people_write_them() {
        let people = people();
        let csv = as_csv(&people);
        assert!(csv.lines().all(|line| line.matches(',').count() == COLUMNS.len() - 1));
        insta::assert_snapshot!(csv.lines().take(3).collect::<Vec<_>>().join("\n"), @r"
        person_id,given_name,family_name,email,organisation,unit,title,phone,starts_on,ends_on,protected,state
        HR-100001,Amélie,Aubert,amelie.aubert@interior.gov.example,Ministry of Interior,Civil Protection/Crisis Centre,Director,+00 1 55 00 00,2005-01-01,,no,active
        HR-100002,Dmytro,Dvoretska,dmytro.dvoretska@interior.gov.example,Ministry of Interior,Local Government/Elections,Analyst,+00 1 55 00 01,2006-02-01,,no,active
        ");
    }

    #[test]
    fn addresses_are_plain_letters() {
        assert_eq!(local_part("Jean-Baptiste", "Noël-Picard"), "jean-baptiste.noel-picard");
        assert_eq!(local_part("Siân", "O'Connor"), "sian.oconnor");
        assert_eq!(local_part("Loïc", "Le Goff"), "loic.le-goff");
    }
}
