//! Searching: limits the caller, looks into the index, and shows what the database says of those who were found.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use bridge_api::EmailAddress;
use bridge_api::people::{OrganisationHit, Person, PersonState, SearchRequest, SearchResponse, UnitHit};

use super::callers::Callers;
use super::directory::Snapshot;
use super::entry::{self, Seen};
use super::query::{self, Hit, Wanted};
use super::{refresh, words};
use crate::actor::UserActor;
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::error::Problem;

const DEFAULT: u32 = 20;
const MOST: u32 = 50;
/// Nobody reads further than this; programs that copy the catalogue would.
const FURTHEST: u32 = 1000;
/// Among how many of the best people the standard search looks for accounts.
const CANDIDATES: usize = 500;
/// The longest term that is looked at, in bytes.
const LONGEST_TERM: usize = 256;

/// Who, which units and which organisations match; nothing for people from outside the administration.
///
/// # Errors
/// If the caller searches too often or has seen too many people today, or the database fails.
pub async fn search(app: &App, caller: &UserActor, request: SearchRequest) -> Result<SearchResponse, Problem> {
    if caller.is_external() {
        return Ok(SearchResponse::default());
    }
    let near = Callers::admit(app, caller, None).await?;
    let limit = request.limit.unwrap_or(DEFAULT).min(MOST);
    let from = request.from.unwrap_or(0);
    let term = request.term.trim();
    let filtered = request.organisation.is_some() || request.unit.is_some();
    if limit == 0 || from >= FURTHEST || term.len() > LONGEST_TERM || (term.is_empty() && !filtered) {
        return Ok(SearchResponse::default());
    }
    if term.contains('@') {
        let people = by_email(app, term).await?;
        let organisation = |p: &Person| request.organisation.as_ref().is_none_or(|only| *only == p.organisation_id);
        let people: Vec<Person> = people.into_iter().filter(|p| from == 0 && organisation(p)).collect();
        Callers::shown(app, caller, people.iter().map(|person| person.person_id.as_str())).await?;
        return Ok(SearchResponse { people, ..SearchResponse::default() });
    }
    let words = words::searched(term);
    if words.is_empty() && !filtered {
        return Ok(SearchResponse::default());
    }
    let snapshot = refresh::current(app).await?;
    let mut wanted = Wanted { words, phone: words::searched_phone(term), ..Wanted::default() };
    let mut total = None;
    if filtered {
        let (places, people) = snapshot.units.places(request.organisation.as_ref(), request.unit.as_deref());
        total = wanted.words.is_empty().then_some(people);
        wanted.within = Some(places);
    }
    if !wanted.words.is_empty() {
        wanted.near = near;
    }
    let with_places = from == 0 && request.unit.is_none() && !wanted.words.is_empty();
    let only = with_places.then_some(request.organisation);
    let found = found(app, snapshot, wanted, only, from, limit).await?;
    Callers::shown(app, caller, found.seen.iter().map(|seen| seen.person.person_id.as_str())).await?;
    Ok(SearchResponse {
        people: found.seen.into_iter().map(|seen| seen.person).collect(),
        units: found.units,
        organisations: found.organisations,
        total,
        next: (found.more && from + limit < FURTHEST).then_some(from + limit),
    })
}

/// Only a whole address finds, and only who may be seen.
async fn by_email(app: &App, term: &str) -> Result<Vec<Person>, Problem> {
    let Ok(email) = term.parse::<EmailAddress>() else { return Ok(Vec::new()) };
    let parts = app.clone();
    let seen = app.db.read(move |tx| match entry::key_by_email(tx, email.as_str())? {
        Some(key) => entry::read(tx, &parts.config, &[key.as_str()]),
        None => Ok(Default::default()),
    });
    Ok(seen.await?.into_values().map(|seen| seen.person).collect())
}

/// What was found.
#[derive(Default)]
struct Found {
    seen: Vec<Seen>,
    units: Vec<UnitHit>,
    organisations: Vec<OrganisationHit>,
    more: bool,
}

/// The people found, as the database has them; with `places` units and organisations that match, too, those of one
/// organisation if it names one.
async fn found(
    app: &App,
    snapshot: Arc<Snapshot>,
    wanted: Wanted,
    places: Option<Option<bridge_api::OrganisationId>>,
    from: u32,
    limit: u32,
) -> Result<Found, Problem> {
    let parts = app.clone();
    let (from, limit) = (from as usize, limit as usize);
    let found = app.db.read(move |tx| {
        let mut found = Found::default();
        if let Some(only) = places {
            found.units = snapshot.units.units_like(&wanted.words, only.as_ref());
            if only.is_none() {
                found.organisations = snapshot.units.organisations_like(&wanted.words);
            }
        }
        let mut hits = match query::best(&snapshot, &wanted, from, limit + 1) {
            Ok(hits) => hits,
            Err(error) => return Ok(Err(error)),
        };
        found.more = hits.len() > limit;
        hits.truncate(limit);
        found.seen = ranked(tx, &parts, &hits)?;
        Ok(Ok(found))
    });
    answered(app, found.await?)
}

/// What the database has of these people, at most [`entry::PAGE`] of them, in their order.
fn ranked(tx: &Tx<'_>, app: &App, hits: &[Hit]) -> Result<Vec<Seen>, DbError> {
    let keys: Vec<&str> = hits.iter().map(|hit| hit.key.as_str()).collect();
    let mut seen = entry::read(tx, &app.config, &keys)?;
    let mut ranked: Vec<(usize, Seen)> =
        hits.iter().filter_map(|hit| Some((hit.rank, seen.remove(&hit.key)?))).collect();
    // The index knows the beginnings of names only.
    ranked.sort_by(|(rank, a), (other, b)| rank.cmp(other).then_with(|| a.sorted_as.cmp(&b.sorted_as)));
    Ok(ranked.into_iter().map(|(_, seen)| seen).collect())
}

/// An index that cannot be read is made anew.
fn answered<T>(app: &App, answer: tantivy::Result<T>) -> Result<T, Problem> {
    answer.map_err(|error| {
        app.people.broken.store(true, Relaxed);
        app.people.stale.notify_one();
        Problem::internal(error)
    })
}

/// Answer of [`directory_search`]: Matrix id and display name, best first.
pub struct DirectoryHits {
    /// Whom to show.
    pub hits: Vec<(String, String)>,
    /// Whether there are more.
    pub limited: bool,
}

/// The search of the Matrix specification: only people with an account that may be used.
///
/// # Errors
/// If the caller searches too often or has seen too many people today, or the database fails.
pub async fn directory_search(app: &App, caller: &UserActor, term: &str, limit: u32) -> Result<DirectoryHits, Problem> {
    let mut answer = DirectoryHits { hits: Vec::new(), limited: false };
    if caller.is_external() {
        return Ok(answer);
    }
    let near = Callers::admit(app, caller, None).await?;
    let words = words::searched(term);
    if words.is_empty() || term.len() > LONGEST_TERM || term.contains('@') {
        return Ok(answer);
    }
    let (most, snapshot, parts) = (limit.clamp(1, MOST) as usize, refresh::current(app).await?, app.clone());
    let wanted = Wanted { words, phone: words::searched_phone(term), near, ..Wanted::default() };
    let found = app.db.read(move |tx| {
        let hits = match query::best(&snapshot, &wanted, 0, CANDIDATES) {
            Ok(hits) => hits,
            Err(error) => return Ok(Err(error)),
        };
        let (mut active, mut read) = (Vec::new(), 0);
        for hits in hits.chunks(entry::PAGE) {
            if active.len() > most {
                break;
            }
            let seen = ranked(tx, &parts, hits)?;
            active.extend(seen.into_iter().filter(|seen| seen.person.state == PersonState::Active));
            read += hits.len();
        }
        let limited = active.len() > most || read == CANDIDATES;
        active.truncate(most);
        Ok(Ok((active, limited)))
    });
    let (active, limited) = answered(app, found.await?)?;
    let keys: Vec<_> = active.iter().map(|seen| seen.person.person_id.clone()).collect();
    answer.limited = limited;
    let user = |seen: Seen| Some((seen.person.user_id?, seen.display_name));
    answer.hits = active.into_iter().filter_map(user).collect();
    Callers::shown(app, caller, keys.iter().map(|key| key.as_str())).await?;
    Ok(answer)
}
