//! Who an address belongs to: HR's entry, an invitation or somebody from outside, and the account if there is one.

use bridge_api::{EmailAddress, OrganisationId, ServerName};

use super::discover::{discover, outside};
use super::which;
use crate::app::App;
use crate::config::ServeConfig;
use crate::database::{DbError, Row, Tx};

/// A person who may have an account.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) person_id: String,
    pub(super) given_name: String,
    pub(super) family_name: String,
    /// Nothing for people from outside.
    pub(super) organisation: Option<OrganisationId>,
    pub(super) account: Option<Account>,
    /// Had left, and an administrator let them back in.
    readmitted: bool,
}

impl Person {
    /// Whether they may make an account, or take the one that waits for them. Who left and had one that was closed gets a
    /// new one only when an administrator has let them back in.
    pub(super) fn may_sign_up(&self) -> bool {
        let Some(account) = &self.account else { return true };
        match account.state {
            AccountState::Creating | AccountState::Waiting => true,
            AccountState::Leaving | AccountState::Closed => self.readmitted || account.moved,
            AccountState::Active => account.moved,
            AccountState::Suspended => false,
        }
    }

    /// Whether the domain of their address lets them be who they are: an organisation's people have its domain, people from
    /// outside never do.
    pub(super) fn belongs(&self, app: &App, email: &EmailAddress) -> bool {
        match self.organisation {
            Some(_) => discover(app, email).is_some(),
            None => outside(app, email).is_some(),
        }
    }

    /// Whether they have a password of their own, and no identity provider says who they are.
    pub(super) fn takes_passwords(&self, config: &ServeConfig) -> bool {
        self.organisation.as_ref().is_none_or(|organisation| config.takes_passwords(organisation))
    }

    /// The account, unless it was closed or is about to be, or they move away from it.
    pub(super) fn open_account(&self) -> Option<&Account> {
        self.account.as_ref().filter(|account| account.is_open())
    }
}

/// An account as the database has it.
#[derive(Clone)]
pub(super) struct Account {
    pub(super) user_id: String,
    pub(super) server_name: ServerName,
    pub(super) state: AccountState,
    /// Its owner moves, or has moved, to another homeserver.
    pub(super) moved: bool,
}

impl Account {
    /// Whether it is the account that its owner has, or will have again. A person has one such account at the most.
    pub(super) fn is_open(&self) -> bool {
        self.state.is_live() && !self.moved
    }
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AccountState {
    /// The id is taken, the homeserver has perhaps not heard of it.
    Creating,
    /// Made before its owner signed up: without a password.
    Waiting,
    Active,
    Suspended,
    /// Its owner has left: locked, on the way out of all rooms, closed after the grace period (`offboarding`).
    Leaving,
    Closed,
}

impl AccountState {
    /// Whether it may be used, now or again.
    pub(super) fn is_live(self) -> bool {
        !matches!(self, Self::Leaving | Self::Closed)
    }
}

impl std::str::FromStr for AccountState {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "creating" => Ok(Self::Creating),
            "waiting" => Ok(Self::Waiting),
            "active" => Ok(Self::Active),
            "suspended" => Ok(Self::Suspended),
            "leaving" => Ok(Self::Leaving),
            "closed" => Ok(Self::Closed),
            _ => Err(()),
        }
    }
}

/// The person with this address, if they may have an account: working, invited, or from outside and answered for. Somebody whom HR has suspended, or
/// let go after the invitation, is nobody here.
pub(super) fn by_email(tx: &Tx<'_>, email: &EmailAddress) -> Result<Option<Person>, DbError> {
    let rows = tx.query(
        "SELECT person_id, given_name, family_name, organisation, readmitted, employment, changed_at_ms FROM people
         WHERE email = $1",
        &[email.as_str().into()],
    )?;
    let (mut working, mut refused, mut left_at) = (None, false, i64::MIN);
    for row in &rows {
        match row.text(5)?.as_str() {
            "working" => working = Some(person(tx, row)?),
            "left" => left_at = left_at.max(row.int(6)?),
            _ => refused = true,
        }
    }
    if refused {
        return Ok(None);
    }
    let invitation = tx.query_one(
        // An account that would have ended before it begins is none.
        "SELECT person_id, given_name, family_name, organisation, readmitted FROM invitations i
         WHERE email = $1 AND revoked_at_ms IS NULL AND created_at_ms > $2 AND NOT EXISTS (
             SELECT 1 FROM account_terms t WHERE t.person_id = i.person_id AND t.ended_at_ms IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = t.person_id))",
        &[email.as_str().into(), left_at.into()],
    )?;
    let invited = invitation.map(|row| person(tx, &row)).transpose()?;
    // Whoever signed up by invitation before HR knew them keeps that account.
    Ok(match (working, invited) {
        (Some(working), Some(invited)) if working.account.is_none() && invited.account.is_some() => Some(invited),
        (Some(working), _) => Some(working),
        (None, Some(invited)) => Some(invited),
        (None, None) => external(tx, email)?,
    })
}

/// The person with this key and their stored address, under the same condition.
pub(super) fn by_key(tx: &Tx<'_>, person_id: &str) -> Result<Option<(Person, EmailAddress)>, DbError> {
    let working = tx.query_one(
        "SELECT person_id, given_name, family_name, organisation, readmitted, email FROM people
         WHERE person_id = $1 AND employment = 'working'",
        &[person_id.into()],
    )?;
    if let Some(row) = working {
        return Ok(Some((person(tx, &row)?, row.parsed(5, "address")?)));
    }
    let invited = tx.query_one("SELECT email FROM invitations WHERE person_id = $1", &[person_id.into()])?;
    let Some(row) = invited else { return Ok(None) };
    let email: EmailAddress = row.parsed(0, "address")?;
    Ok(by_email(tx, &email)?.filter(|person| person.person_id == person_id).map(|person| (person, email)))
}

/// Somebody from outside for whom somebody inside answers. Whose account was closed meanwhile gets a new one.
fn external(tx: &Tx<'_>, email: &EmailAddress) -> Result<Option<Person>, DbError> {
    let row = tx.query_one(
        "SELECT e.person_id, e.given_name, e.family_name FROM externals e
         JOIN account_terms t ON t.person_id = e.person_id AND t.ended_at_ms IS NULL WHERE e.email = $1",
        &[email.as_str().into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let person_id = row.text(0)?;
    Ok(Some(Person {
        account: account(tx, &person_id)?,
        given_name: row.text(1)?,
        family_name: row.text(2)?,
        organisation: None,
        readmitted: true,
        person_id,
    }))
}

fn person(tx: &Tx<'_>, row: &Row) -> Result<Person, DbError> {
    let person_id = row.text(0)?;
    Ok(Person {
        account: account(tx, &person_id)?,
        given_name: row.text(1)?,
        family_name: row.text(2)?,
        organisation: Some(row.parsed(3, "organisation")?),
        readmitted: row.flag(4)?,
        person_id,
    })
}

/// The account of a person: the open one, else one that they move away from, else the last that was closed.
pub(super) fn account(tx: &Tx<'_>, person_id: &str) -> Result<Option<Account>, DbError> {
    let sql = format!("{ACCOUNT} WHERE a.person_id = $1 ORDER BY {} LIMIT 1", which::first("a"));
    tx.query_one(&sql, &[person_id.into()])?.map(|row| read(&row)).transpose()
}

/// All accounts of a person that may be used, now or again: the open one first.
pub(super) fn live_accounts(tx: &Tx<'_>, person_id: &str) -> Result<Vec<Account>, DbError> {
    let (live, first) = (which::live("a"), which::first("a"));
    let sql = format!("{ACCOUNT} WHERE a.person_id = $1 AND {live} ORDER BY {first}");
    tx.query(&sql, &[person_id.into()])?.iter().map(read).collect()
}

/// One account, by its Matrix id.
pub(super) fn account_of(tx: &Tx<'_>, user_id: &str) -> Result<Option<Account>, DbError> {
    let sql = format!("{ACCOUNT} WHERE a.user_id = $1");
    tx.query_one(&sql, &[user_id.into()])?.map(|row| read(&row)).transpose()
}

const ACCOUNT: &str = "SELECT a.user_id, a.server_name, a.state, a.moved FROM accounts a";

fn read(row: &Row) -> Result<Account, DbError> {
    Ok(Account {
        user_id: row.text(0)?,
        server_name: row.parsed(1, "server name")?,
        state: row.parsed(2, "account state")?,
        moved: row.flag(3)?,
    })
}

/// Sets an account's state if it is `from`; answers whether it was.
pub(super) fn set_state(tx: &Tx<'_>, person_id: &str, from: &str, to: &str) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE accounts SET state = $3 WHERE person_id = $1 AND state = $2",
        &[person_id.into(), from.into(), to.into()],
    )?;
    if changed == 1 {
        catalogue_changed(tx)?;
    }
    Ok(changed == 1)
}

/// What people find has changed: the catalogue has a new version.
///
/// # Errors
/// If the database refuses it.
pub fn catalogue_changed(tx: &Tx<'_>) -> Result<(), DbError> {
    tx.execute("UPDATE catalogue_version SET version = version + 1 WHERE id = 1", &[]).map(drop)
}
