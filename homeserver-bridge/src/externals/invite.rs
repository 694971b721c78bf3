//! Inviting people from outside into a room: every line is answered. What is to follow is written down with the answer, so
//! that it happens though the process may end.

use std::collections::HashSet;

use axum::http::StatusCode;
use bridge_api::externals::{InviteExternals, InviteOutcome, InvitedExternals, InvitedLine, MAX_INVITED};
use bridge_api::{EmailAddress, ErrorCode};

use super::letters::{self, Letter};
use super::term::{self, DAY_MS, Term};
use super::{bring_in, room, sponsor};
use crate::actor::UserActor;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{DbError, Tx};
use crate::error::Problem;
use crate::homeserver::{Membership, Memberships};
use crate::provisioning::{discover, outside};

/// Who invites, and where to.
struct Scene {
    app: App,
    caller: String,
    /// The caller's key.
    sponsor: String,
    room_id: String,
    members: Memberships,
    until_ms: i64,
    now_ms: i64,
}

/// What is to be answered for a line.
enum Answer {
    /// This.
    Now(InviteOutcome),
    /// Whatever comes of inviting this person, who has an account.
    Invite(String),
}

/// Invites.
///
/// # Errors
/// If the caller is from outside, the room is not open to people from outside or the caller may not invite there.
pub async fn invite(app: &App, caller: &UserActor, asked: InviteExternals) -> Result<InvitedExternals, Problem> {
    sponsor::inside(caller)?;
    app.people.count_request(caller.user_id()).map_err(Problem::slow_down)?;
    if asked.emails.is_empty() || asked.emails.len() > MAX_INVITED {
        let sentence = format!("Enter at least one address, and at most {MAX_INVITED} at once.");
        return Err(Problem::bad(ErrorCode::BadJson, sentence));
    }
    if !app.config.homeservers.iter().any(|home| home.role == crate::config::HomeserverRole::Externals) {
        let sentence = "This installation has no place for people from outside. Ask the operator for one.";
        return Err(Problem::new(StatusCode::FORBIDDEN, ErrorCode::Policy, sentence));
    }
    let now_ms = app.clock.now_ms();
    let until_ms = match asked.until_ms {
        Some(asked) => {
            term::checked_end(&app.config, asked, now_ms).map_err(|why| Problem::bad(ErrorCode::BadJson, why))?
        }
        None => now_ms + i64::from(app.config.externals.days) * DAY_MS,
    };
    let scene = Scene {
        app: app.clone(),
        caller: caller.user_id().to_owned(),
        sponsor: sponsor::key_of(app, caller).await?,
        members: room::open_to(app, caller, &asked.room_id).await?,
        room_id: asked.room_id,
        until_ms,
        now_ms,
    };
    let room_id = scene.room_id.clone();
    let answers = app.db.write(move |tx| scene.judge_all(tx, asked.emails)).await?;
    app.wake.wake();
    let mut lines = Vec::new();
    for (email, answer) in answers {
        let outcome = match answer {
            Answer::Now(outcome) => outcome,
            Answer::Invite(person_id) => now(app, &person_id, &room_id).await?,
        };
        lines.push(InvitedLine { email, outcome });
    }
    Ok(InvitedExternals { lines })
}

/// Invites somebody who has an account; what does not work now, the job goes on trying.
async fn now(app: &App, person_id: &str, room_id: &str) -> Result<InviteOutcome, DbError> {
    if let Err(cause) = bring_in::bring_in(app, person_id).await {
        tracing::warn!(cause = format!("{cause:#}"), "somebody from outside could not be invited now");
    }
    let (person, room) = (person_id.to_owned(), room_id.to_owned());
    let sql = "SELECT state FROM external_rooms WHERE person_id = $1 AND room_id = $2";
    let state = app.db.read(move |tx| tx.query_one(sql, &[person.into(), room.into()])?.map(|r| r.text(0)).transpose());
    Ok(if state.await?.as_deref() == Some("invited") { InviteOutcome::Invited } else { InviteOutcome::Failed })
}

impl Scene {
    fn judge_all(&self, tx: &Tx<'_>, emails: Vec<String>) -> Result<Vec<(String, Answer)>, DbError> {
        let mut seen = HashSet::new();
        let mut answers = Vec::new();
        tx.execute("DELETE FROM external_invites WHERE at_ms <= $1", &[(self.now_ms - DAY_MS).into()])?;
        for text in emails {
            let answer = match text.trim().parse::<EmailAddress>() {
                Err(_) => Answer::Now(InviteOutcome::BadEmail),
                Ok(email) if !seen.insert(email.clone()) => Answer::Now(InviteOutcome::Twice),
                Ok(email) => self.judge(tx, &email)?,
            };
            answers.push((text, answer));
        }
        Ok(answers)
    }

    fn judge(&self, tx: &Tx<'_>, email: &EmailAddress) -> Result<Answer, DbError> {
        let known = "SELECT person_id FROM people WHERE email = $1 AND employment <> 'left'";
        if discover(&self.app, email).is_some()
            || outside(&self.app, email).is_none()
            || tx.query_one(known, &[email.as_str().into()])?.is_some()
        {
            return Ok(Answer::Now(InviteOutcome::Internal));
        }
        let person = tx.query_one("SELECT person_id FROM externals WHERE email = $1", &[email.as_str().into()])?;
        let Some(row) = person else { return self.somebody_new(tx, email) };
        let Some(term) = term::of(tx, &row.text(0)?)? else { return Ok(Answer::Now(InviteOutcome::Failed)) };
        let over = term.ended_at_ms.is_some() || term.until_ms <= self.now_ms;
        match term.account_state.as_deref() {
            _ if over => Ok(Answer::Now(InviteOutcome::Ended)),
            Some("suspended" | "leaving") => Ok(Answer::Now(InviteOutcome::Ended)),
            Some("active") => self.somebody_with_an_account(tx, &term),
            _ => self.somebody_who_was_mailed(tx, &term),
        }
    }

    fn somebody_new(&self, tx: &Tx<'_>, email: &EmailAddress) -> Result<Answer, DbError> {
        if self.has_invited_enough(tx)? {
            return Ok(Answer::Now(InviteOutcome::TooMany));
        }
        let person_id = format!("external-{}", &random_token()[..20]);
        tx.execute(
            "INSERT INTO externals (person_id, email, created_at_ms) VALUES ($1, $2, $3)",
            &[person_id.as_str().into(), email.as_str().into(), self.now_ms.into()],
        )?;
        term::begin(tx, &self.app.config, &person_id, &self.sponsor, self.until_ms, self.now_ms)?;
        self.invited(tx, &person_id)?;
        letters::queue(tx, &person_id, Letter::Invited { by: self.sponsor.clone() }, self.now_ms)?;
        Ok(Answer::Now(InviteOutcome::Mailed))
    }

    fn somebody_with_an_account(&self, tx: &Tx<'_>, term: &Term) -> Result<Answer, DbError> {
        let membership = term.user_id.as_ref().and_then(|user_id| self.members.get(user_id));
        if matches!(membership, Some(Membership::Joined | Membership::Invited)) {
            return Ok(Answer::Now(InviteOutcome::AlreadyThere));
        }
        if self.has_invited_enough(tx)? {
            return Ok(Answer::Now(InviteOutcome::TooMany));
        }
        self.invited(tx, &term.person_id)?;
        bring_in::queue(tx, &term.person_id, self.now_ms)?;
        Ok(Answer::Invite(term.person_id.clone()))
    }

    /// A second mail for the same room goes out a day after the first at the earliest.
    fn somebody_who_was_mailed(&self, tx: &Tx<'_>, term: &Term) -> Result<Answer, DbError> {
        let sql = "SELECT at_ms FROM external_rooms WHERE person_id = $1 AND room_id = $2 AND state = 'waiting'";
        let waiting = tx.query_one(sql, &[term.person_id.as_str().into(), self.room_id.as_str().into()])?;
        if waiting.is_some_and(|row| row.int(0).is_ok_and(|at| at > self.now_ms - DAY_MS)) {
            return Ok(Answer::Now(InviteOutcome::AlreadyThere));
        }
        if self.has_invited_enough(tx)? {
            return Ok(Answer::Now(InviteOutcome::TooMany));
        }
        self.invited(tx, &term.person_id)?;
        letters::queue(tx, &term.person_id, Letter::Invited { by: self.sponsor.clone() }, self.now_ms)?;
        Ok(Answer::Now(InviteOutcome::Mailed))
    }

    fn invited(&self, tx: &Tx<'_>, person_id: &str) -> Result<(), DbError> {
        tx.execute(
            "INSERT INTO external_rooms (person_id, room_id, invited_by, state, at_ms) VALUES ($1, $2, $3, 'waiting', $4)
             ON CONFLICT (person_id, room_id) DO UPDATE SET invited_by = excluded.invited_by, state = 'waiting',
                 at_ms = excluded.at_ms",
            &[person_id.into(), self.room_id.as_str().into(), self.caller.as_str().into(), self.now_ms.into()],
        )?;
        tx.execute(
            "INSERT INTO external_invites (caller, person_id, at_ms) VALUES ($1, $2, $3)",
            &[self.caller.as_str().into(), person_id.into(), self.now_ms.into()],
        )?;
        let (at_ms, actor, detail) = (self.now_ms, self.caller.as_str(), self.room_id.as_str());
        audit::append(tx, &Entry { at_ms, actor, action: "external.invite", subject: person_id, detail })
    }

    fn has_invited_enough(&self, tx: &Tx<'_>) -> Result<bool, DbError> {
        let sql = "SELECT COUNT(*) FROM external_invites WHERE caller = $1";
        let row = tx.query_one(sql, &[self.caller.as_str().into()])?;
        Ok(row.map_or(Ok(0), |row| row.int(0))? >= i64::from(self.app.config.externals.per_day))
    }
}
