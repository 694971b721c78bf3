//! The scan role: who asks, where the bytes come from, what is reported. The judging itself is the crate `media-scanner`.
//!
//! It knows neither the database nor the rest of the bridge; it fetches media with the caller's own token, so that nobody
//! learns of a file here whom his homeserver would not give it.

mod fetch;
mod health;
mod keys;
mod refusal;
mod reports;

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bridge_api::Mxc;
use bridge_api::scan::{EncryptedRequest, FileContext, ScanReport, SignedVerdict, Verdict};
use media_scanner::pk::OpenError;
use media_scanner::{
    EncryptedFile, Engine, FileKeys, InspectionRules, LaneSettings, Outcome, Party, ScanError, Scanner, Settings,
    SpoolSettings, pk, sign,
};
use secrecy::SecretString;
use tokio::time::timeout;

pub use fetch::Part;
pub use keys::{publish, published};
pub use refusal::Refusal;
pub use reports::Background;

use crate::clock::Clock;
use crate::config::ScanConfig;
use crate::homeserver::{Caller, Callers, SynapseSessions};

/// How long an answer waits for the bridge to learn of a clean file, which opens its release gate.
const GATE_PATIENCE: Duration = Duration::from_secs(2);
const MEMORY_TOTAL: u64 = 256 << 20;
const DISK_TOTAL: u64 = 4 << 30;
const KNOWN_BYTES: usize = 16 << 20;
const KNOWN_FOR: Duration = Duration::from_secs(15 * 60);
/// A passed self-test counts so long; it is made every minute.
const SELF_TEST_COUNTS: Duration = Duration::from_secs(150);
/// Content of no known type; ciphertext looks like that.
const UNKNOWN_TYPE: &str = "application/octet-stream";

/// What handlers work with; cheap to clone.
pub type ScanApp = Arc<ScanParts>;

/// The parts.
pub struct ScanParts {
    /// Whose access tokens are whose.
    pub callers: Callers,
    scanner: Scanner,
    keys: keys::LiveKeys,
    media: fetch::Media,
    reports: Arc<reports::Reports>,
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
        ensure!(config.deadline_seconds > 0, "deadline_seconds must be at least 1");
        std::fs::create_dir_all(&config.spool_dir)
            .with_context(|| format!("cannot make the folder {}", config.spool_dir.display()))?;
        let keys = keys::LiveKeys::open(config, clock.clone())?;
        let deadline = Duration::from_secs(config.deadline_seconds);
        let age = config.clamd.max_signature_age_days;
        let settings = Settings {
            spool: SpoolSettings {
                dir: config.spool_dir.clone(),
                memory_each: config.spool_memory_bytes,
                memory_total: MEMORY_TOTAL,
                disk_total: DISK_TOTAL.max(config.max_file_bytes),
            },
            max_file_bytes: config.max_file_bytes,
            deadline,
            patience: deadline / 2,
            lanes: LaneSettings::default(),
            known_bytes: KNOWN_BYTES,
            known_for: KNOWN_FOR,
            max_signature_age: (age > 0).then(|| Duration::from_secs(u64::from(age) * 86_400)),
            self_test_counts_for: SELF_TEST_COUNTS,
            inspection: InspectionRules {
                forbidden_types: config.inspection.forbidden_types.clone(),
                allowed_types: config.inspection.allowed_types.clone(),
                ..InspectionRules::default()
            },
        };
        let scan_clock = clock.clone();
        let scanner = Scanner::new(engine, settings, Arc::new(move || now_ms(&*scan_clock)));
        let quick = fetch::client(Some(Duration::from_secs(10)))?;
        let sessions = config.homeservers.iter().map(|h| {
            let sessions = SynapseSessions::new(quick.clone(), h.upstream.clone());
            (h.server_name.clone(), Arc::new(sessions) as Arc<_>)
        });
        let (reports, queued) = reports::Reports::new(quick.clone(), &config.report)?;
        let reports = Arc::new(reports);
        let app = Arc::new(Self {
            callers: Callers::new(sessions.collect()),
            scanner,
            keys,
            media: fetch::Media::new(&config.homeservers)?,
            reports: reports.clone(),
            clock,
            deadline,
            allow_clear_keys: config.allow_clear_keys,
        });
        Ok((app.clone(), Background::new(app, reports, queued)))
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
    pub async fn examine(&self, asker: &Asker, wanted: Wanted) -> Result<Outcome, Refusal> {
        let Wanted { mxc, part, keys, context } = wanted;
        let (whole, keys) = (part == Part::Whole, keys.as_ref());
        let work = async {
            let answer = self.media.open(asker, &mxc, part).await?;
            let announced = answer.content_length();
            let scan = self.scanner.scan(answer.bytes_stream(), announced, keys, party_of(asker));
            scan.await.map_err(|error| match error {
                ScanError::Source(error) => fetch::unreachable(error),
                ScanError::Busy { retry_after } => Refusal::Busy { retry_after },
                ScanError::Spool(error) => {
                    tracing::error!(%error, "a file could not be held for scanning");
                    Refusal::Internal
                }
            })
        };
        let outcome = match timeout(self.deadline, work).await {
            Ok(outcome) => outcome?,
            Err(_) => Outcome::unread(Verdict::Timeout, keys, now_ms(&*self.clock)),
        };
        tracing::info!(verdict = outcome.verdict.word(), size = outcome.size, fresh = outcome.fresh, "scanned");
        if tells_of_the_media(&outcome, whole, keys.is_some()) {
            let signed = if whole { self.sign(&mxc, &outcome) } else { None };
            self.tell(ScanReport { signed, ..report(asker, mxc, context, &outcome, keys.is_some()) }).await;
        }
        Ok(outcome)
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
        Verdict::Infected { .. } => true,
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
        notes: Vec::new(),
        scanned_at_ms: outcome.scanned_at_ms,
        coherent: outcome.coherent,
        signed: None,
    }
}

fn now_ms(clock: &dyn Clock) -> u64 {
    u64::try_from(clock.now_ms()).unwrap_or_default()
}
