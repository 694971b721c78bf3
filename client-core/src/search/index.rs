//! What can be found, in a sealed file. A row a message: who, where and when to choose by, the words to look through, and what
//! is shown of it. The first of these are held in memory as well, a few bytes a message; looking through the others one by
//! one, the newest first, needs no index in the narrow sense, keeps nothing that would have to be merged or repaired, and is
//! done with a hundred thousand messages in a blink.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::coverage::Note;
use super::entry::{Entry, Meaning, Said};
use super::words::{Term, digest, matches};
use crate::platform::{Row, SealedError, SealedRows, StoreKey};

/// The shelves.
const SAID: u8 = 1;
const CHANGES: u8 = 2;
const GONE: u8 = 3;
const NOTES: u8 = 4;
/// Of which message a change is.
const TARGETS: u8 = 5;

/// So many changes of one message are kept, the last ones.
const MOST_CHANGES: usize = 50;

type Result<T> = std::result::Result<T, SealedError>;

/// What a message is chosen by.
#[derive(Serialize, Deserialize)]
struct Head {
    room: String,
    sender: String,
    at: u64,
    file: bool,
}

/// The same in memory.
struct Card {
    room: u32,
    sender: u32,
    file: bool,
}

/// A message as it was sent, and as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) room: String,
    pub(super) first: Entry,
    pub(super) now: Said,
}

/// The place of a message among all others: its time, and its number.
pub(super) type Place = (u64, i64);

/// What is searched for.
pub(super) struct Wanted {
    pub(super) terms: Vec<Term>,
    /// Only in these conversations.
    pub(super) rooms: HashSet<String>,
    /// Only by one person.
    pub(super) sender: Option<String>,
    /// Not by these.
    pub(super) ignored: HashSet<String>,
    pub(super) from_ms: u64,
    pub(super) until_ms: u64,
    pub(super) files_only: bool,
    /// Only what comes behind this place.
    pub(super) behind: Option<Place>,
    pub(super) most: usize,
}

pub(super) struct Index {
    rows: SealedRows,
    memory: Memory,
}

#[derive(Default)]
struct Memory {
    cards: BTreeMap<Place, Card>,
    names: Names,
}

/// Rooms and people by number.
#[derive(Default)]
struct Names {
    all: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    fn of(&self, number: u32) -> &str {
        usize::try_from(number).ok().and_then(|number| self.all.get(number)).map_or("", |name| name)
    }

    fn numbers<'a>(&self, names: impl IntoIterator<Item = &'a String>) -> HashSet<u32> {
        names.into_iter().filter_map(|name| self.numbers.get(name).copied()).collect()
    }
}

impl Memory {
    fn add(&mut self, id: i64, head: &Head) {
        let card =
            Card { room: self.names.number(&head.room), sender: self.names.number(&head.sender), file: head.file };
        self.cards.insert((head.at, id), card);
    }
}

fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|_| SealedError::Io)
}

fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|_| SealedError::WrongKey)
}

/// An event's name among the rows. With its room, so that nobody changes or deletes from one room what is in another.
fn name(room: &str, event: &str) -> String {
    format!("{room}\n{event}")
}

impl Index {
    /// Opens it, or begins a new one.
    pub(super) fn open(path: &Path, key: &StoreKey) -> Result<Self> {
        let rows = SealedRows::open(path, key)?;
        let mut memory = Memory::default();
        for (id, head) in rows.heads(SAID)? {
            memory.add(id, &from_bytes(&head)?);
        }
        Ok(Self { rows, memory })
    }

    /// Takes in what events of a room mean, in any order.
    pub(super) fn take(&mut self, room: &str, meanings: &[Meaning]) -> Result<()> {
        let memory = &mut self.memory;
        self.rows.together(|rows| {
            for meaning in meanings {
                match meaning {
                    Meaning::Said(entry) if rows.get(GONE, &name(room, &entry.id))?.is_some() => {}
                    Meaning::Said(entry) => say(rows, memory, room, entry)?,
                    Meaning::Gone(event) => forget(rows, memory, room, event)?,
                    Meaning::Closed | Meaning::Begins | Meaning::Nothing => {}
                }
            }
            Ok(())
        })
    }

    /// What was noted of a room's pieces.
    pub(super) fn notes(&self, room: &str) -> Result<Vec<Note>> {
        self.rows.get(NOTES, room)?.map_or(Ok(Vec::new()), |(_, row)| from_bytes(&row.rest))
    }

    /// Notes a room's pieces.
    pub(super) fn note(&self, room: &str, notes: &[Note]) -> Result<()> {
        let row = Row { head: to_bytes(&room)?, rest: to_bytes(&notes)?, ..Row::default() };
        self.rows.put(NOTES, room, room, &row).map(drop)
    }

    /// Forgets all rooms but these.
    pub(super) fn keep(&mut self, rooms: &HashSet<String>) -> Result<()> {
        for (_, head) in self.rows.heads(NOTES)? {
            let room: String = from_bytes(&head)?;
            if rooms.contains(&room) {
                continue;
            }
            self.rows.together(|rows| {
                for shelf in [SAID, CHANGES, GONE, NOTES, TARGETS] {
                    rows.remove_of(shelf, &room)?;
                }
                Ok(())
            })?;
            let number = self.memory.names.number(&room);
            self.memory.cards.retain(|_, card| card.room != number);
        }
        Ok(())
    }

    /// What is wanted, the newest first, and the place to go on from if there is more.
    pub(super) fn find(&self, wanted: &Wanted) -> Result<(Vec<Kept>, Option<Place>)> {
        let names = &self.memory.names;
        let (rooms, ignored) = (names.numbers(&wanted.rooms), names.numbers(&wanted.ignored));
        let sender = match &wanted.sender {
            Some(sender) => match names.numbers.get(sender) {
                Some(number) => Some(*number),
                None => return Ok((Vec::new(), None)),
            },
            None => None,
        };
        let upto = wanted.behind.unwrap_or((wanted.until_ms, i64::MAX)).min((wanted.until_ms, i64::MAX));
        let (mut found, mut last) = (Vec::new(), None);
        if (wanted.from_ms, i64::MIN) > upto {
            return Ok((found, None));
        }
        for (place, card) in self.memory.cards.range((wanted.from_ms, i64::MIN)..=upto).rev() {
            let fits = rooms.contains(&card.room)
                && !ignored.contains(&card.sender)
                && sender.is_none_or(|sender| sender == card.sender)
                && (card.file || !wanted.files_only)
                && wanted.behind != Some(*place);
            if !fits || !self.has(place.1, &wanted.terms)? {
                continue;
            }
            if found.len() == wanted.most {
                return Ok((found, last));
            }
            found.push(from_bytes(&self.rows.rest(SAID, place.1)?)?);
            last = Some(*place);
        }
        Ok((found, None))
    }

    fn has(&self, id: i64, terms: &[Term]) -> Result<bool> {
        if terms.is_empty() {
            return Ok(true);
        }
        let words = String::from_utf8(self.rows.body(SAID, id)?).map_err(|_| SealedError::WrongKey)?;
        Ok(matches(&words, terms))
    }

    /// Who wrote in some rooms, whoever wrote last first, with the room.
    pub(super) fn senders(&self, rooms: &HashSet<String>, most: usize) -> Vec<(String, String)> {
        let names = &self.memory.names;
        let rooms = names.numbers(rooms);
        let mut seen = HashSet::new();
        let mut senders = Vec::new();
        for card in self.memory.cards.values().rev().filter(|card| rooms.contains(&card.room)) {
            if seen.insert(card.sender) {
                senders.push((names.of(card.sender).to_owned(), names.of(card.room).to_owned()));
                if senders.len() == most {
                    break;
                }
            }
        }
        senders
    }
}

fn say(rows: &SealedRows, memory: &mut Memory, room: &str, entry: &Entry) -> Result<()> {
    let Some(of) = &entry.of else {
        return settle(rows, memory, room, entry);
    };
    let mut changes = changes_of(rows, room, of)?;
    if changes.iter().any(|change| change.id == entry.id) {
        return Ok(());
    }
    changes.push(entry.clone());
    changes.sort_by(|a, b| (a.at_ms, &a.id).cmp(&(b.at_ms, &b.id)));
    if changes.len() > MOST_CHANGES {
        changes.remove(0);
    }
    rows.put(TARGETS, &name(room, &entry.id), room, &Row { head: to_bytes(of)?, ..Row::default() })?;
    keep_changes(rows, memory, room, of, &changes)
}

/// Changes of a message that are known, also if the message itself is not yet.
fn changes_of(rows: &SealedRows, room: &str, of: &str) -> Result<Vec<Entry>> {
    rows.get(CHANGES, &name(room, of))?.map_or(Ok(Vec::new()), |(_, row)| from_bytes(&row.rest))
}

fn keep_changes(rows: &SealedRows, memory: &mut Memory, room: &str, of: &str, changes: &[Entry]) -> Result<()> {
    rows.put(CHANGES, &name(room, of), room, &Row { rest: to_bytes(&changes)?, ..Row::default() })?;
    match rows.get(SAID, &name(room, of))? {
        Some((_, row)) => settle(rows, memory, room, &from_bytes::<Kept>(&row.rest)?.first),
        None => Ok(()),
    }
}

/// Writes down a message as it stands now. Only its sender changes it; and what came in clear changes none that came encrypted.
fn settle(rows: &SealedRows, memory: &mut Memory, room: &str, first: &Entry) -> Result<()> {
    let changes = changes_of(rows, room, &first.id)?;
    let counts = |change: &&Entry| change.sender == first.sender && (first.clear || !change.clear);
    let now = changes.iter().rev().find(counts).map_or(&first.said, |change| &change.said);
    let kept = Kept { room: room.to_owned(), first: first.clone(), now: now.clone() };
    let rest = to_bytes(&kept)?;
    if let Some((id, row)) = rows.get(SAID, &name(room, &first.id))? {
        if row.rest == rest {
            return Ok(());
        }
        memory.cards.remove(&(from_bytes::<Kept>(&row.rest)?.first.at_ms, id));
    }
    let head = Head { room: room.to_owned(), sender: first.sender.clone(), at: first.at_ms, file: now.file.is_some() };
    let body = digest(&[&now.text, now.file.as_deref().unwrap_or_default()]).into_bytes();
    let id = rows.put(SAID, &name(room, &first.id), room, &Row { head: to_bytes(&head)?, body, rest })?;
    memory.add(id, &head);
    Ok(())
}

fn forget(rows: &SealedRows, memory: &mut Memory, room: &str, event: &str) -> Result<()> {
    let gone = name(room, event);
    if rows.get(GONE, &gone)?.is_some() {
        return Ok(());
    }
    rows.put(GONE, &gone, room, &Row::default())?;
    if let Some((id, row)) = rows.get(SAID, &gone)? {
        memory.cards.remove(&(from_bytes::<Kept>(&row.rest)?.first.at_ms, id));
        rows.remove(SAID, &gone)?;
    }
    rows.remove(CHANGES, &gone)?;
    // If it was a change, the message says again what it said before.
    let Some((_, row)) = rows.get(TARGETS, &gone)? else { return Ok(()) };
    rows.remove(TARGETS, &gone)?;
    let of: String = from_bytes(&row.head)?;
    let mut changes = changes_of(rows, room, &of)?;
    changes.retain(|change| change.id != event);
    keep_changes(rows, memory, room, &of, &changes)
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
