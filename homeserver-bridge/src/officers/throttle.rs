//! Slows down guessing of passwords: a name gets a few wrong tries, then it has to wait.
//!
//! Counted in this process; several bridges behind one address allow as many times more.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

const TRIES: usize = 5;
const WINDOW_MS: i64 = 15 * 60_000;
const NAMES: usize = 10_000;

/// Wrong tries of late.
#[derive(Default)]
pub struct Throttle {
    wrong: Mutex<HashMap<String, Vec<i64>>>,
}

impl Throttle {
    /// Takes a try; nothing if the name has had too many wrong ones. A try counts as wrong until [`Self::forgive`].
    pub fn take(&self, name: &str, now_ms: i64) -> bool {
        let mut wrong = self.lock();
        if wrong.len() >= NAMES {
            wrong.retain(|_, tries| tries.iter().any(|at| now_ms - at < WINDOW_MS));
        }
        if wrong.len() >= NAMES && !wrong.contains_key(name) {
            return false;
        }
        let tries = wrong.entry(name.to_owned()).or_default();
        tries.retain(|at| now_ms - at < WINDOW_MS);
        if tries.len() >= TRIES {
            return false;
        }
        tries.push(now_ms);
        true
    }

    /// The last try was right.
    pub fn forgive(&self, name: &str) {
        self.lock().remove(name);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<i64>>> {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_wrong_tries_then_a_wait() {
        let throttle = Throttle::default();
        assert_eq!((0..7).filter(|n| throttle.take("olena", *n)).count(), TRIES);
        assert!(throttle.take("another", 7));
        assert!(!throttle.take("olena", WINDOW_MS - 1));
        assert!(throttle.take("olena", WINDOW_MS));
        throttle.forgive("olena");
        assert_eq!((0..7).filter(|n| throttle.take("olena", *n)).count(), TRIES);
    }
}
