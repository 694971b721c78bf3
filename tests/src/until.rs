//! Waiting for something to become true, with a limit and a sentence about what was waited for.

use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Asks until there is an answer.
///
/// # Errors
/// If there is none within [`PATIENCE`]; the message says what was waited for.
pub async fn until<T, F>(what: &str, mut ask: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<Option<T>>>,
{
    let start = Instant::now();
    loop {
        let failure = match ask().await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if start.elapsed() > PATIENCE {
            match failure {
                Some(error) => return Err(error.context(format!("waited for {what}"))),
                None => bail!("waited {} s for {what}, in vain", PATIENCE.as_secs()),
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
