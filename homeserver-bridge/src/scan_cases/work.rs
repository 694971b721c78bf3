//! What one officer may do alone: take a case, write, close it and open it again, have the file scanned again, and have
//! it kept back at once. None of it opens a file.

use super::Done;
use super::history::act;
use super::media::look_after;
use crate::app::App;
use crate::config::CasesConfig;
use crate::database::{DbError, Row, Tx};
use crate::officers::{self, OfficerRole, Session};
use crate::scan_rules;

const DAY_MS: i64 = 24 * 3_600_000;
/// A file that is kept back is given out so long for being scanned again.
const RESCAN_MS: i64 = DAY_MS;

/// As what a case is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedAs {
    /// It is malware: homeservers keep it back and delete it later.
    Malware,
    /// Nothing bad is in it. Opening it takes a release.
    FalsePositive,
    /// A harmless test file.
    Test,
    /// Anything else.
    Other,
}

impl ClosedAs {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Malware, Self::FalsePositive, Self::Test, Self::Other];

    /// The word in the database and in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Malware => "malware",
            Self::FalsePositive => "false_positive",
            Self::Test => "test",
            Self::Other => "other",
        }
    }

    /// From the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// Runs `work` on a file's row (verdict, signature, released, case state, assigned to, hash, quarantine).
async fn on_file<F>(app: &App, id: String, work: F) -> Result<Done, DbError>
where
    F: FnOnce(&Tx<'_>, &Row, &str, i64) -> Result<Done, DbError> + Send + 'static,
{
    let now = app.clock.now_ms();
    let done = app.db.write(move |tx| {
        let sql = "SELECT verdict, signature, released, case_state, assigned_to, ciphertext_sha256, quarantine
             FROM scan_files WHERE id = $1";
        match tx.query_one(sql, &[id.as_str().into()])? {
            None => Ok(Done::Unknown),
            Some(row) => work(tx, &row, &id, now),
        }
    });
    let done = done.await?;
    app.wake.wake();
    Ok(done)
}

/// Whatever an officer does to a file that nobody worked on makes a case of it.
pub(super) fn open(tx: &Tx<'_>, id: &str) -> Result<(), DbError> {
    let sql = "UPDATE scan_files SET case_state = 'open' WHERE id = $1 AND case_state = 'none'";
    tx.execute(sql, &[id.into()]).map(drop)
}

/// Gives the case to an officer; to nobody with an empty name.
///
/// # Errors
/// If the database fails.
pub async fn assign(app: &App, officer: &Session, id: String, to: String) -> Result<Done, DbError> {
    if !to.is_empty() && !officers::names(app, OfficerRole::Security).await?.contains(&to) {
        return Ok(Done::Unknown);
    }
    let officer = officer.clone();
    on_file(app, id, move |tx, row, id, now| {
        if row.text(4)? == to {
            return Ok(Done::Again);
        }
        open(tx, id)?;
        tx.execute("UPDATE scan_files SET assigned_to = $2 WHERE id = $1", &[id.into(), to.as_str().into()])?;
        let word = if to.is_empty() { "unassign" } else { "assign" };
        act(tx, &officer, id, (word, &to, &format!("to={to}")), now)?;
        Ok(Done::Done)
    })
    .await
}

/// Writes a comment.
///
/// # Errors
/// If the database fails.
pub async fn comment(app: &App, officer: &Session, id: String, text: String) -> Result<Done, DbError> {
    let officer = officer.clone();
    on_file(app, id, move |tx, _, id, now| {
        open(tx, id)?;
        act(tx, &officer, id, ("comment", &text, ""), now)?;
        Ok(Done::Done)
    })
    .await
}

/// Closes the case. Confirmed malware is kept back at once, and deleted after the configured time.
///
/// # Errors
/// If the database fails.
pub async fn close(
    app: &App,
    officer: &Session,
    id: String,
    closed_as: ClosedAs,
    text: Option<String>,
) -> Result<Done, DbError> {
    let (officer, config) = (officer.clone(), app.config.cases.clone());
    on_file(app, id, move |tx, row, id, now| {
        if row.text(3)? == "closed" {
            return Ok(Done::Again);
        }
        let sql = "UPDATE scan_files SET case_state = 'closed', closed_as = $2 WHERE id = $1";
        tx.execute(sql, &[id.into(), closed_as.word().into()])?;
        if closed_as == ClosedAs::Malware {
            confirm(tx, row, id, &config, now)?;
        }
        let word = format!("close_{}", closed_as.word());
        act(tx, &officer, id, (&word, &text.unwrap_or_default(), ""), now)?;
        Ok(Done::Done)
    })
    .await
}

fn confirm(tx: &Tx<'_>, row: &Row, id: &str, config: &CasesConfig, now: i64) -> Result<(), DbError> {
    if !kept_back(tx, row)? {
        return Ok(());
    }
    let delete = (config.delete_after_days > 0).then(|| now + i64::from(config.delete_after_days) * DAY_MS);
    tx.execute(
        "UPDATE scan_files SET quarantine_from_ms = $2, delete_from_ms = $3 WHERE id = $1",
        &[id.into(), now.into(), delete.into()],
    )?;
    look_after(tx, id, now)
}

/// Whether homeservers may keep the file back at all: something was found that nobody released, or it is blocked.
fn kept_back(tx: &Tx<'_>, row: &Row) -> Result<bool, DbError> {
    let found = row.text(0)? == "infected" && !row.flag(2)?;
    Ok(found || scan_rules::is_blocked(tx, &row.text(5)?)?)
}

/// Opens a closed case again.
///
/// # Errors
/// If the database fails.
pub async fn reopen(app: &App, officer: &Session, id: String, text: String) -> Result<Done, DbError> {
    let officer = officer.clone();
    on_file(app, id, move |tx, row, id, now| {
        if row.text(3)? != "closed" {
            return Ok(Done::Again);
        }
        let sql = "UPDATE scan_files SET case_state = 'open', closed_as = '', delete_from_ms = NULL WHERE id = $1";
        tx.execute(sql, &[id.into()])?;
        act(tx, &officer, id, ("reopen", &text, ""), now)?;
        Ok(Done::Done)
    })
    .await
}

/// Has the homeservers keep the file back now instead of later.
///
/// # Errors
/// If the database fails.
pub async fn quarantine(app: &App, officer: &Session, id: String) -> Result<Done, DbError> {
    let officer = officer.clone();
    on_file(app, id, move |tx, row, id, now| {
        match row.text(6)?.as_str() {
            "quarantined" => return Ok(Done::Again),
            "deleted" => return Ok(Done::TooLate),
            _ => {}
        }
        if !kept_back(tx, row)? {
            return Ok(Done::Pointless);
        }
        open(tx, id)?;
        tx.execute("UPDATE scan_files SET quarantine_from_ms = $2 WHERE id = $1", &[id.into(), now.into()])?;
        look_after(tx, id, now)?;
        act(tx, &officer, id, ("quarantine", "", ""), now)?;
        Ok(Done::Done)
    })
    .await
}

/// Has the file scanned afresh when somebody hands over its key again. A homeserver that keeps it back gives it out to
/// the scanner meanwhile; the release gate stays closed.
///
/// # Errors
/// If the database fails.
pub async fn rescan(app: &App, officer: &Session, id: String) -> Result<Done, DbError> {
    let officer = officer.clone();
    on_file(app, id, move |tx, row, id, now| {
        if row.text(6)? == "deleted" || row.text(5)?.is_empty() {
            return Ok(Done::Pointless);
        }
        open(tx, id)?;
        tx.execute(
            "UPDATE scan_files SET rescan_at_ms = $2,
                 quarantine_from_ms = CASE WHEN quarantine_from_ms IS NULL THEN NULL ELSE $3 END WHERE id = $1",
            &[id.into(), now.into(), (now + RESCAN_MS).into()],
        )?;
        scan_rules::changed(tx)?;
        look_after(tx, id, now)?;
        act(tx, &officer, id, ("rescan", "", ""), now)?;
        Ok(Done::Done)
    })
    .await
}
