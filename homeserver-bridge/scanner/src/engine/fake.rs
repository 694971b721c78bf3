//! An engine that keeps state, for tests: it finds the EICAR test file anywhere in the content, and can be made to fail
//! in the ways that real engines do.

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;

use super::{Engine, EngineError, EngineVersion, Finding, eicar};
use crate::decrypt::Plain;

/// The fake. What its fields say holds for the next question.
#[derive(Debug)]
pub struct FakeEngine {
    state: Mutex<FakeState>,
}

/// How the fake behaves.
#[derive(Debug, Clone)]
pub struct FakeState {
    /// Whether it can be reached.
    pub up: bool,
    /// Whether it knows any signatures; without, it finds nothing.
    pub sighted: bool,
    /// How long it takes over a file that is not the test file.
    pub delay: Duration,
    /// What it says about files without the test file in them.
    pub otherwise: Finding,
    /// Signature version.
    pub signatures: String,
    /// Date of the signatures.
    pub signatures_at_ms: Option<u64>,
    /// How many files it was given, the self-test not counted.
    pub scans: usize,
}

impl Default for FakeEngine {
    fn default() -> Self {
        Self {
            state: Mutex::new(FakeState {
                up: true,
                sighted: true,
                delay: Duration::ZERO,
                otherwise: Finding::Clean,
                signatures: "1".into(),
                signatures_at_ms: None,
                scans: 0,
            }),
        }
    }
}

impl FakeEngine {
    /// Changes the behaviour.
    pub fn set(&self, change: impl FnOnce(&mut FakeState)) {
        change(&mut self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner()));
    }

    /// The behaviour now.
    pub fn state(&self) -> FakeState {
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    fn reach(&self) -> Result<FakeState, EngineError> {
        let state = self.state();
        if state.up { Ok(state) } else { Err(EngineError::Unreachable(std::io::ErrorKind::ConnectionRefused.into())) }
    }
}

#[async_trait]
impl Engine for FakeEngine {
    async fn ping(&self) -> Result<(), EngineError> {
        self.reach().map(|_| ())
    }

    async fn version(&self) -> Result<EngineVersion, EngineError> {
        let state = self.reach()?;
        Ok(EngineVersion {
            engine: "Fake 1".into(),
            signatures: state.signatures,
            signatures_at_ms: state.signatures_at_ms,
        })
    }

    async fn scan(&self, content: &Plain) -> Result<Finding, EngineError> {
        self.reach()?;
        let bytes = content.chunk(0, content.size() as usize).await?;
        let eicar = eicar();
        if *bytes != eicar {
            self.set(|state| state.scans += 1);
            tokio::time::sleep(self.state().delay).await;
        }
        let state = self.reach()?;
        let found = state.sighted && bytes.windows(eicar.len()).any(|window| window == eicar);
        Ok(if found { Finding::Infected("Eicar".into()) } else { state.otherwise })
    }
}
