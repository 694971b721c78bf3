//! From a stream of bytes to an outcome: hold, hash, inspect, ask the engine, remember.
//!
//! Nothing is released here before both the hash and the verdict hold: an outcome carries the bytes only if it is clean.
//! Who may ask, and where bytes come from, is the caller's concern.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridge_api::scan::{EngineStatus, Unscannable, Verdict, key_commitment};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::decrypt::Plain;
use crate::engine::{Engine, EngineError, EngineVersion, Finding};
use crate::file_keys::FileKeys;
use crate::inspect::{Inspection, InspectionRules, Objection};
use crate::spool::{Spool, SpoolError, SpoolSettings, Spooled};
use crate::store::{Judgement, VerdictKey, VerdictStore};

/// How long a question that needs no scanning may take.
const QUICK: Duration = Duration::from_secs(5);
/// For how long a passed self-test counts.
const SELF_TEST_MS: u64 = 60_000;

/// Milliseconds since the Unix epoch, from whoever knows the time.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What a scanner must be told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where files are held while they are judged.
    pub spool: SpoolSettings,
    /// Larger files are not looked at.
    pub max_file_bytes: u64,
    /// The engine's time for one file, waiting for its turn included.
    pub deadline: Duration,
    /// Files that the engine is given at once.
    pub engine_slots: usize,
    /// Memory for known verdicts.
    pub known_bytes: usize,
    /// How long a verdict is known.
    pub known_for: Duration,
    /// Older signatures give no verdict.
    pub max_signature_age: Option<Duration>,
    /// Our own inspection.
    pub inspection: InspectionRules,
}

/// What a scan came to.
#[derive(Debug)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// Hexadecimal SHA-256 of the bytes as they came; empty if they were not read to the end.
    pub ciphertext_sha256: String,
    /// See [`key_commitment`].
    pub key_commitment: String,
    /// Bytes; 0 if they were not read to the end.
    pub size: u64,
    /// Media type by the content; empty if it was not looked at.
    pub type_found: String,
    /// Engine name and version; empty if it did not answer.
    pub engine: String,
    /// Version of the signatures; empty if the engine did not answer.
    pub signatures_version: String,
    /// When the verdict was made.
    pub scanned_at_ms: u64,
    /// Whether it was made for this request; otherwise it was known, or is another request's.
    pub fresh: bool,
    /// The bytes as they came, only if clean.
    pub content: Option<Spooled>,
}

impl Outcome {
    /// An outcome without having read the file to its end.
    pub fn unread(verdict: Verdict, keys: Option<&FileKeys>, now_ms: u64) -> Self {
        Self {
            verdict,
            ciphertext_sha256: String::new(),
            key_commitment: keys.map_or_else(|| key_commitment(&[], &[]), FileKeys::commitment),
            size: 0,
            type_found: String::new(),
            engine: String::new(),
            signatures_version: String::new(),
            scanned_at_ms: now_ms,
            fresh: true,
            content: None,
        }
    }
}

/// No outcome at all.
#[derive(Debug, thiserror::Error)]
pub enum ScanError<E> {
    /// The bytes stopped coming.
    #[error("reading the file failed")]
    Source(E),
    /// They could not be held.
    #[error(transparent)]
    Spool(SpoolError),
}

/// The scanner. One serves all requests.
pub struct Scanner {
    engine: Arc<dyn Engine>,
    settings: Settings,
    spool: Spool,
    slots: Semaphore,
    store: VerdictStore,
    trusted: Mutex<Option<(EngineVersion, u64)>>,
    clock: Clock,
}

/// Why reading ended early.
enum Stop<E> {
    TooLarge,
    Engine,
    Failed(ScanError<E>),
}

impl Scanner {
    /// Starts with nothing known.
    pub fn new(engine: Arc<dyn Engine>, settings: Settings, clock: Clock) -> Self {
        Self {
            engine,
            spool: Spool::new(settings.spool.clone()),
            slots: Semaphore::new(settings.engine_slots.max(1)),
            store: VerdictStore::new(settings.known_bytes, settings.known_for.as_millis() as u64),
            trusted: Mutex::new(None),
            settings,
            clock,
        }
    }

    /// Reads `source` to its end and judges it: decrypted by `keys`, or as it is. `announced` is its size, if known.
    ///
    /// # Errors
    /// If the source fails or the bytes cannot be held. All else is an outcome.
    pub async fn scan<S, E>(
        &self,
        source: S,
        announced: Option<u64>,
        keys: Option<&FileKeys>,
    ) -> Result<Outcome, ScanError<E>>
    where
        S: Stream<Item = Result<Bytes, E>>,
    {
        let mut outcome = Outcome::unread(Verdict::TooLarge, keys, (self.clock)());
        if announced.is_some_and(|size| size > self.settings.max_file_bytes) {
            return Ok(outcome);
        }
        let version = async { self.trusted_version().await.map_err(|_| Stop::Engine) };
        let (version, spooled) = match tokio::try_join!(version, self.hold(source, keys.is_none())) {
            Ok(both) => both,
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::TooLarge) => return Ok(outcome),
            Err(Stop::Engine) => {
                outcome.verdict = Verdict::EngineError;
                return Ok(outcome);
            }
        };
        outcome.size = spooled.size();
        outcome.ciphertext_sha256 = hex::encode(spooled.sha256());
        outcome.engine.clone_from(&version.engine);
        outcome.signatures_version.clone_from(&version.signatures);
        if keys.is_some_and(|keys| keys.sha256 != *spooled.sha256()) {
            outcome.verdict = Verdict::HashMismatch;
            return Ok(outcome);
        }
        let key = VerdictKey {
            ciphertext_sha256: *spooled.sha256(),
            key_commitment: outcome.key_commitment.clone(),
            engine: version.engine,
            signatures: version.signatures,
        };
        let plain = Plain::new(spooled.clone(), keys.map(|keys| keys.cipher.clone()));
        let (judgement, fresh) = self.store.judge(key, (self.clock)(), self.judge(plain)).await;
        outcome.content = (judgement.verdict == Verdict::Clean).then_some(spooled);
        outcome.verdict = judgement.verdict;
        outcome.type_found = judgement.type_found;
        outcome.scanned_at_ms = judgement.scanned_at_ms;
        outcome.fresh = fresh;
        Ok(outcome)
    }

    /// Whether the engine answers at all: cheap, for asking often.
    pub async fn engine_answers(&self) -> bool {
        matches!(timeout(QUICK, self.engine.ping()).await, Ok(Ok(())))
    }

    /// How the engine does, tested now.
    pub async fn engine_status(&self) -> EngineStatus {
        *self.lock_trusted() = None;
        let tested = self.trusted_version().await;
        let checked_at_ms = (self.clock)();
        let healthy = tested.is_ok();
        // What an engine that failed the test says of itself is still worth knowing.
        let version = match tested {
            Ok(version) => Some(version),
            Err(_) => timeout(QUICK, self.engine.version()).await.ok().and_then(Result::ok),
        };
        let (engine, signatures_version, signatures_at_ms) =
            version.map(|v| (v.engine, v.signatures, v.signatures_at_ms)).unwrap_or_default();
        let engines = timeout(QUICK, self.engine.states()).await.unwrap_or_default();
        EngineStatus { healthy, engine, signatures_version, signatures_at_ms, checked_at_ms, load: None, engines }
    }

    async fn hold<S, E>(&self, source: S, veiled: bool) -> Result<Spooled, Stop<E>>
    where
        S: Stream<Item = Result<Bytes, E>>,
    {
        let spool_error = |error| match error {
            SpoolError::TooLarge => Stop::TooLarge,
            other => Stop::Failed(ScanError::Spool(other)),
        };
        let mut source = std::pin::pin!(source);
        let mut writer = self.spool.begin(self.settings.max_file_bytes, veiled);
        while let Some(piece) = source.next().await {
            let piece = piece.map_err(|error| Stop::Failed(ScanError::Source(error)))?;
            writer.write(&piece).await.map_err(spool_error)?;
        }
        writer.finish().await.map_err(spool_error)
    }

    /// The engine's version, once it has shown with these signatures that it finds the test file.
    async fn trusted_version(&self) -> Result<EngineVersion, EngineError> {
        let quick = async {
            let version = self.engine.version().await?;
            let now = (self.clock)();
            if let (Some(limit), made) = (self.settings.max_signature_age, version.signatures_at_ms) {
                let fresh = made.is_some_and(|made| now.saturating_sub(made) <= limit.as_millis() as u64);
                if !fresh {
                    return Err(EngineError::Answer("signatures that are too old".into()));
                }
            }
            let known = self.lock_trusted().clone();
            if known.is_some_and(|(known, at)| known == version && now.saturating_sub(at) < SELF_TEST_MS) {
                return Ok(version);
            }
            self.engine.self_test().await?;
            *self.lock_trusted() = Some((version.clone(), now));
            Ok(version)
        };
        let result = timeout(QUICK, quick).await.unwrap_or_else(|_| Err(EngineError::Answer("nothing in time".into())));
        if let Err(error) = &result {
            *self.lock_trusted() = None;
            tracing::warn!(%error, "the antivirus engine cannot be relied on now");
        }
        result
    }

    async fn judge(&self, plain: Plain) -> Judgement {
        let inspection = self.inspect(plain.clone()).await;
        let verdict = match inspection.objection {
            // What would unpack without end is not handed on.
            Some(Objection::Limits) => Verdict::Unscannable { why: Unscannable::Limits },
            objection => match (self.ask_engine(&plain).await, objection) {
                (infected @ Verdict::Infected { .. }, _) => infected,
                (_, Some(Objection::Type)) => Verdict::TypeForbidden,
                (_, Some(Objection::Encrypted)) => Verdict::Unscannable { why: Unscannable::Encrypted },
                (_, Some(Objection::Malformed)) => Verdict::Unscannable { why: Unscannable::Malformed },
                (verdict, _) => verdict,
            },
        };
        Judgement { verdict, type_found: inspection.type_found, scanned_at_ms: (self.clock)() }
    }

    async fn ask_engine(&self, plain: &Plain) -> Verdict {
        let scan = async {
            // The semaphore is never closed.
            let _slot = self.slots.acquire().await;
            self.engine.scan(plain).await
        };
        match timeout(self.settings.deadline, scan).await {
            Err(_) => Verdict::Timeout,
            Ok(Ok(Finding::Clean)) => Verdict::Clean,
            Ok(Ok(Finding::Infected(signature))) => Verdict::Infected { signature },
            Ok(Ok(Finding::Encrypted)) => Verdict::Unscannable { why: Unscannable::Encrypted },
            Ok(Ok(Finding::Limits)) => Verdict::Unscannable { why: Unscannable::Limits },
            Ok(Ok(Finding::TooLarge)) => Verdict::TooLarge,
            Ok(Err(error)) => {
                tracing::warn!(%error, "a file could not be scanned");
                Verdict::EngineError
            }
        }
    }

    async fn inspect(&self, plain: Plain) -> Inspection {
        let rules = self.settings.inspection.clone();
        let looked = tokio::task::spawn_blocking(move || rules.inspect(&plain)).await;
        match looked {
            Ok(Ok(inspection)) => inspection,
            // A content that breaks our inspection does not pass it.
            failed => {
                tracing::warn!(panicked = failed.is_err(), "a file could not be inspected");
                Inspection { type_found: String::new(), objection: Some(Objection::Malformed) }
            }
        }
    }

    fn lock_trusted(&self) -> std::sync::MutexGuard<'_, Option<(EngineVersion, u64)>> {
        self.trusted.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scanner").field("settings", &self.settings).finish_non_exhaustive()
    }
}
