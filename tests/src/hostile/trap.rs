//! A server of the attacker: it counts who comes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use tokio::net::TcpListener;

/// The server, while it runs.
pub struct Trap {
    /// Its address.
    pub address: String,
    visits: Arc<AtomicUsize>,
}

impl Trap {
    /// Starts it; it ends with the process.
    ///
    /// # Errors
    /// If there is no port.
    pub async fn set() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = format!("http://{}", listener.local_addr()?);
        let visits = Arc::new(AtomicUsize::new(0));
        let count = visits.clone();
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(Self { address, visits })
    }

    /// How many connections have come.
    pub fn visits(&self) -> usize {
        self.visits.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_comes_is_counted() -> Result<()> {
        let trap = Trap::set().await?;
        assert_eq!(trap.visits(), 0);
        let _ = reqwest::get(format!("{}/x", trap.address)).await;
        assert_eq!(trap.visits(), 1);
        Ok(())
    }
}
