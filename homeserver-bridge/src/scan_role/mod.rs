//! The scan role: who asks, where the bytes come from, what is reported. The judging itself is the crate `media-scanner`.
//!
//! It knows neither the database nor the rest of the bridge; it fetches media with the caller's own token, so that nobody
//! learns of a file here whom his homeserver would not give it.

mod admission;
mod engines;
mod fetch;
mod fetches;
mod health;
mod keys;
mod measures;
mod refusal;
mod reports;
mod rules;
mod settings;

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bridge_api::Mxc;
use bridge_api::scan::{EncryptedRequest, EngineStatus, FileContext, ScanReport, SignedVerdict, Verdict};
use bridge_api::scan_rules::Fetch;
use futures_util::TryStreamExt;
use media_scanner::pk::OpenError;
use media_scanner::{EncryptedFile, Engine, FileKeys, Holding, Outcome, Party, Rules, ScanError, Scanner, pk, sign};
use secrecy::SecretString;
use tokio::time::timeout;

pub use admission::{Admission, Visit};
pub use engines::engines;
pub use fetch::Part;
pub use health::Health;
pub use keys::{publish, published};
pub use refusal::Refusal;
pub use reports::Background;

use crate::clock::Clock;
use crate::config::ScanConfig;
use crate::homeserver::{Caller, Callers, SynapseSessions};

/// How long an answer waits for the bridge to learn of a clean file, which opens its release gate.
const GATE_PATIENCE: Duration = Duration::from_secs(2);
/// Content of no known type; ciphertext looks like that.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// What handlers work with; cheap to clone.
pub type ScanApp = Arc<ScanParts>;

/// The parts.
pub struct ScanParts {
    /// Whose access tokens are whose.
    pub callers: Callers,
    /// Who may ask now.
    pub admission: Arc<Admission>,
    scanner: Scanner,
    keys: keys::LiveKeys,
    media: fetch::Media,
    reports: Arc<reports::Reports>,
    fetches: fetches::FetchQueue,
    measures: measures::Measures,
    /// The last test of the engine.
    status: Mutex<Option<EngineStatus>>,
    self_test_every: Duration,
    clock: Arc<dyn Clock>,
    deadline: Duration,
    allow_clear_keys: bool,
}

/// What a caller wants to have examined.
pub struct Wanted {
    /// Which media.
    pub mxc: Mxc,
    /// All of it, or a thumbnail.
    pub part: Part,
    /// Its keys, if it is encrypted end to end.
    pub keys: Option<FileKeys>,
    /// What the caller's client said of it.
    pub context: FileContext,
}

impl Wanted {
    /// A media in clear.
    pub fn clear(mxc: Mxc, part: Part) -> Self {
        Self { mxc, part, keys: None, context: FileContext::default() }
    }
}

/// What became of it. The request is under way until the visit is dropped: with the last byte of the answer.
pub struct Examined {
    /// What the scan came to.
    pub outcome: Outcome,
    /// The request.
    pub visit: Visit,
}

/// A caller whose token was verified, with the token: media are fetched with it.
pub struct Asker {
    /// Who asks.
    pub caller: Caller,
    /// Their access token.
    pub token: SecretString,
}

impl ScanParts {
    /// Puts the parts together, makes keys at the first start, and writes the public ones for the bridge. The second
    /// value must be run beside the server.
    ///
    /// # Errors
    /// If the configuration does not hold together, or a file that it names cannot be used.
    pub fn new(config: &ScanConfig, engine: Arc<dyn Engine>, clock: Arc<dyn Clock>) -> Result<(ScanApp, Background)> {
        let names: HashSet<_> = config.homeservers.iter().map(|h| &h.server_name).collect();
        ensure!(!names.is_empty(), "at least one [[homeserver]] must be configured");
        ensure!(names.len() == config.homeservers.len(), "a server_name stands twice among the [[homeserver]] tables");
        std::fs::create_dir_all(&config.spool_dir)
            .with_context(|| format!("cannot make the folder {}", config.spool_dir.display()))?;
        let keys = keys::LiveKeys::open(config, clock.clone())?;
        let settings = settings::settings(config)?;
        let deadline = settings.deadline;
        let scan_clock = clock.clone();
        let scanner = Scanner::new(engine, settings, Arc::new(move || now_ms(&*scan_clock)));
        let kept = rules::KeptRules::open(config, &scanner)?;
        let quick = fetch::client(Some(Duration::from_secs(10)))?;
        let sessions = config.homeservers.iter().map(|h| {
            let sessions = SynapseSessions::new(quick.clone(), h.upstream.clone());
            (h.server_name.clone(), Arc::new(sessions) as Arc<_>)
        });
        let (reports, queued) = reports::Reports::new(quick.clone(), &config.report)?;
        let app = Arc::new(Self {
            callers: Callers::new(sessions.collect()),
            admission: Admission::new(config, clock.clone()),
            scanner,
            keys,
            media: fetch::Media::new(&config.homeservers)?,
            reports: Arc::new(reports),
            fetches: fetches::FetchQueue::default(),
            measures: measures::Measures::new(config.name.clone()),
            status: Mutex::default(),
            self_test_every: Duration::from_secs(config.self_test_seconds),
            clock,
            deadline,
            allow_clear_keys: config.allow_clear_keys,
        });
        Ok((app.clone(), Background::new(app, queued, kept)))
    }

    /// The Curve25519 key that clients encrypt file keys to.
    pub fn public_key(&self) -> String {
        self.keys.ring().public_keys().into_iter().next().map(|keys| keys.curve25519).unwrap_or_default()
    }

    /// The encrypted file that a request is about.
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn open(&self, request: EncryptedRequest) -> Result<Wanted, Refusal> {
        let file = self.open_keys(&request)?;
        let context = request.context.unwrap_or_default();
        Ok(Wanted { mxc: file.url, part: Part::Whole, keys: Some(file.keys), context })
    }

    /// Takes up new keys, if there are any.
    pub fn look_at_keys(&self) {
        self.keys.look();
    }

    fn open_keys(&self, request: &EncryptedRequest) -> Result<EncryptedFile, Refusal> {
        match (&request.encrypted_body, &request.file) {
            (Some(body), _) => match pk::open(&self.keys.ring(), body) {
                // Another scanner may have announced a key that this one has not taken up yet.
                Err(OpenError::BadDecryption) if self.keys.look() => Ok(pk::open(&self.keys.ring(), body)?),
                opened => Ok(opened?),
            },
            (None, Some(file)) if self.allow_clear_keys => {
                EncryptedFile::from_clear(file).map_err(|error| Refusal::FailedToDecrypt(error.to_string()))
            }
            (None, Some(_)) => Err(Refusal::Malformed("Keys in clear are not taken here: send encrypted_body.")),
            (None, None) => Err(Refusal::Malformed("The body must hold encrypted_body.")),
        }
    }

    /// Fetches a media with the caller's token and judges it; the bridge is told what it came to.
    ///
    /// # Errors
    /// [`Refusal`] if there is no outcome. An outcome that is not clean is no error here.
    pub async fn examine(&self, asker: &Asker, wanted: Wanted) -> Result<Examined, Refusal> {
        let began = Instant::now();
        let examined = self.examine_now(asker, wanted).await;
        match &examined {
            Err(Refusal::Busy { .. } | Refusal::Stopping) => self.measures.turned_away(),
            Err(_) => self.measures.answered(began.elapsed(), false),
            Ok(examined) => self.measures.answered(began.elapsed(), examined.outcome.fresh),
        }
        examined
    }

    async fn examine_now(&self, asker: &Asker, wanted: Wanted) -> Result<Examined, Refusal> {
        let visit = self.admission.admit(&asker.caller)?;
        let Wanted { mxc, part, keys, context } = wanted;
        let (whole, keys) = (part == Part::Whole, keys.as_ref());
        let work = async {
            let answer = match self.media.open(asker, &mxc, part).await {
                Err(Refusal::NotFound) => return self.missing(&mxc, keys).ok_or(Refusal::NotFound),
                answer => answer?,
            };
            let announced = answer.content_length();
            let bytes = answer.bytes_stream().inspect_ok(|piece| visit.count(piece.len()));
            let scan = self.scanner.scan(bytes, announced, keys, party_of(asker));
            scan.await.map_err(|error| match error {
                ScanError::Source(error) => fetch::unreachable(error),
                ScanError::Busy { retry_after } => Refusal::Busy { retry_after },
                ScanError::Spool(error) => {
                    tracing::error!(%error, "a file could not be held for scanning");
                    Refusal::Internal
                }
            })
        };
        let mut outcome = match timeout(self.deadline, work).await {
            Ok(outcome) => outcome?,
            Err(_) => Outcome::unread(Verdict::Timeout, keys, now_ms(&*self.clock)),
        };
        let contradicts = outcome.contradicts(context.declared_type.as_deref());
        tracing::info!(verdict = outcome.verdict.word(), size = outcome.size, fresh = outcome.fresh, "scanned");
        if tells_of_the_media(&outcome, whole, keys.is_some()) {
            let signed = if whole { self.sign(&mxc, &outcome) } else { None };
            self.tell(ScanReport { signed, ..report(asker, mxc, context, &outcome, keys.is_some()) }).await;
        }
        // After the report: what one caller declares must not shut the release gate for others, nor what the operating mode
        // holds back stay shut when it is over.
        if contradicts || !self.scanner.rules().gives_out(&outcome.type_found) {
            outcome.refuse_type();
        }
        Ok(Examined { outcome, visit })
    }

    /// What is said of a media that the homeserver does not give: one in quarantine is infected, as was found before.
    fn missing(&self, mxc: &Mxc, keys: Option<&FileKeys>) -> Option<Outcome> {
        let verdict = self.scanner.rules().quarantined(mxc)?;
        Some(Outcome { fresh: false, ..Outcome::unread(verdict, keys, now_ms(&*self.clock)) })
    }

    /// The caller is being given the bytes: the bridge learns of it, for the day when the verdict changes.
    pub fn handed_out(&self, asker: &Asker, mxc: Mxc) {
        self.fetches.push(Fetch {
            mxc,
            user_id: asker.caller.user_id.clone(),
            homeserver: asker.caller.homeserver.clone(),
            at_ms: now_ms(&*self.clock),
        });
    }

    /// The security officers' rules in force.
    pub fn rules_in_force(&self) -> Arc<Rules> {
        self.scanner.rules()
    }

    /// What all files together take now; all zero when nothing is under way.
    pub fn holding(&self) -> Holding {
        self.scanner.holding()
    }

    /// The outcome, signed; nothing if it is no verdict.
    pub fn sign(&self, mxc: &Mxc, outcome: &Outcome) -> Option<SignedVerdict> {
        sign::sign(&self.keys.ring(), mxc, outcome)
    }

    /// Tells the bridge beside the request, which a client may leave. A clean verdict waits a little for it.
    async fn tell(&self, report: ScanReport) {
        let clean = report.verdict == Verdict::Clean;
        let told = tokio::spawn(self.reports.clone().tell(report));
        if clean {
            let _ = timeout(GATE_PATIENCE, told).await;
        }
    }
}

/// Whether the outcome says something of the media that the bridge's release gate may rely on. A clean thumbnail says
/// nothing of its original, and clear bytes of no known type may be ciphertext that was scanned without its key.
fn tells_of_the_media(outcome: &Outcome, whole: bool, encrypted: bool) -> bool {
    match outcome.verdict {
        Verdict::Clean => whole && (encrypted || outcome.type_found != UNKNOWN_TYPE),
        Verdict::NotFound => false,
        // Without a hash nobody has looked: the bridge itself said that it is in quarantine.
        Verdict::Infected { .. } => !outcome.ciphertext_sha256.is_empty(),
        _ => whole,
    }
}

/// People take turns, each by themselves.
fn party_of(asker: &Asker) -> Party {
    let mut hasher = std::hash::DefaultHasher::new();
    asker.caller.user_id.hash(&mut hasher);
    Party(hasher.finish())
}

fn report(asker: &Asker, mxc: Mxc, context: FileContext, outcome: &Outcome, encrypted: bool) -> ScanReport {
    ScanReport {
        mxc,
        context,
        ciphertext_sha256: outcome.ciphertext_sha256.clone(),
        key_commitment: outcome.key_commitment.clone(),
        verdict: outcome.verdict.clone(),
        engine: outcome.engine.clone(),
        signatures_version: outcome.signatures_version.clone(),
        size: outcome.size,
        type_found: outcome.type_found.clone(),
        encrypted,
        homeserver: asker.caller.homeserver.clone(),
        requested_by: asker.caller.user_id.clone(),
        notes: outcome.notes.iter().map(|note| note.word().to_owned()).collect(),
        scanned_at_ms: outcome.scanned_at_ms,
        coherent: outcome.coherent,
        signed: None,
    }
}

fn now_ms(clock: &dyn Clock) -> u64 {
    u64::try_from(clock.now_ms()).unwrap_or_default()
}
