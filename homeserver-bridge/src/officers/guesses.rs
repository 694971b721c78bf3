//! Slows down guessing of passwords and of second factors: a name gets a few wrong tries, then it has to wait. Counted in
//! the database, so that it does not matter which process is asked.

use super::Console;
use super::session::hash;
use crate::app::App;
use crate::database::DbError;

const TRIES: i64 = 5;
const WINDOW_MS: i64 = 15 * 60_000;
/// So many tries of late are kept; beyond it, only names with tries of their own can go on.
const MOST: i64 = 50_000;

/// What is guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    Password,
    Factor,
}

impl Guess {
    fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Factor => "factor",
        }
    }
}

/// Takes a try; false if the name has had too many wrong ones. A try counts as wrong until [`forgive`]. What is typed as a
/// name may be a password: its hash alone is kept, and not for long.
pub(super) async fn take(app: &App, console: Console, what: Guess, name: &str) -> Result<bool, DbError> {
    let (key, now) = (hash(name), app.clock.now_ms());
    app.db
        .write(move |tx| {
            tx.execute("DELETE FROM officer_guesses WHERE at_ms <= $1", &[(now - WINDOW_MS).into()])?;
            let count = |sql: &str, values: &[_]| tx.query_one(sql, values)?.map_or(Ok(0), |row| row.int(0));
            let own = count(
                "SELECT COUNT(*) FROM officer_guesses WHERE name_hash = $1 AND console = $2 AND what = $3",
                &[key.as_str().into(), console.word().into(), what.word().into()],
            )?;
            if own >= TRIES || (own == 0 && count("SELECT COUNT(*) FROM officer_guesses", &[])? >= MOST) {
                return Ok(false);
            }
            tx.execute(
                "INSERT INTO officer_guesses (console, what, name_hash, at_ms) VALUES ($1, $2, $3, $4)",
                &[console.word().into(), what.word().into(), key.into(), now.into()],
            )?;
            Ok(true)
        })
        .await
}

/// The last try was right.
pub(super) async fn forgive(app: &App, console: Console, what: Guess, name: &str) -> Result<(), DbError> {
    let key = hash(name);
    app.db
        .write(move |tx| {
            tx.execute(
                "DELETE FROM officer_guesses WHERE name_hash = $1 AND console = $2 AND what = $3",
                &[key.into(), console.word().into(), what.word().into()],
            )
            .map(drop)
        })
        .await
}
