//! Releasing a file whose verdict is wrong: one officer asks and says why, a second one approves. It opens this file with
//! this find; another find in it closes it again. Either can be taken back.

use super::Done;
use super::history::{act, own_act};
use super::media::look_after;
use super::work::open;
use crate::app::App;
use crate::clock::random_token;
use crate::database::{DbError, Row, Tx};
use crate::officers::Session;
use crate::scan_rules;

const HOUR_MS: i64 = 3_600_000;

/// Where a release stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReleaseState {
    /// A second officer has to decide.
    Waiting,
    /// The file is open.
    Approved,
    /// It was refused, or taken back by who asked.
    Refused,
    /// It was approved, and taken back later.
    Withdrawn,
    /// Nobody decided in time.
    Expired,
}

impl ReleaseState {
    /// The word in the database and in the catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    fn from_word(word: &str) -> Result<Self, DbError> {
        let all = [Self::Waiting, Self::Approved, Self::Refused, Self::Withdrawn, Self::Expired];
        all.into_iter().find(|state| state.word() == word).ok_or(DbError::Stored("state"))
    }
}

/// A release, or the wish for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its key.
    pub id: String,
    /// The report that it is about.
    pub report: String,
    /// The find that it sets aside.
    pub signature: String,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at_ms: i64,
    /// Where it stands.
    pub state: ReleaseState,
    /// Who decided, and when.
    pub decided: Option<(String, i64)>,
    /// Who withdrew it, and when.
    pub ended: Option<(String, i64)>,
}

pub(super) const COLUMNS: &str = "id, file_id, signature, reason, asked_by, asked_at_ms, state, decided_by,
     decided_at_ms, ended_by, ended_at_ms";

pub(super) fn read(row: &Row) -> Result<Release, DbError> {
    let who = |name: usize| Ok::<_, DbError>(row.int_opt(name + 1)?.map(|at| Ok::<_, DbError>((row.text(name)?, at))));
    Ok(Release {
        id: row.text(0)?,
        report: row.text(1)?,
        signature: row.text(2)?,
        reason: row.text(3)?,
        asked_by: row.text(4)?,
        asked_at_ms: row.int(5)?,
        state: ReleaseState::from_word(&row.text(6)?)?,
        decided: who(7)?.transpose()?,
        ended: who(9)?.transpose()?,
    })
}

/// The releases of a file, the latest first.
pub(super) fn of_file(tx: &Tx<'_>, file_id: &str) -> Result<Vec<Release>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM scan_releases WHERE file_id = $1 ORDER BY asked_at_ms DESC, id");
    tx.query(&sql, &[file_id.into()])?.iter().map(read).collect()
}

/// Whether a block stands against opening a file with this find.
fn blocked(tx: &Tx<'_>, signature: &str, hash: &str) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT id FROM scan_blocks WHERE lifted_at_ms IS NULL
         AND ((kind = 'signature' AND value = $1) OR (kind = 'hash' AND value = $2))",
        &[signature.into(), hash.into()],
    )?;
    Ok(row.is_some())
}

/// Asks for a release of the find that counts.
///
/// # Errors
/// If the database fails.
pub async fn ask_for_release(app: &App, officer: &Session, id: String, reason: String) -> Result<Done, DbError> {
    let (officer, now) = (officer.clone(), app.clock.now_ms());
    let hours = app.config.cases.requests_expire_hours;
    app.db
        .write(move |tx| {
            expire(tx, hours, now)?;
            let sql = "SELECT verdict, signature, released, ciphertext_sha256, key_commitment, quarantine
                 FROM scan_files WHERE id = $1";
            let Some(row) = tx.query_one(sql, &[id.as_str().into()])? else { return Ok(Done::Unknown) };
            let (signature, hash) = (row.text(1)?, row.text(3)?);
            if row.text(0)? != "infected" || row.flag(2)? || hash.is_empty() || row.text(5)? == "deleted" {
                return Ok(Done::Pointless);
            }
            if blocked(tx, &signature, &hash)? {
                return Ok(Done::Blocked);
            }
            let added = tx.execute(
                "INSERT INTO scan_releases (id, file_id, ciphertext_sha256, key_commitment, signature, reason, asked_by,
                     asked_at_ms, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting') ON CONFLICT DO NOTHING",
                &[
                    random_token().into(),
                    id.as_str().into(),
                    hash.into(),
                    row.text(4)?.into(),
                    signature.as_str().into(),
                    reason.as_str().into(),
                    officer.name.as_str().into(),
                    now.into(),
                ],
            )?;
            if added == 0 {
                return Ok(Done::Again);
            }
            open(tx, &id)?;
            let detail = format!("signature={signature} reason={reason}");
            act(tx, &officer, &id, ("release_ask", &reason, &detail), now)?;
            Ok(Done::Done)
        })
        .await
}

/// What is known of a release when somebody decides about it.
struct Found {
    file_id: String,
    signature: String,
    hash: String,
    asked_by: String,
    state: ReleaseState,
}

fn find(tx: &Tx<'_>, id: &str) -> Result<Option<Found>, DbError> {
    let sql = "SELECT file_id, signature, ciphertext_sha256, asked_by, state FROM scan_releases WHERE id = $1";
    let read = |row: Row| {
        Ok(Found {
            file_id: row.text(0)?,
            signature: row.text(1)?,
            hash: row.text(2)?,
            asked_by: row.text(3)?,
            state: ReleaseState::from_word(&row.text(4)?)?,
        })
    };
    tx.query_one(sql, &[id.into()])?.map(read).transpose()
}

/// Approves or refuses a release. Nobody approves what they asked for; taking it back is theirs.
///
/// # Errors
/// If the database fails.
pub async fn decide_release(
    app: &App,
    officer: &Session,
    id: String,
    approve: bool,
) -> Result<(Done, Option<String>), DbError> {
    let (officer, now) = (officer.clone(), app.clock.now_ms());
    let hours = app.config.cases.requests_expire_hours;
    let done = app.db.write(move |tx| {
        expire(tx, hours, now)?;
        let Some(found) = find(tx, &id)? else { return Ok((Done::Unknown, None)) };
        let report = Some(found.file_id.clone());
        if found.state != ReleaseState::Waiting {
            return Ok((Done::TooLate, report));
        }
        if approve && found.asked_by == officer.name {
            return Ok((Done::Own, report));
        }
        if approve && blocked(tx, &found.signature, &found.hash)? {
            return Ok((Done::Blocked, report));
        }
        tx.execute(
            "UPDATE scan_releases SET state = $2, decided_by = $3, decided_at_ms = $4 WHERE id = $1",
            &[
                id.as_str().into(),
                if approve { ReleaseState::Approved } else { ReleaseState::Refused }.word().into(),
                officer.name.as_str().into(),
                now.into(),
            ],
        )?;
        let detail = format!("signature={} asked_by={}", found.signature, found.asked_by);
        if approve {
            act(tx, &officer, &found.file_id, ("release_approve", "", &detail), now)?;
            tx.execute(
                "UPDATE scan_files SET case_state = 'closed', closed_as = 'false_positive' WHERE id = $1",
                &[found.file_id.as_str().into()],
            )?;
            changed(tx, &found, now)?;
        } else {
            act(tx, &officer, &found.file_id, ("release_refuse", "", &detail), now)?;
        }
        Ok((Done::Done, report))
    });
    let done = done.await?;
    app.wake.wake();
    Ok(done)
}

/// Takes an approved release back: the find counts again, at once.
///
/// # Errors
/// If the database fails.
pub async fn withdraw(
    app: &App,
    officer: &Session,
    id: String,
    reason: String,
) -> Result<(Done, Option<String>), DbError> {
    let (officer, now) = (officer.clone(), app.clock.now_ms());
    let done = app.db.write(move |tx| {
        let Some(found) = find(tx, &id)? else { return Ok((Done::Unknown, None)) };
        let report = Some(found.file_id.clone());
        if found.state != ReleaseState::Approved {
            return Ok((Done::TooLate, report));
        }
        tx.execute(
            "UPDATE scan_releases SET state = 'withdrawn', ended_by = $2, ended_at_ms = $3 WHERE id = $1",
            &[id.as_str().into(), officer.name.as_str().into(), now.into()],
        )?;
        let detail = format!("signature={} reason={reason}", found.signature);
        act(tx, &officer, &found.file_id, ("release_withdraw", &reason, &detail), now)?;
        changed(tx, &found, now)?;
        Ok((Done::Done, report))
    });
    let done = done.await?;
    app.wake.wake();
    Ok(done)
}

/// The gate, scanners and homeservers follow.
fn changed(tx: &Tx<'_>, found: &Found, now_ms: i64) -> Result<(), DbError> {
    scan_rules::settle_hash(tx, &found.hash, now_ms)?;
    scan_rules::changed(tx)?;
    let files = tx.query("SELECT id FROM scan_files WHERE ciphertext_sha256 = $1", &[found.hash.as_str().into()])?;
    files.iter().try_for_each(|row| look_after(tx, &row.text(0)?, now_ms))
}

/// Ends the wait of requests that nobody decided about in time; answers how many.
///
/// # Errors
/// If the database refuses it.
pub fn expire(tx: &Tx<'_>, after_hours: u32, now_ms: i64) -> Result<usize, DbError> {
    let before = now_ms - i64::from(after_hours) * HOUR_MS;
    let late = "SELECT file_id FROM scan_releases WHERE state = 'waiting' AND asked_at_ms <= $1";
    let files = tx.query(late, &[before.into()])?;
    for row in &files {
        own_act(tx, &row.text(0)?, "release_expire", "", now_ms)?;
    }
    let sql = "UPDATE scan_releases SET state = 'expired' WHERE state = 'waiting' AND asked_at_ms <= $1";
    tx.execute(sql, &[before.into()])
}
