//! The row that says until when somebody has an account, and who answers for them.

use bridge_api::EmailAddress;
use bridge_api::externals::{ExternalState, SponsoredExternal};

use crate::config::ServeConfig;
use crate::database::{DbError, Row, Tx};
use crate::provisioning::{first, full_name};

pub(super) const DAY_MS: i64 = 24 * 3_600_000;
/// The name in the audit log of what the bridge does by itself.
pub(super) const ACTOR: &str = "bridge:externals";

/// Until when somebody has an account.
#[derive(Debug, Clone)]
pub struct Term {
    /// The person's key.
    pub person_id: String,
    /// Key of the person inside who answers for them; empty if that is the administrators' matter.
    pub sponsor: String,
    /// When it ends, milliseconds since the Unix epoch.
    pub until_ms: i64,
    /// When it ended.
    pub ended_at_ms: Option<i64>,
    /// Who ended it, as in the audit log.
    pub ended_by: String,
    /// Whether they come from outside; otherwise an administrator invited them into an organisation.
    pub external: bool,
    /// Key of the organisation whose matter they are: that of whoever answers, or that they were invited into; empty if it
    /// is that of the installation as a whole.
    pub organisation: String,
    /// Their address.
    pub email: EmailAddress,
    /// Their name; empty until they have given one.
    pub name: String,
    /// Their account, unless it was closed.
    pub user_id: Option<String>,
    /// The state of that account.
    pub account_state: Option<String>,
}

impl Term {
    /// How it stands, for the sponsor.
    pub fn state(&self) -> ExternalState {
        match self.account_state.as_deref() {
            _ if self.ended_at_ms.is_some() => ExternalState::Ended,
            Some("suspended" | "leaving") => ExternalState::Ended,
            Some("active") => ExternalState::Active,
            _ => ExternalState::Invited,
        }
    }

    /// As the sponsor sees them.
    pub(super) fn shown(&self, tx: &Tx<'_>) -> Result<SponsoredExternal, DbError> {
        Ok(SponsoredExternal {
            id: self.person_id.clone(),
            email: self.email.as_str().to_owned(),
            user_id: self.user_id.clone(),
            name: Some(self.name.clone()).filter(|name| !name.is_empty()),
            state: self.state(),
            until_ms: u64::try_from(self.until_ms).unwrap_or_default(),
            rooms: rooms(tx, &self.person_id)?,
        })
    }
}

/// The rooms that somebody from outside is invited to, or will be.
pub(super) fn rooms(tx: &Tx<'_>, person_id: &str) -> Result<Vec<String>, DbError> {
    let sql = "SELECT room_id FROM external_rooms WHERE person_id = $1 AND state IN ('waiting', 'invited')
        ORDER BY at_ms, room_id";
    tx.query(sql, &[person_id.into()])?.iter().map(|row| row.text(0)).collect()
}

/// The organisation of a term, in the select.
pub(super) const ORGANISATION: &str = "COALESCE(i.organisation, sp.organisation, '')";

/// The select that [`read`] takes rows of. Closed accounts are nobody's any more.
pub(super) fn select() -> String {
    let account = |column: &str| {
        format!(
            "(SELECT a.{column} FROM accounts a WHERE a.person_id = t.person_id AND a.state <> 'closed'
              ORDER BY {} LIMIT 1)",
            first("a")
        )
    };
    format!(
        "SELECT t.person_id, t.sponsor, t.until_ms, t.ended_at_ms, t.ended_by,
             CASE WHEN e.person_id IS NULL THEN 0 ELSE 1 END, COALESCE(e.email, i.email),
             COALESCE(e.given_name, i.given_name), COALESCE(e.family_name, i.family_name), {}, {}, {ORGANISATION}
         FROM account_terms t
         LEFT JOIN externals e ON e.person_id = t.person_id
         LEFT JOIN invitations i ON i.person_id = t.person_id
         LEFT JOIN people sp ON sp.person_id = t.sponsor",
        account("user_id"),
        account("state")
    )
}

pub(super) fn read(row: &Row) -> Result<Term, DbError> {
    Ok(Term {
        person_id: row.text(0)?,
        sponsor: row.text(1)?,
        until_ms: row.int(2)?,
        ended_at_ms: row.int_opt(3)?,
        ended_by: row.text(4)?,
        external: row.flag(5)?,
        email: row.parsed(6, "email")?,
        name: full_name(&row.text(7)?, &row.text(8)?),
        organisation: row.text(11)?,
        user_id: row.text_opt(9)?,
        account_state: row.text_opt(10)?,
    })
}

/// The term of a person's account, if it has one.
pub(super) fn of(tx: &Tx<'_>, person_id: &str) -> Result<Option<Term>, DbError> {
    let sql = format!("{} WHERE t.person_id = $1", select());
    tx.query_one(&sql, &[person_id.into()])?.map(|row| read(&row)).transpose()
}

/// From now on the person's account has an end. Nothing if it has one already.
///
/// # Errors
/// If the database refuses it.
pub(super) fn begin(
    tx: &Tx<'_>,
    config: &ServeConfig,
    person_id: &str,
    sponsor: &str,
    until_ms: i64,
    now_ms: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO account_terms (person_id, sponsor, until_ms, reminded_days) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id) DO NOTHING",
        &[person_id.into(), sponsor.into(), until_ms.into(), reminded(config, until_ms, now_ms).into()],
    )
    .map(drop)
}

/// From now on the person's account has this end, whatever end it had: they are invited anew.
///
/// # Errors
/// If the database refuses it.
pub fn begin_anew(
    tx: &Tx<'_>,
    config: &ServeConfig,
    person_id: &str,
    until_ms: i64,
    now_ms: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO account_terms (person_id, sponsor, until_ms, reminded_days) VALUES ($1, '', $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET until_ms = excluded.until_ms, reminded_days = excluded.reminded_days,
             ended_at_ms = NULL, ended_by = ''",
        &[person_id.into(), until_ms.into(), reminded(config, until_ms, now_ms).into()],
    )
    .map(drop)
}

/// The reminder that would have gone out already when the term is set: a short term is not reminded of at once.
pub(super) fn reminded(config: &ServeConfig, until_ms: i64, now_ms: i64) -> i64 {
    let passed = |days: &&u32| until_ms - now_ms <= i64::from(**days) * DAY_MS;
    config.externals.remind_days.iter().filter(passed).min().map_or(i64::from(u32::MAX), |days| i64::from(*days))
}

/// The end that is asked for, if somebody may answer for so long.
pub(super) fn checked_end(config: &ServeConfig, asked_ms: u64, now_ms: i64) -> Result<i64, String> {
    let most = config.externals.max_days;
    match i64::try_from(asked_ms) {
        Ok(until) if until <= now_ms => Err("Choose a day in the future for the end of the account.".to_owned()),
        // A day is chosen, not a moment: whoever picks the last one means all of it.
        Ok(until) if until <= now_ms + (i64::from(most) + 1) * DAY_MS => Ok(until),
        _ => Err(format!("Choose an end within {most} days from now; it can be renewed before it comes.")),
    }
}
