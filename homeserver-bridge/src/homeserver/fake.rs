//! A homeserver in memory, for tests. It keeps state as the real one does: what was created can be asked for.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bridge_api::EmailAddress;

use super::devices::Device;
use super::fake_media::FakeMedia;
use super::fake_rooms::FakeRooms;
use super::{Creation, Homeserver, HomeserverError, NewAccount, ProviderLogin, Sessions, UserIds};

/// An account of the fake.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FakeAccount {
    /// The display name.
    pub display_name: String,
    /// The work email.
    pub email: String,
    /// The password.
    pub password: String,
    /// Whether it is locked.
    pub locked: bool,
    /// How often all sessions were ended.
    pub sessions_ended: u32,
    /// Whether it is closed for good.
    pub closed: bool,
    /// The logins at identity providers that lead to it.
    pub logins: Vec<ProviderLogin>,
    /// Who is signed in.
    pub devices: Vec<Device>,
    /// Whether its owner's client was told to begin anew with its keys.
    pub asked_for_new_identity: bool,
    /// How often new keys were allowed without further proof.
    pub new_identity_allowed: u32,
}

impl State {
    fn count(&mut self, method: &'static str) {
        *self.asked.entry(method).or_default() += 1;
    }

    /// An email signs in to one account at the most.
    fn take_email(&mut self, email: &str) {
        for account in self.accounts.values_mut().filter(|account| account.email == email) {
            account.email.clear();
        }
    }
}

#[derive(Default)]
struct State {
    accounts: BTreeMap<String, FakeAccount>,
    asked: HashMap<&'static str, u32>,
    tokens: HashMap<String, String>,
    media: BTreeMap<String, FakeMedia>,
    down: bool,
    federation_list: Option<Vec<String>>,
}

/// The fake; clones share their state.
#[derive(Clone, Default)]
pub struct FakeHomeserver {
    state: Arc<Mutex<State>>,
    /// The rooms that it shares with others.
    pub(super) rooms: FakeRooms,
    pub(super) name: String,
}

impl FakeHomeserver {
    /// One without accounts.
    pub fn new() -> Self {
        Self::default()
    }

    /// One that shares its rooms with the others of a federation.
    pub fn in_federation(name: &str, rooms: &FakeRooms) -> Self {
        Self { name: name.to_owned(), rooms: rooms.clone(), ..Self::default() }
    }

    /// Makes a token that `whoami` knows.
    pub fn issue_token(&self, token: &str, user_id: &str) {
        self.lock().tokens.insert(token.to_owned(), user_id.to_owned());
    }

    /// Says whom it speaks with, as after a start with this list.
    pub fn set_federation_list(&self, names: Option<&[&str]>) {
        self.lock().federation_list = names.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    }

    /// Switches it off and on.
    pub fn set_up(&self, up: bool) {
        self.lock().down = !up;
    }

    /// How often this method of [`Homeserver`] was called; counted for those that are asked in numbers.
    pub fn asked(&self, method: &'static str) -> u32 {
        self.lock().asked.get(method).copied().unwrap_or_default()
    }

    /// How many accounts there are.
    pub fn accounts(&self) -> usize {
        self.lock().accounts.len()
    }

    /// An account as it stands.
    pub fn account(&self, user_id: &str) -> Option<FakeAccount> {
        self.lock().accounts.get(user_id).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn up(&self) -> Result<std::sync::MutexGuard<'_, State>, HomeserverError> {
        let state = self.lock();
        if state.down { Err(HomeserverError::Unreachable("switched off".into())) } else { Ok(state) }
    }

    pub(super) fn with_media<T>(&self, work: impl FnOnce(&mut BTreeMap<String, FakeMedia>) -> T) -> T {
        work(&mut self.lock().media)
    }

    /// Fails while it is switched off.
    pub(super) fn answers(&self) -> Result<(), HomeserverError> {
        self.up().map(drop)
    }

    pub(super) fn change(&self, user_id: &str, change: impl FnOnce(&mut FakeAccount)) -> Result<(), HomeserverError> {
        let mut state = self.up()?;
        state.accounts.get_mut(user_id).map(change).ok_or(HomeserverError::NoSuchAccount)
    }
}

#[async_trait]
impl Homeserver for FakeHomeserver {
    async fn create_account(&self, account: &NewAccount) -> Result<Creation, HomeserverError> {
        // Others go on while the homeserver works.
        tokio::task::yield_now().await;
        let mut state = self.up()?;
        state.count("create_account");
        state.take_email(account.email.as_str());
        let known = state.accounts.contains_key(&account.user_id);
        let fake = state.accounts.entry(account.user_id.clone()).or_default();
        fake.display_name = account.display_name.clone();
        fake.email = account.email.as_str().to_owned();
        if let Some(password) = &account.password {
            fake.password = password.clone();
        }
        Ok(if known { Creation::Known } else { Creation::New })
    }
    async fn account_exists(&self, user_id: &str) -> Result<bool, HomeserverError> {
        let mut state = self.up()?;
        state.count("account_exists");
        Ok(state.accounts.contains_key(user_id))
    }
    async fn user_ids(&self, from: Option<&str>) -> Result<UserIds, HomeserverError> {
        let mut state = self.up()?;
        state.count("user_ids");
        let after = from.unwrap_or_default();
        let ids: Vec<String> = state.accounts.keys().filter(|id| id.as_str() > after).take(100).cloned().collect();
        let next = ids.last().filter(|_| ids.len() == 100).cloned();
        Ok(UserIds { ids, next })
    }
    async fn set_email(&self, user_id: &str, email: &EmailAddress) -> Result<(), HomeserverError> {
        self.up()?.take_email(email.as_str());
        self.change(user_id, |account| account.email = email.as_str().to_owned())
    }
    async fn reset_password(&self, user_id: &str, password: &str) -> Result<(), HomeserverError> {
        self.change(user_id, |account| account.password = password.to_owned())?;
        self.end_sessions(user_id).await
    }
    async fn set_display_name(&self, user_id: &str, name: &str) -> Result<(), HomeserverError> {
        self.change(user_id, |account| account.display_name = name.to_owned())
    }
    async fn set_locked(&self, user_id: &str, locked: bool) -> Result<(), HomeserverError> {
        self.rooms.step(|_| self.change(user_id, |account| account.locked = locked)).await
    }
    async fn end_sessions(&self, user_id: &str) -> Result<(), HomeserverError> {
        self.rooms
            .step(|_| {
                self.change(user_id, |account| {
                    account.sessions_ended += 1;
                    account.devices.clear();
                })
            })
            .await?;
        self.lock().tokens.retain(|_, owner| owner != user_id);
        Ok(())
    }
    async fn set_provider_logins(&self, user_id: &str, logins: &[ProviderLogin]) -> Result<(), HomeserverError> {
        let taken = |account: &FakeAccount| account.logins.iter().any(|login| logins.contains(login));
        if self.up()?.accounts.iter().any(|(other, account)| other != user_id && taken(account)) {
            return Err(HomeserverError::Refused { status: 409, errcode: "M_UNKNOWN".into() });
        }
        self.change(user_id, |account| account.logins = logins.to_vec())
    }
    async fn federation_list(&self) -> Result<Option<Vec<String>>, HomeserverError> {
        Ok(self.up()?.federation_list.clone())
    }
}

#[async_trait]
impl Sessions for FakeHomeserver {
    async fn whoami(&self, token: &str) -> Result<String, HomeserverError> {
        self.up()?.tokens.get(token).cloned().ok_or(HomeserverError::UnknownToken)
    }
}
