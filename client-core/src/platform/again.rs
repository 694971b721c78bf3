//! Waiting for what may be ready without saying so.

use std::pin::pin;
use std::time::Duration;

use super::sleep;

/// How often one looks.
const GLANCE: Duration = Duration::from_secs(1);

/// Waits for a future, and looks at it again every now and then although nobody has woken it.
///
/// matrix-sdk 0.19.1 loads older messages in a future that several tasks share, and drops one of them when a sync begins the
/// conversation anew. If that comes at a bad moment, the others are never woken (futures-rs issue 2706): whoever reads the
/// conversation would wait for ever, and with them everybody who needs the connections to the store of keys that the future
/// holds. The fault bench found this (seeds 49 and 54).
pub(crate) async fn looking_again<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        tokio::select! {
            biased;
            output = &mut future => return output,
            () = sleep(GLANCE) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::Poll;

    use super::*;

    #[tokio::test]
    async fn what_is_ready_without_saying_so_is_found() {
        let ready = AtomicBool::new(false);
        let silent = poll_fn(|_| if ready.load(Ordering::Relaxed) { Poll::Ready("here") } else { Poll::Pending });
        let later = async {
            sleep(Duration::from_millis(10)).await;
            ready.store(true, Ordering::Relaxed);
            std::future::pending::<()>().await
        };
        let found = tokio::select! {
            found = looking_again(silent) => found,
            () = later => "nothing",
        };
        assert_eq!(found, "here");
    }
}
