//! Who answers for somebody: the person inside who invited them first, until that person leaves. Then it is whoever else
//! invited them; else an administrator of one of their rooms, or the one of ours who has been there longest; else the
//! administrators of the installation. Whoever moves to another ministry goes on answering from there.

use bridge_api::EmailAddress;
use serde_json::Value;

use super::letters::{self, Letter};
use super::term::{self, ACTOR, Term};
use crate::actor::UserActor;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::error::Problem;
use crate::homeserver::HomeserverError;
use crate::offboarding;
use crate::policy;
use crate::provisioning::{full_name, live};

/// So many are handed over at once.
const AT_ONCE: i64 = 50;

/// Only somebody inside.
///
/// # Errors
/// For somebody from outside.
pub(super) fn inside(caller: &UserActor) -> Result<(), Problem> {
    if caller.is_external() {
        return Err(Problem::forbidden("Only people of the administration can invite people from outside."));
    }
    Ok(())
}

/// What is answered about somebody for whom the caller does not answer, and about nobody at all.
pub(super) fn nobody() -> Problem {
    Problem::not_found("You do not answer for such a person. Ask the colleague who does, or an administrator.")
}

/// The caller's key.
///
/// # Errors
/// If the caller is from outside, or nobody whom we know.
pub(super) async fn key_of(app: &App, caller: &UserActor) -> Result<String, Problem> {
    inside(caller)?;
    let user_id = caller.user_id().to_owned();
    let sql = "SELECT person_id FROM accounts WHERE user_id = $1 AND state = 'active'";
    let row = app.db.read(move |tx| tx.query_one(sql, &[user_id.into()])?.map(|row| row.text(0)).transpose()).await?;
    row.ok_or_else(|| Problem::forbidden("Your account is not one of a person here. Ask your administrator."))
}

/// The term of somebody, if this is their sponsor.
pub(super) fn sponsored_by(tx: &Tx<'_>, sponsor: &str, person_id: &str) -> Result<Option<Term>, DbError> {
    Ok(term::of(tx, person_id)?.filter(|term| term.sponsor == sponsor))
}

/// Somebody inside, as letters and pages name them.
pub(super) struct Contact {
    pub(super) name: String,
    /// Key of the organisation.
    pub(super) organisation: String,
    pub(super) email: EmailAddress,
}

/// How a sponsor is called and reached; nothing if they are gone.
pub(super) fn contact(tx: &Tx<'_>, key: &str) -> Result<Option<Contact>, DbError> {
    let row = tx.query_one(
        "SELECT given_name, family_name, organisation, email FROM people WHERE person_id = $1 AND employment <> 'left'
         UNION ALL SELECT given_name, family_name, organisation, email FROM invitations
             WHERE person_id = $1 AND revoked_at_ms IS NULL",
        &[key.into()],
    )?;
    let contact = |row: Row| {
        Ok(Contact {
            name: full_name(&row.text(0)?, &row.text(1)?),
            organisation: row.text(2)?,
            email: row.parsed(3, "email")?,
        })
    };
    row.map(contact).transpose()
}

/// What became of naming a sponsor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewSponsor {
    /// They answer from now on.
    Done,
    /// Nobody inside with an account has this address, or it is the person themselves.
    NobodyInside,
    /// There is nobody to answer for.
    NoTerm,
}

/// An administrator says who answers for somebody from now on. `actor` is the name in the audit log.
///
/// # Errors
/// If the database fails.
pub async fn answer_for(app: &App, actor: &str, person_id: &str, email: &EmailAddress) -> Result<NewSponsor, DbError> {
    let (actor, person_id, email, now) = (actor.to_owned(), person_id.to_owned(), email.clone(), app.clock.now_ms());
    let done = app.db.write(move |tx| {
        let Some(term) = term::of(tx, &person_id)? else { return Ok(NewSponsor::NoTerm) };
        let row = tx.query_one(
            "SELECT a.person_id FROM accounts a WHERE a.state = 'active' AND a.person_id IN
                 (SELECT person_id FROM people WHERE email = $1 AND employment = 'working'
                  UNION ALL SELECT person_id FROM invitations WHERE email = $1 AND revoked_at_ms IS NULL)",
            &[email.as_str().into()],
        )?;
        let Some(sponsor) = row.map(|row| row.text(0)).transpose()?.filter(|key| *key != person_id) else {
            return Ok(NewSponsor::NobodyInside);
        };
        hand_over(tx, &actor, &term, &sponsor, now)?;
        Ok(NewSponsor::Done)
    });
    let done = done.await?;
    app.wake.wake();
    Ok(done)
}

/// From now on somebody else answers, unless another one has been found meanwhile.
fn hand_over(tx: &Tx<'_>, actor: &str, term: &Term, sponsor: &str, now_ms: i64) -> Result<(), DbError> {
    let person_id = term.person_id.as_str();
    let sql = "UPDATE account_terms SET sponsor = $2 WHERE person_id = $1 AND sponsor = $3 AND sponsor <> $2";
    if tx.execute(sql, &[person_id.into(), sponsor.into(), term.sponsor.as_str().into()])? == 0 {
        return Ok(());
    }
    let (action, detail) = ("external.hand_over", sponsor);
    audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject: person_id, detail })?;
    if sponsor.is_empty() { Ok(()) } else { letters::queue(tx, person_id, Letter::NewSponsor, now_ms) }
}

/// Finds somebody else for everybody whose sponsor has left.
///
/// # Errors
/// If the database fails; rooms whose homeserver does not answer are asked again the next time.
pub(super) async fn hand_over_due(app: &App) -> Result<(), DbError> {
    let left = app.db.read(|tx| {
        let sql = format!(
            "{} WHERE t.sponsor <> '' AND NOT EXISTS
                 (SELECT 1 FROM accounts s WHERE s.person_id = t.sponsor AND {}) ORDER BY t.until_ms LIMIT {AT_ONCE}",
            term::select(),
            live("s")
        );
        tx.query(&sql, &[])?.iter().map(term::read).collect::<Result<Vec<_>, _>>()
    });
    for term in left.await? {
        match successor(app, &term).await {
            Ok(found) => {
                let now = app.clock.now_ms();
                let found = found.unwrap_or_default();
                app.db.write(move |tx| hand_over(tx, ACTOR, &term, &found, now)).await?;
                app.wake.wake();
            }
            Err(cause) => tracing::warn!(cause = format!("{cause:#}"), "a sponsor who left has no successor yet"),
        }
    }
    Ok(())
}

async fn successor(app: &App, term: &Term) -> anyhow::Result<Option<String>> {
    let (person, former) = (term.person_id.clone(), term.sponsor.clone());
    let (inviter, rooms) = app
        .db
        .read(move |tx| {
            let inviter = tx.query_one(
                "SELECT a.person_id FROM external_rooms r JOIN accounts a ON a.user_id = r.invited_by
                 WHERE r.person_id = $1 AND a.state = 'active' AND a.moved = 0 AND a.person_id <> $2
                 ORDER BY r.at_ms, r.room_id LIMIT 1",
                &[person.as_str().into(), former.into()],
            )?;
            let inviter = inviter.map(|row| row.text(0)).transpose()?;
            Ok((inviter, term::rooms(tx, &person)?))
        })
        .await?;
    if inviter.is_some() {
        return Ok(inviter);
    }
    let Some(server) = term.user_id.as_deref().and_then(|id| id.split_once(':')).map(|(_, server)| server.parse())
    else {
        return Ok(None);
    };
    let homeserver = app.homeserver_of_account(&server?)?.clone();
    for room in rooms {
        let mut state = Vec::new();
        for kind in ["m.room.create", "m.room.power_levels", "m.room.member"] {
            match homeserver.room_state(&room, kind).await {
                Ok(events) => state.extend(events),
                // Not in it: there is nobody to ask for there.
                Err(HomeserverError::NoSuchAccount | HomeserverError::Refused { .. }) => break,
                Err(cause) => return Err(cause.into()),
            }
        }
        if let Some(user_id) = best_of(app, &state).await? {
            let sql = "SELECT person_id FROM accounts WHERE user_id = $1";
            let key = app.db.read(move |tx| tx.query_one(sql, &[user_id.into()])?.map(|row| row.text(0)).transpose());
            return Ok(key.await?);
        }
    }
    Ok(None)
}

/// Of a room's members inside whose accounts are in use: an administrator, else who has been there longest.
async fn best_of(app: &App, state: &[Value]) -> Result<Option<String>, DbError> {
    let inside = offboarding::who_count(app, state).await?;
    let since = |user: &str| {
        let entered = state.iter().find(|event| event["type"] == "m.room.member" && event["state_key"] == user);
        entered.and_then(|event| event["origin_server_ts"].as_i64()).unwrap_or(i64::MAX)
    };
    let rank = |user: &String| (!policy::administers(user, state), since(user), user.clone());
    Ok(inside.into_iter().min_by_key(rank))
}
