//! What an engine said of itself, taken for granted for a while, so that not every file asks it again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The last word, and when it was said.
#[derive(Debug)]
pub(super) struct Kept<T> {
    counts_for: Duration,
    said: Mutex<Option<(T, Instant)>>,
}

impl<T: Clone> Kept<T> {
    /// Nothing yet; what is kept counts for so long.
    pub(super) fn new(counts_for: Duration) -> Self {
        Self { counts_for, said: Mutex::default() }
    }

    /// The last word, if it still counts.
    pub(super) fn get(&self) -> Option<T> {
        self.lock().as_ref().filter(|(_, at)| at.elapsed() < self.counts_for).map(|(said, _)| said.clone())
    }

    pub(super) fn keep(&self, said: &T) {
        *self.lock() = Some((said.clone(), Instant::now()));
    }

    pub(super) fn forget(&self) {
        *self.lock() = None;
    }

    /// Forgets the last word if it does not hold any more.
    pub(super) fn forget_unless(&self, holds: impl FnOnce(&T) -> bool) {
        self.lock().take_if(|(said, _)| !holds(said));
    }

    fn lock(&self) -> MutexGuard<'_, Option<(T, Instant)>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_until_it_is_old_or_forgotten() {
        let kept = Kept::new(Duration::from_secs(3600));
        assert_eq!(kept.get(), None);
        kept.keep(&7);
        assert_eq!(kept.get(), Some(7));
        kept.forget_unless(|said| *said == 7);
        assert_eq!(kept.get(), Some(7));
        kept.forget_unless(|said| *said == 8);
        assert_eq!(kept.get(), None);
        kept.keep(&7);
        kept.forget();
        assert_eq!(kept.get(), None);
        let never = Kept::new(Duration::ZERO);
        never.keep(&7);
        assert_eq!(never.get(), None);
    }
}
