//! Changes as the server tells them (RFC 4533, refreshAndPersist), from the mirror's cookie on.
//!
//! Deletions are told only where the server tells them one by one. Where it would name whoever is still present, it has
//! lost the thread, and a full reading has to say who is gone.

use std::time::Duration;

use ldap3::{Ldap, ResultEntry};
use tokio::runtime::Runtime;
use tokio::time::{Instant, timeout_at};

use super::entry::Entry;
use super::failure::{Failure, code};
use super::messages::{self, Change, Cookie, Info, Uuid};
use super::mirror::Mirror;
use super::paged::Query;
use super::session::{self, Opening, Search};
use super::taker::Taken;
use super::{Setup, place};
use crate::register::{Changes, Increment, RegisterError, Waited};

/// After a change, for how long others are waited for that belong to it.
const SETTLING: Duration = Duration::from_millis(40);
/// Changes in one set. A refresh with more is better read as a whole.
const MOST: usize = 10_000;

/// See the module.
pub(super) struct Persist {
    setup: Setup,
    runtime: Runtime,
    mirror: Mirror,
    opening: Opening<Live>,
    live: Option<Live>,
}

/// A search that stays open.
struct Live {
    _ldap: Ldap,
    search: Search,
    /// Where the mirror stood when it began, or was last kept.
    base: Cookie,
    whole_at: i64,
    /// Whether what happened before we came has all been told.
    caught_up: bool,
    /// Heard, not handed over.
    set: Vec<Told>,
    reached: Option<Cookie>,
    /// Handed over, not kept, and how far that goes.
    pending: Vec<Told>,
    pending_to: Option<Cookie>,
}

/// What was told of an entry: as it is now, or that it is gone.
type Told = (Uuid, Option<Taken>);

/// What a wait brought.
enum Heard {
    Set,
    Nothing,
    Lost,
}

impl Persist {
    pub(super) fn new(setup: Setup) -> Result<Self, Failure> {
        let mirror = Mirror::open(&setup.mirror)?;
        Ok(Self { setup, runtime: session::runtime()?, mirror, opening: Opening::new(), live: None })
    }

    fn wait(&mut self, patience: Duration) -> Result<Heard, Failure> {
        let Self { setup, runtime, mirror, opening, live } = self;
        runtime.block_on(async {
            let until = Instant::now() + patience;
            if live.is_none() {
                let Some(standing) = mirror.standing(&setup.question)? else { return Ok(Heard::Lost) };
                let begin = || begin(setup.clone(), standing.cookie, standing.whole_at);
                *live = opening.wait(until, session::silence(&setup.section), begin).await?;
            }
            match live {
                Some(live) => live.listen(setup, mirror, until).await,
                None => Ok(Heard::Nothing),
            }
        })
    }

    /// Hands a set over, in the order in which it was heard.
    fn hand_over(&mut self, each: &mut dyn FnMut(Increment)) -> Result<(), Failure> {
        let Some(live) = &mut self.live else { return Ok(()) };
        for (uuid, now) in std::mem::take(&mut live.set) {
            let earlier = live.pending.iter().rev().find(|(other, _)| *other == uuid);
            let before = match earlier {
                Some((_, taken)) => taken.clone(),
                None => self.mirror.get(&uuid)?,
            };
            let old_key = before.and_then(|taken| self.setup.taker.key(&taken));
            let new_key = now.as_ref().and_then(|taken| self.setup.taker.key(taken));
            if let Some(key) = old_key.filter(|key| now.is_none() || new_key.as_ref().is_some_and(|new| new != key)) {
                each(Increment::Gone(key));
            }
            if let Some(taken) = &now {
                each(Increment::Listed(Box::new(self.setup.taker.row(&place(&uuid), taken))));
            }
            live.pending.push((uuid, now));
        }
        live.pending_to = live.reached.take().or(live.pending_to.take());
        Ok(())
    }
}

impl Changes for Persist {
    fn next(&mut self, patience: Duration, each: &mut dyn FnMut(Increment)) -> Result<Waited, RegisterError> {
        let waited = self.wait(patience).and_then(|heard| match heard {
            Heard::Set => self.hand_over(each).map(|()| Waited::Changed),
            Heard::Nothing => Ok(Waited::Quiet),
            Heard::Lost => Ok(Waited::Lost),
        });
        if !matches!(waited, Ok(Waited::Changed | Waited::Quiet)) {
            // The next call begins again where the mirror stands.
            self.live = None;
        }
        waited.map_err(|failure| failure.of(&self.setup.name))
    }

    fn keep(&mut self) -> Result<(), RegisterError> {
        let Some(live) = &mut self.live else { return Ok(()) };
        let reached = live.pending_to.clone().unwrap_or_else(|| live.base.clone());
        let mut keep = || {
            let change = self.mirror.change()?;
            let standing = change.standing(&self.setup.question)?;
            if standing.is_none_or(|standing| standing.cookie != live.base) {
                // Somebody else refreshed the mirror: it knows already, or is told again.
                return Ok(false);
            }
            for (uuid, taken) in &live.pending {
                match taken {
                    Some(taken) => change.put(uuid, taken)?,
                    None => change.remove(uuid)?,
                }
            }
            change.end(&self.setup.question, Some(&reached), live.whole_at)?;
            Ok(true)
        };
        match keep() {
            Ok(true) => {
                live.pending.clear();
                live.base = reached;
                live.pending_to = None;
            }
            Ok(false) => self.live = None,
            Err(failure) => {
                let failure: Failure = failure;
                self.live = None;
                return Err(failure.of(&self.setup.name));
            }
        }
        Ok(())
    }
}

async fn begin(setup: Setup, base: Cookie, whole_at: i64) -> Result<Live, Failure> {
    let mut ldap = session::open(&setup).await?;
    let request = messages::request(Some(base.clone()), true);
    let search = Query::everybody(&setup, &[]).start(&mut ldap, vec![request]).await?;
    Ok(Live {
        _ldap: ldap,
        search,
        base,
        whole_at,
        caught_up: false,
        set: Vec::new(),
        reached: None,
        pending: Vec::new(),
        pending_to: None,
    })
}

impl Live {
    /// Waits until a set is complete. What was heard of an incomplete one stays, and the next call goes on.
    async fn listen(&mut self, setup: &Setup, mirror: &Mirror, until: Instant) -> Result<Heard, Failure> {
        let mut settled = until;
        loop {
            if self.set.len() >= MOST {
                return Ok(if self.caught_up { Heard::Set } else { Heard::Lost });
            }
            let Ok(answer) = timeout_at(settled, session::next(&mut self.search)).await else {
                let complete = self.caught_up && !self.set.is_empty();
                return Ok(if complete { Heard::Set } else { Heard::Nothing });
            };
            let Some(answer) = answer? else {
                return match self.search.finish().await.rc {
                    code::REFRESH_REQUIRED => Ok(Heard::Lost),
                    code::PROTOCOL_ERROR | code::UNWILLING if !self.caught_up => Ok(Heard::Lost),
                    code::SUCCESS => Err(Failure::Connection("the server stopped telling changes".to_owned())),
                    other => Err(Failure::Code(other)),
                };
            };
            let before = self.caught_up;
            if !self.hear(setup, answer)? {
                return Ok(Heard::Lost);
            }
            if self.caught_up && !before && mirror.is_suspicious(self.told())? {
                return Ok(Heard::Lost);
            }
            if self.caught_up && !self.set.is_empty() {
                settled = until.min(Instant::now() + SETTLING);
            }
        }
    }

    /// Takes an answer in; `false` if the server has lost the thread.
    fn hear(&mut self, setup: &Setup, answer: ResultEntry) -> Result<bool, Failure> {
        if answer.is_ref() {
            return Err(Failure::NotWhole("a part of it is on another server".to_owned()));
        }
        if answer.is_intermediate() {
            let info = messages::info(answer).map_err(Failure::NotWhole)?;
            return Ok(info.is_none_or(|info| self.note(info)));
        }
        let state = messages::state(&answer.1).map_err(Failure::NotWhole)?;
        let taken = match state.change {
            Change::Present => return Ok(false),
            Change::Delete => None,
            Change::Put => Some(setup.taker.take(&Entry::parse(answer).map_err(Failure::NotWhole)?)),
        };
        self.set.push((state.uuid, taken));
        self.reach(state.cookie);
        Ok(true)
    }

    fn note(&mut self, info: Info) -> bool {
        match info {
            Info::Cookie(cookie) => self.reach(Some(cookie)),
            Info::DeletionsTold { cookie, done } => {
                self.caught_up |= done;
                self.reach(cookie);
            }
            Info::Set { cookie, deleted: true, uuids } => {
                self.set.extend(uuids.into_iter().map(|uuid| (uuid, None)));
                self.reach(cookie);
            }
            Info::PresentTold { .. } | Info::Set { deleted: false, .. } => return false,
        }
        true
    }

    /// How many entries came as they are now.
    fn told(&self) -> usize {
        self.set.iter().filter(|(_, taken)| taken.is_some()).count()
    }

    fn reach(&mut self, cookie: Option<Cookie>) {
        self.reached = cookie.or(self.reached.take());
    }
}
