//! Work in the background that ends with its owner, and a way to wait for something in a stream.

use std::future::Future;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use tokio::task::JoinHandle;

/// Work in the background; dropping it ends it.
#[derive(Debug)]
pub(crate) struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Starts work in the background.
pub(crate) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Task {
    Task(tokio::spawn(work))
}

/// Starts work that nobody waits for and that ends by itself.
pub(crate) fn detach(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}

/// Does work that keeps a processor or the disk busy, on a thread where nobody else waits. None if it panicked or the
/// program ends.
pub(crate) async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

/// Waits until a stream brings a value that `wanted` makes something of; none when the time is over or the stream ends.
pub async fn until<S, T>(stream: S, time: Duration, mut wanted: impl FnMut(S::Item) -> Option<T>) -> Option<T>
where
    S: Stream,
{
    let mut stream = std::pin::pin!(stream);
    let search = async {
        while let Some(value) = stream.next().await {
            if let Some(found) = wanted(value) {
                return Some(found);
            }
        }
        None
    };
    tokio::time::timeout(time, search).await.ok().flatten()
}
