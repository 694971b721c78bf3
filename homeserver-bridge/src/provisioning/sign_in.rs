//! Whether an account may be signed in to, whatever the way: asked by the homeserver before every session.

use bridge_api::OrganisationId;

use super::Refusal;
use super::provider_sign_in::leads_to;
use crate::app::App;
use crate::database::DbError;

/// Only an account in use may: not one that is being made, suspended, leaving or closed, nor one that nobody here made. And
/// only in a way that is its organisation's: `provider` is the identity provider, as the homeserver calls it, or none for
/// a password. Answers why not.
///
/// # Errors
/// If the database fails; nobody may then.
pub async fn may_sign_in(app: &App, user_id: &str, provider: Option<&str>) -> Result<Result<(), Refusal>, DbError> {
    let now = app.clock.now_ms();
    let (user_id, provider, parts) = (user_id.to_owned(), provider.map(str::to_owned), app.clone());
    app.db
        .read(move |tx| {
            let account = tx.query_one(
                "SELECT a.state, COALESCE(p.organisation, i.organisation),
                     CASE WHEN t.until_ms <= $2 OR t.ended_at_ms IS NOT NULL THEN 1 ELSE 0 END, a.suspended_by FROM accounts a
                 LEFT JOIN account_terms t ON t.person_id = a.person_id
                 LEFT JOIN people p ON p.person_id = a.person_id LEFT JOIN invitations i ON i.person_id = a.person_id
                 WHERE a.user_id = $1",
                &[user_id.as_str().into(), now.into()],
            )?;
            let Some(account) = account else { return Ok(Err(Refusal::NotInUse)) };
            match account.text(0)?.as_str() {
                // Also while the job that ends it has not come yet.
                "active" | "suspended" | "leaving" if account.flag(2)? => return Ok(Err(Refusal::Expired)),
                "active" => {}
                "suspended" => return Ok(Err(Refusal::suspended_by(&account.text(3)?))),
                "leaving" => return Ok(Err(Refusal::Leaving)),
                "closed" => return Ok(Err(Refusal::Closed)),
                _ => return Ok(Err(Refusal::NotInUse)),
            }
            let Some(provider) = provider else {
                let organisation = account.text_opt(1)?.and_then(|id| id.parse::<OrganisationId>().ok());
                let allowed = organisation.is_none_or(|id| parts.config.takes_passwords(&id));
                return Ok(if allowed { Ok(()) } else { Err(Refusal::NoPasswords) });
            };
            // The homeserver has it from us that this login leads here; should it have it from elsewhere, it counts for
            // nothing.
            let Some(provider) = parts.config.identity_provider_named(&provider) else {
                return Ok(Err(Refusal::NoSuchProvider));
            };
            Ok(if leads_to(tx, &provider.id, &user_id)? { Ok(()) } else { Err(Refusal::NoSuchProvider) })
        })
        .await
}
