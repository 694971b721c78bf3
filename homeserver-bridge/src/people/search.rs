//! Searching: limits the caller, looks into the index, and shows what the database says of those who were found.

use std::time::Duration;

use bridge_api::EmailAddress;
use bridge_api::people::{Person, PersonState, SearchRequest, SearchResponse};

use super::entry::{self, Seen};
use super::index::Snapshot;
use super::query::{self, Wanted};
use super::{refresh, words};
use crate::actor::UserActor;
use crate::app::App;
use crate::database::DbError;
use crate::error::Problem;

const DEFAULT: u32 = 20;
const MOST: u32 = 50;
/// Nobody reads further than this; programs that copy the catalogue would.
const FURTHEST: u32 = 1000;
/// The longest term that is looked at, in bytes.
const LONGEST_TERM: usize = 256;

/// How often a process looks whether the catalogue has changed, when nobody searches.
const PAUSE: Duration = Duration::from_secs(2);
/// The same after a failure.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);

/// Makes the index and keeps it near the catalogue for as long as the process runs, so that no search has to wait for
/// a long sync to be read.
pub async fn follow(app: App) {
    loop {
        let pause = match refresh::current(&app).await {
            Ok(_) => PAUSE,
            Err(_) => {
                tracing::error!("the search index could not be brought up to date; it is tried again");
                PAUSE_AFTER_FAILURE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Who, which units and which organisations match; nothing for people from outside the administration.
///
/// # Errors
/// If the caller searches too often, or the database fails.
pub async fn search(app: &App, caller: &UserActor, request: SearchRequest) -> Result<SearchResponse, Problem> {
    if caller.is_external() {
        return Ok(SearchResponse::default());
    }
    app.people.limit.check(caller.user_id()).map_err(Problem::slow_down)?;
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
        let people = people.into_iter().filter(|p| from == 0 && organisation(p)).collect();
        return Ok(SearchResponse { people, ..SearchResponse::default() });
    }
    let words = words::searched(term);
    if words.is_empty() && !filtered {
        return Ok(SearchResponse::default());
    }
    let snapshot = refresh::current(app).await?;
    let first_page = from == 0 && request.unit.is_none();
    let units = first_page.then(|| snapshot.units.units_like(&words, request.organisation.as_ref()));
    let organisations =
        (first_page && request.organisation.is_none()).then(|| snapshot.units.organisations_like(&words));
    let (seen, more) = found(app, snapshot, words, request, from, limit).await?;
    Ok(SearchResponse {
        people: seen.into_iter().map(|seen| seen.person).collect(),
        units: units.unwrap_or_default(),
        organisations: organisations.unwrap_or_default(),
        next: (more && from + limit < FURTHEST).then_some(from + limit),
    })
}

/// Only a whole address finds, and only who may be seen.
async fn by_email(app: &App, term: &str) -> Result<Vec<Person>, Problem> {
    let Ok(email) = term.parse::<EmailAddress>() else { return Ok(Vec::new()) };
    let parts = app.clone();
    let seen = app.db.read(move |tx| match entry::key_by_email(tx, email.as_str())? {
        Some(key) => entry::read(tx, &parts.config, &key),
        None => Ok(None),
    });
    Ok(seen.await?.into_iter().map(|seen| seen.person).collect())
}

/// What the database says of the people found, and whether there are more.
async fn found(
    app: &App,
    snapshot: Snapshot,
    words: Vec<words::Word>,
    request: SearchRequest,
    from: u32,
    limit: u32,
) -> Result<(Vec<Seen>, bool), Problem> {
    let parts = app.clone();
    let (from, limit) = (from as usize, limit as usize);
    let found = app.db.read(move |tx| {
        let (organisation, unit) = (request.organisation.as_ref(), request.unit.as_deref());
        let keys = query::keys(&snapshot, &Wanted { words: &words, organisation, unit }, from, limit + 1);
        let keys = match keys {
            Ok(keys) => keys,
            Err(error) => return Ok(Err(error)),
        };
        let more = keys.len() > limit;
        let seen = keys.iter().take(limit).map(|key| entry::read(tx, &parts.config, key));
        let seen = seen.filter_map(Result::transpose).collect::<Result<Vec<_>, DbError>>()?;
        Ok(Ok((seen, more)))
    });
    found.await?.map_err(Problem::internal)
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
/// If the caller searches too often, or the database fails.
pub async fn directory_search(app: &App, caller: &UserActor, term: &str, limit: u32) -> Result<DirectoryHits, Problem> {
    let mut answer = DirectoryHits { hits: Vec::new(), limited: false };
    if caller.is_external() {
        return Ok(answer);
    }
    app.people.limit.check(caller.user_id()).map_err(Problem::slow_down)?;
    let words = words::searched(term);
    if words.is_empty() || term.len() > LONGEST_TERM || term.contains('@') {
        return Ok(answer);
    }
    let (wanted, mut from) = (limit.clamp(1, MOST) as usize, 0);
    let snapshot = refresh::current(app).await?;
    while from < FURTHEST {
        let request = SearchRequest::default();
        let (seen, more) = found(app, snapshot.clone(), words.clone(), request, from, MOST).await?;
        for seen in seen.into_iter().filter(|seen| seen.person.state == PersonState::Active) {
            if answer.hits.len() == wanted {
                answer.limited = true;
                return Ok(answer);
            }
            answer.hits.extend(seen.person.user_id.map(|user_id| (user_id, seen.display_name)));
        }
        from += MOST;
        if !more {
            return Ok(answer);
        }
    }
    answer.limited = true;
    Ok(answer)
}
