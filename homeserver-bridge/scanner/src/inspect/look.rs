//! One inspection under way: what it has spent of its limits, what it remarked, and why it stops.

use std::cell::{Cell, RefCell};
use std::io;
use std::path::Path;
use std::time::Instant;

use super::notes::Note;
use super::rules::{InspectionRules, Policy};
use super::{Inspection, Objection};

/// What one reading costs at least, so that many small ones are work too.
const READING: u64 = 64;
/// Below this nothing is a bomb.
const SMALL: u64 = 10 << 20;

/// Why an inspection ends before its end.
#[derive(Debug)]
pub(super) enum Stop {
    Refused(Objection),
    Failed(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Failed(error)
    }
}

pub(super) type Walk<T = ()> = Result<T, Stop>;

pub(super) struct Look<'a> {
    pub(super) rules: &'a InspectionRules,
    /// Folder for what does not fit into memory; it lies there encrypted.
    pub(super) scratch: &'a Path,
    whole: u64,
    until: Instant,
    work: Cell<u64>,
    members: Cell<u64>,
    unpacked: Cell<u64>,
    notes: RefCell<Vec<Note>>,
}

impl<'a> Look<'a> {
    pub(super) fn new(rules: &'a InspectionRules, scratch: &'a Path, whole: u64) -> Self {
        Self {
            rules,
            scratch,
            whole: whole.max(1),
            until: Instant::now() + rules.limits.time,
            work: Cell::new(0),
            members: Cell::new(0),
            unpacked: Cell::new(0),
            notes: RefCell::default(),
        }
    }

    /// Spends work for a reading of so many bytes.
    pub(super) fn work(&self, bytes: u64) -> Walk {
        self.work.set(self.work.get().saturating_add(bytes.max(READING)));
        let enough = self.work.get() > self.rules.limits.work_bytes || Instant::now() > self.until;
        if enough { self.refuse(Objection::Limits, Note::TooMuchWork) } else { Ok(()) }
    }

    /// Spends members.
    pub(super) fn members(&self, count: u64) -> Walk {
        self.members.set(self.members.get().saturating_add(count));
        let enough = self.members.get() > self.rules.limits.members;
        if enough { self.refuse(Objection::Limits, Note::TooManyMembers) } else { Ok(()) }
    }

    /// Spends unpacked bytes: `more` of a member that has `so_far` with them.
    pub(super) fn unpacked(&self, more: u64, so_far: u64) -> Walk {
        self.unpacked.set(self.unpacked.get().saturating_add(more));
        self.claims(so_far, self.unpacked.get())
    }

    /// Whether a member and all members may be as large as this.
    pub(super) fn claims(&self, member: u64, all: u64) -> Walk {
        let limits = &self.rules.limits;
        let bomb = all > SMALL && all / self.whole > limits.ratio;
        if bomb || member > limits.member_bytes || all > limits.total_bytes {
            return self.refuse(Objection::Limits, Note::TooMuchToUnpack);
        }
        Ok(())
    }

    pub(super) fn refuse<T>(&self, objection: Objection, note: Note) -> Walk<T> {
        self.note(note);
        Err(Stop::Refused(objection))
    }

    /// The archive is not what it claims to be.
    pub(super) fn bent<T>(&self) -> Walk<T> {
        self.refuse(Objection::Malformed, Note::BentArchive)
    }

    /// A decoder failed: because the limits ended it, or because the data are wrong.
    pub(super) fn decoder_failed<T>(&self) -> Walk<T> {
        self.work(0)?;
        self.bent()
    }

    /// Does what the policy says.
    pub(super) fn seen(&self, policy: Policy, objection: Objection, note: Note) -> Walk {
        match policy {
            Policy::Block => self.refuse(objection, note),
            Policy::Warn => {
                self.note(note);
                Ok(())
            }
            Policy::Allow => Ok(()),
        }
    }

    pub(super) fn note(&self, note: Note) {
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    pub(super) fn finish(self, type_found: &str, objection: Option<Objection>) -> Inspection {
        let spent = Spent { work: self.work.get(), members: self.members.get(), unpacked: self.unpacked.get() };
        Inspection { type_found: type_found.to_owned(), objection, notes: self.notes.into_inner(), spent }
    }
}

/// What an inspection spent: for tests of its limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Bytes read.
    pub work: u64,
    /// Members seen.
    pub members: u64,
    /// Bytes unpacked.
    pub unpacked: u64,
}
