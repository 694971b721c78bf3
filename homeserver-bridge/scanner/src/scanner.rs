//! From a stream of bytes to an outcome: hold, hash, wait for a turn, inspect, ask the engine, remember.
//!
//! Nothing is released here before both the hash and the verdict hold: an outcome carries the bytes only if it is clean.
//! Who may ask, and where bytes come from, is the caller's concern.

use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use bridge_api::scan::{EngineStatus, Unscannable, Verdict, key_commitment};
use bridge_api::scan_rules::RELEASED_BY_OFFICERS;
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, timeout, timeout_at};

use crate::decrypt::Plain;
use crate::engine::{Engine, EngineError, Finding, version_anyway};
use crate::file_keys::FileKeys;
use crate::inspect::{Inspection, InspectionRules, Note, Objection, contradicts, is_coherent};
use crate::lanes::{LaneSettings, Lanes, Party, Place, Traffic};
use crate::rules::Rules;
use crate::spool::{Spool, SpoolError, SpoolSettings, Spooled};
use crate::store::{Judgement, VerdictKey, VerdictStore};
use crate::trust::{QUICK, Trust};

/// Milliseconds since the Unix epoch, from whoever knows the time.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// What a scanner must be told.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where files are held while they are judged.
    pub spool: SpoolSettings,
    /// Larger files are not looked at.
    pub max_file_bytes: u64,
    /// The time for one file, from its first byte on, waiting for its turn included.
    pub deadline: Duration,
    /// A file whose turn has not come so long after its first byte is sent away as [`ScanError::Busy`].
    pub patience: Duration,
    /// Files that are looked at at once, and that may wait.
    pub lanes: LaneSettings,
    /// Memory for known verdicts.
    pub known_bytes: usize,
    /// How long a verdict is known.
    pub known_for: Duration,
    /// How long a passed self-test counts: longer than the pause of whoever makes it regularly.
    pub self_test_counts_for: Duration,
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
    /// Whether it has the structure of a known format: noise, as under a wrong key, has not.
    pub coherent: bool,
    /// What our own inspection remarked.
    pub notes: Vec<Note>,
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
            coherent: false,
            notes: Vec::new(),
            engine: String::new(),
            signatures_version: String::new(),
            scanned_at_ms: now_ms,
            fresh: true,
            content: None,
        }
    }

    /// Notes it if the sender declared quite another type: a picture that is a program. To be followed by
    /// [`Outcome::refuse_type`] for this request alone, because only its caller says so.
    pub fn contradicts(&mut self, declared_type: Option<&str>) -> bool {
        let contradicts = declared_type.is_some_and(|declared| contradicts(declared, &self.type_found));
        if contradicts {
            self.notes.push(Note::TypeMismatch);
        }
        contradicts
    }

    /// What would be clean is refused by its type.
    pub fn refuse_type(&mut self) {
        if self.verdict == Verdict::Clean {
            self.verdict = Verdict::TypeForbidden;
            self.content = None;
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
    /// There is too much to do: nobody has looked at the file.
    #[error("there is too much to do now")]
    Busy {
        /// When it is worth asking again.
        retry_after: Duration,
    },
}

/// What all files together take now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holding {
    /// Memory for files, bytes.
    pub memory_bytes: u64,
    /// Disk for files, bytes.
    pub disk_bytes: u64,
    /// Who waits and who is looked at.
    pub traffic: Traffic,
}

/// The scanner. One serves all requests.
pub struct Scanner {
    engine: Arc<dyn Engine>,
    settings: Settings,
    spool: Spool,
    lanes: Arc<Lanes>,
    store: VerdictStore,
    trust: Trust,
    rules: RwLock<Arc<Rules>>,
    /// How long a file took lately, milliseconds.
    usual_ms: AtomicU64,
    clock: Clock,
}

/// Why reading ended early.
enum Stop<E> {
    TooLarge,
    Engine,
    Failed(ScanError<E>),
}

/// No turn in time.
struct Busy;

impl Scanner {
    /// Starts with nothing known and no rules.
    pub fn new(engine: Arc<dyn Engine>, settings: Settings, clock: Clock) -> Self {
        Self {
            spool: Spool::new(settings.spool.clone()),
            lanes: Lanes::new(settings.lanes.clone()),
            store: VerdictStore::new(settings.known_bytes, settings.known_for.as_millis() as u64),
            trust: Trust::new(engine.clone(), clock.clone(), settings.self_test_counts_for),
            rules: RwLock::default(),
            usual_ms: AtomicU64::new(100),
            engine,
            settings,
            clock,
        }
    }

    /// From now on these rules hold.
    pub fn set_rules(&self, rules: Rules) {
        self.engine.demand_all(rules.every_engine());
        *self.rules.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(rules);
    }

    /// The rules in force.
    pub fn rules(&self) -> Arc<Rules> {
        self.rules.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    /// What all files together take now; all zero when nothing is under way.
    pub fn holding(&self) -> Holding {
        let (memory_bytes, disk_bytes) = self.spool.used();
        Holding { memory_bytes, disk_bytes, traffic: self.lanes.traffic() }
    }

    /// Reads `source` to its end and judges it: decrypted by `keys`, or as it is. `announced` is its size, if known;
    /// `party` takes turns with the other parties.
    ///
    /// # Errors
    /// If the source fails, the bytes cannot be held, or there is too much to do. All else is an outcome.
    pub async fn scan<S, E>(
        &self,
        source: S,
        announced: Option<u64>,
        keys: Option<&FileKeys>,
        party: Party,
    ) -> Result<Outcome, ScanError<E>>
    where
        S: Stream<Item = Result<Bytes, E>>,
    {
        let began = Instant::now();
        let mut outcome = Outcome::unread(Verdict::TooLarge, keys, (self.clock)());
        if announced.is_some_and(|size| size > self.settings.max_file_bytes) {
            return Ok(outcome);
        }
        let version = async { self.trust.version().await.map_err(|_| Stop::Engine) };
        let (version, spooled) = match tokio::try_join!(version, self.hold(source, announced, keys.is_none())) {
            Ok(both) => both,
            Err(Stop::Failed(ScanError::Spool(SpoolError::Full))) => return Err(self.busy()),
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
        let rules = self.rules();
        if let Some(blocked) = rules.blocks(&outcome.ciphertext_sha256) {
            outcome.verdict = blocked;
            return Ok(outcome);
        }
        if keys.is_some_and(|keys| keys.sha256 != *spooled.sha256()) {
            outcome.verdict = Verdict::HashMismatch;
            return Ok(outcome);
        }
        let key = VerdictKey {
            ciphertext_sha256: *spooled.sha256(),
            key_commitment: outcome.key_commitment.clone(),
            engine: version.engine,
            signatures: version.signatures,
            every_engine: rules.every_engine(),
        };
        let plain = Plain::new(spooled.clone(), keys.map(|keys| keys.cipher.clone()));
        let since = rules.rescan_since(&outcome.ciphertext_sha256);
        let judged = self.store.judge(key, (self.clock)(), since, self.judge(plain.clone(), party, began)).await;
        let (judgement, fresh) = judged.map_err(|Busy| self.busy())?;
        // The rules may have changed while the file was looked at.
        let now = self.rules();
        if now.every_engine() && !rules.every_engine() {
            return Err(self.busy());
        }
        let (mut verdict, lifted) = now.lay_over(&judgement, &outcome.ciphertext_sha256, &outcome.key_commitment);
        if let (true, Verdict::Infected { signature }) = (lifted, &judgement.verdict) {
            verdict = self.look_beside(&plain, party, began, signature).await.map_err(|Busy| self.busy())?;
            if verdict == Verdict::Clean {
                outcome.engine = RELEASED_BY_OFFICERS.to_owned();
            }
        }
        outcome.content = (verdict == Verdict::Clean).then_some(spooled);
        outcome.verdict = verdict;
        outcome.type_found = judgement.type_found;
        outcome.coherent = judgement.coherent;
        outcome.notes = judgement.notes;
        outcome.scanned_at_ms = judgement.scanned_at_ms;
        outcome.fresh = fresh;
        Ok(outcome)
    }

    /// Whether the engine answers at all: cheap, for asking often.
    pub async fn engine_answers(&self) -> bool {
        matches!(timeout(QUICK, self.engine.ping()).await, Ok(Ok(())))
    }

    /// How the engine does, tested now. To be asked regularly, see [`Settings::self_test_counts_for`].
    pub async fn engine_status(&self) -> EngineStatus {
        let tested = self.trust.test_now().await;
        let checked_at_ms = (self.clock)();
        let healthy = tested.is_ok();
        let version = version_anyway(&*self.engine, tested, QUICK).await;
        let engines = timeout(QUICK, self.engine.states()).await.unwrap_or_default();
        EngineStatus {
            healthy,
            engine: version.engine,
            signatures_version: version.signatures,
            signatures_at_ms: version.signatures_at_ms,
            checked_at_ms,
            load: None,
            engines,
        }
    }

    /// Those who wait now have their turn after about so long.
    fn busy<E>(&self) -> ScanError<E> {
        let waiting = self.lanes.traffic().waiting as u64 + 1;
        let ms = waiting * self.usual_ms.load(Ordering::Relaxed) / self.settings.lanes.places.max(1) as u64;
        ScanError::Busy {
            retry_after: Duration::from_millis(ms).clamp(Duration::from_secs(2), Duration::from_secs(60)),
        }
    }

    async fn hold<S, E>(&self, source: S, announced: Option<u64>, veiled: bool) -> Result<Spooled, Stop<E>>
    where
        S: Stream<Item = Result<Bytes, E>>,
    {
        let spool_error = |error| match error {
            SpoolError::TooLarge => Stop::TooLarge,
            other => Stop::Failed(ScanError::Spool(other)),
        };
        let mut source = std::pin::pin!(source);
        let mut writer = self.spool.begin(self.settings.max_file_bytes, veiled).expecting(announced);
        while let Some(piece) = source.next().await {
            let piece = piece.map_err(|error| Stop::Failed(ScanError::Source(error)))?;
            writer.write(&piece).await.map_err(spool_error)?;
        }
        writer.finish().await.map_err(spool_error)
    }

    /// A place in this file's turn.
    async fn turn(&self, plain: &Plain, party: Party, began: Instant) -> Result<Place, Busy> {
        let waiting = self.lanes.enter(plain.size(), party);
        timeout_at(began + self.settings.patience, waiting).await.ok().and_then(Result::ok).ok_or(Busy)
    }

    /// What is in a released file beside what it was released from: an engine names one finding only, and of several
    /// engines the first to find something is heard.
    async fn look_beside(&self, plain: &Plain, party: Party, began: Instant, signature: &str) -> Result<Verdict, Busy> {
        let _place = self.turn(plain, party, began).await?;
        let until = began + self.settings.deadline;
        Ok(verdict_of(timeout_at(until, self.engine.scan_beside(plain, signature)).await))
    }

    async fn judge(&self, plain: Plain, party: Party, began: Instant) -> Result<Judgement, Busy> {
        let place = Arc::new(self.turn(&plain, party, began).await?);
        let looked = Instant::now();
        let mut inspecting = pin!(self.inspect(plain.clone(), place.clone()));
        let mut asking = pin!(self.ask_engine(&plain, began + self.settings.deadline));
        // Both at the same time; what would unpack without end is taken away from the engine.
        let ((inspection, coherent), found) = tokio::select! {
            looked = &mut inspecting => {
                let found = if looked.0.is_bomb() { None } else { Some(asking.await) };
                (looked, found)
            }
            found = &mut asking => (inspecting.await, Some(found)),
        };
        let otherwise = match inspection.objection {
            None => Verdict::Clean,
            Some(Objection::Type) => Verdict::TypeForbidden,
            Some(Objection::Encrypted) => Verdict::Unscannable { why: Unscannable::Encrypted },
            Some(Objection::Limits) => Verdict::Unscannable { why: Unscannable::Limits },
            Some(Objection::Malformed) => Verdict::Unscannable { why: Unscannable::Malformed },
        };
        let verdict = match found {
            Some(infected @ Verdict::Infected { .. }) => infected,
            Some(found) if otherwise == Verdict::Clean => found,
            _ => otherwise.clone(),
        };
        let took = looked.elapsed().as_millis() as u64;
        let _ = self.usual_ms.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |usual| Some((usual * 7 + took) / 8));
        let infected = matches!(verdict, Verdict::Infected { .. });
        let otherwise = if infected { otherwise } else { verdict.clone() };
        let Inspection { type_found, notes, .. } = inspection;
        Ok(Judgement { verdict, otherwise, type_found, notes, coherent, scanned_at_ms: (self.clock)() })
    }

    async fn ask_engine(&self, plain: &Plain, until: Instant) -> Verdict {
        verdict_of(timeout_at(until, self.engine.scan(plain)).await)
    }

    /// Keeps the place as long as it works, also for a caller that has gone.
    async fn inspect(&self, plain: Plain, place: Arc<Place>) -> (Inspection, bool) {
        let rules = self.settings.inspection.clone();
        let scratch = self.settings.spool.dir.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let _place = place;
            std::io::Result::Ok((rules.inspect(&plain, &scratch)?, is_coherent(&plain)?))
        })
        .await;
        match looked {
            Ok(Ok(looked)) => looked,
            // A content that breaks our inspection does not pass it.
            failed => {
                tracing::warn!(panicked = failed.is_err(), "a file could not be inspected");
                (Inspection::failed(), false)
            }
        }
    }
}

/// What an engine's answer comes to, if it came in time.
fn verdict_of<T>(answer: Result<Result<Finding, EngineError>, T>) -> Verdict {
    match answer {
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

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scanner").field("settings", &self.settings).finish_non_exhaustive()
    }
}
