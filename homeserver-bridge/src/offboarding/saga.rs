//! The row of a departure: reading it, writing down what a step came to, and when to go on.

use bridge_api::ServerName;

use crate::database::{DbError, Row, Tx};
use crate::saga::SagaKind;

/// The kind of the job that takes a departure further; its payload is `{"id"}`.
pub const OFFBOARDING_JOB: &str = "offboarding.advance";

pub(super) const KIND: SagaKind = SagaKind {
    table: "offboardings",
    parts: &["offboarding_rooms", "offboarding_servers", "offboarding_steps"],
    steps: "offboarding_steps",
    key: "offboarding_id",
    driven: "'running', 'waiting'",
    ended: "'closed', 'cancelled'",
    job: OFFBOARDING_JOB,
    job_id: "offboarding",
};

/// Why an account goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// HR says that the person has left.
    Left,
    /// The person has an account on another homeserver now.
    Moved,
    /// An administrator has decided it.
    Administrator,
    /// The time for which somebody answered for them is over.
    Expired,
}

impl Cause {
    /// Its word in the database and in the message catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Moved => "moved",
            Self::Administrator => "administrator",
            Self::Expired => "expired",
        }
    }
}

/// Where a departure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Steps are left to do.
    Running,
    /// Everything is done, and the grace period runs.
    Waiting,
    /// The account is closed.
    Closed,
    /// It was called off.
    Cancelled,
}

impl State {
    /// Its word in the database and in the message catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl std::str::FromStr for State {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Running, Self::Waiting, Self::Closed, Self::Cancelled].into_iter().find(|s| s.word() == word).ok_or(())
    }
}

/// A step that is recorded as a whole; rooms and homeservers have rows of their own besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Sessions,
    Directory,
    Rooms,
    Servers,
    Close,
}

/// All steps in their order.
pub(super) const STEPS: [Step; 5] = [Step::Sessions, Step::Directory, Step::Rooms, Step::Servers, Step::Close];

impl Step {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Directory => "directory",
            Self::Rooms => "rooms",
            Self::Servers => "servers",
            Self::Close => "close",
        }
    }
}

/// A departure.
#[derive(Debug, Clone)]
pub(super) struct Saga {
    pub(super) id: String,
    pub(super) user_id: String,
    pub(super) person_id: String,
    pub(super) by_administrator: bool,
    pub(super) moved: bool,
    pub(super) expired: bool,
    pub(super) server_name: ServerName,
    pub(super) state: State,
    pub(super) rooms_from_ms: i64,
    pub(super) leaving_since_ms: Option<i64>,
    pub(super) close_from_ms: i64,
    pub(super) tries: i64,
}

pub(super) fn read(tx: &Tx<'_>, id: &str) -> Result<Option<Saga>, DbError> {
    let row = tx.query_one(
        "SELECT id, user_id, person_id, server_name, state, rooms_from_ms, leaving_since_ms, close_from_ms, tries, cause
         FROM offboardings WHERE id = $1",
        &[id.into()],
    )?;
    row.map(|row| saga(&row)).transpose()
}

fn saga(row: &Row) -> Result<Saga, DbError> {
    Ok(Saga {
        id: row.text(0)?,
        user_id: row.text(1)?,
        person_id: row.text(2)?,
        by_administrator: row.text(9)? == Cause::Administrator.word(),
        moved: row.text(9)? == Cause::Moved.word(),
        expired: row.text(9)? == Cause::Expired.word(),
        server_name: row.parsed(3, "server name")?,
        state: row.parsed(4, "state of an offboarding")?,
        rooms_from_ms: row.int(5)?,
        leaving_since_ms: row.int_opt(6)?,
        close_from_ms: row.int(7)?,
        tries: row.int(8)?,
    })
}

/// Whether a step is done.
pub(super) fn is_done(tx: &Tx<'_>, id: &str, step: Step) -> Result<bool, DbError> {
    let sql = "SELECT step FROM offboarding_steps WHERE offboarding_id = $1 AND step = $2 AND outcome = 'done'";
    Ok(tx.query_one(sql, &[id.into(), step.word().into()])?.is_some())
}

/// Writes down what a step came to: `Ok` if it is done, otherwise why not.
pub(super) fn record(
    tx: &Tx<'_>,
    id: &str,
    step: Step,
    outcome: Result<&str, &str>,
    now_ms: i64,
) -> Result<(), DbError> {
    let (word, detail) = match outcome {
        Ok(detail) => ("done", detail),
        Err(detail) => ("failed", detail),
    };
    tx.execute(
        "INSERT INTO offboarding_steps (offboarding_id, step, outcome, detail, tries, at_ms)
         VALUES ($1, $2, $3, $4, 1, $5)
         ON CONFLICT (offboarding_id, step) DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail,
             tries = offboarding_steps.tries + 1, at_ms = excluded.at_ms",
        &[id.into(), step.word().into(), word.into(), detail.into(), now_ms.into()],
    )
    .map(drop)
}

/// Gives departures whose job was lost a new one; answers how many. Run every now and then.
///
/// # Errors
/// If the database refuses it.
pub fn wake_due(tx: &Tx<'_>, now_ms: i64) -> Result<usize, DbError> {
    KIND.wake_due(tx, now_ms)
}
