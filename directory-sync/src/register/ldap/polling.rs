//! Changes by asking again and again for what changed since: by `uSNChanged`, or by time of change.
//!
//! Deletions are not noticed this way, nor a unit renamed above an entry: those are for the next full reading. Numbers
//! and times become visible out of order, so each poll begins a little before the last; what it sees there for the
//! second time is not handed over again.

use std::collections::HashMap;
use std::time::Duration;

use ldap3::Ldap;
use tokio::runtime::Runtime;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::cursor::Cursor;
use super::entry::Entry;
use super::failure::Failure;
use super::paged::{Pages, Query};
use super::session::{self, Opening};
use super::taker::Taken;
use super::{Setup, moments};
use crate::config::Track;
use crate::register::{Changes, Increment, RegisterError, Waited};

/// Changes in one poll. With more everything is better read as a whole.
const MOST: usize = 10_000;

/// The value that an entry is followed by.
pub(super) fn mark(track: Track, entry: &Entry) -> Option<i64> {
    let text = std::str::from_utf8(entry.values(track.attribute()).first()?).ok()?;
    if track == Track::Usn { text.trim().parse().ok() } else { moments::generalized(text) }
}

/// Which server this is, and by what it is followed.
///
/// Numbers are good for one domain controller only, and only until it is restored from a backup.
pub(super) async fn server(setup: &Setup, ldap: &mut Ldap) -> Result<String, Failure> {
    let track = setup.section.track;
    let root = session::look(ldap, "", &["dsServiceName"]).await?.unwrap_or_default();
    let service = root.values("dsServiceName").first().map(|name| String::from_utf8_lossy(name).into_owned());
    let Some(service) = service else {
        if track == Track::Usn {
            let why = "the server does not say which of several it is (dsServiceName), so that its numbers of change \
                       mean nothing; set register.track = \"when_changed\" or \"modify_timestamp\"";
            return Err(Failure::Here(why.to_owned()));
        }
        return Ok(format!("{} {}", track.attribute(), setup.section.url));
    };
    let invocation = session::look(ldap, &service, &["invocationId"]).await?.unwrap_or_default();
    let invocation = invocation.values("invocationId").first().map(hex::encode).unwrap_or_default();
    Ok(format!("{} {service} {invocation}", track.attribute()))
}

async fn connect(setup: Setup) -> Result<(Ldap, String), Failure> {
    let mut ldap = session::open(&setup).await?;
    let server = server(&setup, &mut ldap).await?;
    Ok((ldap, server))
}

/// See the module.
pub(super) struct Polling {
    setup: Setup,
    runtime: Runtime,
    opening: Opening<(Ldap, String)>,
    ldap: Option<Ldap>,
    server: String,
    poll: Option<Poll>,
    /// What was handed over and applied, as far back as polls overlap.
    seen: HashMap<String, i64>,
    /// What was handed over and not yet kept, and how far that goes.
    pending: Option<(HashMap<String, i64>, i64)>,
    next_at: Option<Instant>,
}

/// A poll under way.
struct Poll {
    pages: Pages,
    from: i64,
    highest: i64,
    found: Vec<Found>,
}

struct Found {
    identity: Option<String>,
    mark: i64,
    taken: Taken,
}

enum Heard {
    Set(Vec<Found>, i64, i64),
    Nothing,
    Lost,
}

impl Polling {
    pub(super) fn new(setup: Setup) -> Result<Self, Failure> {
        Ok(Self {
            runtime: session::runtime()?,
            setup,
            opening: Opening::new(),
            ldap: None,
            server: String::new(),
            poll: None,
            seen: HashMap::new(),
            pending: None,
            next_at: None,
        })
    }

    fn wait(&mut self, patience: Duration) -> Result<Heard, Failure> {
        let Self { setup, runtime, opening, ldap, server: known, poll, seen, pending, next_at } = self;
        runtime.block_on(async {
            let until = Instant::now() + patience;
            loop {
                if let Some(at) = *next_at {
                    sleep_until(at.min(until)).await;
                    if at > until {
                        return Ok(Heard::Nothing);
                    }
                }
                if poll.is_none() {
                    if ldap.is_none() {
                        let begin = || connect(setup.clone());
                        let opened = opening.wait(until, session::silence(&setup.section), begin).await?;
                        let Some((opened, name)) = opened else { return Ok(Heard::Nothing) };
                        (*ldap, *known) = (Some(opened), name);
                    }
                    let Some(connection) = ldap else { return Ok(Heard::Nothing) };
                    let Some(cursor) = Cursor::load(&setup.cursor)?.filter(|cursor| cursor.server == *known) else {
                        return Ok(Heard::Lost);
                    };
                    let place = pending.as_ref().map_or_else(|| cursor.place(), |(_, reached)| *reached);
                    *poll = Some(Poll::new(setup, connection.clone(), place));
                }
                let Some(running) = poll else { return Ok(Heard::Nothing) };
                let Ok(ended) = timeout_at(until, running.run(setup)).await else { return Ok(Heard::Nothing) };
                let whole = ended?;
                *next_at = Some(Instant::now() + Duration::from_secs(u64::from(setup.section.poll_seconds)));
                let Some(Poll { found, from, highest, .. }) = poll.take() else { return Ok(Heard::Nothing) };
                if !whole {
                    // The full reading that follows covers all this; go on from there.
                    if let Some(cursor) = Cursor::load(&setup.cursor)? {
                        Cursor { applied: None, ..cursor }.save(&setup.cursor)?;
                    }
                    return Ok(Heard::Lost);
                }
                let old = |found: &Found| {
                    let handed = |known: &HashMap<String, i64>| {
                        found.identity.as_ref().and_then(|name| known.get(name)) == Some(&found.mark)
                    };
                    handed(seen) || pending.as_ref().is_some_and(|(known, _)| handed(known))
                };
                let new: Vec<Found> = found.into_iter().filter(|found| !old(found)).collect();
                if !new.is_empty() {
                    return Ok(Heard::Set(new, from, highest));
                }
            }
        })
    }

    fn hand_over(&mut self, set: Vec<Found>, highest: i64, each: &mut dyn FnMut(Increment)) {
        let (handed, reached) = self.pending.get_or_insert_with(|| (HashMap::new(), highest));
        *reached = highest.max(*reached);
        for Found { identity, mark, taken } in set {
            let place = identity.as_ref().map_or_else(|| "an entry".to_owned(), |name| format!("entry {name}"));
            each(Increment::Listed(Box::new(self.setup.taker.row(&place, &taken))));
            handed.extend(identity.map(|name| (name, mark)));
        }
    }
}

impl Changes for Polling {
    fn next(&mut self, patience: Duration, each: &mut dyn FnMut(Increment)) -> Result<Waited, RegisterError> {
        let waited = match self.wait(patience) {
            Ok(Heard::Set(set, from, highest)) => {
                self.seen.retain(|_, mark| *mark >= from);
                self.hand_over(set, highest, each);
                return Ok(Waited::Changed);
            }
            Ok(Heard::Nothing) => return Ok(Waited::Quiet),
            Ok(Heard::Lost) => Ok(Waited::Lost),
            Err(failure) => Err(failure.of(&self.setup.name)),
        };
        // The next call begins again where the file says.
        (self.ldap, self.poll, self.pending, self.next_at) = (None, None, None, None);
        self.seen.clear();
        waited
    }

    fn keep(&mut self) -> Result<(), RegisterError> {
        let Some((handed, reached)) = self.pending.take() else { return Ok(()) };
        let keep = || match Cursor::load(&self.setup.cursor)?.filter(|cursor| cursor.server == self.server) {
            Some(cursor) => Cursor { applied: Some(reached), ..cursor }.save(&self.setup.cursor),
            None => Ok(()),
        };
        keep().map_err(|failure| failure.of(&self.setup.name))?;
        self.seen.extend(handed);
        Ok(())
    }
}

impl Poll {
    fn new(setup: &Setup, ldap: Ldap, place: i64) -> Self {
        let from = place.saturating_sub(setup.section.overlap()).max(0);
        let track = setup.section.track;
        let value = if track == Track::Usn { Some(from.to_string()) } else { moments::written(from) };
        let mut query = Query::everybody(setup, &[track.attribute()]);
        query.filter = format!("(&{}({}>={}))", query.filter, track.attribute(), value.unwrap_or_default());
        Self { pages: Pages::new(ldap, query, setup), from, highest: place, found: Vec::new() }
    }

    /// Goes on until it has seen everything; `false` if that is too much. May be given up and called again.
    async fn run(&mut self, setup: &Setup) -> Result<bool, Failure> {
        while let Some(entry) = self.pages.next().await? {
            let Some(mark) = mark(setup.section.track, &entry) else { continue };
            self.highest = self.highest.max(mark);
            self.found.push(Found { identity: setup.taker.identity(&entry), mark, taken: setup.taker.take(&entry) });
            if self.found.len() > MOST {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
