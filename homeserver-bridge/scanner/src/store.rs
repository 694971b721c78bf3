//! What is known already: clean and infected, for a while, within a bound in bytes; and one scan at a time of one thing.
//!
//! A verdict is known under the ciphertext's hash, key and counter, and the signatures' version, together. So a request
//! with a wrong key, which scans noise, can neither give its verdict to others nor take theirs. Keys are not kept: a
//! commitment stands for them.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use bridge_api::scan::Verdict;
use tokio::sync::OnceCell;

use crate::inspect::Note;

/// What a verdict is bound to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct VerdictKey {
    pub(crate) ciphertext_sha256: [u8; 32],
    pub(crate) key_commitment: String,
    pub(crate) engine: String,
    pub(crate) signatures: String,
    /// Whether every engine had to say so.
    pub(crate) every_engine: bool,
}

/// A verdict with what was learned beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    /// What it would be without what the engine found: the same, unless it is infected.
    pub(crate) otherwise: Verdict,
    pub(crate) type_found: String,
    pub(crate) coherent: bool,
    pub(crate) notes: Vec<Note>,
    pub(crate) scanned_at_ms: u64,
}

#[derive(Debug)]
pub(crate) struct VerdictStore {
    known: Mutex<Known>,
    flights: Mutex<HashMap<VerdictKey, Arc<OnceCell<Judgement>>>>,
    max_bytes: usize,
    max_age_ms: u64,
}

#[derive(Debug, Default)]
struct Known {
    judgements: HashMap<VerdictKey, Judgement>,
    /// In the order they were made.
    order: VecDeque<(u64, VerdictKey)>,
    bytes: usize,
}

impl VerdictStore {
    pub(crate) fn new(max_bytes: usize, max_age_ms: u64) -> Self {
        Self { known: Mutex::default(), flights: Mutex::default(), max_bytes, max_age_ms }
    }

    /// The known judgement, unless it is from before `since_ms`, or the one that `scan` makes. Of several callers at once
    /// with the same key one scans and the others wait; if it is cancelled or fails, the next one scans. The second value
    /// tells whether it was made just now, by us.
    pub(crate) async fn judge<F, E>(
        &self,
        key: VerdictKey,
        now_ms: u64,
        since_ms: u64,
        scan: F,
    ) -> Result<(Judgement, bool), E>
    where
        F: Future<Output = Result<Judgement, E>>,
    {
        if let Some(judgement) = self.known(&key, now_ms, since_ms) {
            return Ok((judgement, false));
        }
        let flight = Flight::board(self, key.clone());
        let mut fresh = false;
        let judgement = flight
            .cell
            .get_or_try_init(|| async {
                fresh = true;
                let judgement = scan.await?;
                self.remember(key, &judgement);
                Ok(judgement)
            })
            .await?
            .clone();
        Ok((judgement, fresh))
    }

    fn known(&self, key: &VerdictKey, now_ms: u64, since_ms: u64) -> Option<Judgement> {
        let mut known = lock(&self.known);
        while let Some((at, _)) = known.order.front()
            && at.saturating_add(self.max_age_ms) <= now_ms
        {
            known.forget_oldest();
        }
        let judgement = known.judgements.get(key)?.clone();
        if judgement.scanned_at_ms < since_ms {
            known.forget(key);
            return None;
        }
        Some(judgement)
    }

    fn remember(&self, key: VerdictKey, judgement: &Judgement) {
        if !matches!(judgement.verdict, Verdict::Clean | Verdict::Infected { .. }) {
            return;
        }
        let mut known = lock(&self.known);
        let size = size_of_entry(&key, judgement);
        if known.judgements.contains_key(&key) || size > self.max_bytes {
            return;
        }
        while known.bytes + size > self.max_bytes {
            known.forget_oldest();
        }
        known.bytes += size;
        known.order.push_back((judgement.scanned_at_ms, key.clone()));
        known.judgements.insert(key, judgement.clone());
    }
}

impl Known {
    fn forget_oldest(&mut self) {
        let Some((_, key)) = self.order.pop_front() else { return };
        if let Some(judgement) = self.judgements.remove(&key) {
            self.bytes -= size_of_entry(&key, &judgement);
        }
    }

    fn forget(&mut self, key: &VerdictKey) {
        self.order.retain(|(_, other)| other != key);
        if let Some(judgement) = self.judgements.remove(key) {
            self.bytes -= size_of_entry(key, &judgement);
        }
    }
}

/// Bytes of memory, the key counted twice: in the map and in the order.
fn size_of_entry(key: &VerdictKey, judgement: &Judgement) -> usize {
    let signature = match &judgement.verdict {
        Verdict::Infected { signature } => signature.len(),
        _ => 0,
    };
    let texts = key.key_commitment.len() + key.engine.len() + key.signatures.len();
    let found = judgement.type_found.len() + judgement.notes.len() + signature;
    2 * (size_of::<VerdictKey>() + texts) + size_of::<Judgement>() + found + 32
}

/// A seat in a scan that is under way; the last one to leave clears it away.
struct Flight<'a> {
    store: &'a VerdictStore,
    key: VerdictKey,
    cell: Arc<OnceCell<Judgement>>,
}

impl<'a> Flight<'a> {
    fn board(store: &'a VerdictStore, key: VerdictKey) -> Self {
        let cell = lock(&store.flights).entry(key.clone()).or_default().clone();
        Self { store, key, cell }
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        let mut flights = lock(&self.store.flights);
        // Ours and the map's. A finished one takes no new passengers: what is worth knowing is remembered.
        let finished = self.cell.initialized() || Arc::strong_count(&self.cell) <= 2;
        if finished && flights.get(&self.key).is_some_and(|cell| Arc::ptr_eq(cell, &self.cell)) {
            flights.remove(&self.key);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::pending;
    use std::time::Duration;

    use super::*;

    fn key(n: u8, commitment: &str) -> VerdictKey {
        VerdictKey {
            ciphertext_sha256: [n; 32],
            key_commitment: commitment.into(),
            engine: "e".into(),
            signatures: "1".into(),
            every_engine: false,
        }
    }

    fn judgement(verdict: Verdict, scanned_at_ms: u64) -> Judgement {
        Judgement {
            otherwise: verdict.clone(),
            verdict,
            type_found: "text/plain".into(),
            coherent: true,
            notes: Vec::new(),
            scanned_at_ms,
        }
    }

    async fn ask(store: &VerdictStore, key: VerdictKey, now: u64, verdict: Verdict) -> (Verdict, bool) {
        ask_since(store, key, now, 0, verdict).await
    }

    async fn ask_since(
        store: &VerdictStore,
        key: VerdictKey,
        now: u64,
        since: u64,
        verdict: Verdict,
    ) -> (Verdict, bool) {
        let scan = async { Ok::<_, Infallible>(judgement(verdict, now)) };
        let (judgement, fresh) = store.judge(key, now, since, scan).await.expect("an outcome");
        (judgement.verdict, fresh)
    }

    #[tokio::test]
    async fn what_is_known_from_before_a_moment_can_be_asked_for_anew() {
        let store = VerdictStore::new(1 << 20, 1000);
        assert!(ask(&store, key(1, "a"), 10, Verdict::Clean).await.1);
        assert!(!ask_since(&store, key(1, "a"), 20, 10, Verdict::Clean).await.1);
        let found = Verdict::Infected { signature: "x".into() };
        assert_eq!(ask_since(&store, key(1, "a"), 20, 11, found.clone()).await, (found.clone(), true));
        assert_eq!(
            ask_since(&store, key(1, "a"), 20, 11, Verdict::Clean).await,
            (found, false),
            "the new one is known"
        );
        let known = lock(&store.known);
        assert!(known.order.len() == 1 && known.bytes > 0);
    }

    #[tokio::test]
    async fn a_scan_that_fails_is_the_next_ones_to_make() {
        let store = VerdictStore::new(1 << 20, 1000);
        let failed = async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            Err::<Judgement, _>("busy")
        };
        let made = async { Ok::<_, &str>(judgement(Verdict::Clean, 0)) };
        let (first, second) =
            tokio::join!(store.judge(key(1, "a"), 0, 0, failed), store.judge(key(1, "a"), 0, 0, made));
        assert_eq!(first.err(), Some("busy"));
        assert_eq!(second.expect("made").0.verdict, Verdict::Clean);
        assert!(lock(&store.flights).is_empty());
    }

    #[tokio::test]
    async fn only_clean_and_infected_are_remembered_and_only_under_the_whole_key() {
        let store = VerdictStore::new(1 << 20, 1000);
        let found = Verdict::Infected { signature: "x".into() };
        assert_eq!(ask(&store, key(1, "a"), 0, Verdict::EngineError).await, (Verdict::EngineError, true));
        assert_eq!(ask(&store, key(1, "a"), 0, Verdict::Timeout).await, (Verdict::Timeout, true));
        assert_eq!(ask(&store, key(1, "a"), 0, found.clone()).await, (found.clone(), true));
        assert_eq!(ask(&store, key(1, "a"), 0, Verdict::Clean).await, (found, false));
        assert_eq!(ask(&store, key(1, "b"), 0, Verdict::Clean).await, (Verdict::Clean, true));
        let newer = VerdictKey { signatures: "2".into(), ..key(1, "a") };
        assert_eq!(ask(&store, newer, 0, Verdict::Clean).await, (Verdict::Clean, true));
    }

    #[tokio::test]
    async fn it_forgets_with_time_and_keeps_its_bound() {
        let store = VerdictStore::new(4000, 1000);
        assert!(ask(&store, key(1, "a"), 0, Verdict::Clean).await.1);
        assert!(!ask(&store, key(1, "a"), 999, Verdict::Clean).await.1);
        assert!(ask(&store, key(1, "a"), 1000, Verdict::Clean).await.1);
        for n in 2..200 {
            ask(&store, key(n, "a"), 1000, Verdict::Clean).await;
            let known = lock(&store.known);
            let counted: usize = known.judgements.iter().map(|(k, j)| size_of_entry(k, j)).sum();
            assert!(known.bytes <= 4000 && known.bytes == counted && known.order.len() == known.judgements.len());
        }
        assert!(!ask(&store, key(199, "a"), 1000, Verdict::Clean).await.1, "the newest is kept");
        assert!(ask(&store, key(2, "a"), 1000, Verdict::Clean).await.1, "the oldest is gone");
    }

    #[tokio::test]
    async fn simultaneous_requests_share_a_scan_unless_a_key_differs() {
        let store = VerdictStore::new(1 << 20, 1000);
        let slow = |verdict: Verdict| async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok::<_, Infallible>(judgement(verdict, 0))
        };
        let found = Verdict::Infected { signature: "x".into() };
        let (first, second, other) = tokio::join!(
            store.judge(key(1, "a"), 0, 0, slow(found.clone())),
            store.judge(key(1, "a"), 0, 0, slow(Verdict::Clean)),
            store.judge(key(1, "wrong"), 0, 0, slow(Verdict::Clean)),
        );
        let [first, second, other] = [first, second, other].map(|outcome| outcome.expect("an outcome"));
        assert_eq!((first.0.verdict, first.1), (found.clone(), true));
        assert_eq!((second.0.verdict, second.1), (found, false));
        assert_eq!((other.0.verdict, other.1), (Verdict::Clean, true));
        assert!(lock(&store.flights).is_empty());
    }

    #[tokio::test]
    async fn a_cancelled_scan_hands_over_and_leaves_nothing_behind() {
        let store = Arc::new(VerdictStore::new(1 << 20, 1000));
        let first = tokio::spawn({
            let store = store.clone();
            async move { store.judge(key(1, "a"), 0, 0, pending::<Result<Judgement, Infallible>>()).await }
        });
        tokio::task::yield_now().await;
        let second = tokio::spawn({
            let store = store.clone();
            async move { ask(&store, key(1, "a"), 0, Verdict::Clean).await }
        });
        tokio::task::yield_now().await;
        first.abort();
        assert_eq!(second.await.expect("finishes"), (Verdict::Clean, true));
        assert!(lock(&store.flights).is_empty());
        let third = tokio::spawn({
            let store = store.clone();
            async move { store.judge(key(2, "a"), 0, 0, pending::<Result<Judgement, Infallible>>()).await }
        });
        tokio::task::yield_now().await;
        third.abort();
        assert!(third.await.is_err());
        assert!(lock(&store.flights).is_empty());
    }
}
