//! What follows from the organisation that a person has by HR's word: a move begins, takes another direction, or is undone.
//!
//! The answer depends on what stands, not on what was said before, so that it is the same however HR got there:
//!
//! | the person has                                              | and HR's organisation is on                             |
//! |-------------------------------------------------------------|----------------------------------------------------------|
//! | an open account there                                       | nothing to do; moves under way learn the organisation    |
//! | an open account elsewhere that is in use                    | a move begins                                            |
//! | an open account elsewhere that nobody has signed in to      | it is closed, its id is never used again                 |
//! | an account there that they were moving away from            | it is theirs again; the other one, if used, is moved from |
//! | moves under way to a third homeserver                       | they lead to the new one instead                         |

use bridge_api::{OrganisationId, ServerName};

use super::end::in_use;
use super::letters::{self, Letter};
use super::row::{self, Move, State, Step};
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::config::{AccountsPolicy, OrganisationConfig, ServeConfig};
use crate::database::{DbError, Tx};
use crate::offboarding;
use crate::provisioning::{self, live};

/// A live account of the person.
struct Account {
    user_id: String,
    server_name: ServerName,
    /// Its owner has signed in to it, or could have: something may depend on it.
    used: bool,
    moved: bool,
}

/// Brings the person's accounts and moves to what the catalogue says of their organisation now. `actor` is the name in the
/// audit log. Harmless when repeated.
///
/// # Errors
/// If the database refuses it.
pub fn follow(tx: &Tx<'_>, config: &ServeConfig, actor: &str, person_id: &str, now_ms: i64) -> Result<(), DbError> {
    let sql = "SELECT organisation FROM people WHERE person_id = $1 AND employment <> 'left'";
    let Some(row) = tx.query_one(sql, &[person_id.into()])? else { return Ok(()) };
    let organisation: OrganisationId = row.parsed(0, "organisation")?;
    let Some(target) = config.organisation(&organisation) else { return Ok(()) };
    let accounts = accounts(tx, person_id)?;
    let open = accounts.iter().find(|account| !account.moved);
    let under_way = row::open_of(tx, person_id)?;
    if open.is_some_and(|account| account.server_name == target.homeserver) || accounts.is_empty() {
        for one in under_way.iter().filter(|one| one.organisation != target.id) {
            direct(tx, one, target)?;
        }
        return Ok(());
    }
    let back = accounts.iter().find(|account| account.moved && account.server_name == target.homeserver);
    // First the open account goes, so that there is never a second one.
    let mut begun = None;
    if let Some(open) = open {
        if open.used {
            begun = Some(begin(tx, actor, person_id, open, target, now_ms)?);
        } else {
            retire(tx, config, actor, person_id, &open.user_id, now_ms)?;
        }
    }
    match back {
        Some(back) => take_back(tx, config, actor, person_id, back, now_ms)?,
        None => lead_to(tx, actor, target, &under_way, now_ms)?,
    }
    if back.is_none() && target.accounts == AccountsPolicy::OnJoin {
        provisioning::want_account(tx, person_id, now_ms)?;
    }
    // One letter, about the latest of the moves; who never used an account is invited as a joiner is.
    match begun.as_deref().or(under_way.first().map(|one| one.id.as_str())) {
        Some(id) if back.is_none() => letters::queue(tx, id, Letter::Started, now_ms)?,
        // Whoever goes back from an account in use hears of that by the letter about the one that is in use again.
        Some(id) if begun.is_none() => letters::queue(tx, id, Letter::Undone, now_ms)?,
        None if target.invite_joiners => provisioning::invite_person(tx, actor, person_id, now_ms)?,
        _ => {}
    }
    Ok(())
}

fn accounts(tx: &Tx<'_>, person_id: &str) -> Result<Vec<Account>, DbError> {
    let sql = format!(
        "SELECT a.user_id, a.server_name, CASE WHEN a.state = 'suspended' THEN a.resume_to ELSE a.state END, a.moved
         FROM accounts a WHERE a.person_id = $1 AND {} ORDER BY a.created_at_ms DESC, a.user_id DESC",
        live("a")
    );
    let account = |row: &crate::database::Row| {
        Ok(Account {
            user_id: row.text(0)?,
            server_name: row.parsed(1, "server name")?,
            used: row.text(2)? == "active",
            moved: row.flag(3)?,
        })
    };
    tx.query(&sql, &[person_id.into()])?.iter().map(account).collect()
}

/// The account is one that its owner moves away from, from now on.
fn begin(
    tx: &Tx<'_>,
    actor: &str,
    person_id: &str,
    from: &Account,
    to: &OrganisationConfig,
    now_ms: i64,
) -> Result<String, DbError> {
    let id = random_token()[..20].to_owned();
    tx.execute("UPDATE accounts SET moved = 1 WHERE user_id = $1", &[from.user_id.as_str().into()])?;
    tx.execute(
        "INSERT INTO moves (id, user_id, person_id, server_name, organisation, to_server, started_by, started_at_ms,
             state, next_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $8)",
        &[
            id.as_str().into(),
            from.user_id.as_str().into(),
            person_id.into(),
            from.server_name.as_str().into(),
            to.id.as_str().into(),
            to.homeserver.as_str().into(),
            actor.into(),
            now_ms.into(),
        ],
    )?;
    let (action, subject) = ("move.start", from.user_id.as_str());
    audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject, detail: to.id.as_str() })?;
    Ok(id)
}

/// Nobody has signed in to the account: it goes at once, and its id stays taken.
fn retire(
    tx: &Tx<'_>,
    config: &ServeConfig,
    actor: &str,
    person_id: &str,
    user_id: &str,
    now_ms: i64,
) -> Result<(), DbError> {
    tx.execute("UPDATE accounts SET moved = 1 WHERE user_id = $1", &[user_id.into()])?;
    offboarding::begin_moved(tx, &config.offboarding, actor, person_id, user_id, now_ms).map(drop)
}

/// The account that was moved away from is the person's again. Whatever other accounts they move from leads to it.
fn take_back(
    tx: &Tx<'_>,
    config: &ServeConfig,
    actor: &str,
    person_id: &str,
    back: &Account,
    now_ms: i64,
) -> Result<(), DbError> {
    tx.execute("UPDATE accounts SET moved = 0 WHERE user_id = $1", &[back.user_id.as_str().into()])?;
    if let Some(undone) = row::open_from(tx, &back.user_id)? {
        row::end(tx, &undone.id, State::Undone, now_ms)?;
        let (action, subject) = ("move.undo", back.user_id.as_str());
        audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject, detail: "" })?;
    }
    for one in row::open_of(tx, person_id)? {
        tx.execute(
            "UPDATE moves SET to_server = $2 WHERE id = $1",
            &[one.id.as_str().into(), back.server_name.as_str().into()],
        )?;
        in_use(tx, config, &one, &back.user_id, Letter::Back, now_ms)?;
    }
    Ok(())
}

/// Moves under way lead to another homeserver: what was there for the first one is not the person's any more.
fn lead_to(
    tx: &Tx<'_>,
    actor: &str,
    target: &OrganisationConfig,
    under_way: &[Move],
    now_ms: i64,
) -> Result<(), DbError> {
    for one in under_way {
        direct(tx, one, target)?;
        tx.execute(
            "UPDATE moves SET state = 'waiting', new_user_id = NULL, in_use_at_ms = NULL, close_from_ms = NULL
             WHERE id = $1",
            &[one.id.as_str().into()],
        )?;
        row::forget_steps(tx, &one.id, &[Step::Told, Step::Account, Step::ToldAgain, Step::Rooms])?;
        let (action, subject) = ("move.change", one.user_id.as_str());
        audit::append(tx, &Entry { at_ms: now_ms, actor, action, subject, detail: target.id.as_str() })?;
    }
    Ok(())
}

fn direct(tx: &Tx<'_>, one: &Move, target: &OrganisationConfig) -> Result<(), DbError> {
    tx.execute(
        "UPDATE moves SET organisation = $2, to_server = $3 WHERE id = $1",
        &[one.id.as_str().into(), target.id.as_str().into(), target.homeserver.as_str().into()],
    )
    .map(drop)
}
