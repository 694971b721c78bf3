//! The port to homeservers: what the bridge asks of one, the real thing (Synapse) and the fake for tests.
//!
//! Only this folder speaks to a homeserver's administration interface.

mod devices;
mod fake;
mod fake_devices;
mod fake_media;
mod fake_rooms;
mod media;
mod rooms;
mod synapse;
mod synapse_devices;
mod synapse_media;
mod synapse_rooms;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bridge_api::{EmailAddress, ServerName};
use sha2::{Digest, Sha256};

pub use devices::{Device, Devices, Standing};
pub use fake::FakeHomeserver;
pub use fake_media::FakeMedia;
pub use fake_rooms::{FakeRoom, FakeRooms, FakeStep};
pub use media::MediaStore;
pub use rooms::{Membership, Memberships, Rooms, patiently};
pub use synapse::{Synapse, SynapseSessions};

/// Why a homeserver did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum HomeserverError {
    /// It does not know the access token.
    #[error("the homeserver does not know this access token")]
    UnknownToken,
    /// It does not know the account, or the room.
    #[error("the homeserver does not know this account or room")]
    NoSuchAccount,
    /// It cannot be reached, or answers that it cannot serve.
    #[error("the homeserver does not answer: {0}")]
    Unreachable(String),
    /// It answered with an error that we do not expect.
    #[error("the homeserver refused: {status} {errcode}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Matrix error code.
        errcode: String,
    },
}

/// An account to create.
#[derive(Clone)]
pub struct NewAccount {
    /// The whole Matrix id.
    pub user_id: String,
    /// `Given FAMILY [Organisation]`.
    pub display_name: String,
    /// The work email, with which the person signs in.
    pub email: EmailAddress,
    /// The password that the person chose; an account without one waits for its owner to sign up.
    pub password: Option<String>,
}

/// What became of creating an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creation {
    /// It is new.
    New,
    /// An account of this id was there before.
    Known,
}

/// A login at an identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderLogin {
    /// The provider, as the homeserver calls it.
    pub auth_provider: String,
    /// What the provider calls the person.
    pub subject: String,
}

/// Some of the ids that a homeserver knows.
#[derive(Debug, Clone, Default)]
pub struct UserIds {
    /// Whole Matrix ids.
    pub ids: Vec<String>,
    /// Where to go on; nothing at the end.
    pub next: Option<String>,
}

/// What the bridge asks of a homeserver as its administrator. Everything is idempotent.
#[async_trait]
pub trait Homeserver: Rooms + MediaStore + Devices + Send + Sync {
    /// Creates the account, or gives an account that a former try left behind the same facts.
    async fn create_account(&self, account: &NewAccount) -> Result<Creation, HomeserverError>;
    /// Whether an account with this id exists, closed ones included.
    async fn account_exists(&self, user_id: &str) -> Result<bool, HomeserverError>;
    /// Sets a new password and ends all sessions.
    async fn reset_password(&self, user_id: &str, password: &str) -> Result<(), HomeserverError>;
    /// All ids that it knows, closed and locked ones included, page by page.
    async fn user_ids(&self, from: Option<&str>) -> Result<UserIds, HomeserverError>;
    /// Makes this the one email that the person signs in with.
    async fn set_email(&self, user_id: &str, email: &EmailAddress) -> Result<(), HomeserverError>;
    /// Sets the display name.
    async fn set_display_name(&self, user_id: &str, name: &str) -> Result<(), HomeserverError>;
    /// Locks or unlocks the account: a locked one keeps its data, and nobody can sign in to it.
    async fn set_locked(&self, user_id: &str, locked: bool) -> Result<(), HomeserverError>;
    /// Ends all sessions.
    async fn end_sessions(&self, user_id: &str) -> Result<(), HomeserverError>;
    /// Has these logins at identity providers lead to the account, and no others.
    async fn set_provider_logins(&self, user_id: &str, logins: &[ProviderLogin]) -> Result<(), HomeserverError>;
    /// The homeservers that it speaks with, as it read them when it started; nothing if it speaks with all there are.
    async fn federation_list(&self) -> Result<Option<Vec<String>>, HomeserverError>;
}

/// Whose access token it is, asked of one homeserver. Needs no administrator's right.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// The Matrix id of the token's owner.
    async fn whoami(&self, token: &str) -> Result<String, HomeserverError>;
}

/// A caller whose token was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The Matrix id.
    pub user_id: String,
    /// The homeserver that vouches for it.
    pub homeserver: ServerName,
}

/// How long a verified token is believed without asking again.
const BELIEVED: Duration = Duration::from_secs(5);
const REMEMBERED: usize = 10_000;

/// Verifies access tokens against the homeservers that we serve; remembers good ones for seconds, bad ones never.
pub struct Callers {
    homeservers: Vec<(ServerName, Arc<dyn Sessions>)>,
    known: Mutex<HashMap<[u8; 32], (Caller, Instant)>>,
}

impl Callers {
    /// For these homeservers.
    pub fn new(homeservers: Vec<(ServerName, Arc<dyn Sessions>)>) -> Self {
        Self { homeservers, known: Mutex::new(HashMap::new()) }
    }

    /// Who calls. With `only`, no other homeserver is shown the token.
    ///
    /// # Errors
    /// [`HomeserverError::UnknownToken`] if no homeserver knows it; [`HomeserverError::Unreachable`] if one that might
    /// know it does not answer.
    pub async fn identify(&self, token: &str, only: Option<&ServerName>) -> Result<Caller, HomeserverError> {
        let key: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let now = Instant::now();
        let known = self.lock().get(&key).filter(|(_, until)| *until > now).map(|(caller, _)| caller.clone());
        if let Some(caller) = known.filter(|caller| only.is_none_or(|name| *name == caller.homeserver)) {
            return Ok(caller);
        }
        let mut answer = HomeserverError::UnknownToken;
        for (name, sessions) in self.homeservers.iter().filter(|(name, _)| only.is_none_or(|o| o == name)) {
            match sessions.whoami(token).await {
                Ok(user_id) => {
                    let caller = Caller { user_id, homeserver: name.clone() };
                    self.remember(key, caller.clone());
                    return Ok(caller);
                }
                Err(HomeserverError::UnknownToken) => {}
                Err(other) => answer = other,
            }
        }
        Err(answer)
    }

    fn remember(&self, key: [u8; 32], caller: Caller) {
        let mut known = self.lock();
        if known.len() >= REMEMBERED {
            let now = Instant::now();
            known.retain(|_, (_, until)| *until > now);
            if known.len() >= REMEMBERED {
                known.clear();
            }
        }
        known.insert(key, (caller, Instant::now() + BELIEVED));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], (Caller, Instant)>> {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_token_counts_only_where_it_was_issued() {
        let interior = FakeHomeserver::new();
        interior.issue_token("tok", "@a:interior");
        let finance = FakeHomeserver::new();
        let name = |text: &str| text.parse::<ServerName>().unwrap();
        let callers = Callers::new(vec![
            (name("interior"), Arc::new(interior.clone()) as Arc<dyn Sessions>),
            (name("finance"), Arc::new(finance) as Arc<dyn Sessions>),
        ]);
        assert_eq!(callers.identify("tok", None).await.unwrap().user_id, "@a:interior");
        assert!(matches!(callers.identify("tok", Some(&name("finance"))).await, Err(HomeserverError::UnknownToken)));
        interior.set_up(false);
        assert!(matches!(callers.identify("other", None).await, Err(HomeserverError::Unreachable(_))));
    }
}
