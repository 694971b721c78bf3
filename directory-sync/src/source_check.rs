//! Whether the mapping fits the source: columns that are missing or always empty, words that no table has, days that
//! cannot be read. Reads the register once and tells everything at once, with counts and without names.
//!
//! It judges columns, not people: what is wrong with one row is for `person` and `checks`.

use std::collections::BTreeMap;

use crate::checks::{Finding, Gravity};
use crate::config::Config;
use crate::days;
use crate::register::{self, Mapper, Problem, Record, RegisterError, Row};

/// How many of the words that no table has are told.
const WORDS_TOLD: usize = 20;
/// With more different words the column is the wrong one, and its words may be names: none is told.
const WORDS_OF_A_TABLE: usize = 200;
/// The same if there are more than these and hardly any comes twice.
const WORDS_THAT_REPEAT: usize = 10;
/// How many different words are counted at all: a wrong column must not fill the memory with its texts.
const WORDS_COUNTED: usize = 2000;

/// Reads the register and looks at the mapping.
///
/// # Errors
/// If the register cannot be read to its end; columns that are not there are findings, not errors.
pub fn look(config: &Config) -> Result<Vec<Finding>, RegisterError> {
    let read = || {
        let mut check = SourceCheck::new(config);
        register::open(config).read(&mut |row| check.see(&row)).map(|()| check.findings())
    };
    // A register is read outside any runtime.
    let outcome = std::thread::scope(|scope| scope.spawn(read).join());
    match outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic)) {
        Ok(findings) => Ok(findings),
        Err(RegisterError::Column { field, column, columns, .. }) => Ok(missing(&[(field, column)], &columns)),
        Err(RegisterError::Columns { missing: all, columns, .. }) => Ok(missing(&all, &columns)),
        Err(error) => Err(error),
    }
}

fn missing(all: &[(&'static str, String)], columns: &str) -> Vec<Finding> {
    let text = |(field, column): &(&str, String)| {
        finding(Gravity::Stop, "missing column", field, format!("there is no column {column:?}; there are {columns}"))
    };
    all.iter().map(text).collect()
}

fn finding(gravity: Gravity, check: &str, field: &str, text: String) -> Finding {
    Finding { gravity, check: check.to_owned(), place: format!("mapping.{field}"), person_id: None, text }
}

/// Counts what a mapping meets in a source, row by row.
pub struct SourceCheck<'a> {
    config: &'a Config,
    mapper: Mapper,
    rows: u64,
    filled: [u64; 12],
    days: [u64; 2],
    /// Field and table → word → rows. The word is empty where it may not be told.
    words: BTreeMap<(&'static str, String), BTreeMap<String, u64>>,
    parts: BTreeMap<&'static str, u64>,
}

impl<'a> SourceCheck<'a> {
    /// For this configuration, before the first row.
    pub fn new(config: &'a Config) -> Self {
        Self {
            config,
            mapper: Mapper::new(&config.mapping),
            rows: 0,
            filled: [0; 12],
            days: [0; 2],
            words: BTreeMap::new(),
            parts: BTreeMap::new(),
        }
    }

    /// Looks at a row. One that could not be read is not counted.
    pub fn see(&mut self, row: &Row) {
        let Ok(record) = row else { return };
        self.rows += 1;
        for (count, text) in self.filled.iter_mut().zip(texts(record)) {
            *count += u64::from(!text.is_empty());
        }
        let map = &self.config.mapping;
        for (count, text) in self.days.iter_mut().zip([&record.starts_on, &record.ends_on]) {
            *count += u64::from(days::parse(text, map.dates, map.dates_offset).is_err());
        }
        for fault in &record.faults {
            match &fault.problem {
                Problem::NoPart { .. } => *self.parts.entry(fault.field).or_default() += 1,
                Problem::UnknownWord { table, word } => {
                    self.unknown(fault.field, format!("lookups.{table}"), word.as_deref().unwrap_or_default());
                }
            }
        }
        let looked_up = record.faults.iter().any(|fault| fault.field == "organisation");
        if !looked_up && !self.config.organisations.contains_key(&record.organisation) {
            self.unknown("organisation", "organisations".to_owned(), &record.organisation);
        }
        let knows = |words: [&Vec<String>; 2], text: &str| {
            words.iter().any(|list| list.iter().any(|word| word.to_lowercase() == text.to_lowercase()))
        };
        if !knows([&map.protected_yes, &map.protected_no], &record.protected) {
            self.unknown("protected", "protected_yes and protected_no".to_owned(), &record.protected);
        }
        if !knows([&map.state_active, &map.state_suspended], &record.state) {
            self.unknown("state", "state_active and state_suspended".to_owned(), &record.state);
        }
    }

    fn unknown(&mut self, field: &'static str, table: String, word: &str) {
        let words = self.words.entry((field, table)).or_default();
        if let Some(count) = words.get_mut(word) {
            *count += 1;
        } else {
            let word = if words.len() < WORDS_COUNTED { word } else { "" };
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }

    /// Everything that was found.
    pub fn findings(self) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.rows == 0 {
            return found;
        }
        let fields = self.config.mapping.fields();
        for ((name, field), filled) in fields.iter().zip(self.filled) {
            if field.is_some() && filled == 0 {
                let needed = matches!(*name, "person_id" | "given_name" | "family_name" | "email" | "organisation");
                let gravity = if needed { Gravity::Stop } else { Gravity::Note };
                let columns = self.mapper.feeding(name).join(", ");
                let text = format!("it is empty in all {} rows (column {columns})", self.rows);
                found.push(finding(gravity, "always empty", name, text));
            }
        }
        for ((field, table), words) in &self.words {
            found.push(finding(Gravity::SetAside, "unknown word", field, unknown_words(table, words)));
        }
        for (field, rows) in &self.parts {
            let text = format!("{rows} rows have no such part as its split asks for");
            found.push(finding(Gravity::SetAside, "missing part", field, text));
        }
        for (field, rows) in ["starts_on", "ends_on"].into_iter().zip(self.days) {
            if rows > 0 {
                let text = format!("{rows} rows hold a day that is not written as mapping.dates says");
                found.push(finding(Gravity::SetAside, "unreadable day", field, text));
            }
        }
        found.sort_by_key(|finding| finding.gravity);
        found
    }
}

/// The most frequent first.
fn unknown_words(table: &str, words: &BTreeMap<String, u64>) -> String {
    let rows: u64 = words.values().sum();
    let mut told: Vec<(&String, &u64)> = words.iter().filter(|(word, _)| !word.is_empty()).collect();
    let hardly_repeated = told.len() > WORDS_THAT_REPEAT && told.len() as u64 > rows / 2;
    if told.len() > WORDS_OF_A_TABLE || hardly_repeated {
        return format!(
            "{rows} rows hold words that are not in {table}, so many different ones that this is hardly the column"
        );
    }
    told.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let list: Vec<String> = told.iter().take(WORDS_TOLD).map(|(word, count)| format!("{word:?} ({count})")).collect();
    let more = told.len().saturating_sub(WORDS_TOLD);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let which = if list.is_empty() { String::new() } else { format!(": {}{more}", list.join(", ")) };
    format!("{rows} rows hold words that are not in {table}{which}")
}

fn texts(record: &Record) -> [&str; 12] {
    [
        &record.person_id,
        &record.given_name,
        &record.family_name,
        &record.email,
        &record.organisation,
        &record.unit,
        &record.title,
        &record.phone,
        &record.starts_on,
        &record.ends_on,
        &record.protected,
        &record.state,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id,given,family,mail,org,code,tel,from\n";

    fn found(csv: &str) -> Vec<String> {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("people.csv"), csv).expect("written");
        let path = folder.path().join("sync.toml");
        let text = r#"
state_file = "s"
bridge = { base_url = "http://127.0.0.1:1", token_file = "t" }
register = { kind = "csv", path = "people.csv" }
organisations = { "Interior" = "interior" }
lookups.units = { A1 = "Visas" }
[mapping]
person_id = "id"
given_name = "given"
family_name = "family"
email = "mail"
organisation = "org"
unit = { from = "code", lookup = "units" }
phone = "tel"
starts_on = "from"
"#;
        std::fs::write(&path, text).expect("written");
        let config = Config::load(&path).expect("valid");
        let tell = |f: Finding| format!("{:?} {} {}: {}", f.gravity, f.check, f.place, f.text);
        look(&config).expect("read").into_iter().map(tell).collect()
    }

    #[test]
    fn everything_that_does_not_fit_is_told_at_once_with_counts_and_without_names() {
        let rows = "1,Secret,Name,a@x.example,Interior,A1,,2026-01-01\n\
                    2,Secret,Name,b@x.example,Interieur,B7,,01.02.2026\n\
                    3,Secret,Name,c@x.example,Interieur,B8,,\n\
                    4,Secret,Name,d@x.example,Health,B7,,born in 1980\n";
        let found = found(&format!("{HEAD}{rows}"));
        insta::assert_debug_snapshot!(found, @r#"
        [
            "SetAside unknown word mapping.organisation: 3 rows hold words that are not in organisations: \"Interieur\" (2), \"Health\" (1)",
            "SetAside unknown word mapping.unit: 3 rows hold words that are not in lookups.units: \"B7\" (2), \"B8\" (1)",
            "SetAside unreadable day mapping.starts_on: 2 rows hold a day that is not written as mapping.dates says",
            "Note always empty mapping.phone: it is empty in all 4 rows (column tel)",
        ]
        "#);
    }

    #[test]
    fn columns_that_are_missing_or_empty_where_they_are_needed_stop() {
        let found_missing = found("id,given,family,mail,org,from\n1,A,B,a@x.example,Interior,\n");
        insta::assert_debug_snapshot!(found_missing, @r#"
        [
            "Stop missing column mapping.unit: there is no column \"code\"; there are \"id\", \"given\", \"family\", \"mail\", \"org\", \"from\"",
            "Stop missing column mapping.phone: there is no column \"tel\"; there are \"id\", \"given\", \"family\", \"mail\", \"org\", \"from\"",
        ]
        "#);
        let empty = found(&format!("{HEAD}1,A,,a@x.example,Interior,A1,1,2026-01-01\n"));
        assert_eq!(empty, ["Stop always empty mapping.family_name: it is empty in all 1 rows (column family)"]);
        assert!(found(&format!("{HEAD}1,A,B,a@x.example,Interior,A1,1,2026-01-01\n")).is_empty());
    }

    #[test]
    fn the_words_of_a_wrong_column_are_not_told_because_they_may_be_names() {
        let row = |at| format!("{at},A,B,a@x.example,Name{at},A1,1,2026-01-01\n");
        let wrong = found(&format!("{HEAD}{}", (0..20).map(row).collect::<String>()));
        assert!(wrong.len() == 1 && wrong[0].contains("20 rows") && !wrong[0].contains("Name"), "{wrong:?}");
    }
}
