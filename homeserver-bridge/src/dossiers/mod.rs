//! What an administrator sees of a person: HR's facts or the invitation, and the account, side by side.
//!
//! Only reads. Every look goes into the audit log.

mod arms;
mod export;
mod find;
mod words;

use crate::database::{DbError, Row};

pub use arms::{Query, Sort};
pub use export::{Export, export};
pub use find::{COUNTED, Found, PAGE, Place, named, person, search, several};
pub(crate) use words::like;

/// A person's dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// HR's key, or the invitation's.
    pub person_id: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Work email.
    pub email: String,
    /// Key of the organisation.
    pub organisation: String,
    /// The unit, outermost first.
    pub unit: Vec<String>,
    /// The post.
    pub title: String,
    /// Who says that the person belongs here.
    pub source: Source,
    /// `known`, `invited`, `creating`, `waiting`, `active`, `suspended`, `leaving`, `closed`, or `left` for those without
    /// an account.
    pub state: String,
    /// `working`, `suspended` or `left`, as HR says; `working` for those whom HR does not know.
    pub employment: String,
    /// Why no sync may touch the person, if so.
    pub locked_from_sync: Option<String>,
    /// The person had left, is back, and no administrator has let them in yet.
    pub waits_for_readmission: bool,
    /// HR keeps the post out of the directory.
    pub protected: bool,
    /// The Matrix id, if there is an account.
    pub user_id: Option<String>,
    /// When the account was made.
    pub created_at_ms: Option<i64>,
    /// Who invited, if HR does not know the person.
    pub invited_by: Option<String>,
    /// When.
    pub invited_at_ms: Option<i64>,
}

/// Who says that a person belongs here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The HR register.
    Register,
    /// An administrator's invitation.
    Invitation,
}

fn read(row: &Row) -> Result<Dossier, DbError> {
    let invited = row.flag(7)?;
    let account = row.text_opt(11)?;
    let employment = row.text(12)?;
    let out = match account.as_deref() {
        Some("suspended") => row.text_opt(18)?.as_deref() == Some("leaving"),
        Some("leaving" | "closed") => !row.flag(17)? && !row.flag(19)?,
        _ => false,
    };
    let without = match (invited, employment.as_str()) {
        (true, _) => "invited",
        (false, "left") => "left",
        (false, _) => "known",
    };
    Ok(Dossier {
        person_id: row.text(0)?,
        given_name: row.text(1)?,
        family_name: row.text(2)?,
        email: row.text(3)?,
        organisation: row.text(4)?,
        unit: serde_json::from_str(&row.text(5)?).map_err(|_| DbError::Stored("unit"))?,
        title: row.text(6)?,
        source: if invited { Source::Invitation } else { Source::Register },
        waits_for_readmission: !invited && employment == "working" && out,
        employment,
        locked_from_sync: if row.flag(15)? { Some(row.text(16)?) } else { None },
        protected: row.flag(8)?,
        user_id: row.text_opt(9)?,
        created_at_ms: row.int_opt(10)?,
        state: account.unwrap_or_else(|| without.to_owned()),
        invited_by: row.text_opt(13)?,
        invited_at_ms: row.int_opt(14)?,
    })
}
