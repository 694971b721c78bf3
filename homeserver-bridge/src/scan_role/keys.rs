//! The scanner's keys while it runs: new generations are taken up, old ones dropped, and what clients may know of them
//! is published for the bridge, all without a restart.
//!
//! Several scanners share one key file. Whichever meets a request for a generation that it does not know yet looks at
//! the file before it refuses, so a rotation refuses nobody.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use bridge_api::well_known::{PublishedScanner, ScannerPolicy};
use media_scanner::KeyRing;
use media_scanner::key_file::{self, Stamp};
use tokio::time::sleep;

use super::now_ms;
use crate::clock::Clock;
use crate::config::ScanConfig;

const LOOK: Duration = Duration::from_secs(1);

pub(super) struct LiveKeys {
    file: PathBuf,
    public_file: PathBuf,
    policy: ScannerPolicy,
    honoured_ms: u64,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    stamp: Option<Stamp>,
    ring: Arc<KeyRing>,
    published: PublishedScanner,
}

impl LiveKeys {
    /// Reads the keys, makes them at the first start, and publishes them.
    pub(super) fn open(config: &ScanConfig, clock: Arc<dyn Clock>) -> Result<Self> {
        let honoured_ms = config.old_keys_honoured_ms();
        let ring = key_file::load_or_create(&config.key_file, now_ms(&*clock), honoured_ms)?;
        let stamp = key_file::stamp(&config.key_file);
        let published = published(&ring, config.policy());
        publish(&config.public_keys_file, &published)?;
        Ok(Self {
            file: config.key_file.clone(),
            public_file: config.public_keys_file.clone(),
            policy: config.policy(),
            honoured_ms,
            clock,
            state: Mutex::new(State { stamp, ring: Arc::new(ring), published }),
        })
    }

    /// The keys as they are now.
    pub(super) fn ring(&self) -> Arc<KeyRing> {
        self.lock().ring.clone()
    }

    /// Looks whether there are other keys in the file than those known, and takes them up; what fails leaves those that
    /// are known. Answers whether anything changed.
    pub(super) fn look(&self) -> bool {
        let mut state = self.lock();
        let found = key_file::stamp(&self.file);
        if found.is_none() || found == state.stamp { false } else { self.take_up(&mut state, found) }
    }

    /// Drops generations whose time is over, here and in the file.
    fn drop_expired(&self) {
        let mut state = self.lock();
        // The oldest one was superseded when the next one was made.
        let [.., superseder, _] = state.published.keys.as_slice() else { return };
        let over = superseder.created_at_ms.unwrap_or_default().saturating_add(self.honoured_ms);
        if now_ms(&*self.clock) < over {
            return;
        }
        let found = key_file::stamp(&self.file);
        if self.take_up(&mut state, found) {
            drop(state);
            if let Err(error) = key_file::remove_expired(&self.file, now_ms(&*self.clock), self.honoured_ms) {
                tracing::warn!(%error, "old keys are dropped, but could not be removed from the file");
            }
        }
    }

    fn take_up(&self, state: &mut State, stamp: Option<Stamp>) -> bool {
        let taken = key_file::load(&self.file, now_ms(&*self.clock), self.honoured_ms)
            .map_err(anyhow::Error::from)
            .and_then(|ring| {
                let published = published(&ring, self.policy.clone());
                // Before the new key is announced, so that whoever hears of it finds it in the well-known.
                if published != state.published {
                    publish(&self.public_file, &published)?;
                }
                Ok((ring, published))
            });
        match taken {
            Ok((ring, published)) => {
                let changed = published != state.published;
                *state = State { stamp, ring: Arc::new(ring), published };
                if changed {
                    let generations = state.published.keys.len();
                    let fingerprint = state.published.keys.first().map(|keys| keys.fingerprint()).unwrap_or_default();
                    tracing::info!(generations, fingerprint, "the scanner's keys have changed");
                }
                changed
            }
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "the key file cannot be taken up: the known keys stay");
                false
            }
        }
    }

    /// Looks every second, for ever.
    pub(super) async fn watch(&self) {
        loop {
            sleep(LOOK).await;
            self.look();
            self.drop_expired();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the bridge may know of the keys.
pub fn published(ring: &KeyRing, policy: ScannerPolicy) -> PublishedScanner {
    PublishedScanner { keys: ring.public_keys(), former: ring.former_keys().to_vec(), policy: Some(policy) }
}

/// Writes it where the bridge reads it: as a whole, readable by others.
///
/// # Errors
/// If the file cannot be written.
pub fn publish(path: &Path, published: &PublishedScanner) -> Result<()> {
    let written = || -> Result<()> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec_pretty(published)?)?;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
        file.persist(path)?;
        Ok(())
    };
    written().with_context(|| format!("cannot write the public keys to {}", path.display()))
}
