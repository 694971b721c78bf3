//! The row of a move: reading it, writing down what a step came to, and when to go on.

use bridge_api::{OrganisationId, ServerName};

use crate::database::{DbError, Row, Tx};
use crate::saga::SagaKind;

/// The kind of the job that takes a move further; its payload is `{"id"}`.
pub const MOVE_JOB: &str = "move.advance";

/// The actor of what a move does by itself, in the audit log.
pub(super) const ACTOR: &str = "bridge:moves";

/// A move that waits for its person has no job: the sign-up goes on with it.
pub(super) const KIND: SagaKind = SagaKind {
    table: "moves",
    parts: &["move_rooms", "move_steps"],
    steps: "move_steps",
    key: "move_id",
    driven: "'inviting', 'grace'",
    ended: "'closed', 'undone', 'left'",
    job: MOVE_JOB,
    job_id: "move",
};

/// Of `moves`: those that have not ended.
pub(super) const OPEN: &str = "state IN ('waiting', 'inviting', 'grace')";

/// Where a move stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The person has not signed in to a new account yet.
    Waiting,
    /// The old account's rooms are being gone through.
    Inviting,
    /// Everything is done, and the grace period runs.
    Grace,
    /// The old account was handed to an offboarding.
    Closed,
    /// HR took it back, and the old account is the person's again.
    Undone,
    /// The person left meanwhile.
    Left,
}

/// All of them.
pub const STATES: [State; 6] =
    [State::Waiting, State::Inviting, State::Grace, State::Closed, State::Undone, State::Left];

impl State {
    /// Its word in the database and in the message catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Inviting => "inviting",
            Self::Grace => "grace",
            Self::Closed => "closed",
            Self::Undone => "undone",
            Self::Left => "left",
        }
    }
}

impl std::str::FromStr for State {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        STATES.into_iter().find(|state| state.word() == word).ok_or(())
    }
}

/// A step that is recorded as a whole; rooms have rows of their own besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The person has been told that they move.
    Told,
    /// The new account is in use.
    Account,
    /// The rooms of the old account have been gone through.
    Rooms,
    /// The person has been told until when the old account works.
    ToldAgain,
    /// The old account was handed to an offboarding.
    Close,
}

/// All steps in their order.
pub(super) const STEPS: [Step; 5] = [Step::Told, Step::Account, Step::ToldAgain, Step::Rooms, Step::Close];

impl Step {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Account => "account",
            Self::Rooms => "rooms",
            Self::ToldAgain => "told_again",
            Self::Close => "close",
        }
    }
}

/// A move.
#[derive(Debug, Clone)]
pub(super) struct Move {
    pub(super) id: String,
    /// The account that is left.
    pub(super) user_id: String,
    pub(super) person_id: String,
    pub(super) server_name: ServerName,
    pub(super) organisation: OrganisationId,
    pub(super) to_server: ServerName,
    pub(super) state: State,
    pub(super) new_user_id: Option<String>,
    pub(super) close_from_ms: Option<i64>,
    pub(super) tries: i64,
}

const MOVE: &str = "SELECT id, user_id, person_id, server_name, organisation, to_server, state, new_user_id,
     close_from_ms, tries FROM moves";

fn read_row(row: &Row) -> Result<Move, DbError> {
    Ok(Move {
        id: row.text(0)?,
        user_id: row.text(1)?,
        person_id: row.text(2)?,
        server_name: row.parsed(3, "server name")?,
        organisation: row.parsed(4, "organisation")?,
        to_server: row.parsed(5, "server name")?,
        state: row.parsed(6, "state of a move")?,
        new_user_id: row.text_opt(7)?,
        close_from_ms: row.int_opt(8)?,
        tries: row.int(9)?,
    })
}

pub(super) fn read(tx: &Tx<'_>, id: &str) -> Result<Option<Move>, DbError> {
    tx.query_one(&format!("{MOVE} WHERE id = $1"), &[id.into()])?.map(|row| read_row(&row)).transpose()
}

/// The moves of a person that have not ended, newest first.
pub(super) fn open_of(tx: &Tx<'_>, person_id: &str) -> Result<Vec<Move>, DbError> {
    let sql = format!("{MOVE} WHERE person_id = $1 AND {OPEN} ORDER BY started_at_ms DESC, id");
    tx.query(&sql, &[person_id.into()])?.iter().map(read_row).collect()
}

/// The move from an account that has not ended.
pub(super) fn open_from(tx: &Tx<'_>, user_id: &str) -> Result<Option<Move>, DbError> {
    let sql = format!("{MOVE} WHERE user_id = $1 AND {OPEN}");
    tx.query_one(&sql, &[user_id.into()])?.map(|row| read_row(&row)).transpose()
}

/// Writes down what a step came to: `Ok` if it is done, otherwise why not. What is done stays as it was.
pub(super) fn step_is(
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
        "INSERT INTO move_steps (move_id, step, outcome, detail, at_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (move_id, step) DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail,
             at_ms = excluded.at_ms WHERE move_steps.outcome <> excluded.outcome OR move_steps.detail <> excluded.detail",
        &[id.into(), step.word().into(), word.into(), detail.into(), now_ms.into()],
    )
    .map(drop)
}

/// Forgets what these steps came to: they have to be made anew.
pub(super) fn forget_steps(tx: &Tx<'_>, id: &str, steps: &[Step]) -> Result<(), DbError> {
    for step in steps {
        tx.execute("DELETE FROM move_steps WHERE move_id = $1 AND step = $2", &[id.into(), step.word().into()])?;
    }
    Ok(())
}

/// Ends a move.
pub(super) fn end(tx: &Tx<'_>, id: &str, state: State, now_ms: i64) -> Result<(), DbError> {
    let sql = format!("UPDATE moves SET state = $2, ended_at_ms = $3 WHERE id = $1 AND {OPEN}");
    tx.execute(&sql, &[id.into(), state.word().into(), now_ms.into()]).map(drop)
}

/// Gives moves whose job was lost a new one; answers how many. Run every now and then.
///
/// # Errors
/// If the database refuses it.
pub fn wake_due(tx: &Tx<'_>, now_ms: i64) -> Result<usize, DbError> {
    KIND.wake_due(tx, now_ms)
}
