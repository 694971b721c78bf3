//! What was read of the register, as a table: of everybody only what checks and planning compare. Places and whole
//! entries are spooled, and entries only of people of whom the catalogue is not already known to say the same.

use std::path::Path;

use anyhow::{Context, Result};
use bridge_api::PersonId;
use bridge_api::sync::Entry;

use crate::catalogue::Catalogue;
use crate::clock::Day;
use crate::fingerprint::{self, EmailMark, RowHash, RowMark};
use crate::organisations::{Number, Organisations};
use crate::person::BadRow;
use crate::register::Unreadable;
use crate::spool::Spool;
use crate::texts::Texts;
use crate::twins;

/// What is kept in memory of a person whom the register lists.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Stands for the whole entry.
    pub mark: RowMark,
    /// Stands for the email.
    pub email: EmailMark,
    /// Stands for organisation and name, with look-alike letters folded: see [`twins::shape`].
    pub shape: u64,
    /// Stands for the name as it is written, letter case aside.
    pub spelling: u32,
    /// First working day.
    pub starts: Day,
    /// Last working day.
    pub ends: Day,
    /// The organisation.
    pub organisation: Number,
    /// Whether HR does not let the person in for now.
    pub suspended: bool,
    /// Whether the name mixes alphabets in one word.
    pub mixed: bool,
    spooled: u64,
}

impl Listed {
    /// Of an entry; its JSON text is added to `json`.
    ///
    /// # Errors
    /// If its organisation has no number.
    pub fn of(entry: &Entry, organisations: &Organisations, json: &mut Vec<u8>) -> Result<Self> {
        let organisation = organisations.find(&entry.organisation).context("an organisation without a number")?;
        let name = [entry.given_name.as_str(), " ", entry.family_name.as_str()].concat().to_lowercase();
        let spelling = fingerprint::text(&name);
        let shape = twins::shape(&name).map_or(spelling, |shape| fingerprint::text(&shape));
        Ok(Self {
            mark: RowHash(entry.row_hash_bytes(json)).mark(),
            email: fingerprint::email(entry.email.as_str()),
            shape: shape.wrapping_add(u64::from(organisation) << 48),
            // Of two names with one shape, half of a hash tells well enough whether they are written alike.
            spelling: (spelling >> 32) as u32,
            starts: Day::of(entry.starts_on.as_deref()),
            ends: Day::of(entry.ends_on.as_deref()),
            organisation,
            suspended: !entry.state.is_active(),
            mixed: twins::mixes_scripts(&entry.given_name) || twins::mixes_scripts(&entry.family_name),
            spooled: 0,
        })
    }
}

/// The table. A row's number is its place in the register's order.
#[derive(Debug)]
pub struct Reading {
    keys: Texts,
    people: Vec<Listed>,
    spool: Spool,
    organisations: Organisations,
    partial: bool,
    /// Rows with faults, as many as may be of use.
    pub bad: Vec<BadRow>,
    /// Rows that could not even be taken apart, as many as may be of use.
    pub unreadable: Vec<Unreadable>,
    most_faults: usize,
    faults: usize,
    keyless: bool,
}

impl Reading {
    /// An empty reading, to be filled. Of more than `most_faults` faulty rows the rest is only counted: so many must
    /// stop everything.
    pub fn new(organisations: Organisations, spool_folder: &Path, most_faults: usize) -> Self {
        Self {
            keys: Texts::default(),
            people: Vec::new(),
            spool: Spool::in_folder(spool_folder),
            organisations,
            partial: false,
            bad: Vec::new(),
            unreadable: Vec::new(),
            most_faults,
            faults: 0,
            keyless: false,
        }
    }

    /// The same, of a few rows out of the register: it says nothing about who is not in it.
    #[must_use]
    pub fn partial(self) -> Self {
        Self { partial: true, ..self }
    }

    /// Takes in a person. The entry, as JSON, can be left out if it will never be asked for.
    ///
    /// # Errors
    /// If there is no room in memory or on disk.
    pub fn take(&mut self, key: &str, place: &str, listed: Listed, json: Option<&[u8]>) -> Result<()> {
        let place = &place.as_bytes()[..place.len().min(usize::from(u16::MAX))];
        let length = u16::try_from(place.len())?.to_le_bytes();
        let spooled = self.spool.push(&[&length, place, json.unwrap_or_default()])?;
        self.keys.push(key)?;
        self.people.push(Listed { spooled, ..listed });
        Ok(())
    }

    /// Takes in a row with faults.
    pub fn take_bad(&mut self, row: BadRow) {
        self.faults += 1;
        self.keyless |= row.person_id.is_none();
        if self.bad.len() < self.most_faults {
            self.bad.push(row);
        }
    }

    /// Takes in a row that could not be read.
    pub fn take_unreadable(&mut self, row: Unreadable) {
        self.faults += 1;
        self.keyless = true;
        if self.unreadable.len() < self.most_faults {
            self.unreadable.push(row);
        }
    }

    /// How many rows the register has.
    pub fn rows(&self) -> usize {
        self.people.len() + self.faults
    }

    /// How many rows have faults.
    pub fn faults(&self) -> usize {
        self.faults
    }

    /// How many rows became people.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether none did.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whether these are a few rows of the register and not all.
    pub fn is_partial(&self) -> bool {
        self.partial
    }

    /// Whether the key of every row could be read, so that who is not among the keys is not in the register.
    pub fn knows_everybody(&self) -> bool {
        !self.partial && !self.keyless
    }

    /// Everybody, with the number of the row.
    pub fn people(&self) -> impl Iterator<Item = (u32, &Listed)> {
        (0..).zip(&self.people)
    }

    /// The person of a row.
    pub fn get(&self, row: u32) -> &Listed {
        &self.people[row as usize]
    }

    /// The key of a row.
    pub fn key(&self, row: u32) -> &str {
        self.keys.get(row)
    }

    /// The key of a row, as its type.
    ///
    /// # Errors
    /// Never: it was one when it was taken in.
    pub fn person_id(&self, row: u32) -> Result<PersonId> {
        Ok(self.key(row).parse()?)
    }

    /// Where a row stands, for a person who looks it up.
    ///
    /// # Errors
    /// If the spool cannot be read.
    pub fn place(&self, row: u32) -> Result<String> {
        let (place, _) = self.spooled(row)?;
        Ok(String::from_utf8_lossy(&place).into_owned())
    }

    /// The whole entry of a row.
    ///
    /// # Errors
    /// If the spool cannot be read, or the entry was left out.
    pub fn entry(&self, row: u32) -> Result<Entry> {
        let (_, json) = self.spooled(row)?;
        serde_json::from_slice(&json).context("an entry was not kept that is now needed")
    }

    fn spooled(&self, row: u32) -> Result<(Vec<u8>, Vec<u8>)> {
        let mut place = self.spool.get(self.get(row).spooled)?;
        let json = place.split_off(2.min(place.len()));
        let length = place.iter().rev().fold(0, |length, byte| length << 8 | usize::from(*byte));
        let (place, json) = json.split_at_checked(length).context("the temporary file is damaged")?;
        Ok((place.to_vec(), json.to_vec()))
    }

    /// The organisations of the configuration.
    pub fn organisations(&self) -> &Organisations {
        &self.organisations
    }

    /// Whether the catalogue says the very same of a person, so that no plan has to write the entry.
    pub fn is_known(key: &str, listed: &Listed, catalogue: &Catalogue, near: &mut u32) -> bool {
        let Some(place) = catalogue.find(key, *near) else { return false };
        *near = place + 1;
        let same = |known: &crate::catalogue::Known| {
            known.is_here() && known.missing_reads == 0 && known.hash.mark() == listed.mark
        };
        catalogue.get(place).is_some_and(same)
    }
}
