//! What is remembered of those who search: where they work, so that their own people come first, and how many
//! different people they were shown today, so that nobody copies the catalogue.
//!
//! The people themselves are remembered in this process only, as hashes; how many they were is written down every
//! hundred. A restart therefore forgets whom somebody saw and keeps how many: who looks at the same people again is
//! counted twice, never too little by more than a hundred; and whoever was refused stays so for the day. Several
//! processes count together.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bridge_api::OrganisationId;

use super::entry::unit_path;
use super::tree::place;
use crate::actor::UserActor;
use crate::app::App;
use crate::audit;
use crate::database::{DbError, Tx};
use crate::error::Problem;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long it is remembered where a caller works.
const HOME_MS: i64 = 10 * 60 * 1000;
/// After how many people more their number is written down.
const WRITTEN_EVERY: usize = 100;
/// For how many days the numbers are kept.
const KEPT_DAYS: i64 = 30;
const REMEMBERED: usize = 50_000;

/// The callers of this process, by Matrix id.
#[derive(Default)]
pub(super) struct Callers(Mutex<HashMap<String, Caller>>);

#[derive(Default)]
struct Caller {
    near: Vec<String>,
    near_until_ms: i64,
    day: i64,
    /// The people of the day that were written down, by this process or another or a former one.
    written: usize,
    /// Whom this process showed on the day, and how many of them are among the written.
    shown: HashSet<u64>,
    shown_and_written: usize,
    refused: bool,
}

/// What is read of a caller.
struct Known {
    near: Vec<String>,
    written: usize,
    refused: bool,
}

impl Callers {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Caller>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts what the caller looks up; answers the caller's own unit and organisation, as places are in the index.
    /// `only` is the one person whom the caller wants to see.
    ///
    /// # Errors
    /// If the caller asks too often or has seen as many people as are shown on a day, or the database fails.
    pub(super) async fn admit(app: &App, caller: &UserActor, only: Option<&str>) -> Result<Vec<String>, Problem> {
        let (user_id, now) = (caller.user_id(), app.clock.now_ms());
        app.people.limit.check(user_id).map_err(Problem::slow_down)?;
        let (callers, day) = (&app.people.callers, now.div_euclid(DAY_MS));
        let is_known = |known: &Caller| known.day == day && known.near_until_ms > now;
        if !callers.lock().get(user_id).is_some_and(is_known) {
            let id = user_id.to_owned();
            let known = app.db.read(move |tx| look_up(tx, &id, day)).await?;
            let mut all = callers.lock();
            if all.len() >= REMEMBERED {
                all.retain(|_, caller| caller.day == day && caller.near_until_ms > now);
            }
            let entry = all.entry(user_id.to_owned()).or_default();
            if entry.day != day {
                *entry = Caller { day, written: known.written, refused: known.refused, ..Caller::default() };
            }
            (entry.near, entry.near_until_ms) = (known.near, now + HOME_MS);
        }
        let most = app.config.catalogue.people_per_day.get() as usize;
        let refused_before = {
            let mut all = callers.lock();
            let entry = all.entry(user_id.to_owned()).or_default();
            let seen_before = only.is_some_and(|key| entry.shown.contains(&hashed(key)));
            if entry.shown_in_all() < most || seen_before {
                return Ok(entry.near.clone());
            }
            std::mem::replace(&mut entry.refused, true)
        };
        if !refused_before {
            let id = user_id.to_owned();
            app.db.write(move |tx| refuse(tx, &id, day, now, most)).await?;
        }
        let tomorrow = u64::try_from((day + 1) * DAY_MS - now).unwrap_or_default();
        Err(Problem::enough(
            "You have looked at very many people today. Go on tomorrow; if your work needs more, ask your administrator.",
            tomorrow,
        ))
    }

    /// Counts whom the caller was shown.
    pub(super) async fn shown(app: &App, caller: &UserActor, keys: impl Iterator<Item = &str>) -> Result<(), Problem> {
        let (user_id, day) = (caller.user_id(), app.clock.now_ms().div_euclid(DAY_MS));
        let more = {
            let mut all = app.people.callers.lock();
            let Some(entry) = all.get_mut(user_id) else { return Ok(()) };
            entry.shown.extend(keys.map(hashed));
            let more = entry.shown.len() - entry.shown_and_written;
            if more < WRITTEN_EVERY {
                return Ok(());
            }
            entry.shown_and_written += more;
            more
        };
        let id = user_id.to_owned();
        let written = app.db.write(move |tx| write_down(tx, &id, day, more)).await?;
        if let Some(entry) = app.people.callers.lock().get_mut(user_id).filter(|entry| entry.day == day) {
            entry.written = written;
        }
        Ok(())
    }
}

impl Caller {
    fn shown_in_all(&self) -> usize {
        self.written + self.shown.len() - self.shown_and_written
    }
}

fn hashed(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

fn look_up(tx: &Tx<'_>, user_id: &str, day: i64) -> Result<Known, DbError> {
    let home = tx.query_one(
        "SELECT COALESCE(p.organisation, i.organisation), COALESCE(p.unit, '[]') FROM accounts a
         LEFT JOIN invitations i ON i.person_id = a.person_id
         LEFT JOIN people p ON p.person_id = a.person_id
         WHERE a.user_id = $1",
        &[user_id.into()],
    )?;
    let mut near = Vec::new();
    if let Some(row) = home
        && let Some(organisation) = row.text_opt(0)?
    {
        let organisation: OrganisationId = organisation.parse().map_err(|_| DbError::Stored("organisation"))?;
        let unit = unit_path(&row.text(1)?)?;
        if !unit.is_empty() {
            near.push(place(organisation.as_str(), &unit));
        }
        near.push(organisation.into());
    }
    let shown = tx.query_one(
        "SELECT people, refused_at_ms FROM people_shown WHERE day = $1 AND user_id = $2",
        &[day.into(), user_id.into()],
    )?;
    let (written, refused) = match shown {
        Some(row) => (row.int(0)?, row.int_opt(1)?.is_some()),
        None => (0, false),
    };
    Ok(Known { near, written: usize::try_from(written).unwrap_or_default(), refused })
}

fn write_down(tx: &Tx<'_>, user_id: &str, day: i64, more: usize) -> Result<usize, DbError> {
    let people = i64::try_from(more).unwrap_or(i64::MAX);
    tx.execute("DELETE FROM people_shown WHERE day < $1", &[(day - KEPT_DAYS).into()])?;
    tx.execute(
        "INSERT INTO people_shown (day, user_id, people) VALUES ($1, $2, $3)
         ON CONFLICT (day, user_id) DO UPDATE SET people = people_shown.people + excluded.people",
        &[day.into(), user_id.into(), people.into()],
    )?;
    let sql = "SELECT people FROM people_shown WHERE day = $1 AND user_id = $2";
    let row = tx.query_one(sql, &[day.into(), user_id.into()])?.ok_or(DbError::Stored("count"))?;
    Ok(usize::try_from(row.int(0)?).unwrap_or_default())
}

/// Once a day and caller it stands in the audit log; never what was looked for.
fn refuse(tx: &Tx<'_>, user_id: &str, day: i64, at_ms: i64, most: usize) -> Result<(), DbError> {
    let first = tx.execute(
        "INSERT INTO people_shown (day, user_id, people, refused_at_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (day, user_id) DO UPDATE SET refused_at_ms = excluded.refused_at_ms, people =
             CASE WHEN people_shown.people < excluded.people THEN excluded.people ELSE people_shown.people END
         WHERE people_shown.refused_at_ms IS NULL",
        &[day.into(), user_id.into(), i64::try_from(most).unwrap_or(i64::MAX).into(), at_ms.into()],
    )?;
    if first > 0 {
        let detail = format!("people={most}");
        audit::append(
            tx,
            &audit::Entry { at_ms, actor: user_id, action: "people.limit", subject: user_id, detail: &detail },
        )?;
    }
    Ok(())
}
