//! Whose account a Matrix id is, in full: for officers who have a right to know, proved before they come here.

use crate::database::{DbError, Tx};

/// Somebody behind an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Given and family name.
    pub name: String,
    /// Work email.
    pub email: String,
    /// Key of the organisation.
    pub organisation: String,
}

/// The person; nobody if neither HR nor an invitation knows the account.
///
/// # Errors
/// If the database fails.
pub fn named(tx: &Tx<'_>, user_id: &str) -> Result<Option<Named>, DbError> {
    let row = tx.query_one(
        "SELECT p.given_name, p.family_name, p.email, p.organisation FROM accounts a
             JOIN people p ON p.person_id = a.person_id WHERE a.user_id = $1
         UNION ALL
         SELECT i.given_name, i.family_name, i.email, i.organisation FROM accounts a
             JOIN invitations i ON i.person_id = a.person_id WHERE a.user_id = $1",
        &[user_id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let name = format!("{} {}", row.text(0)?, row.text(1)?);
    Ok(Some(Named { name, email: row.text(2)?, organisation: row.text(3)? }))
}
