//! Several engines as one: infected if any says so, clean only if every required one says so.
//!
//! An engine counts once it has shown with its present signatures that it finds the test file, and while its signatures
//! are young enough. One that is not required can block a file by what it finds, never by failing, unless all are demanded. Tests run beside the
//! requests: an engine that takes long to start holds up nobody but at the beginning.

use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bridge_api::scan::EngineState;
use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use tokio::time::timeout;

use super::{Engine, EngineError, EngineVersion, Finding, version_anyway};
use crate::decrypt::Plain;
use crate::scanner::Clock;

/// How long a test may take at most.
const TEST: Duration = Duration::from_secs(90);
/// A failed test stands so long, so that many requests do not all repeat it.
const FAILURE_STANDS: Duration = Duration::from_secs(1);
/// How long an engine may take to tell its version.
const QUICK: Duration = Duration::from_secs(4);

/// One engine of several.
pub struct Member {
    /// Its name, for people: part of versions and of what it finds.
    pub name: String,
    /// `clamd`, `icap` or `command`.
    pub kind: &'static str,
    /// The engine.
    pub engine: Arc<dyn Engine>,
    /// Whether nothing is clean without it.
    pub required: bool,
    /// With older signatures, or signatures of unknown age, it does not count.
    pub max_signature_age: Option<Duration>,
    /// Its time for one file, if it is shorter than the scanner's; and for its test.
    pub deadline: Option<Duration>,
}

/// The engines.
pub struct Panel {
    seats: Vec<Arc<Seat>>,
    /// Every engine counts as a required one.
    all: AtomicBool,
}

struct Seat {
    member: Member,
    clock: Clock,
    /// A passed test counts three times so long, and is repeated, beside the requests, after half of it.
    test_every: Duration,
    /// Only one test at a time.
    testing: tokio::sync::Mutex<()>,
    last: Mutex<Option<Trial>>,
}

/// The last test.
#[derive(Clone)]
struct Trial {
    version: EngineVersion,
    ended: Instant,
    failure: Option<String>,
}

impl Panel {
    /// The members in their order, the first ones are named first; each is tested about every `test_every`.
    pub fn new(members: Vec<Member>, test_every: Duration, clock: Clock) -> Self {
        let seat = |member| {
            Arc::new(Seat {
                member,
                clock: clock.clone(),
                test_every,
                testing: Default::default(),
                last: Default::default(),
            })
        };
        Self { seats: members.into_iter().map(seat).collect(), all: AtomicBool::new(false) }
    }

    fn required(&self) -> impl Iterator<Item = &Arc<Seat>> {
        self.seats.iter().filter(|seat| self.requires(seat))
    }

    fn requires(&self, seat: &Seat) -> bool {
        seat.member.required || self.all.load(Ordering::Relaxed)
    }
}

impl Seat {
    /// The engine's version, if it counts with it.
    async fn version(self: &Arc<Self>) -> Result<EngineVersion, EngineError> {
        let asked = Instant::now();
        let version =
            timeout(QUICK, self.member.engine.version()).await.unwrap_or_else(|_| Err(EngineError::too_late()))?;
        if let Some(limit) = self.member.max_signature_age {
            let now = (self.clock)();
            let young =
                version.signatures_at_ms.is_some_and(|made| now.saturating_sub(made) <= limit.as_millis() as u64);
            if !young {
                return Err(EngineError::Answer("signatures that are too old, or of unknown age".into()));
            }
        }
        let known = self.last().filter(|last| last.version == version);
        let passed = known.as_ref().filter(|last| last.failure.is_none()).map(|last| last.ended.elapsed());
        match passed {
            Some(age) if age < self.test_every / 2 => Ok(version),
            Some(age) if age < self.test_every * 3 => {
                tokio::spawn(self.clone().test(version.clone(), asked));
                Ok(version)
            }
            _ => {
                // In a task of its own: it goes on when whoever asked has no time left, and the next one profits.
                let test = tokio::spawn(self.clone().test(version.clone(), asked));
                match test.await {
                    Ok(Ok(())) => Ok(version),
                    Ok(Err(failure)) => Err(EngineError::Answer(failure)),
                    Err(_) => Err(EngineError::Answer("nothing: its test broke off".into())),
                }
            }
        }
    }

    /// Tests the engine, unless somebody did since `asked` or a failure stands.
    async fn test(self: Arc<Self>, version: EngineVersion, asked: Instant) -> Result<(), String> {
        let _one = self.testing.lock().await;
        if let Some(last) = self.last().filter(|last| last.version == version) {
            let stands = last.failure.is_some() && last.ended.elapsed() < FAILURE_STANDS;
            if stands || last.ended >= asked {
                return last.failure.map_or(Ok(()), Err);
            }
        }
        let limit = self.member.deadline.unwrap_or(TEST);
        let tested =
            timeout(limit, self.member.engine.self_test()).await.unwrap_or_else(|_| Err(EngineError::too_late()));
        let failure = tested.err().map(|error| error.to_string());
        if let Some(failure) = &failure {
            tracing::warn!(engine = self.member.name, failure, "an antivirus engine failed its test");
        }
        let trial = Trial { version, ended: Instant::now(), failure: failure.clone() };
        *self.lock() = Some(trial);
        failure.map_or(Ok(()), Err)
    }

    async fn scan(&self, content: &Plain) -> Result<Finding, EngineError> {
        let scan = self.member.engine.scan(content);
        let found = match self.member.deadline {
            Some(limit) => timeout(limit, scan).await.unwrap_or_else(|_| Err(EngineError::too_late())),
            None => scan.await,
        };
        if let Err(error) = &found {
            tracing::warn!(engine = self.member.name, required = self.member.required, %error, "a file could not be scanned");
            // It must show again that it works before it counts again.
            if !self.member.required {
                *self.lock() = None;
            }
        }
        found
    }

    fn last(&self) -> Option<Trial> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Trial>> {
        self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Panel {
    async fn ask_all(&self, content: &Plain, beside: Option<&str>) -> Result<Finding, EngineError> {
        let ask = |seat: &Arc<Seat>| {
            let (seat, required) = (seat.clone(), self.requires(seat));
            async move {
                let found = seat.scan(content).await;
                let passed = matches!(&found, Ok(Finding::Infected(name)) if Some(name.as_str()) == beside);
                (required, if passed { Ok(Finding::Clean) } else { found })
            }
        };
        let mut asked: FuturesUnordered<_> = self.seats.iter().map(ask).collect();
        let (mut worst, mut failed, mut clean) = (None, None, false);
        while let Some((required, found)) = asked.next().await {
            match found {
                Ok(Finding::Infected(name)) => return Ok(Finding::Infected(name)),
                _ if !required => {}
                Ok(Finding::Clean) => clean = true,
                Ok(found) => worst = Some(worst.filter(|known| rank(known) > rank(&found)).unwrap_or(found)),
                Err(error) => failed = Some(error),
            }
        }
        match (worst, failed) {
            (Some(found), _) => Ok(found),
            (None, Some(error)) => Err(error),
            (None, None) if clean => Ok(Finding::Clean),
            (None, None) => Err(EngineError::Answer("nothing: no engine is required".into())),
        }
    }
}

#[async_trait]
impl Engine for Panel {
    async fn ping(&self) -> Result<(), EngineError> {
        for answer in join_all(self.required().map(|seat| seat.member.engine.ping())).await {
            answer?;
        }
        Ok(())
    }

    /// All engines that count, each with its name where they are several. The oldest signatures decide the age.
    async fn version(&self) -> Result<EngineVersion, EngineError> {
        let versions = join_all(self.seats.iter().map(Seat::version)).await;
        let mut counting = Vec::new();
        for (seat, version) in self.seats.iter().zip(versions) {
            match version {
                Ok(version) => counting.push((&seat.member.name, version)),
                Err(error) if self.requires(seat) => return Err(error),
                Err(_) => {}
            }
        }
        if self.seats.len() == 1
            && let Some((_, version)) = counting.pop()
        {
            return Ok(version);
        }
        let signatures_at_ms = counting.iter().filter_map(|(_, version)| version.signatures_at_ms).min();
        let (mut engine, mut signatures) = (String::new(), String::new());
        for (name, version) in counting {
            let between = if engine.is_empty() { "" } else { "; " };
            // Writing to a text never fails.
            let _ = write!(engine, "{between}{name}: {}", version.engine);
            let _ = write!(signatures, "{between}{name}: {}", version.signatures);
        }
        Ok(EngineVersion { engine, signatures, signatures_at_ms })
    }

    async fn scan(&self, content: &Plain) -> Result<Finding, EngineError> {
        self.ask_all(content, None).await
    }

    /// Of each engine by itself: what one finds beside the signature is not hidden by another's finding it first.
    async fn scan_beside(&self, content: &Plain, signature: &str) -> Result<Finding, EngineError> {
        self.ask_all(content, Some(signature)).await
    }

    async fn self_test(&self) -> Result<(), EngineError> {
        self.version().await.map(drop)
    }

    fn demand_all(&self, all: bool) {
        self.all.store(all, Ordering::Relaxed);
    }

    async fn states(&self) -> Vec<EngineState> {
        let state = |seat: Arc<Seat>| async move {
            let counts = seat.version().await;
            let healthy = counts.is_ok();
            let version = version_anyway(&*seat.member.engine, counts, QUICK).await;
            EngineState {
                name: seat.member.name.clone(),
                kind: seat.member.kind.to_owned(),
                required: seat.member.required,
                healthy,
                engine: version.engine,
                signatures_version: version.signatures,
                signatures_at_ms: version.signatures_at_ms,
            }
        };
        join_all(self.seats.iter().cloned().map(state)).await
    }
}

/// Which of two findings tells a person more.
fn rank(finding: &Finding) -> u8 {
    match finding {
        Finding::Clean => 0,
        Finding::Encrypted => 1,
        Finding::Limits => 2,
        Finding::TooLarge => 3,
        Finding::Infected(_) => 4,
    }
}

impl std::fmt::Debug for Panel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.seats.iter().map(|seat| &seat.member.name)).finish()
    }
}

#[cfg(test)]
#[path = "panel_tests.rs"]
mod tests;
