//! From an entry to a person's mapped values, and from those to a row: which attributes are asked for, which of several
//! values is meant, which columns are made rather than read. Everything else of an entry is dropped here.

use serde::{Deserialize, Serialize};

use super::account;
use super::binary::{self, Syntax};
use super::entry::{self, Entry};
use crate::config::{Config, Dates, LdapSection, Mode, Several, columns};
use crate::days;
use crate::register::{Mapper, Record, Row, Unreadable};

/// The mapped values of one entry: what a mirror may keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Person {
    /// One value a column, in the order of the mapper's columns.
    values: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    disabled: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_on: Option<String>,
}

/// A person, or why there is none.
pub(super) type Taken = Result<Person, String>;

/// Where a column's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Attribute(Syntax),
    AccountState,
    AccountExpiresOn,
    Units,
}

#[derive(Debug)]
struct Column {
    name: String,
    source: Source,
    several: Several,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Taker {
    mapper: Mapper,
    dates: Dates,
    separator: String,
    suspended: String,
    columns: Vec<Column>,
    base_depth: usize,
    east: i64,
    account_control: bool,
    identity: &'static str,
}

impl Taker {
    pub(super) fn new(section: &LdapSection, config: &Config) -> Self {
        let map = &config.mapping;
        let mapper = Mapper::new(map);
        let describe = |(at, name): (usize, &String)| {
            let is = |other: &str| name.eq_ignore_ascii_case(other);
            let source = match name {
                _ if is(columns::ACCOUNT_STATE) => Source::AccountState,
                _ if is(columns::ACCOUNT_EXPIRES_ON) => Source::AccountExpiresOn,
                _ if is(columns::DN_UNITS) => Source::Units,
                name => Source::Attribute(binary::syntax(name)),
            };
            let field = mapper.field_of(at);
            let chosen = section.values.iter().find(|(known, _)| is(known)).map(|(_, several)| *several);
            let several = if field == "person_id" { Several::Refuse } else { chosen.unwrap_or_default() };
            Column { name: name.clone(), source, several }
        };
        let columns = mapper.columns().iter().enumerate().map(describe).collect();
        Self {
            dates: map.dates,
            separator: map.unit_separator.clone(),
            suspended: map.state_suspended.first().cloned().unwrap_or_default(),
            columns,
            base_depth: entry::depth(&section.base).unwrap_or_default(),
            east: map.dates_offset,
            account_control: section.reads_account_control(),
            identity: if section.mode == Mode::ActiveDirectory { "objectGUID" } else { "entryUUID" },
            mapper,
        }
    }

    /// The attributes to ask for, each once.
    pub(super) fn attributes(&self) -> Vec<String> {
        let mut wanted: Vec<String> = Vec::new();
        let mut want = |name: &str| {
            if !wanted.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                wanted.push(name.to_owned());
            }
        };
        self.read_columns().for_each(|(_, name)| want(name));
        want(self.identity);
        if self.reads_account() {
            account::ATTRIBUTES.into_iter().for_each(want);
        }
        wanted
    }

    /// The columns that are attributes of the server, with the field that each feeds.
    pub(super) fn read_columns(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let attribute = |column: &&Column| matches!(column.source, Source::Attribute(_));
        let named = |(at, column)| (self.mapper.field_of(at), column);
        let all = self.columns.iter().enumerate().map(named);
        all.filter(move |(_, column)| attribute(column)).map(|(field, column)| (field, column.name.as_str()))
    }

    fn reads_account(&self) -> bool {
        let made = |column: &Column| matches!(column.source, Source::AccountState | Source::AccountExpiresOn);
        self.account_control || self.columns.iter().any(made)
    }

    /// What tells one entry from another for good, as text, if the server says it.
    pub(super) fn identity(&self, entry: &Entry) -> Option<String> {
        binary::text(binary::syntax(self.identity), entry.values(self.identity).first()?)
    }

    /// Takes what is mapped out of an entry.
    pub(super) fn take(&self, entry: &Entry) -> Taken {
        let account = if self.reads_account() { account::read(entry, self.east)? } else { account::Account::default() };
        let value = |column: &Column| match column.source {
            Source::AccountState => Ok(if account.disabled { "suspended" } else { "active" }.to_owned()),
            Source::AccountExpiresOn => Ok(account.expires_on.as_deref().map_or(String::new(), |day| self.day(day))),
            Source::Units => Ok(entry::units(&entry.dn, self.base_depth)?.join(&self.separator)),
            Source::Attribute(syntax) => one(column, syntax, entry.values(&column.name)),
        };
        let values = self.columns.iter().map(value).collect::<Result<Vec<_>, String>>()?;
        let control = self.account_control;
        Ok(Person { values, disabled: control && account.disabled, expires_on: account.expires_on.filter(|_| control) })
    }

    /// The row of a person whose entry is this one.
    pub(super) fn row(&self, place: &str, taken: &Taken) -> Row {
        let unreadable = |reason: String| Unreadable { place: place.to_owned(), reason };
        let person = taken.as_ref().map_err(|reason| unreadable(reason.clone()))?;
        let values: Vec<&str> = person.values.iter().map(String::as_str).collect();
        let mut record = self.mapper.record(place.to_owned(), &values).map_err(unreadable)?;
        if record.person_id.is_empty() {
            let key = self.mapper.feeding("person_id").join(", ");
            return Err(unreadable(format!("it has no key: mapping.person_id names {key}")));
        }
        self.heed_account(person, &mut record);
        Ok(record)
    }

    /// The key as the register's rows write it, if there is one.
    pub(super) fn key(&self, taken: &Taken) -> Option<String> {
        self.row("", taken).ok().map(|record| record.person_id)
    }

    fn heed_account(&self, person: &Person, record: &mut Record) {
        if person.disabled {
            record.state.clone_from(&self.suspended);
        }
        if let Some(expires_on) = &person.expires_on {
            let earlier = match days::parse(&record.ends_on, self.dates, self.east) {
                Ok(stated) => stated.is_none_or(|stated| *expires_on < stated),
                // What cannot be read stays, and is told as a fault of the row.
                Err(_) => false,
            };
            if earlier {
                record.ends_on = self.day(expires_on);
            }
        }
    }

    /// A day as the mapping says that days are written.
    fn day(&self, iso: &str) -> String {
        let [year, month, day] = iso.split('-').collect::<Vec<_>>()[..] else { return iso.to_owned() };
        match self.dates {
            Dates::Iso | Dates::IsoTimestamp => iso.to_owned(),
            Dates::Dotted => format!("{day}.{month}.{year}"),
            Dates::Slashed => format!("{day}/{month}/{year}"),
            Dates::Compact => format!("{year}{month}{day}"),
            Dates::GeneralizedTime => {
                let (sign, minutes) = (if self.east < 0 { '-' } else { '+' }, self.east.abs() / 60);
                format!("{year}{month}{day}120000{sign}{:02}{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

fn one(column: &Column, syntax: Syntax, values: &[Vec<u8>]) -> Result<String, String> {
    let text = |bytes: &Vec<u8>| {
        let text = binary::text(syntax, bytes);
        text.ok_or_else(|| format!("its value in {:?} is not of the form that such attributes have", column.name))
    };
    match (values, column.several) {
        ([], _) => Ok(String::new()),
        ([_, _, ..], Several::Refuse) => Err(format!("it has several values in {:?}", column.name)),
        (all, Several::Smallest) => {
            Ok(all.iter().map(text).collect::<Result<Vec<_>, _>>()?.into_iter().min().unwrap_or_default())
        }
        ([first, ..], _) => text(first),
    }
}

#[cfg(test)]
#[path = "taker_tests.rs"]
mod tests;
