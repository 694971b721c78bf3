//! The mail with which a person gets in again: a code for a new password, or an invitation to sign up.

use bridge_api::{EmailAddress, PersonId};
use serde_json::json;

use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::{DbError, Row, Tx};
use crate::officers::Session;
use crate::provisioning::{MAIL_CODE_JOB, Purpose, invite_person};
use crate::queue;

/// Which mail is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// A code for a new password. The old one works until the person sets another.
    Code,
    /// An invitation to sign up.
    Invitation,
    /// None: the account cannot be used, or nobody is there.
    Nothing,
}

/// Mails a person what they need to get in, to the address that HR or the invitation names.
///
/// # Errors
/// If the database fails; then no mail leaves.
pub async fn send_sign_in_mail(app: &App, officer: &Session, person_id: &PersonId) -> Result<Sent, DbError> {
    let (who, person, now_ms) = (officer.clone(), person_id.as_str().to_owned(), app.clock.now_ms());
    let sent = app.db.write(move |tx| {
        if !who.scope.covers_person(tx, &person)? {
            return Ok(Sent::Nothing);
        }
        let Some((email, state)) = address(tx, &person)? else { return Ok(Sent::Nothing) };
        let actor = who.actor();
        match state.as_deref() {
            Some("active") => {
                let entry =
                    Entry { at_ms: now_ms, actor: &actor, action: "account.send_code", subject: &person, detail: "" };
                audit::append(tx, &entry)?;
                let payload = json!({"purpose": Purpose::Reset.as_str(), "email": email.as_str()});
                let id = format!("code:{}:{}", Purpose::Reset.as_str(), email.as_str());
                queue::add(tx, &id, MAIL_CODE_JOB, &payload, now_ms)?;
                Ok(Sent::Code)
            }
            None | Some("waiting" | "creating") => {
                invite_person(tx, &actor, &person, now_ms)?;
                Ok(Sent::Invitation)
            }
            Some(_) => Ok(Sent::Nothing),
        }
    });
    let sent = sent.await?;
    app.wake.wake();
    Ok(sent)
}

/// The address of somebody who may be here, and the state of the account that is theirs.
fn address(tx: &Tx<'_>, person_id: &str) -> Result<Option<(EmailAddress, Option<String>)>, DbError> {
    let sql = "SELECT e.email, (SELECT a.state FROM accounts a WHERE a.person_id = $1 AND a.moved = 0
                 AND a.state NOT IN ('leaving', 'closed'))
        FROM (SELECT email FROM people WHERE person_id = $1 AND employment = 'working'
              UNION ALL SELECT email FROM invitations WHERE person_id = $1 AND revoked_at_ms IS NULL) AS e LIMIT 1";
    let read = |row: Row| Ok((row.parsed(0, "email")?, row.text_opt(1)?));
    tx.query_one(sql, &[person_id.into()])?.map(read).transpose()
}
