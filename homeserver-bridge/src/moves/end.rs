//! What changes a move from outside of it: the new account is in use, or the person leaves.

use super::letters::{self, Letter};
use super::row::{self, Move, State, Step};
use crate::audit::{self, Entry};
use crate::config::ServeConfig;
use crate::database::{DbError, Tx};

const DAY_MS: i64 = 24 * 3600 * 1000;

/// The person has an account in use: their moves go on towards it, in the caller's transaction.
///
/// # Errors
/// If the database refuses it.
pub fn account_in_use(
    tx: &Tx<'_>,
    config: &ServeConfig,
    person_id: &str,
    user_id: &str,
    now_ms: i64,
) -> Result<(), DbError> {
    for one in row::open_of(tx, person_id)? {
        in_use(tx, config, &one, user_id, Letter::Ready, now_ms)?;
    }
    Ok(())
}

/// From here on the old account invites this one, and the grace period runs.
pub(super) fn in_use(
    tx: &Tx<'_>,
    config: &ServeConfig,
    one: &Move,
    user_id: &str,
    letter: Letter,
    now_ms: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE moves SET state = 'inviting', new_user_id = $2, in_use_at_ms = $3, close_from_ms = $4, tries = 0
         WHERE id = $1",
        &[
            one.id.as_str().into(),
            user_id.into(),
            now_ms.into(),
            (now_ms + i64::from(config.offboarding.grace_days) * DAY_MS).into(),
        ],
    )?;
    // Another account than the one that may have been invited before.
    tx.execute(
        "UPDATE move_rooms SET outcome = 'pending', rights = 'pending', detail = '', tries = 0, at_ms = $2
         WHERE move_id = $1",
        &[one.id.as_str().into(), now_ms.into()],
    )?;
    row::step_is(tx, &one.id, Step::Account, Ok(user_id), now_ms)?;
    row::KIND.go_on_at(tx, &one.id, now_ms)?;
    letters::queue(tx, &one.id, letter, now_ms)?;
    let (action, subject) = ("move.account", one.user_id.as_str());
    audit::append(tx, &Entry { at_ms: now_ms, actor: row::ACTOR, action, subject, detail: user_id })
}

/// The person leaves altogether, in the caller's transaction: all their accounts are out of use by now. Should somebody let
/// them back in, the account that they had used last is the one that counts.
///
/// # Errors
/// If the database refuses it.
pub fn ended_by_departure(tx: &Tx<'_>, actor: &str, person_id: &str, now_ms: i64) -> Result<(), DbError> {
    let under_way = row::open_of(tx, person_id)?;
    for one in &under_way {
        row::end(tx, &one.id, State::Left, now_ms)?;
        let (action, subject) = ("move.end", one.user_id.as_str());
        audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject, detail: "left" })?;
    }
    if let Some(latest) = under_way.first().filter(|one| one.state == State::Waiting) {
        tx.execute("UPDATE accounts SET moved = 0 WHERE user_id = $1", &[latest.user_id.as_str().into()])?;
    }
    Ok(())
}
