//! A connection that clamd has already taken up when a question is ready: accepting one costs it as much time as looking
//! into a small file, and the file is still on its way then.
//!
//! At most one waits. It carries one question, as every connection does; whether clamd still holds its end shows only
//! when it is used.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::net::UnixStream;

/// An older one is not used: clamd hangs up on whoever is silent (`CommandReadTimeout`, at least five seconds).
const FRESH: Duration = Duration::from_secs(3);

/// See the module.
#[derive(Debug, Clone, Default)]
pub(super) struct Spare(Arc<Mutex<Option<(UnixStream, Instant)>>>);

impl Spare {
    /// Connects, unless one waits. That clamd is not there shows at the question.
    pub(super) async fn make(&self, socket: &Path) {
        if self.lock().as_ref().is_some_and(is_fresh) {
            return;
        }
        if let Ok(stream) = UnixStream::connect(socket).await {
            *self.lock() = Some((stream, Instant::now()));
        }
    }

    /// The one that waits, if it is any good.
    pub(super) fn take(&self) -> Option<UnixStream> {
        self.lock().take().filter(is_fresh).map(|(stream, _)| stream)
    }

    fn lock(&self) -> MutexGuard<'_, Option<(UnixStream, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh((_, made): &(UnixStream, Instant)) -> bool {
    made.elapsed() < FRESH
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::UnixListener;

    use super::super::{Clamd, Engine, Finding};
    use super::*;
    use crate::decrypt::Plain;

    /// A clamd that finds nothing and hangs up on its first `deaf` callers; counts callers.
    fn answering(socket: &Path, deaf: usize) -> Arc<AtomicUsize> {
        let listener = UnixListener::bind(socket).expect("bound");
        let callers = Arc::new(AtomicUsize::new(0));
        let counted = callers.clone();
        tokio::spawn(async move {
            while let Ok((mut caller, _)) = listener.accept().await {
                if counted.fetch_add(1, Ordering::SeqCst) < deaf {
                    continue;
                }
                tokio::spawn(async move {
                    // Both questions are of nine bytes: the last of a descriptor's is the one that it comes with.
                    let mut question = [0; 9];
                    if caller.read_exact(&mut question).await.is_err() {
                        return;
                    }
                    let version = question == *b"zVERSION\0";
                    let answer = if version { "ClamAV 1.4.6/1/Sat Nov 21 08:31:22 2026\0" } else { "fd[10]: OK\0" };
                    let _ = caller.write_all(answer.as_bytes()).await;
                });
            }
        });
        callers
    }

    async fn look(deaf: usize) -> (Finding, usize) {
        let dir = tempfile::tempdir().expect("folder");
        let socket = dir.path().join("clamd");
        let callers = answering(&socket, deaf);
        let clamd = Clamd::new(&socket).with_descriptors(1 << 20).with_versions_for(Duration::from_secs(60));
        clamd.version().await.expect("a version");
        let found = clamd.scan(&Plain::from_bytes(b"a letter".to_vec())).await.expect("an answer");
        (found, callers.load(Ordering::SeqCst))
    }

    #[tokio::test]
    async fn the_question_goes_over_the_connection_that_waits() {
        assert_eq!(look(0).await, (Finding::Clean, 2), "the version's, and the spare one");
    }

    #[tokio::test]
    async fn a_connection_that_clamd_hung_up_on_costs_no_answer() {
        assert_eq!(look(1).await, (Finding::Clean, 3), "the spare one, the version's, and another one");
    }
}
