//! Security keys (WebAuthn): a second factor that cannot be typed into the wrong page. A key belongs to one console's
//! address, so there are none where the configuration does not name that address.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use webauthn_rs::prelude::{
    PublicKeyCredential, RegisterPublicKeyCredential, SecurityKey, SecurityKeyAuthentication, SecurityKeyRegistration,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::guesses::{self, Guess};
use super::session::{self, Session, Stage};
use super::sign_in::{Entered, entered};
use super::totp::{Enrolled, enrolled};
use super::{Console, OfficerRole};
use crate::app::App;
use crate::clock::random_token;
use crate::database::{DbError, Tx};

/// Letters of a key's label.
const LABEL: usize = 60;

/// What the page's script gives to the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyQuestion {
    /// The options of `navigator.credentials`, JSON.
    pub options: String,
    /// The one address at which the browser will answer: scheme, name and port.
    pub at: String,
}

impl KeyQuestion {
    fn new(app: &App, console: Console, options: &impl Serialize) -> Option<Self> {
        let at = app.config.consoles.url(console)?.origin().ascii_serialization();
        Some(Self { options: serde_json::to_string(options).ok()?, at })
    }
}

/// What a session waits for.
#[derive(Serialize, Deserialize)]
enum Pending {
    /// The answer of a new key.
    Registration(SecurityKeyRegistration),
    /// The answer of a key that is there.
    Authentication(SecurityKeyAuthentication),
}

impl Pending {
    fn of(session: &Session) -> Option<Self> {
        serde_json::from_str(&session.proof.pending).ok()
    }
}

/// Whether keys can be used at a console.
pub fn keys_usable(app: &App, console: Console) -> bool {
    party(app, console).is_some()
}

fn party(app: &App, console: Console) -> Option<Webauthn> {
    let url = app.config.consoles.url(console)?;
    let party = WebauthnBuilder::new(url.domain()?, url).map(|builder| builder.rp_name("Depesha").build());
    match party {
        Ok(Ok(party)) => Some(party),
        Ok(Err(cause)) | Err(cause) => {
            tracing::error!(%cause, "security keys cannot be used at a console");
            None
        }
    }
}

/// Whether a key is set up already, by whomever: one answers for one officer.
fn is_known(tx: &Tx<'_>, new: &SecurityKey) -> Result<bool, DbError> {
    let rows = tx.query("SELECT secret FROM officer_factors WHERE kind = 'key'", &[])?;
    for row in rows {
        if parsed(&row.text(0)?)?.cred_id() == new.cred_id() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn parsed(secret: &str) -> Result<SecurityKey, DbError> {
    serde_json::from_str(secret).map_err(|_| DbError::Stored("security key"))
}

fn keys(tx: &Tx<'_>, name: &str, role: OfficerRole) -> Result<Vec<(String, SecurityKey)>, DbError> {
    let sql = "SELECT id, secret FROM officer_factors WHERE name = $1 AND role = $2 AND kind = 'key'";
    let rows = tx.query(sql, &[name.into(), role.word().into()])?;
    rows.iter().map(|row| Ok((row.text(0)?, parsed(&row.text(1)?)?))).collect()
}

async fn keys_of(app: &App, session: &Session) -> Result<Vec<(String, SecurityKey)>, DbError> {
    let (name, role) = (session.name.clone(), session.role);
    app.db.read(move |tx| keys(tx, &name, role)).await
}

async fn keep(app: &App, token: &str, pending: &Pending) -> Result<(), DbError> {
    let text = serde_json::to_string(pending).map_err(|_| DbError::Stored("challenge"))?;
    let token = token.to_owned();
    app.db.write(move |tx| session::keep_pending(tx, &token, &text)).await
}

/// What a browser needs to set a key up; nothing if keys cannot be used here.
///
/// # Errors
/// If the database fails.
pub async fn begin_key(app: &App, session: &Session, token: &str) -> Result<Option<KeyQuestion>, DbError> {
    let console = session.role.console();
    let Some(party) = party(app, console) else { return Ok(None) };
    let known = keys_of(app, session).await?.into_iter().map(|(_, key)| key.cred_id().clone()).collect();
    let name = session.name.as_str();
    // The id means nothing outside: keys are looked up by the officer who showed a password.
    let begun = party.start_securitykey_registration(Uuid::new_v4(), name, name, Some(known), None, None);
    let Ok((mut options, state)) = begun else { return Ok(None) };
    // Chromium refuses a key that shall protect itself with a PIN unless a PIN is demanded. A password was shown before.
    options.public_key.extensions = None;
    keep(app, token, &Pending::Registration(state)).await?;
    Ok(KeyQuestion::new(app, console, &options))
}

/// Takes the answer of a new key; nothing if it is not right.
///
/// # Errors
/// If the database fails.
pub async fn confirm_key(
    app: &App,
    session: &Session,
    token: &str,
    label: &str,
    answer: &str,
) -> Result<Option<Enrolled>, DbError> {
    let Some(party) = party(app, session.role.console()) else { return Ok(None) };
    let Some(Pending::Registration(state)) = Pending::of(session) else { return Ok(None) };
    let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(answer) else { return Ok(None) };
    let Ok(key) = party.finish_securitykey_registration(&answer, &state) else { return Ok(None) };
    let secret = serde_json::to_string(&key).map_err(|_| DbError::Stored("security key"))?;
    let label: String = label.chars().filter(|c| !c.is_control()).take(LABEL).collect();
    let (officer, token, now) = (session.clone(), token.to_owned(), app.clock.now_ms());
    app.db
        .write(move |tx| {
            if is_known(tx, &key)? {
                return Ok(None);
            }
            tx.execute(
                "INSERT INTO officer_factors (id, name, role, kind, label, secret, last_step, added_at_ms)
                 VALUES ($1, $2, $3, 'key', $4, $5, 0, $6)",
                &[
                    random_token().into(),
                    officer.name.as_str().into(),
                    officer.role.word().into(),
                    label.into(),
                    secret.into(),
                    now.into(),
                ],
            )?;
            enrolled(tx, &officer, &token, "key", now)
        })
        .await
}

/// What a browser needs to ask for a key; nothing if the officer has none, or none can be used here.
///
/// # Errors
/// If the database fails.
pub async fn ask_for_key(app: &App, session: &Session, token: &str) -> Result<Option<KeyQuestion>, DbError> {
    let console = session.role.console();
    let Some(party) = party(app, console) else { return Ok(None) };
    let known: Vec<_> = keys_of(app, session).await?.into_iter().map(|(_, key)| key).collect();
    if known.is_empty() {
        return Ok(None);
    }
    let Ok((options, state)) = party.start_securitykey_authentication(&known) else { return Ok(None) };
    keep(app, token, &Pending::Authentication(state)).await?;
    Ok(KeyQuestion::new(app, console, &options))
}

/// Takes the answer of a key. A right one opens the session, or shows again that its officer is there; either way it has
/// a new secret. What was asked for is answered once.
///
/// # Errors
/// If the database fails.
pub async fn show_key(app: &App, session: &Session, token: &str, answer: &str) -> Result<Entered, DbError> {
    let console = session.role.console();
    if session.proof.stage == Stage::Enrol || !guesses::take(app, console, Guess::Factor, &session.name).await? {
        return Ok(Entered::Wait);
    }
    let shown = match (party(app, console), Pending::of(session), serde_json::from_str::<PublicKeyCredential>(answer)) {
        (Some(party), Some(Pending::Authentication(state)), Ok(answer)) => {
            party.finish_securitykey_authentication(&answer, &state).ok()
        }
        _ => None,
    };
    let (officer, token, now) = (session.clone(), token.to_owned(), app.clock.now_ms());
    let proved = app.db.write(move |tx| {
        session::keep_pending(tx, &token, "")?;
        let Some(shown) = shown else { return Ok(None) };
        for (id, mut key) in keys(tx, &officer.name, officer.role)? {
            if key.cred_id() != shown.cred_id() {
                continue;
            }
            // Somebody else has counted on since this was asked for: there are two of a key that cannot be copied.
            if key.update_credential(&shown) == Some(false) && shown.counter() > 0 {
                return Ok(None);
            }
            let secret = serde_json::to_string(&key).map_err(|_| DbError::Stored("security key"))?;
            tx.execute(
                "UPDATE officer_factors SET secret = $2, used_at_ms = $3 WHERE id = $1",
                &[id.into(), secret.into(), now.into()],
            )?;
            return session::prove(tx, &officer, &token, "key", now);
        }
        Ok(None)
    });
    entered(app, session, proved.await?).await
}
