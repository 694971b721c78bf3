//! Tells the bridge who was given which file, in batches: so that it is known whom to warn when a verdict changes.
//!
//! Bounded, in memory; what the bridge does not take is told again. Nobody waits for it.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use bridge_api::scan_rules::{Fetch, Fetches, MAX_FETCHES};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use super::reports::{Attempt, Reports};

const QUEUED: usize = 20_000;
/// Fetches within so long go together.
const GATHER: Duration = Duration::from_secs(2);
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The queue.
#[derive(Default)]
pub(super) struct FetchQueue {
    queue: Mutex<VecDeque<Fetch>>,
    came: Notify,
}

impl FetchQueue {
    /// Takes one. When the bridge has been away for long, the oldest goes: the latest matter most.
    pub(super) fn push(&self, fetch: Fetch) {
        let mut queue = self.lock();
        if queue.len() >= QUEUED {
            queue.pop_front();
            tracing::error!("the bridge has not taken fetches for long: the oldest is dropped");
        }
        queue.push_back(fetch);
        drop(queue);
        self.came.notify_one();
    }

    /// Tells without end.
    pub(super) async fn run(&self, reports: &Reports) {
        let mut wait = FIRST_WAIT;
        loop {
            if self.lock().is_empty() {
                self.came.notified().await;
                let full = async {
                    while self.lock().len() < MAX_FETCHES {
                        self.came.notified().await;
                    }
                };
                let _ = timeout(GATHER, full).await;
            }
            if self.tell(reports).await {
                wait = FIRST_WAIT;
            } else {
                sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }

    /// Tells all that is there once, oldest first; answers whether it arrived.
    pub(super) async fn tell(&self, reports: &Reports) -> bool {
        loop {
            let fetches: Vec<Fetch> = self.lock().iter().take(MAX_FETCHES).cloned().collect();
            let count = fetches.len();
            if count == 0 {
                return true;
            }
            let last = fetches.last().cloned();
            if reports.post("fetches", &Fetches { fetches }).await == Attempt::Later {
                return false;
            }
            // While we told, the queue may have lost its oldest: only what was told goes.
            let mut queue = self.lock();
            for _ in 0..count {
                if queue.pop_front() == last {
                    break;
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Fetch>> {
        self.queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
