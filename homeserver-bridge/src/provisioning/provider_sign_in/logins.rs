//! Which login at which identity provider is whose: the rows.

use crate::database::{DbError, Row, Tx};

/// A login that is bound to a person.
#[derive(Debug, Clone)]
pub(super) struct Login {
    pub(super) provider: String,
    pub(super) subject: String,
    pub(super) issuer: String,
    pub(super) person_id: String,
    /// The account that its homeserver has it lead to; empty before the first time.
    pub(super) user_id: String,
}

const LOGIN: &str = "SELECT provider, subject, issuer, person_id, user_id FROM provider_logins";

fn read(row: &Row) -> Result<Login, DbError> {
    Ok(Login {
        provider: row.text(0)?,
        subject: row.text(1)?,
        issuer: row.text(2)?,
        person_id: row.text(3)?,
        user_id: row.text(4)?,
    })
}

/// The login that the provider calls so.
pub(super) fn by_subject(tx: &Tx<'_>, provider: &str, subject: &str) -> Result<Option<Login>, DbError> {
    let sql = format!("{LOGIN} WHERE provider = $1 AND subject = $2");
    tx.query_one(&sql, &[provider.into(), subject.into()])?.map(|row| read(&row)).transpose()
}

/// All logins of a person.
pub(super) fn of_person(tx: &Tx<'_>, person_id: &str) -> Result<Vec<Login>, DbError> {
    let sql = format!("{LOGIN} WHERE person_id = $1 ORDER BY provider");
    tx.query(&sql, &[person_id.into()])?.iter().map(read).collect()
}

/// Binds a login to a person.
pub(super) fn bind(tx: &Tx<'_>, login: &Login, now_ms: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO provider_logins (provider, subject, issuer, person_id, user_id, bound_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [&login.provider, &login.subject, &login.issuer, &login.person_id, &login.user_id];
    let mut values: Vec<_> = values.into_iter().map(|text| text.as_str().into()).collect();
    values.push(now_ms.into());
    tx.execute(sql, &values).map(drop)
}

/// The homeserver has the login lead to this account.
pub(super) fn leads(tx: &Tx<'_>, login: &Login, user_id: &str) -> Result<(), DbError> {
    let sql = "UPDATE provider_logins SET user_id = $3 WHERE provider = $1 AND subject = $2";
    tx.execute(sql, &[login.provider.as_str().into(), login.subject.as_str().into(), user_id.into()]).map(drop)
}

/// Whether a login at this provider leads to the account.
///
/// # Errors
/// If the database fails.
pub(in crate::provisioning) fn leads_to(tx: &Tx<'_>, provider: &str, user_id: &str) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM provider_logins WHERE provider = $1 AND user_id = $2";
    Ok(tx.query_one(sql, &[provider.into(), user_id.into()])?.is_some())
}

/// Forgets all logins of a person; answers how many there were.
pub(super) fn forget(tx: &Tx<'_>, person_id: &str) -> Result<usize, DbError> {
    tx.execute("DELETE FROM provider_logins WHERE person_id = $1", &[person_id.into()])
}
