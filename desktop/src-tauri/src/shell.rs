//! What the shell holds while it runs: the messenger once its key is there, the running streams, the recovery key while its
//! page is open.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use client_core::view::{ProblemView, StartView};
use client_core::{Config, Messenger, Result, StoreKey};
use tauri::Url;
use zeroize::Zeroizing;

use crate::app_lock::AppLock;
use crate::commands::files::Chosen;
use crate::diagnostics::Recent;
use crate::keys::{self, KeyState};
use crate::notify::rules::NoticeRules;
use crate::policy::{Language, Policy};
use crate::profiles::Profiles;
use crate::recorder::Recorder;
use crate::requests::Requests;
use crate::streams::Streams;
use crate::words::Words;

/// How long closing may keep the program from ending; the window is gone by then.
const LONGEST_CLOSE: Duration = Duration::from_secs(3);

/// Everything that commands share.
pub(crate) struct Shell {
    pub(crate) data_dir: PathBuf,
    pub(crate) profiles: Profiles,
    /// What the organisation has settled.
    pub(crate) policy: Policy,
    pub(crate) app_lock: AppLock,
    /// When notifications come, and what they show.
    pub(crate) notices: NoticeRules,
    /// What comes to the window from outside of it.
    pub(crate) requests: Requests,
    /// How many messages ask for attention.
    pub(crate) attention: AtomicU32,
    bridge: Url,
    pub(crate) locale: Option<String>,
    messenger: Mutex<Option<Messenger>>,
    pub(crate) streams: Streams,
    pub(crate) recovery_key: Mutex<Option<Zeroizing<String>>>,
    /// Held while the recovery key is made, so that two pages make one.
    pub(crate) making_key: tokio::sync::Mutex<()>,
    pub(crate) words: Mutex<Words>,
    /// What the program wrote of itself lately.
    pub(crate) recent: Recent,
    /// The diagnostics as they were shown last: what is saved is what was read.
    pub(crate) diagnostics: Mutex<Option<String>>,
    /// The files that the person has chosen and not yet sent.
    pub(crate) chosen: Mutex<Chosen>,
    /// Voice messages that are spoken, or wait to be sent.
    pub(crate) recorder: Arc<Recorder>,
    /// The session of the messenger is over and its key is forgotten: the next start begins with a new one.
    forgotten: AtomicBool,
    /// Held while the store is opened, so that two pages never open it twice.
    opening: tokio::sync::Mutex<()>,
}

/// A poisoned lock still holds whole values: every change is one assignment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something that should not happen; `detail` names the step, nothing personal.
pub(crate) fn unexpected(detail: &str) -> ProblemView {
    ProblemView::Unexpected { detail: detail.to_owned() }
}

/// Writes a file as a whole or not at all: beside it, and then in its place.
pub(crate) fn replace(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, file))
}

impl Shell {
    pub(crate) fn new(profiles: Profiles, policy: Policy, recent: Recent) -> Self {
        let (data_dir, bridge) = (profiles.own_folder(), profiles.bridge.clone());
        let locale = profiles.locale.clone().or_else(|| policy.language().map(str::to_owned));
        let words = Words::new(policy.locked.language.map(Language::code).or(locale.as_deref()));
        Self {
            profiles,
            app_lock: AppLock::of(&data_dir).at_most(policy.locked.app_lock_minutes),
            notices: NoticeRules::of(&data_dir, policy.preset.notifications_show, policy.locked.notifications_show),
            policy,
            requests: Requests::default(),
            attention: AtomicU32::new(0),
            data_dir,
            bridge,
            locale,
            messenger: Mutex::default(),
            streams: Streams::default(),
            recovery_key: Mutex::default(),
            making_key: tokio::sync::Mutex::default(),
            words: Mutex::new(words),
            recent,
            diagnostics: Mutex::default(),
            chosen: Mutex::default(),
            recorder: Arc::default(),
            forgotten: AtomicBool::new(false),
            opening: tokio::sync::Mutex::default(),
        }
    }

    /// The messenger for what the page asks, once the store's key is there; not while the window is locked.
    pub(crate) fn messenger(&self) -> Result<Messenger> {
        if self.app_lock.is_locked() { Err(ProblemView::AppLocked) } else { self.held() }
    }

    /// The messenger for what goes on behind a locked window, and for ending the session.
    pub(crate) fn held(&self) -> Result<Messenger> {
        lock(&self.messenger).clone().ok_or(ProblemView::SignedOut)
    }

    /// Closes the stores in order when the program ends, so that the next start goes on from there.
    pub(crate) async fn close(&self) {
        let Ok(messenger) = self.held() else { return };
        if tokio::time::timeout(LONGEST_CLOSE, messenger.close()).await.is_err() {
            tracing::warn!("the stores are not closed in order");
        }
    }

    /// Locks the window. A new recovery key stays, for its page is shown again afterwards: nobody can ask for it meanwhile.
    /// What is spoken stops, and waits.
    pub(crate) fn shut(&self) -> Result<()> {
        self.app_lock.shut()?;
        self.recorder.stop_all();
        self.streams.stop_shown();
        Ok(())
    }

    /// Opens the store with the keychain's key, if there is one, and says what the window shows.
    pub(crate) async fn start(&self) -> Result<StartView> {
        let found = self.find().await?;
        self.behind_the_lock(found)
    }

    fn behind_the_lock(&self, found: StartView) -> Result<StartView> {
        match found {
            StartView::SignedIn { .. } if self.app_lock.is_locked() => Ok(StartView::AppLocked),
            // The PIN was for a session that is gone.
            StartView::SignedOut => {
                *lock(&self.recovery_key) = None;
                self.requests.clear();
                self.recorder.clear();
                self.app_lock.forget().map(|()| found)
            }
            found => Ok(found),
        }
    }

    async fn find(&self) -> Result<StartView> {
        let _opening = self.opening.lock().await;
        if self.is_over() {
            self.forget_key().await?;
            self.streams.stop_all();
            let over = lock(&self.messenger).take();
            if let Some(over) = over {
                // Whoever still holds it must not keep the data folder from the next one.
                over.close().await;
            }
            self.forgotten.store(false, Ordering::Release);
        }
        if let Ok(messenger) = self.held() {
            return messenger.start().await;
        }
        match keys::find(&self.data_dir).await? {
            KeyState::Found(key) => self.open(key).await,
            KeyState::Passphrase { first_time } => Ok(StartView::NeedsPassphrase { first_time }),
            KeyState::Locked => Ok(StartView::KeychainLocked),
            KeyState::Lost => Ok(StartView::StoreDamaged),
        }
    }

    /// Forgets the key of a session that the server has ended for good.
    ///
    /// # Errors
    /// If the keychain does not answer.
    pub(crate) async fn forget_ended(&self) -> Result<()> {
        let _opening = self.opening.lock().await;
        if self.is_over() { self.forget_key().await } else { Ok(()) }
    }

    fn is_over(&self) -> bool {
        self.held().is_ok_and(|messenger| messenger.is_over())
    }

    async fn forget_key(&self) -> Result<()> {
        if !self.forgotten.load(Ordering::Acquire) {
            keys::forget(&self.data_dir).await?;
            self.forgotten.store(true, Ordering::Release);
        }
        Ok(())
    }

    /// Opens the store with the person's passphrase, or protects it with it the first time.
    pub(crate) async fn unlock(&self, passphrase: Zeroizing<String>) -> Result<StartView> {
        let _opening = self.opening.lock().await;
        let key = keys::unlock(&self.data_dir, passphrase).await?;
        let found = self.open(key).await?;
        // The passphrase proves more than the PIN.
        self.app_lock.open();
        self.behind_the_lock(found)
    }

    async fn open(&self, store_key: StoreKey) -> Result<StartView> {
        let messenger = Messenger::new(Config {
            data_dir: self.data_dir.clone(),
            bridge_url: self.bridge.clone(),
            device_name: format!("Depesha ({})", std::env::consts::OS),
            store_key,
        })?;
        *lock(&self.messenger) = Some(messenger.clone());
        messenger.start().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_recovery_key_outlives_the_lock_and_nobody_can_ask_for_anything_behind_it() {
        let folder = tempfile::tempdir().expect("folder");
        let profiles = Profiles {
            base: folder.path().to_owned(),
            own: None,
            named_folder: true,
            bridge: "https://bridge.example".parse().expect("address"),
            locale: None,
            other_policy: None,
        };
        let shell = Shell::new(profiles, Policy::default(), Recent::default());
        shell.app_lock.set(None, Some("482913"), 5).expect("a PIN");
        *lock(&shell.recovery_key) = Some(Zeroizing::new("the key on the page".to_owned()));
        shell.shut().expect("locked");
        assert!(matches!(shell.messenger(), Err(ProblemView::AppLocked)));
        assert_eq!(lock(&shell.recovery_key).as_deref().map(String::as_str), Some("the key on the page"));
    }
}
