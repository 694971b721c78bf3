//! Brings the mirror up to date (RFC 4533, refreshOnly): what changed since the cookie, or everything.
//!
//! The danger is in how a server tells who is gone: either one by one, or by naming everybody who is *not* gone. The
//! second counts only when it has ended well; what breaks off changes nothing.

use ldap3::Ldap;

use super::failure::{Failure, code};
use super::messages::{self, Change, Cookie, Info, Uuid};
use super::mirror::{Changing, Mirror};
use super::paged::Query;
use super::{Setup, session};
use crate::clock::Now;

/// How an attempt ended that was no failure.
enum Ended {
    /// The mirror is up to date.
    Good,
    /// The server does not accept the cookie, or the mirror is not what it thinks it is.
    Refused,
}

/// Brings the mirror up to date.
pub(super) async fn refresh(setup: &Setup, mirror: &mut Mirror, now: Now) -> Result<(), Failure> {
    let mut ldap = session::open(setup).await?;
    setup.check_attributes(&mut ldap).await?;
    let standing = mirror.standing(&setup.question)?;
    let seconds = now.ms() / 1000;
    let oldest = seconds - i64::from(setup.section.full_refresh_hours) * 3600;
    if let Some(standing) = standing.filter(|standing| (oldest..=seconds).contains(&standing.whole_at))
        && let Ended::Good = attempt(setup, &mut ldap, mirror, Some(standing.cookie), standing.whole_at).await?
    {
        return Ok(());
    }
    match attempt(setup, &mut ldap, mirror, None, seconds).await? {
        Ended::Good => Ok(()),
        Ended::Refused => Err(Failure::Code(code::REFRESH_REQUIRED)),
    }
}

/// One refresh in one change of the mirror.
struct Attempt<'a> {
    change: Changing<'a>,
    began_with: Option<Cookie>,
    reached: Option<Cookie>,
    /// Whether a phase has ended in which everybody present was named.
    present_ended: bool,
    /// How many entries came as they are now.
    told: usize,
}

async fn attempt(
    setup: &Setup,
    ldap: &mut Ldap,
    mirror: &mut Mirror,
    cookie: Option<Cookie>,
    whole_at: i64,
) -> Result<Ended, Failure> {
    let change = mirror.change()?;
    let standing = change.standing(&setup.question)?.map(|standing| standing.cookie);
    if cookie.is_some() && (cookie != standing || change.is_empty()?) {
        return Ok(Ended::Refused);
    }
    change.forget_mentions()?;
    let mut search = Query::everybody(setup, &[]).start(ldap, vec![messages::request(cookie.clone(), false)]).await?;
    let mut attempt = Attempt { change, began_with: cookie, reached: None, present_ended: false, told: 0 };
    let limit = session::silence(&setup.section);
    let mut heard = false;
    while let Some(answer) = session::next_within(&mut search, limit).await? {
        heard = true;
        if answer.is_ref() {
            let why = "a part of it is on another server; name the one that holds everything below register.base";
            return Err(Failure::NotWhole(why.to_owned()));
        }
        let known = if answer.is_intermediate() {
            messages::info(answer).map_err(Failure::NotWhole)?.map_or(Ok(true), |info| attempt.info(info))?
        } else {
            attempt.entry(setup, answer)?
        };
        if !known {
            return Ok(Ended::Refused);
        }
    }
    let result = search.finish().await;
    match result.rc {
        code::SUCCESS => {}
        code::REFRESH_REQUIRED => return Ok(Ended::Refused),
        // Servers also say so to a cookie that they cannot read, or that is newer than they are.
        code::PROTOCOL_ERROR | code::UNWILLING if attempt.began_with.is_some() && !heard => return Ok(Ended::Refused),
        other => return Err(Failure::Code(other)),
    }
    let done = messages::done(&result.ctrls).map_err(Failure::NotWhole)?;
    if attempt.began_with.is_some() && !heard && !done.deletions_told {
        // Taken at its word nobody is left. That is for a full reading to say.
        return Ok(Ended::Refused);
    }
    attempt.end(setup, done, whole_at)
}

impl Attempt<'_> {
    fn reach(&mut self, cookie: Option<Cookie>) {
        self.reached = cookie.or(self.reached.take());
    }

    /// Whether the entry is known, if the server takes that for granted.
    fn present(&self, uuid: &Uuid) -> Result<bool, Failure> {
        self.change.mention(uuid)?;
        self.change.knows(uuid)
    }

    fn entry(&mut self, setup: &Setup, answer: ldap3::ResultEntry) -> Result<bool, Failure> {
        let state = messages::state(&answer.1).map_err(Failure::NotWhole)?;
        self.reach(state.cookie);
        match state.change {
            Change::Present => return self.present(&state.uuid),
            Change::Delete => self.change.remove(&state.uuid)?,
            Change::Put => {
                self.told += 1;
                let entry = super::entry::Entry::parse(answer).map_err(Failure::NotWhole)?;
                self.change.put(&state.uuid, &setup.taker.take(&entry))?;
                self.change.mention(&state.uuid)?;
            }
        }
        Ok(true)
    }

    fn info(&mut self, info: Info) -> Result<bool, Failure> {
        match info {
            Info::Cookie(cookie) => self.reach(Some(cookie)),
            Info::DeletionsTold { cookie, .. } => self.reach(cookie),
            Info::PresentTold { cookie, .. } => {
                if self.present_ended {
                    return Err(Failure::NotWhole("it named everybody present twice".to_owned()));
                }
                self.change.remove_unmentioned()?;
                self.present_ended = true;
                self.reach(cookie);
            }
            Info::Set { cookie, deleted, uuids } => {
                for uuid in &uuids {
                    if deleted {
                        self.change.remove(uuid)?;
                    } else if !self.present(uuid)? {
                        return Ok(false);
                    }
                }
                self.reach(cookie);
            }
        }
        Ok(true)
    }

    fn end(mut self, setup: &Setup, done: messages::Done, whole_at: i64) -> Result<Ended, Failure> {
        self.reach(done.cookie);
        match (&self.began_with, done.deletions_told, self.present_ended) {
            // Without a cookie everybody is sent, whatever the server calls that.
            (None, _, false) | (Some(_), false, false) => self.change.remove_unmentioned()?,
            (Some(_), true, false) if self.change.is_suspicious(self.told)? => return Ok(Ended::Refused),
            (_, true, _) => self.change.forget_mentions()?,
            (_, false, true) => {
                return Err(Failure::NotWhole("it contradicts itself about who is gone".to_owned()));
            }
        }
        let cookie = self.reached.or(self.began_with);
        self.change.end(&setup.question, cookie.as_ref(), whole_at)?;
        Ok(Ended::Good)
    }
}
