//! Being asked to stop: SIGTERM or SIGINT. Work in hand is finished, within a bound; a second signal ends it at once.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Stop(watch::Receiver<u32>);

impl Stop {
    /// From now on the two signals are heard here.
    ///
    /// # Errors
    /// If the system refuses.
    pub(super) fn on_signals() -> Result<Self> {
        let told = "cannot listen for signals";
        let mut terminate = signal(SignalKind::terminate()).context(told)?;
        let mut interrupt = signal(SignalKind::interrupt()).context(told)?;
        let (sender, receiver) = watch::channel(0);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                sender.send_modify(|count| *count += 1);
            }
        });
        Ok(Self(receiver))
    }

    /// Asked for by whoever holds the sender.
    #[cfg(test)]
    pub(super) fn by(receiver: watch::Receiver<u32>) -> Self {
        Self(receiver)
    }

    /// Whether it has been asked for.
    pub(super) fn is_asked(&self) -> bool {
        *self.0.borrow() > 0
    }

    /// Waits until it is asked for.
    pub(super) async fn asked(mut self) {
        self.reached(1).await;
    }

    async fn reached(&mut self, count: u32) {
        if self.0.wait_for(|signals| *signals >= count).await.is_err() {
            // Nobody will ever ask: the task that hears signals is gone with the runtime.
            std::future::pending::<()>().await;
        }
    }

    /// Works to the end; after a signal for at most `grace` more, after a second one not at all. Whatever is broken off
    /// can be repeated.
    pub(super) async fn finish(mut self, grace: Duration, work: impl Future<Output = ()>) {
        let mut again = self.clone();
        let enough = async {
            self.reached(1).await;
            tokio::select! {
                () = tokio::time::sleep(grace) => {}
                () = again.reached(2) => {}
            }
        };
        tokio::select! {
            biased;
            () = work => {}
            () = enough => tracing::warn!("broken off; what was left undone is done at the next start"),
        }
    }
}
