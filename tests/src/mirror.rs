//! A list that follows a stream of differences, so that a test can ask what stands in it now.

use std::sync::{Arc, Mutex, PoisonError};

use client_core::view::ListDiff;
use futures_util::{Stream, StreamExt};
use tokio::task::JoinHandle;

/// The list as the stream has made it up to now. Follows until dropped.
pub struct Mirror<T> {
    values: Arc<Mutex<Vec<T>>>,
    follower: JoinHandle<()>,
}

impl<T: Clone + Send + 'static> Mirror<T> {
    /// Follows this stream.
    pub fn follow(stream: impl Stream<Item = Vec<ListDiff<T>>> + Send + 'static) -> Self {
        let values = Arc::new(Mutex::new(Vec::new()));
        let shared = values.clone();
        let follower = tokio::spawn(async move {
            let mut stream = std::pin::pin!(stream);
            while let Some(batch) = stream.next().await {
                let mut values = shared.lock().unwrap_or_else(PoisonError::into_inner);
                for diff in batch {
                    apply(&mut values, diff);
                }
            }
        });
        Self { values, follower }
    }

    /// What stands in the list now.
    pub fn now(&self) -> Vec<T> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<T> Drop for Mirror<T> {
    fn drop(&mut self) {
        self.follower.abort();
    }
}

fn apply<T>(values: &mut Vec<T>, diff: ListDiff<T>) {
    match diff {
        ListDiff::Reset { values: new } => *values = new,
        ListDiff::Append { values: new } => values.extend(new),
        ListDiff::Insert { index, value } => values.insert(index as usize, value),
        ListDiff::Set { index, value } => values[index as usize] = value,
        ListDiff::Remove { index } => drop(values.remove(index as usize)),
        ListDiff::Truncate { length } => values.truncate(length as usize),
    }
}
