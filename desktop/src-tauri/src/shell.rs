//! What the shell holds while it runs: the messenger once its key is there, the running streams, the recovery key while its
//! page is open.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use client_core::view::{ProblemView, StartView};
use client_core::{Config, Messenger, Result, StoreKey};
use tauri::Url;
use zeroize::Zeroizing;

use crate::app_lock::AppLock;
use crate::diagnostics::Recent;
use crate::keys::{self, KeyState};
use crate::streams::Streams;
use crate::words::Words;

/// Everything that commands share.
pub(crate) struct Shell {
    pub(crate) data_dir: PathBuf,
    pub(crate) app_lock: AppLock,
    bridge: Url,
    pub(crate) locale: Option<String>,
    messenger: Mutex<Option<Messenger>>,
    pub(crate) streams: Streams,
    pub(crate) recovery_key: Mutex<Option<Zeroizing<String>>>,
    pub(crate) words: Mutex<Words>,
    /// What the program wrote of itself lately.
    pub(crate) recent: Recent,
    /// The diagnostics as they were shown last: what is saved is what was read.
    pub(crate) diagnostics: Mutex<Option<String>>,
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

impl Shell {
    pub(crate) fn new(data_dir: PathBuf, bridge: Url, locale: Option<String>, recent: Recent) -> Self {
        let words = Words::new(locale.as_deref());
        Self {
            app_lock: AppLock::of(&data_dir),
            data_dir,
            bridge,
            locale,
            messenger: Mutex::default(),
            streams: Streams::default(),
            recovery_key: Mutex::default(),
            words: Mutex::new(words),
            recent,
            diagnostics: Mutex::default(),
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

    /// Opens the store with the keychain's key, if there is one, and says what the window shows.
    pub(crate) async fn start(&self) -> Result<StartView> {
        let found = self.find().await?;
        self.behind_the_lock(found)
    }

    fn behind_the_lock(&self, found: StartView) -> Result<StartView> {
        match found {
            StartView::SignedIn { .. } if self.app_lock.is_locked() => Ok(StartView::AppLocked),
            // The PIN was for a session that is gone.
            StartView::SignedOut => self.app_lock.forget().map(|()| found),
            found => Ok(found),
        }
    }

    async fn find(&self) -> Result<StartView> {
        let _opening = self.opening.lock().await;
        if self.is_over() {
            self.forget_key().await?;
            self.streams.stop_all();
            *lock(&self.messenger) = None;
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
