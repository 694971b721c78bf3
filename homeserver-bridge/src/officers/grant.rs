//! Giving a role and taking it. Whether somebody may is decided before; a second officer has agreed.

use bridge_api::OrganisationId;

use super::account::{fit_name, forget, other_role};
use super::{OfficerRole, Session};
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Tx};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granted {
    /// Done.
    Done,
    /// The name cannot be used.
    BadName,
    /// The name has another role in the same console.
    OtherRole,
    /// There is such an officer already.
    Already,
    /// There is no such officer.
    Nobody,
    /// Then there would not be two who can decide.
    TooFew,
}

impl Granted {
    /// The word in the message catalogues.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::BadName => "bad-name",
            Self::OtherRole => "other-role",
            Self::Already => "already",
            Self::Nobody => "nobody",
            Self::TooFew => "too-few",
        }
    }
}

/// Makes somebody an officer, who then needs a link to set a password.
///
/// # Errors
/// If the database fails.
pub async fn grant(
    app: &App,
    by: &Session,
    name: String,
    role: OfficerRole,
    organisations: Vec<OrganisationId>,
) -> Result<Granted, DbError> {
    let (actor, at_ms) = (by.actor(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let may = may_be_granted(tx, &name, role)?;
            if may != Granted::Done {
                return Ok(may);
            }
            // Without a password nobody can sign in.
            tx.execute(
                "INSERT INTO officers (name, role, password_hash, created_at_ms) VALUES ($1, $2, '', $3)",
                &[name.as_str().into(), role.word().into(), at_ms.into()],
            )?;
            let mut detail = role.to_string();
            for organisation in organisations.iter().filter(|_| role == OfficerRole::Administrator) {
                tx.execute(
                    "INSERT INTO officer_organisations (name, role, organisation) VALUES ($1, $2, $3)
                     ON CONFLICT DO NOTHING",
                    &[name.as_str().into(), role.word().into(), organisation.as_str().into()],
                )?;
                detail += &format!(" {organisation}");
            }
            let entry = Entry { at_ms, actor: &actor, action: "officer.grant", subject: &name, detail: &detail };
            audit::append(tx, &entry)?;
            Ok(Granted::Done)
        })
        .await
}

/// Whether a name can get a role as things are: [`Granted::Done`] if so.
///
/// # Errors
/// If the database fails.
pub fn may_be_granted(tx: &Tx<'_>, name: &str, role: OfficerRole) -> Result<Granted, DbError> {
    if !fit_name(name) {
        return Ok(Granted::BadName);
    }
    if other_role(tx, name, role)? {
        return Ok(Granted::OtherRole);
    }
    Ok(if is_officer(tx, name, role)? { Granted::Already } else { Granted::Done })
}

/// Takes a role, and everything with it: sessions, factors, codes, links.
///
/// # Errors
/// If the database fails.
pub async fn take(app: &App, by: &Session, name: String, role: OfficerRole) -> Result<Granted, DbError> {
    let (actor, at_ms) = (by.actor(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            let may = may_be_taken(tx, &name, role)?;
            if may != Granted::Done {
                return Ok(may);
            }
            let tables = [
                "officers",
                "officer_organisations",
                "officer_factors",
                "officer_recovery",
                "officer_enrolments",
                "officer_sessions",
            ];
            forget(tx, &tables, &name, role)?;
            let entry = Entry { at_ms, actor: &actor, action: "officer.take", subject: &name, detail: role.word() };
            audit::append(tx, &entry)?;
            Ok(Granted::Done)
        })
        .await
}

/// Whether a role can be taken as things are: [`Granted::Done`] if so. Two who decide about everything must stay, or
/// nobody could become an officer any more.
///
/// # Errors
/// If the database fails.
pub fn may_be_taken(tx: &Tx<'_>, name: &str, role: OfficerRole) -> Result<Granted, DbError> {
    if !is_officer(tx, name, role)? {
        return Ok(Granted::Nobody);
    }
    let left = tx.query_one(
        "SELECT COUNT(*) FROM officers o WHERE o.role IN ('operator', 'administrator') AND o.password_hash <> ''
             AND NOT (o.name = $1 AND o.role = $2)
             AND NOT EXISTS (SELECT 1 FROM officer_organisations s WHERE s.name = o.name AND s.role = o.role)",
        &[name.into(), role.word().into()],
    )?;
    let left = left.map_or(Ok(0), |row| row.int(0))?;
    let decides = matches!(role, OfficerRole::Operator | OfficerRole::Administrator);
    Ok(if decides && left < 2 { Granted::TooFew } else { Granted::Done })
}

fn is_officer(tx: &Tx<'_>, name: &str, role: OfficerRole) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM officers WHERE name = $1 AND role = $2";
    Ok(tx.query_one(sql, &[name.into(), role.word().into()])?.is_some())
}
