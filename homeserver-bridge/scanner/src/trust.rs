//! Whether the engine can be relied on: it says which signatures it has, and it finds the EICAR test file with them.
//!
//! The test is made on a timer by whoever runs the scanner; a request makes it only when the last one is too old or was
//! made with other signatures. Nothing here looks at anybody's file.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::time::timeout;

use crate::engine::{Engine, EngineError, EngineVersion};
use crate::scanner::Clock;

/// How long the questions here may take together.
pub(crate) const QUICK: Duration = Duration::from_secs(5);

pub(crate) struct Trust {
    engine: Arc<dyn Engine>,
    clock: Clock,
    counts_for_ms: u64,
    passed: Mutex<Option<(EngineVersion, u64)>>,
    /// One test at a time: requests that need it wait for the same one.
    testing: tokio::sync::Mutex<()>,
}

impl Trust {
    /// A passed test counts for `counts_for`.
    pub(crate) fn new(engine: Arc<dyn Engine>, clock: Clock, counts_for: Duration) -> Self {
        Self {
            engine,
            clock,
            counts_for_ms: counts_for.as_millis() as u64,
            passed: Mutex::default(),
            testing: tokio::sync::Mutex::default(),
        }
    }

    /// The engine's version, if it can be relied on with these signatures.
    pub(crate) async fn version(&self) -> Result<EngineVersion, EngineError> {
        self.quickly(async {
            let version = self.engine.version().await?;
            if self.has_passed(&version) {
                return Ok(version);
            }
            let _testing = self.testing.lock().await;
            if self.has_passed(&version) { Ok(version) } else { self.test(version).await }
        })
        .await
    }

    /// As [`Trust::version`], and the test is made now.
    pub(crate) async fn test_now(&self) -> Result<EngineVersion, EngineError> {
        self.quickly(async {
            let version = self.engine.version().await?;
            let _testing = self.testing.lock().await;
            self.test(version).await
        })
        .await
    }

    async fn test(&self, version: EngineVersion) -> Result<EngineVersion, EngineError> {
        self.engine.self_test().await?;
        *self.lock() = Some((version.clone(), (self.clock)()));
        Ok(version)
    }

    fn has_passed(&self, version: &EngineVersion) -> bool {
        let now = (self.clock)();
        self.lock().as_ref().is_some_and(|(known, at)| known == version && now.saturating_sub(*at) < self.counts_for_ms)
    }

    async fn quickly(
        &self,
        work: impl Future<Output = Result<EngineVersion, EngineError>>,
    ) -> Result<EngineVersion, EngineError> {
        let result = timeout(QUICK, work).await.unwrap_or_else(|_| Err(EngineError::too_late()));
        if let Err(error) = &result {
            *self.lock() = None;
            tracing::warn!(%error, "the antivirus engine cannot be relied on now");
        }
        result
    }

    fn lock(&self) -> MutexGuard<'_, Option<(EngineVersion, u64)>> {
        self.passed.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trust").field("passed", &self.passed).finish_non_exhaustive()
    }
}
