//! Asking to see who sent a file, or who was given it: with a reason, approved by a second officer, for a short time, one
//! report a request.

use super::Done;
use super::history::act;
use super::work::open;
use crate::app::App;
use crate::clock::random_token;
use crate::database::{DbError, Row, Tx};
use crate::officers::Session;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Whose names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Of whoever sent the file.
    Sender,
    /// Of everybody who was given it.
    Exposed,
}

impl About {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sender, Self::Exposed];

    /// The word in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Exposed => "exposed",
        }
    }

    /// From the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.word() == word)
    }
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InquiryState {
    /// A second officer has to decide.
    Waiting,
    /// The names may be looked at.
    Approved,
    /// It was refused, or taken back by who asked.
    Refused,
    /// Nobody decided in time, or the time for looking is over.
    Expired,
}

impl InquiryState {
    /// The word in the catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Expired => "expired",
        }
    }

    fn of(word: &str, expires_at_ms: i64, now_ms: i64) -> Result<Self, DbError> {
        Ok(match word {
            "refused" => Self::Refused,
            "waiting" | "approved" if expires_at_ms <= now_ms => Self::Expired,
            "waiting" => Self::Waiting,
            "approved" => Self::Approved,
            _ => return Err(DbError::Stored("state")),
        })
    }
}

/// A request to see names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// Its key.
    pub id: String,
    /// The report that it is about.
    pub report: String,
    /// Whose names.
    pub about: About,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at_ms: i64,
    /// Where it stands.
    pub state: InquiryState,
    /// Until when it can be decided about; once approved, until when the names may be looked at.
    pub expires_at_ms: i64,
    /// Who decided, and when.
    pub decided: Option<(String, i64)>,
}

pub(super) const COLUMNS: &str =
    "id, file_id, about, reason, asked_by, asked_at_ms, state, expires_at_ms, decided_by, decided_at_ms";

pub(super) fn read(row: &Row, now_ms: i64) -> Result<Inquiry, DbError> {
    let decided = match row.int_opt(9)? {
        Some(at_ms) => Some((row.text(8)?, at_ms)),
        None => None,
    };
    Ok(Inquiry {
        id: row.text(0)?,
        report: row.text(1)?,
        about: About::from_word(&row.text(2)?).ok_or(DbError::Stored("about"))?,
        reason: row.text(3)?,
        asked_by: row.text(4)?,
        asked_at_ms: row.int(5)?,
        state: InquiryState::of(&row.text(6)?, row.int(7)?, now_ms)?,
        expires_at_ms: row.int(7)?,
        decided,
    })
}

/// The requests about a file, the latest first.
pub(super) fn of_file(tx: &Tx<'_>, file_id: &str, now_ms: i64) -> Result<Vec<Inquiry>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM scan_inquiries WHERE file_id = $1 ORDER BY asked_at_ms DESC, id");
    tx.query(&sql, &[file_id.into()])?.iter().map(|row| read(row, now_ms)).collect()
}

/// One request.
pub(super) fn find(tx: &Tx<'_>, id: &str, now_ms: i64) -> Result<Option<Inquiry>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM scan_inquiries WHERE id = $1");
    tx.query_one(&sql, &[id.into()])?.map(|row| read(&row, now_ms)).transpose()
}

/// Asks to see names. Only where something was found: nobody is asked after for a clean file.
///
/// # Errors
/// If the database fails.
pub async fn ask_for_names(
    app: &App,
    officer: &Session,
    id: String,
    about: About,
    reason: String,
) -> Result<Done, DbError> {
    let (officer, now) = (officer.clone(), app.clock.now_ms());
    let until = now + i64::from(app.config.cases.requests_expire_hours) * HOUR_MS;
    app.db
        .write(move |tx| {
            let sql = "SELECT found_at_ms FROM scan_files WHERE id = $1";
            let Some(row) = tx.query_one(sql, &[id.as_str().into()])? else { return Ok(Done::Unknown) };
            if row.int_opt(0)?.is_none() {
                return Ok(Done::Pointless);
            }
            let open_already = of_file(tx, &id, now)?.into_iter().any(|one| {
                let mine = one.about == about && one.asked_by == officer.name;
                mine && matches!(one.state, InquiryState::Waiting | InquiryState::Approved)
            });
            if open_already {
                return Ok(Done::Again);
            }
            tx.execute(
                "INSERT INTO scan_inquiries (id, file_id, about, reason, asked_by, asked_at_ms, state, expires_at_ms)
                 VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7)",
                &[
                    random_token().into(),
                    id.as_str().into(),
                    about.word().into(),
                    reason.as_str().into(),
                    officer.name.as_str().into(),
                    now.into(),
                    until.into(),
                ],
            )?;
            open(tx, &id)?;
            let detail = format!("about={} reason={reason}", about.word());
            act(tx, &officer, &id, (&format!("names_ask_{}", about.word()), &reason, &detail), now)?;
            Ok(Done::Done)
        })
        .await
}

/// Approves or refuses a request. Nobody approves their own; taking it back is theirs.
///
/// # Errors
/// If the database fails.
pub async fn decide_names(
    app: &App,
    officer: &Session,
    id: String,
    approve: bool,
) -> Result<(Done, Option<String>), DbError> {
    let (officer, now) = (officer.clone(), app.clock.now_ms());
    let until = now + i64::from(app.config.cases.names_shown_minutes) * MINUTE_MS;
    app.db
        .write(move |tx| {
            let Some(found) = find(tx, &id, now)? else { return Ok((Done::Unknown, None)) };
            let report = Some(found.report.clone());
            if found.state != InquiryState::Waiting {
                return Ok((Done::TooLate, report));
            }
            if approve && found.asked_by == officer.name {
                return Ok((Done::Own, report));
            }
            let (state, until, word) = match approve {
                true => ("approved", until, "names_approve"),
                false => ("refused", found.expires_at_ms, "names_refuse"),
            };
            tx.execute(
                "UPDATE scan_inquiries SET state = $2, decided_by = $3, decided_at_ms = $4, expires_at_ms = $5
                 WHERE id = $1",
                &[id.as_str().into(), state.into(), officer.name.as_str().into(), now.into(), until.into()],
            )?;
            let detail = format!("about={} asked_by={}", found.about.word(), found.asked_by);
            act(tx, &officer, &found.report, (word, "", &detail), now)?;
            Ok((Done::Done, report))
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_ends_requests_and_looking() {
        let of = |word: &str, now| InquiryState::of(word, 100, now).unwrap().word();
        assert_eq!([of("waiting", 99), of("waiting", 100)], ["waiting", "expired"]);
        assert_eq!([of("approved", 99), of("approved", 100), of("refused", 100)], ["approved", "expired", "refused"]);
        assert!(InquiryState::of("perhaps", 1, 0).is_err());
    }
}
