//! Links with which a new officer sets a password: each good for once, for three days, and only as long as the officer
//! has none. Whoever made one could otherwise take the place of somebody who works already.

use secrecy::SecretString;

use super::account::{OfficerError, fit_password, forget, hash_password};
use super::session::{self, Session, SignIn, hash};
use super::{Console, OfficerRole};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::clock::random_token;
use crate::database::{DbError, Tx};

/// How long a link is good for.
pub const LINK_MS: i64 = 72 * 3_600_000;

/// Makes a link's secret for an officer without a password; the ones before are worth nothing any more. Nothing if there
/// is no such officer, or they have a password.
///
/// # Errors
/// If the database fails.
pub async fn make_link(app: &App, by: &Session, name: String, role: OfficerRole) -> Result<Option<String>, DbError> {
    let (actor, at_ms) = (by.actor(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let sql = "SELECT 1 FROM officers WHERE name = $1 AND role = $2 AND password_hash = ''";
            if tx.query_one(sql, &[name.as_str().into(), role.word().into()])?.is_none() {
                return Ok(None);
            }
            let token = random_token();
            tx.execute(
                "DELETE FROM officer_enrolments WHERE (name = $1 AND role = $2) OR expires_at_ms <= $3",
                &[name.as_str().into(), role.word().into(), at_ms.into()],
            )?;
            tx.execute(
                "INSERT INTO officer_enrolments (token_hash, name, role, expires_at_ms) VALUES ($1, $2, $3, $4)",
                &[hash(&token).into(), name.as_str().into(), role.word().into(), (at_ms + LINK_MS).into()],
            )?;
            let entry = Entry { at_ms, actor: &actor, action: "officer.link", subject: &name, detail: role.word() };
            audit::append(tx, &entry)?;
            Ok(Some(token))
        })
        .await
}

/// Whose link it is, if it is good in this console.
///
/// # Errors
/// If the database fails.
pub async fn linked(app: &App, console: Console, token: &str) -> Result<Option<String>, DbError> {
    let (key, now) = (hash(token), app.clock.now_ms());
    app.db.read(move |tx| Ok(find(tx, console, &key, now)?.map(|(name, _)| name))).await
}

fn find(tx: &Tx<'_>, console: Console, key: &str, now_ms: i64) -> Result<Option<(String, OfficerRole)>, DbError> {
    let row = tx.query_one(
        "SELECT e.name, e.role FROM officer_enrolments e
             JOIN officers o ON o.name = e.name AND o.role = e.role AND o.password_hash = ''
         WHERE e.token_hash = $1 AND e.expires_at_ms > $2",
        &[key.into(), now_ms.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let role: OfficerRole = row.parsed(1, "role")?;
    Ok(if role.console() == console { Some((row.text(0)?, role)) } else { None })
}

/// Takes the link: the officer has a password, and a session that opens the page for the second factor. Nothing if the
/// link is not good any more.
///
/// # Errors
/// If the password does not meet the rules, or the database fails.
pub async fn set_first_password(
    app: &App,
    console: Console,
    token: &str,
    password: SecretString,
    browser: &str,
) -> Result<Option<SignIn>, OfficerError> {
    fit_password(&password)?;
    let (key, browser, now) = (hash(token), browser.to_owned(), app.clock.now_ms());
    let stored = tokio::task::spawn_blocking(move || hash_password(&password));
    let stored = stored.await.map_err(|_| DbError::Cancelled)??;
    let begun = app.db.write(move |tx| {
        let Some((name, role)) = find(tx, console, &key, now)? else { return Ok(None) };
        forget(tx, &["officer_enrolments"], &name, role)?;
        tx.execute(
            "UPDATE officers SET password_hash = $3 WHERE name = $1 AND role = $2",
            &[name.as_str().into(), role.word().into(), stored.into()],
        )?;
        let actor = format!("{role}:{name}");
        audit::append(tx, &Entry { at_ms: now, actor: &actor, action: "officer.set", subject: &name, detail: "link" })?;
        session::begin(tx, &name, role, &browser, now).map(Some)
    });
    Ok(begun.await?)
}
