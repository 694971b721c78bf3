//! The names behind a report: shown to the two officers of an approved request while its time lasts, each look in the
//! audit log. Nothing of it is kept here.

use bridge_api::Mxc;

use super::history::act;
use super::inquiry::{About, Inquiry, InquiryState, find};
use crate::app::App;
use crate::database::{DbError, Tx};
use crate::error::Problem;
use crate::officers::Session;
use crate::people;

/// What a look at a request came to.
#[derive(Debug, Clone)]
pub struct Names {
    /// The request.
    pub inquiry: Inquiry,
    /// Whether the sender is who uploaded the file; otherwise it is only who had it scanned first.
    pub uploader_known: bool,
    /// The people.
    pub people: Vec<Person>,
}

/// Somebody behind a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The Matrix id.
    pub user_id: String,
    /// The name; empty if neither HR nor an invitation knows the account.
    pub name: String,
    /// The work email, if it is known.
    pub email: String,
    /// Key of the organisation, if it is known.
    pub organisation: String,
    /// When they were given the file first; nothing for the sender.
    pub at_ms: Option<i64>,
}

/// The names of an approved request, for the officer who asked or the one who approved; nothing otherwise.
///
/// # Errors
/// If the database fails, or the homeserver of the sender does not answer.
pub async fn names(app: &App, officer: &Session, id: String) -> Result<Option<Names>, Problem> {
    let now = app.clock.now_ms();
    let asked = id.clone();
    let found = app.db.read(move |tx| {
        let Some(inquiry) = find(tx, &asked, now)? else { return Ok(None) };
        let sql = "SELECT mxc, uploader, requested_by FROM scan_files WHERE id = $1";
        let row = tx.query_one(sql, &[inquiry.report.as_str().into()])?;
        row.map(|row| Ok((inquiry, row.parsed::<Mxc>(0, "mxc")?, row.text(1)?, row.text(2)?))).transpose()
    });
    let Some((inquiry, mxc, uploader, requester)) = found.await? else { return Ok(None) };
    let theirs =
        inquiry.asked_by == officer.name || inquiry.decided.as_ref().is_some_and(|(by, _)| *by == officer.name);
    if inquiry.state != InquiryState::Approved || !theirs {
        return Ok(None);
    }
    let uploader = match (uploader.is_empty(), app.homeserver(mxc.server())) {
        (true, Some(homeserver)) if inquiry.about == About::Sender => homeserver.uploader(&mxc).await?,
        (known_not, _) => (!known_not).then_some(uploader),
    };
    let (officer, uploader_known) = (officer.clone(), uploader.is_some());
    let people = app.db.write(move |tx| {
        // The request may have been decided otherwise, or its time may be over, since it was read.
        let Some(inquiry) = find(tx, &id, now)?.filter(|one| one.state == InquiryState::Approved) else {
            return Ok(None);
        };
        let people = match inquiry.about {
            About::Sender => vec![person(tx, uploader.unwrap_or(requester), None)?],
            About::Exposed => exposed(tx, &mxc)?,
        };
        let detail = format!("about={} people={}", inquiry.about.word(), people.len());
        act(tx, &officer, &inquiry.report, ("names_view", "", &detail), now)?;
        Ok(Some((inquiry, people)))
    });
    Ok(people.await?.map(|(inquiry, people)| Names { inquiry, uploader_known, people }))
}

fn person(tx: &Tx<'_>, user_id: String, at_ms: Option<i64>) -> Result<Person, DbError> {
    let (name, email, organisation) = match people::named(tx, &user_id)? {
        Some(known) => (known.name, known.email, known.organisation),
        None => Default::default(),
    };
    Ok(Person { user_id, name, email, organisation, at_ms })
}

/// Everybody who was given the file, as far back as it is kept.
fn exposed(tx: &Tx<'_>, mxc: &Mxc) -> Result<Vec<Person>, DbError> {
    let sql = "SELECT user_id, first_at_ms FROM scan_fetches WHERE mxc = $1 ORDER BY first_at_ms, user_id LIMIT 5000";
    let rows = tx.query(sql, &[mxc.to_string().into()])?;
    rows.iter().map(|row| person(tx, row.text(0)?, Some(row.int(1)?))).collect()
}
