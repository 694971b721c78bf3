//! Polling a database for what changed since the last time, by a column that only grows.
//!
//! The place in the stream is written to its file only when everything up to it has been applied. Rows near the place
//! may come again, because the query looks back; those that were handed over unchanged are not handed over twice. Who
//! is no longer there cannot be seen this way: that is for the next full reading.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{Answer, Changes, Database, Mapper, Question, RegisterError, Text, record};
use crate::config::ChangedSection;
use crate::private_file;
use crate::register::{Increment, Waited};

/// How many rows near the place are remembered. Beyond it a row may be handed over twice, which does no harm.
const MOST_SEEN: usize = 100_000;

/// What is kept between runs: no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// Tells the query, so that another one begins anew.
    query: String,
    cursor: String,
}

/// See the module.
pub(super) struct SqlChanges {
    name: String,
    database: Box<dyn Database>,
    changed: ChangedSection,
    mapper: Mapper,
    file: PathBuf,
    /// Where the stream stands; none before the first look.
    cursor: Option<String>,
    /// Digests of the rows that were handed over and lie near the cursor.
    seen: HashSet<u64>,
    /// What becomes of the two above once everything is applied.
    ahead: Option<(String, HashSet<u64>)>,
}

impl SqlChanges {
    pub(super) fn open(
        name: String,
        database: Box<dyn Database>,
        changed: ChangedSection,
        mapper: Mapper,
        file: PathBuf,
    ) -> Result<Self, RegisterError> {
        let failed = |cause: String| RegisterError::Read { name: file.display().to_string(), cause };
        let kept: Option<Kept> = match std::fs::read(&file) {
            Ok(bytes) => Some(
                serde_json::from_slice(&bytes)
                    .map_err(|_| failed("it is damaged: take it away and repeat".to_owned()))?,
            ),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error.to_string())),
        };
        let cursor = kept.filter(|kept| kept.query == fingerprint(&changed)).map(|kept| kept.cursor);
        Ok(Self { name, database, changed, mapper, file, cursor, seen: HashSet::new(), ahead: None })
    }

    /// Looks once. Hands rows over unless this is only to find out where the stream stands.
    fn look(&mut self, from: &str, each: Option<&mut (dyn FnMut(Increment) + '_)>) -> Result<usize, RegisterError> {
        let mut poll = Poll {
            name: &self.name,
            mapper: &self.mapper,
            cursor_column: &self.changed.cursor_column,
            at: Vec::new(),
            cursor_at: 0,
            latest: from.to_owned(),
            seen: &self.seen,
            now: HashSet::new(),
            new: 0,
            each,
        };
        let question = Question { query: &self.changed.query, parameter: Some(from), count_query: None };
        self.database.ask(&question, &mut poll)?;
        let new = poll.new;
        self.ahead = Some((poll.latest, poll.now));
        Ok(new)
    }
}

fn fingerprint(changed: &ChangedSection) -> String {
    use sha2::{Digest, Sha256};
    let text = format!("{}\0{}", changed.query, changed.cursor_column);
    hex::encode(Sha256::digest(text.as_bytes()))
}

impl Changes for SqlChanges {
    fn next(&mut self, patience: Duration, each: &mut dyn FnMut(Increment)) -> Result<Waited, RegisterError> {
        let Some(cursor) = self.cursor.clone() else {
            // Where the stream stands is found out before the full reading, so that nothing falls between the two.
            let start = self.changed.cursor_start.clone();
            self.look(&start, None)?;
            self.cursor = self.ahead.as_ref().map(|(cursor, _)| cursor.clone());
            return Ok(Waited::Lost);
        };
        let began = Instant::now();
        loop {
            if self.look(&cursor, Some(&mut *each))? > 0 {
                return Ok(Waited::Changed);
            }
            let left = patience.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Ok(Waited::Quiet);
            }
            std::thread::sleep(left.min(Duration::from_secs(self.changed.every_seconds)));
        }
    }

    fn keep(&mut self) -> Result<(), RegisterError> {
        let Some((cursor, seen)) = self.ahead.take() else { return Ok(()) };
        let kept = Kept { query: fingerprint(&self.changed), cursor: cursor.clone() };
        private_file::replace_json(&self.file, &kept).map_err(|error| RegisterError::Read {
            name: self.file.display().to_string(),
            cause: format!("the place in the stream of changes cannot be kept: {error:#}"),
        })?;
        self.cursor = Some(cursor);
        self.seen = seen;
        Ok(())
    }
}

/// One look.
struct Poll<'a, 'b> {
    name: &'a str,
    mapper: &'a Mapper,
    cursor_column: &'a str,
    at: Vec<usize>,
    cursor_at: usize,
    latest: String,
    seen: &'a HashSet<u64>,
    now: HashSet<u64>,
    new: usize,
    each: Option<&'a mut (dyn FnMut(Increment) + 'b)>,
}

impl Answer for Poll<'_, '_> {
    fn columns(&mut self, names: Vec<String>) -> Result<(), RegisterError> {
        self.at = self.mapper.locate(self.name, &names)?;
        let place = names.iter().position(|name| name == self.cursor_column);
        self.cursor_at = place.ok_or_else(|| RegisterError::Read {
            name: self.name.to_owned(),
            cause: format!("register.changed.query gives no column {:?}", self.cursor_column),
        })?;
        Ok(())
    }

    fn row<'a>(&mut self, value: &dyn Fn(usize) -> Text<'a>) -> Result<(), RegisterError> {
        let cursor = value(self.cursor_at).filter(|text| !text.trim().is_empty()).ok_or_else(|| {
            let cause = format!("a row has nothing in the column {:?}", self.cursor_column);
            RegisterError::Read { name: self.name.to_owned(), cause }
        })?;
        if is_later(&cursor, &self.latest) {
            self.latest = cursor.into_owned();
        }
        let mut digest = DefaultHasher::new();
        for at in &self.at {
            value(*at).hash(&mut digest);
        }
        let digest = digest.finish();
        if self.now.len() < MOST_SEEN {
            self.now.insert(digest);
        }
        if let Some(each) = &mut self.each
            && !self.seen.contains(&digest)
        {
            self.new += 1;
            let place = format!("changed row {}", self.new);
            each(Increment::Listed(Box::new(record(self.mapper, &self.at, place, value))));
        }
        Ok(())
    }
}

/// Numbers by size, anything else as text: moments as the drivers write them sort that way.
fn is_later(one: &str, other: &str) -> bool {
    match (one.parse::<i128>(), other.parse::<i128>()) {
        (Ok(one), Ok(other)) => one > other,
        _ => one > other,
    }
}
