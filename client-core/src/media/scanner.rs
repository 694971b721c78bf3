//! The requests to the media scanner. It fails closed: no key, no answer or a strange answer never mean clean.
//!
//! The scanner's keys were pinned when the person signed in ([`Pins`]). If it cannot read what we encrypted, or signs with
//! a key that we do not know, the well-known is read once; a key that the pinned one does not confirm is refused.

use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use bridge_api::Mxc;
use bridge_api::mode::ModeRules;
use bridge_api::scan::{EncryptedRequest, FileContext, ScanResponse, SignedVerdict};
use bridge_api::well_known::{ScannerInfo, ScannerPolicy};
use matrix_sdk::Client;
use matrix_sdk::ruma::events::room::{EncryptedFile, MediaSource};
use reqwest::{RequestBuilder, Response};
use tokio::sync::watch;

use super::pins::{Followed, Pins};
use super::refusal::{Refusal, refusal};
use super::source::mxc_of;
use super::verdict::{Standing, meaning, standing};
use super::{pk, upload};
use crate::Result;
use crate::bridge::Bridge;
use crate::mode::asks_anew;
use crate::platform::{now_ms, sleep};
use crate::problem::unexpected;
use crate::view::{BlockedReason, ConnectionView, ProblemView, SafetyView, ScannerTrustView, UncheckableReason};

/// Where the pins lie in the encrypted store.
const PINS: &[u8] = b"org.depesha.scanner";
/// How often the well-known is read without a reason.
const LOOK: Duration = Duration::from_secs(6 * 60 * 60);

/// What came of asking about a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Assessment {
    pub(crate) safety: SafetyView,
    /// For files that were encrypted: the verdict itself, already verified.
    pub(crate) verdict: Option<SignedVerdict>,
    /// When the scanner wants to be asked again, if it is busy.
    pub(crate) retry_after: Option<Duration>,
}

impl From<SafetyView> for Assessment {
    fn from(safety: SafetyView) -> Self {
        Self { safety, verdict: None, retry_after: None }
    }
}

impl From<Refusal> for Assessment {
    fn from(refusal: Refusal) -> Self {
        Self { safety: refusal.safety(), verdict: None, retry_after: refusal.retry_after() }
    }
}

/// The media scanner of the person's homeserver.
pub(crate) struct Scanner {
    client: Client,
    http: reqwest::Client,
    front_door: Bridge,
    base: String,
    pins: RwLock<Pins>,
    /// What the operating mode allows, as far as it is known.
    mode: RwLock<ModeRules>,
    /// Held while the well-known is read: of many at once one reads it.
    turn: tokio::sync::Mutex<()>,
}

impl std::fmt::Debug for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scanner")
    }
}

impl Scanner {
    /// With the keys that this device has followed to, or else those of the sign-in.
    pub(crate) async fn open(
        client: Client,
        http: reqwest::Client,
        front_door: Bridge,
        at_sign_in: ScannerInfo,
    ) -> Self {
        let base = format!("{}/_matrix/media_proxy/unstable", at_sign_in.base_url.trim_end_matches('/'));
        let stored = client.state_store().get_custom_value(PINS).await.ok().flatten();
        let stored: Option<Pins> = stored.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let is_first = stored.is_none();
        let pins = RwLock::new(stored.unwrap_or_else(|| Pins::first(&at_sign_in, now_ms())));
        let scanner =
            Self { client, http, front_door, base, pins, mode: RwLock::default(), turn: tokio::sync::Mutex::default() };
        if is_first {
            scanner.keep_pins().await;
        }
        scanner
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    fn pins(&self) -> Pins {
        self.pins.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on these rules hold; answers whether files have to be asked about again.
    pub(crate) fn set_mode(&self, rules: ModeRules) -> bool {
        let before = std::mem::replace(&mut *self.mode.write().unwrap_or_else(PoisonError::into_inner), rules.clone());
        before.only_file_types != rules.only_file_types || (asks_anew(&rules) && !asks_anew(&before))
    }

    /// What the operating mode allows, as far as it is known.
    pub(crate) fn mode(&self) -> ModeRules {
        self.mode.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn keep_pins(&self) {
        let bytes = serde_json::to_vec(&self.pins()).unwrap_or_default();
        if self.client.state_store().set_custom_value(PINS, bytes).await.is_err() {
            tracing::warn!("the scanner's pinned keys could not be kept");
        }
    }

    /// What the scanner lets through, as far as it says.
    pub(crate) fn policy(&self) -> Option<ScannerPolicy> {
        self.pins().policy().cloned()
    }

    /// Whose key is trusted, after a look at the well-known if it can be reached.
    pub(crate) async fn trust(&self) -> ScannerTrustView {
        self.refresh().await;
        self.pins().view()
    }

    /// Reads the well-known now and then, also for the policy.
    pub(crate) async fn keep_current(&self, mut connection: watch::Receiver<ConnectionView>) {
        while connection.wait_for(|state| *state == ConnectionView::Online).await.is_ok() {
            self.refresh().await;
            sleep(LOOK).await;
        }
    }

    fn token(&self) -> Result<String> {
        self.client.access_token().ok_or(ProblemView::SignedOut)
    }

    fn seal(&self, file: &EncryptedFile, context: &FileContext) -> Result<EncryptedRequest> {
        let pins = self.pins();
        let current = pins.current().ok_or_else(|| unexpected("no key of the scanner"))?;
        pk::seal(file, &current.curve25519, context)
    }

    fn standing(&self, verdict: &SignedVerdict, source: &MediaSource) -> Standing {
        let pins = self.pins();
        standing(verdict, source, &pins.signers_for(source), pins.max_age_ms(), now_ms())
    }

    /// What a verdict that came with a message says, if it holds.
    pub(crate) fn judge_offline(&self, source: &MediaSource, verdict: &SignedVerdict) -> Option<SafetyView> {
        // What was clean when it was sent says nothing about what may be opened in another mode.
        if self.standing(verdict, source) != Standing::Holds || asks_anew(&self.mode()) {
            return None;
        }
        // Only good news count for long: a block may have been lifted since.
        Some(meaning(&verdict.statement.verdict)).filter(|safety| *safety == SafetyView::Safe)
    }

    /// Asks the scanner about a file.
    pub(crate) async fn assess(&self, source: &MediaSource, context: &FileContext) -> Assessment {
        let outcome = match source {
            MediaSource::Encrypted(file) => self.assess_encrypted(source, file, context).await,
            MediaSource::Plain(_) => self.assess_plain(source).await,
        };
        outcome.unwrap_or_else(|_| SafetyView::NotCheckedYet.into())
    }

    async fn assess_encrypted(
        &self,
        source: &MediaSource,
        file: &EncryptedFile,
        context: &FileContext,
    ) -> Result<Assessment> {
        let answer = self.with_right_key(|| self.ask_verdict(source, file, context)).await?;
        Ok(match answer {
            Ok(verdict) => {
                let safety = meaning(&verdict.statement.verdict);
                Assessment { safety, verdict: Some(verdict), retry_after: None }
            }
            Err(refusal) => refusal.into(),
        })
    }

    async fn ask_verdict(
        &self,
        source: &MediaSource,
        file: &EncryptedFile,
        context: &FileContext,
    ) -> Result<Result<SignedVerdict, Refusal>> {
        let request = self.http.post(self.front_door.url("/_depesha/v1/scan")?).json(&self.seal(file, context)?);
        let answer = self.send(request, Duration::from_secs(150)).await?;
        if !answer.status().is_success() {
            return Ok(Err(refusal(answer).await));
        }
        let verdict: SignedVerdict = answer.json().await.map_err(|_| unexpected("answer of the scanner"))?;
        Ok(match self.standing(&verdict, source) {
            Standing::Holds => Ok(verdict),
            Standing::UnknownSigner => Err(Refusal::KeyUnknown),
            Standing::Wrong => {
                tracing::warn!("a verdict is not signed, or is about another file");
                Err(Refusal::Later)
            }
        })
    }

    async fn assess_plain(&self, source: &MediaSource) -> Result<Assessment> {
        let Some(mxc) = mxc_of(source) else {
            return Ok(SafetyView::Uncheckable { reason: UncheckableReason::Gone }.into());
        };
        let answer = self.get("scan", &mxc, Duration::from_secs(150)).await?;
        if !answer.status().is_success() {
            return Ok(refusal(answer).await.into());
        }
        let answer: ScanResponse = answer.json().await.map_err(|_| unexpected("answer of the scanner"))?;
        let blocked = SafetyView::Blocked { reason: BlockedReason::Infected };
        Ok(if answer.clean { SafetyView::Safe } else { blocked }.into())
    }

    /// The bytes of a file, decrypted and checked against the sender's hash.
    pub(crate) async fn download(&self, source: &MediaSource, context: &FileContext) -> Result<Vec<u8>> {
        let file = match source {
            MediaSource::Plain(_) => {
                let mxc = mxc_of(source).ok_or(ProblemView::NotFound)?;
                let answer = self.get("download", &mxc, Duration::from_secs(600)).await?;
                if !answer.status().is_success() {
                    return Err(refusal(answer).await.problem());
                }
                return answer.bytes().await.map(Vec::from).map_err(|_| ProblemView::Unreachable);
            }
            MediaSource::Encrypted(file) => file,
        };
        let answer = self.with_right_key(|| self.ask_bytes(file, context)).await?;
        let bytes = answer.map_err(Refusal::problem)?.bytes().await.map_err(|_| ProblemView::Unreachable)?;
        upload::decrypt(bytes.into(), file)
    }

    async fn ask_bytes(&self, file: &EncryptedFile, context: &FileContext) -> Result<Result<Response, Refusal>> {
        let request = self.http.post(format!("{}/download_encrypted", self.base)).json(&self.seal(file, context)?);
        let answer = self.send(request, Duration::from_secs(600)).await?;
        if answer.status().is_success() { Ok(Ok(answer)) } else { Ok(Err(refusal(answer).await)) }
    }

    /// Asks. If our idea of the scanner's key is wrong, reads the well-known, once, and asks again if it leads to another.
    async fn with_right_key<T, F>(&self, ask: impl Fn() -> F) -> Result<Result<T, Refusal>>
    where
        F: Future<Output = Result<Result<T, Refusal>>>,
    {
        let answer = ask().await?;
        if !matches!(answer, Err(Refusal::KeyUnknown)) {
            return Ok(answer);
        }
        match self.refresh().await {
            Followed::Changed => ask().await,
            Followed::Refused => Ok(Err(Refusal::Uncheckable(UncheckableReason::KeyRefused))),
            Followed::Same => Ok(answer),
        }
    }

    async fn get(&self, verb: &str, mxc: &Mxc, time: Duration) -> Result<Response> {
        let url = format!("{}/{verb}/{}/{}", self.base, mxc.server(), mxc.media());
        self.send(self.http.get(url), time).await
    }

    async fn send(&self, request: RequestBuilder, time: Duration) -> Result<Response> {
        let request = request.bearer_auth(self.token()?).timeout(time);
        request.send().await.map_err(|_| ProblemView::Unreachable)
    }

    /// Reads the well-known and follows it as far as it may be believed.
    async fn refresh(&self) -> Followed {
        let before = self.pins();
        let _turn = self.turn.lock().await;
        if self.pins().current() != before.current() {
            return Followed::Changed;
        }
        let Ok(services) = self.front_door.services().await else { return Followed::Same };
        let followed = {
            let mut pins = self.pins.write().unwrap_or_else(PoisonError::into_inner);
            pins.follow(&services.scanner, now_ms())
        };
        if self.pins() != before {
            self.keep_pins().await;
        }
        followed
    }
}
