//! The catalogue as planning needs it: a table of a hundred bytes a person, fetched as digests. Names, posts and phones
//! are not in it; for the few people whose change is shown they are asked for one by one.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use bridge_api::sync::Employment;
use bridge_api::{OrganisationId, PersonId};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use serde::Deserialize;

use crate::clock::Day;
use crate::fingerprint::{self, EmailMark, RowHash};
use crate::organisations::{Number, Organisations};
use crate::texts::Texts;

/// What the catalogue holds of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Hash of the stored entry.
    pub hash: RowHash,
    /// Stands for the email.
    pub email: EmailMark,
    /// The organisation.
    pub organisation: Number,
    /// Working, suspended or left.
    pub employment: Employment,
    /// In how many full readings in a row the register did not list the person.
    pub missing_reads: u32,
    /// Whether no sync may touch the account.
    pub locked: bool,
    /// Last working day.
    pub ends: Day,
}

impl Known {
    /// Whether the person belongs to the organisation, let in or not.
    pub fn is_here(&self) -> bool {
        self.employment != Employment::Left
    }

    /// Whether the person works there at present.
    pub fn works(&self) -> bool {
        self.employment == Employment::Working
    }
}

/// [`bridge_api::sync::RowDigest`] on its way into the table, without a copy of anything.
#[derive(Debug, Deserialize)]
pub struct Digest<'a>(
    /// Person key.
    pub &'a str,
    &'a str,
    &'a str,
    &'a str,
    Employment,
    u32,
    bool,
    &'a str,
);

/// The table.
#[derive(Debug, Default)]
pub struct Catalogue {
    organisations: Organisations,
    keys: Texts,
    people: Vec<Option<Known>>,
    by_key: HashTable<u32>,
}

impl Catalogue {
    /// An empty catalogue, as a register sees it that speaks for these organisations.
    ///
    /// # Errors
    /// If there are more than 65,536.
    pub fn new(owned: &BTreeSet<OrganisationId>) -> Result<Self> {
        Ok(Self { organisations: Organisations::owned(owned)?, ..Self::default() })
    }

    /// Makes room for so many people, so that the tables need not grow while they are filled.
    pub fn expect(&mut self, people: usize) {
        self.people.reserve(people);
        let keys = &self.keys;
        self.by_key.reserve(people, |place| fingerprint::text(keys.get(*place)));
    }

    /// Takes in what the bridge says of a person, in place of what was known before.
    ///
    /// # Errors
    /// If the digest is not one.
    pub fn put(&mut self, digest: &Digest) -> Result<()> {
        let Digest(key, hash, organisation, email, employment, missing_reads, locked, ends) = *digest;
        let known = Known {
            hash: RowHash::parse(hash).context("the bridge's catalogue has a row without a hash")?,
            email: fingerprint::email(email),
            organisation: self.organisations.number(organisation)?,
            employment,
            missing_reads,
            locked,
            ends: Day::parse(ends).context("the bridge's catalogue has a day that is none")?,
        };
        let Self { keys, people, by_key, .. } = self;
        let same = |place: &u32| keys.get(*place) == key;
        let hash = |place: &u32| fingerprint::text(keys.get(*place));
        match by_key.entry(fingerprint::text(key), same, hash) {
            Entry::Occupied(place) => people[*place.get() as usize] = Some(known),
            Entry::Vacant(free) => {
                free.insert(u32::try_from(people.len())?);
                keys.push(key)?;
                people.push(Some(known));
            }
        }
        Ok(())
    }

    /// The bridge no longer shows the person to this register.
    pub fn forget(&mut self, key: &PersonId) {
        if let Some(place) = self.place(key.as_str()) {
            self.people[place as usize] = None;
        }
    }

    fn place(&self, key: &str) -> Option<u32> {
        self.by_key.find(fingerprint::text(key), |place| self.keys.get(*place) == key).copied()
    }

    /// Where a person stands. Registers and catalogue are often in the same order: the place after the last one found
    /// (`near`) is tried first.
    pub fn find(&self, key: &str, near: u32) -> Option<u32> {
        let there = if self.keys.get(near) == key { Some(near) } else { self.place(key) };
        there.filter(|place| self.get(*place).is_some())
    }

    /// What is known of the person who stands there.
    pub fn get(&self, place: u32) -> Option<&Known> {
        self.people.get(place as usize)?.as_ref()
    }

    /// What is known of the person with a key.
    pub fn of(&self, key: &PersonId) -> Option<&Known> {
        self.get(self.place(key.as_str())?)
    }

    /// The key of the person who stands there.
    pub fn key(&self, place: u32) -> &str {
        self.keys.get(place)
    }

    /// Everybody, with the place.
    pub fn people(&self) -> impl Iterator<Item = (u32, &Known)> {
        (0..).zip(&self.people).filter_map(|(place, known)| known.as_ref().map(|known| (place, known)))
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.people().next().is_none()
    }

    /// The organisations that were seen.
    pub fn organisations(&self) -> &Organisations {
        &self.organisations
    }

    /// How many people each organisation has for whom `counts` holds.
    pub fn count(&self, counts: impl Fn(&Known) -> bool) -> BTreeMap<OrganisationId, usize> {
        let mut by_number: BTreeMap<Number, usize> = BTreeMap::new();
        for (_, known) in self.people().filter(|(_, known)| counts(known)) {
            *by_number.entry(known.organisation).or_default() += 1;
        }
        by_number.into_iter().map(|(number, count)| (self.organisations.name(number).clone(), count)).collect()
    }

    /// Who holds which email now, of those who are here.
    pub fn holders(&self) -> Holders<'_> {
        let mut holders = Holders { catalogue: self, by_email: HashTable::with_capacity(self.people.len()) };
        for (place, known) in self.people().filter(|(_, known)| known.is_here()) {
            let hash = |place: &u32| self.get(*place).map_or(0, |known| fingerprint::half(&known.email));
            holders.by_email.insert_unique(fingerprint::half(&known.email), place, hash);
        }
        holders
    }
}

/// See [`Catalogue::holders`].
pub struct Holders<'a> {
    catalogue: &'a Catalogue,
    by_email: HashTable<u32>,
}

impl Holders<'_> {
    /// Where the holder of an email stands.
    pub fn of(&self, email: &EmailMark) -> Option<u32> {
        let same = |place: &u32| self.catalogue.get(*place).is_some_and(|known| known.email == *email);
        self.by_email.find(fingerprint::half(email), same).copied()
    }
}

/// A page of digests.
#[derive(Debug, Deserialize)]
pub struct Page<'a> {
    #[serde(borrow)]
    rows: Vec<Digest<'a>>,
    next: Option<PersonId>,
}

impl Page<'_> {
    /// Where the next page begins, if this one follows on `after`.
    ///
    /// # Errors
    /// If it does not, in the order of the keys, or leads nowhere.
    pub fn next(&self, after: Option<&PersonId>) -> Result<Option<PersonId>> {
        let mut last = after.map(PersonId::as_str).unwrap_or_default();
        for row in &self.rows {
            if row.0 <= last {
                bail!("the bridge's catalogue came out of order; nothing was done, repeat");
            }
            last = row.0;
        }
        match &self.next {
            Some(next) if self.rows.is_empty() || next.as_str() != last => {
                bail!("the bridge's catalogue does not page on; nothing was done")
            }
            next => Ok(next.clone()),
        }
    }

    /// The rows.
    pub fn rows(&self) -> &[Digest<'_>] {
        &self.rows
    }
}
