//! The antivirus engine as a port: what we need of one, the real one, and a fake for tests.
//!
//! An engine says what it found and nothing about who asked. Whatever is not a clear answer is an [`EngineError`].

pub mod clamd;
pub mod command;
#[cfg(any(test, feature = "fake"))]
pub mod fake;
pub mod icap;
mod kept;
pub mod panel;

use std::io;
use std::time::Duration;

use async_trait::async_trait;
use bridge_api::scan::EngineState;
use tokio::time::timeout;

use crate::decrypt::Plain;

/// What an engine must do.
#[async_trait]
pub trait Engine: Send + Sync + 'static {
    /// Whether it is there.
    async fn ping(&self) -> Result<(), EngineError>;
    /// Which engine and which signatures.
    async fn version(&self) -> Result<EngineVersion, EngineError>;
    /// Looks into the content.
    async fn scan(&self, content: &Plain) -> Result<Finding, EngineError>;

    /// Looks into the content once more, for what is there beside a signature that does not count in it.
    ///
    /// # Errors
    /// As [`Engine::scan`].
    async fn scan_beside(&self, content: &Plain, signature: &str) -> Result<Finding, EngineError> {
        match self.scan(content).await? {
            Finding::Infected(found) if found == signature => Ok(Finding::Clean),
            other => Ok(other),
        }
    }

    /// Shows that it works: it finds the EICAR test file.
    ///
    /// # Errors
    /// If it gives any other answer, or none.
    async fn self_test(&self) -> Result<(), EngineError> {
        finds_test_file(self).await
    }

    /// From now on each of several engines has to say clean, those that are not required too; or only the required ones.
    fn demand_all(&self, _all: bool) {}

    /// How each of several engines does, if it is several.
    async fn states(&self) -> Vec<EngineState> {
        Vec::new()
    }
}

/// An engine and its signatures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EngineVersion {
    /// Name and version of the engine.
    pub engine: String,
    /// Version of the signature database.
    pub signatures: String,
    /// When the signatures were made, milliseconds since the Unix epoch, if the engine knows.
    pub signatures_at_ms: Option<u64>,
}

/// A clear answer of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Looked through all of it and found nothing.
    Clean,
    /// Found this.
    Infected(String),
    /// Could not look through all of it: it is encrypted.
    Encrypted,
    /// Could not look through all of it: a limit was reached.
    Limits,
    /// Did not look: larger than the engine accepts.
    TooLarge,
}

/// The engine gave no answer that counts.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// It is not there or the connection broke.
    #[error("the antivirus engine does not answer: {0}")]
    Unreachable(#[from] io::Error),
    /// It said something that is no finding.
    #[error("the antivirus engine answered {0:?}")]
    Answer(String),
}

impl EngineError {
    pub(crate) fn too_late() -> Self {
        Self::Answer("nothing in time".into())
    }
}

/// The version of an engine by its test; what one that failed says of itself is still worth knowing. Empty if it says
/// nothing within so long.
pub(crate) async fn version_anyway(
    engine: &dyn Engine,
    tested: Result<EngineVersion, EngineError>,
    within: Duration,
) -> EngineVersion {
    match tested {
        Ok(version) => version,
        Err(_) => timeout(within, engine.version()).await.ok().and_then(Result::ok).unwrap_or_default(),
    }
}

/// That the engine finds the EICAR test file.
///
/// # Errors
/// If it gives any other answer, or none.
async fn finds_test_file(engine: &(impl Engine + ?Sized)) -> Result<(), EngineError> {
    match engine.scan(&Plain::from_bytes(eicar())).await? {
        Finding::Infected(_) => Ok(()),
        other => Err(EngineError::Answer(format!("{other:?} for the test file"))),
    }
}

/// That the engine finds the test file and does not find a letter: one that calls everything infected finds the test
/// file too.
///
/// # Errors
/// If it gives any other answer, or none.
async fn test_both_ways(engine: &impl Engine) -> Result<(), EngineError> {
    finds_test_file(engine).await?;
    match engine.scan(&Plain::from_bytes(HARMLESS.to_vec())).await? {
        Finding::Clean => Ok(()),
        other => Err(EngineError::Answer(format!("{other:?} for a harmless letter"))),
    }
}

const HARMLESS: &[u8] = b"A harmless letter, with which a scanner tries its antivirus engine.\n";

/// The EICAR test file: harmless, and every engine must find it. Kept backwards, so that our own program is not found.
pub fn eicar() -> Vec<u8> {
    const BACKWARDS: &[u8; 68] = br"*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\4[PA@%P!O5X";
    BACKWARDS.iter().rev().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_file_is_the_published_one() {
        use sha2::Digest;
        let hash = hex::encode(sha2::Sha256::digest(eicar()));
        assert_eq!(hash, "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f");
    }
}
