//! The lock of the window: a PIN for who comes back to their desk. It keeps who passes by from reading and writing; messages
//! come in meanwhile. It is no second encryption: what is stored is protected by the system's account and the store's key.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use argon2::{PasswordHasher, PasswordVerifier};
use client_core::Result;
use client_core::view::ProblemView;
use serde::{Deserialize, Serialize};

use crate::keys::argon;
use crate::shell::{lock, replace, unexpected};

/// Characters that a PIN has at least.
const SHORTEST: usize = 6;
/// Wrong tries before one has to wait.
const FREE_TRIES: u32 = 2;
/// The first wait; each further wrong try doubles it.
const FIRST_WAIT: Duration = Duration::from_secs(30);
/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// After how many minutes without a key or the pointer the window may lock itself.
const IDLE_MINUTES: std::ops::RangeInclusive<u32> = 1..=240;

/// What is kept of the lock, in the data folder.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The PIN as an Argon2id hash (PHC string).
    pin: String,
    idle_minutes: u32,
    /// Wrong tries since the last right one.
    wrong: u32,
    /// No try counts before that: milliseconds since the Unix epoch.
    again_at_ms: u64,
}

/// The lock of one data folder.
#[derive(Clone)]
pub(crate) struct AppLock {
    file: PathBuf,
    locked: Arc<AtomicBool>,
    /// Held during a try, so that two at once are two.
    turn: Arc<Mutex<()>>,
    /// After how many minutes the organisation has it locked at the latest.
    longest: Option<u32>,
    now_ms: fn() -> u64,
}

impl AppLock {
    /// Locked from the start where there is a PIN.
    pub(crate) fn of(data_dir: &Path) -> Self {
        let file = data_dir.join("lock");
        let locked = Arc::new(AtomicBool::new(file.exists()));
        Self { file, locked, turn: Arc::default(), longest: None, now_ms }
    }

    /// Locked after so many minutes at the latest, if a number is given.
    pub(crate) fn at_most(self, longest: Option<u32>) -> Self {
        Self { longest, ..self }
    }

    /// Whether the window shows nothing now.
    pub(crate) fn is_locked(&self) -> bool {
        self.locked.load(Ordering::Acquire)
    }

    /// After how many idle minutes the window is locked; none without a PIN.
    pub(crate) fn idle_minutes(&self) -> Option<u32> {
        let kept = self.read().ok().flatten()?;
        Some(self.longest.map_or(kept.idle_minutes, |longest| longest.min(kept.idle_minutes)))
    }

    /// Locks, if there is a PIN.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] without one.
    pub(crate) fn shut(&self) -> Result<()> {
        if !self.file.exists() {
            return Err(ProblemView::NotFound);
        }
        self.locked.store(true, Ordering::Release);
        Ok(())
    }

    /// Opens without the PIN, for who has proved more than that.
    pub(crate) fn open(&self) {
        self.locked.store(false, Ordering::Release);
    }

    /// Opens with the PIN. Takes a quarter of a second.
    ///
    /// # Errors
    /// [`ProblemView::WrongPin`]; [`ProblemView::PinWait`] after several.
    pub(crate) fn unlock(&self, pin: &str) -> Result<()> {
        self.try_pin(pin)?;
        self.open();
        Ok(())
    }

    /// Sets or changes the PIN and the idle time. Who changes it knows the current one.
    ///
    /// # Errors
    /// [`ProblemView::WeakPin`], and those of [`Self::unlock`].
    pub(crate) fn set(&self, current: Option<&str>, pin: Option<&str>, idle_minutes: u32) -> Result<()> {
        if pin.is_some_and(is_weak) {
            return Err(ProblemView::WeakPin);
        }
        if !IDLE_MINUTES.contains(&idle_minutes) {
            return Err(unexpected("idle time"));
        }
        let before = self.read()?;
        if before.is_some() {
            self.try_pin(current.unwrap_or_default())?;
        }
        let pin = match (pin, before) {
            (Some(pin), _) => hash(pin)?,
            (None, Some(before)) => before.pin,
            (None, None) => return Err(ProblemView::WeakPin),
        };
        self.write(&Kept { pin, idle_minutes, wrong: 0, again_at_ms: 0 })
    }

    /// Removes the PIN. Who removes it knows it.
    ///
    /// # Errors
    /// Those of [`Self::unlock`].
    pub(crate) fn remove(&self, current: &str) -> Result<()> {
        self.try_pin(current)?;
        self.forget()
    }

    /// Removes the PIN with the session that it was for; harmless when there is none.
    ///
    /// # Errors
    /// If it cannot be removed.
    pub(crate) fn forget(&self) -> Result<()> {
        match std::fs::remove_file(&self.file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unexpected("removing the lock")),
            _ => {
                self.open();
                Ok(())
            }
        }
    }

    fn try_pin(&self, pin: &str) -> Result<()> {
        let _turn = lock(&self.turn);
        let mut kept = self.read()?.ok_or(ProblemView::NotFound)?;
        let now = (self.now_ms)();
        // A clock that was set back makes nobody wait longer than the longest wait.
        let left = Duration::from_millis(kept.again_at_ms.saturating_sub(now)).min(LONGEST_WAIT);
        if !left.is_zero() {
            return Err(wait(left));
        }
        // Counted before it is looked at: who ends the program meanwhile has tried all the same.
        kept.wrong = kept.wrong.saturating_add(1);
        let pause = pause_after(kept.wrong);
        kept.again_at_ms = now + u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        self.write(&kept)?;
        if argon()?.verify_password(pin.as_bytes(), kept.pin.as_str()).is_err() {
            return Err(if pause.is_zero() { ProblemView::WrongPin } else { wait(pause) });
        }
        (kept.wrong, kept.again_at_ms) = (0, 0);
        self.write(&kept)
    }

    fn read(&self) -> Result<Option<Kept>> {
        match std::fs::read(&self.file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|_| unexpected("the lock")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(_) => Err(unexpected("reading the lock")),
        }
    }

    /// As a whole or not at all: half a file would lock its owner out.
    fn write(&self, kept: &Kept) -> Result<()> {
        let bytes = serde_json::to_vec(kept).map_err(|_| unexpected("the lock"))?;
        replace(&self.file, &bytes).map_err(|_| unexpected("writing the lock"))
    }
}

fn wait(left: Duration) -> ProblemView {
    ProblemView::PinWait { seconds: u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX) }
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn hash(pin: &str) -> Result<String> {
    let hashed = argon()?.hash_password(pin.as_bytes()).map_err(|_| unexpected("argon2"))?;
    Ok(hashed.to_string())
}

fn pause_after(wrong: u32) -> Duration {
    match wrong.checked_sub(FREE_TRIES + 1) {
        None => Duration::ZERO,
        Some(more) => FIRST_WAIT.saturating_mul(2u32.saturating_pow(more)).min(LONGEST_WAIT),
    }
}

/// Too short, one character again and again, or characters in a row.
fn is_weak(pin: &str) -> bool {
    let characters: Vec<i64> = pin.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps: Vec<i64> = characters.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let all = |step: i64| steps.iter().all(|one| *one == step);
    characters.len() < SHORTEST || all(0) || all(1) || all(-1)
}

#[cfg(test)]
#[path = "app_lock_tests.rs"]
mod tests;
