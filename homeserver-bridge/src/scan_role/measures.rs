//! How much this scanner has to do and how quick it is, for the security console. Figures only: nothing of files or
//! people.

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use bridge_api::scan::ScannerLoad;
use media_scanner::Traffic;

/// More than this between two words are not kept one by one.
const KEPT: usize = 50_000;

/// The figures since the last word.
pub(super) struct Measures {
    scanner: String,
    since: Mutex<Since>,
}

#[derive(Default)]
struct Since {
    answered: u64,
    turned_away: u64,
    fresh_ms: Vec<u32>,
}

impl Measures {
    /// Under this name, or one made now.
    pub(super) fn new(name: Option<String>) -> Self {
        let scanner = name.unwrap_or_else(|| {
            let mut name = crate::clock::random_token();
            name.truncate(8);
            format!("scanner-{name}")
        });
        Self { scanner, since: Mutex::default() }
    }

    /// A request was answered; `fresh` if its file was scanned for it.
    pub(super) fn answered(&self, took: Duration, fresh: bool) {
        let mut since = self.lock();
        since.answered += 1;
        if fresh && since.fresh_ms.len() < KEPT {
            since.fresh_ms.push(u32::try_from(took.as_millis()).unwrap_or(u32::MAX));
        }
    }

    /// A request was sent away because there was too much to do.
    pub(super) fn turned_away(&self) {
        self.lock().turned_away += 1;
    }

    /// The figures since the last settled word.
    pub(super) fn load(&self, traffic: Traffic) -> ScannerLoad {
        let since = self.lock();
        let mut times = since.fresh_ms.clone();
        times.sort_unstable();
        // The smallest time that so many of a hundred did not exceed.
        let at =
            |percent: usize| times.get((times.len() * percent).div_ceil(100).max(1) - 1).map_or(0, |ms| u64::from(*ms));
        ScannerLoad {
            scanner: self.scanner.clone(),
            waiting: traffic.waiting as u64,
            running: traffic.running as u64,
            answered: since.answered,
            turned_away: since.turned_away,
            median_ms: at(50),
            p95_ms: at(95),
        }
    }

    /// The word arrived: what it said is not said again.
    pub(super) fn settle(&self, load: &ScannerLoad) {
        let mut since = self.lock();
        since.answered = since.answered.saturating_sub(load.answered);
        since.turned_away = since.turned_away.saturating_sub(load.turned_away);
        since.fresh_ms.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Since> {
        self.since.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_and_nearly_all_took_at_most_so_long() {
        let measures = Measures::new(Some("a".into()));
        let load = measures.load(Traffic::default());
        assert_eq!((load.median_ms, load.p95_ms, load.answered), (0, 0, 0));
        for ms in (1..=100).rev() {
            measures.answered(Duration::from_millis(ms), true);
        }
        measures.answered(Duration::from_secs(9), false);
        measures.turned_away();
        let load = measures.load(Traffic { waiting: 2, running: 1 });
        assert_eq!((load.median_ms, load.p95_ms, load.answered, load.turned_away), (50, 95, 101, 1));
        assert_eq!((load.scanner.as_str(), load.waiting, load.running), ("a", 2, 1));
        measures.answered(Duration::from_millis(7), true);
        measures.settle(&load);
        let load = measures.load(Traffic::default());
        assert_eq!((load.answered, load.turned_away), (1, 0));
        assert_ne!(Measures::new(None).scanner, Measures::new(None).scanner);
    }
}
