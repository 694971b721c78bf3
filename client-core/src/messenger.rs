//! The one entry point: a [`Messenger`] over one data folder, signed in or not.
//!
//! Its operations are spread over the feature folders, one file an action; here is only what they share.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{Mutex, watch};
use url::Url;

use crate::Result;
use crate::bridge::Bridge;
use crate::platform::{InUse, Sealed, StoreKey, http_client, lock};
use crate::session::Active;
use crate::view::ProblemView;

/// What a messenger needs to know before it starts.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder that holds everything this client keeps; made if it is not there.
    pub data_dir: PathBuf,
    /// The bridge that new people ask where they sign in.
    pub bridge_url: Url,
    /// What this device is called in the list of a person's devices.
    pub device_name: String,
    /// The key that the stores are encrypted with.
    pub store_key: StoreKey,
}

/// Everything that a program can do with Depesha. Cheap to clone; all clones are the same client.
#[derive(Clone)]
pub struct Messenger {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) http: reqwest::Client,
    pub(crate) record: Sealed,
    /// Who is signed in. Replaced as a whole; everything that belongs to a session ends with it.
    active: watch::Sender<Option<Arc<Active>>>,
    /// The data folder is this program's; not before it starts, and no more once it is closed.
    in_use: std::sync::Mutex<Option<InUse>>,
    /// Held while somebody signs in or out.
    pub(crate) turn: Mutex<()>,
    /// Counts the sign-ins in the system's browser: whoever waits for one gives up when it is no longer the last.
    pub(crate) in_browser: watch::Sender<u64>,
    /// The last session was ended by the server, and its data has been removed here.
    pub(crate) over: AtomicBool,
}

impl Messenger {
    /// A messenger over a data folder. Nothing is opened before [`Messenger::start`].
    ///
    /// # Errors
    /// If the system's TLS cannot be used.
    pub fn new(config: Config) -> Result<Self> {
        let record = Sealed::new(config.data_dir.join("session"), config.store_key.clone());
        let inner = Inner {
            config,
            http: http_client()?,
            record,
            active: watch::Sender::new(None),
            in_use: std::sync::Mutex::default(),
            turn: Mutex::new(()),
            in_browser: watch::Sender::new(0),
            over: AtomicBool::new(false),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.inner.active.borrow().is_some()
    }

    /// Whether the server ended the last session for good; its data has been removed, and the key to it may go too.
    pub fn is_over(&self) -> bool {
        self.inner.over.load(Ordering::Acquire)
    }

    /// Takes the data folder, unless this messenger has it already.
    ///
    /// # Errors
    /// [`ProblemView::OpenElsewhere`] if another program has it.
    pub(crate) fn take_folder(&self) -> Result<()> {
        let mut in_use = lock(&self.inner.in_use);
        if in_use.is_none() {
            *in_use = Some(InUse::take(&self.inner.config.data_dir)?);
        }
        Ok(())
    }

    /// Another program may have the data folder.
    pub(crate) fn leave_folder(&self) {
        *lock(&self.inner.in_use) = None;
    }

    pub(crate) fn active(&self) -> Result<Arc<Active>> {
        self.inner.active.borrow().clone().ok_or(ProblemView::SignedOut)
    }

    pub(crate) fn set_active(&self, active: Option<Arc<Active>>) {
        if active.is_some() {
            self.inner.over.store(false, Ordering::Release);
        }
        if let Some(ended) = self.inner.active.send_replace(active) {
            ended.end();
        }
    }

    /// The bridge as it was named at the start: for people who are not signed in.
    pub(crate) fn first_bridge(&self) -> Bridge {
        Bridge::new(self.inner.http.clone(), self.inner.config.bridge_url.clone())
    }
}

impl std::fmt::Debug for Messenger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messenger").field("signed_in", &self.is_signed_in()).finish_non_exhaustive()
    }
}
