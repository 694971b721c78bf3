//! The requests to the media scanner. It fails closed: no key, no answer or a strange answer never mean clean.
//!
//! The scanner's keys were pinned when the person signed in. If the scanner says that it has other ones, they count only
//! when the homeserver's well-known lists them too.

use std::sync::RwLock;
use std::time::Duration;

use bridge_api::Mxc;
use bridge_api::scan::{EncryptedRequest, PublicKeyResponse, Reason, ScanResponse, ScannerError, SignedVerdict};
use bridge_api::well_known::{ScannerInfo, ScannerKeys};
use matrix_sdk::Client;
use matrix_sdk::ruma::events::room::{EncryptedFile, MediaSource};
use reqwest::{RequestBuilder, Response};

use super::source::mxc_of;
use super::verdict::{holds, meaning};
use super::{pk, upload};
use crate::Result;
use crate::bridge::Bridge;
use crate::platform::now_ms;
use crate::problem::unexpected;
use crate::view::{BlockedReason, ProblemView, SafetyView, UncheckableReason};

/// What came of asking about a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Assessment {
    pub(crate) safety: SafetyView,
    /// For files that were encrypted: the verdict itself, already verified.
    pub(crate) verdict: Option<SignedVerdict>,
}

impl From<SafetyView> for Assessment {
    fn from(safety: SafetyView) -> Self {
        Self { safety, verdict: None }
    }
}

/// The media scanner of the person's homeserver.
pub(crate) struct Scanner {
    client: Client,
    http: reqwest::Client,
    front_door: Bridge,
    base: String,
    keys: RwLock<Vec<ScannerKeys>>,
}

impl std::fmt::Debug for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scanner")
    }
}

impl Scanner {
    pub(crate) fn new(client: Client, http: reqwest::Client, front_door: Bridge, pinned: ScannerInfo) -> Self {
        let base = format!("{}/_matrix/media_proxy/unstable", pinned.base_url.trim_end_matches('/'));
        Self { client, http, front_door, base, keys: RwLock::new(pinned.keys) }
    }

    fn keys(&self) -> Vec<ScannerKeys> {
        self.keys.read().map(|keys| keys.clone()).unwrap_or_default()
    }

    fn token(&self) -> Result<String> {
        self.client.access_token().ok_or(ProblemView::SignedOut)
    }

    fn seal(&self, file: &EncryptedFile) -> Result<EncryptedRequest> {
        let keys = self.keys();
        let current = keys.first().ok_or_else(|| unexpected("no key of the scanner"))?;
        pk::seal(file, &current.curve25519)
    }

    /// What a verdict that came with a message says, if it holds.
    pub(crate) fn judge_offline(&self, source: &MediaSource, verdict: &SignedVerdict) -> Option<SafetyView> {
        if !holds(verdict, source, &self.keys(), now_ms()) {
            return None;
        }
        // Only good news count for long: a block may have been lifted since.
        Some(meaning(&verdict.statement.verdict)).filter(|safety| *safety == SafetyView::Safe)
    }

    /// Asks the scanner about a file.
    pub(crate) async fn assess(&self, source: &MediaSource) -> Assessment {
        let outcome = match source {
            MediaSource::Encrypted(file) => self.assess_encrypted(source, file).await,
            MediaSource::Plain(_) => self.assess_plain(source).await,
        };
        outcome.unwrap_or_else(|_| SafetyView::NotCheckedYet.into())
    }

    async fn assess_encrypted(&self, source: &MediaSource, file: &EncryptedFile) -> Result<Assessment> {
        let ask = async || -> Result<Response> {
            let request = self.http.post(self.front_door.url("/_depesha/v1/scan")?).json(&self.seal(file)?);
            self.send(request, Duration::from_secs(150)).await
        };
        let mut answer = ask().await?;
        if !answer.status().is_success() {
            let problem = refusal(answer).await;
            if problem != Refusal::KeyUnknown || !self.refresh_keys().await {
                return Ok(problem.safety().into());
            }
            answer = ask().await?;
            if !answer.status().is_success() {
                return Ok(refusal(answer).await.safety().into());
            }
        }
        let verdict: SignedVerdict = answer.json().await.map_err(|_| unexpected("answer of the scanner"))?;
        if !holds(&verdict, source, &self.keys(), now_ms()) {
            tracing::warn!("a verdict was not signed by the pinned scanner, or is about another file");
            return Ok(SafetyView::NotCheckedYet.into());
        }
        Ok(Assessment { safety: meaning(&verdict.statement.verdict), verdict: Some(verdict) })
    }

    async fn assess_plain(&self, source: &MediaSource) -> Result<Assessment> {
        let Some(mxc) = mxc_of(source) else {
            return Ok(SafetyView::Uncheckable { reason: UncheckableReason::Gone }.into());
        };
        let answer = self.get("scan", &mxc, Duration::from_secs(150)).await?;
        if !answer.status().is_success() {
            return Ok(refusal(answer).await.safety().into());
        }
        let answer: ScanResponse = answer.json().await.map_err(|_| unexpected("answer of the scanner"))?;
        let blocked = SafetyView::Blocked { reason: BlockedReason::Infected };
        Ok(if answer.clean { SafetyView::Safe } else { blocked }.into())
    }

    /// The bytes of a file, decrypted and checked against the sender's hash.
    pub(crate) async fn download(&self, source: &MediaSource) -> Result<Vec<u8>> {
        let file = match source {
            MediaSource::Plain(_) => {
                let mxc = mxc_of(source).ok_or(ProblemView::NotFound)?;
                let answer = self.get("download", &mxc, Duration::from_secs(600)).await?;
                return read(answer).await;
            }
            MediaSource::Encrypted(file) => file,
        };
        let ask = async || -> Result<Response> {
            let request = self.http.post(format!("{}/download_encrypted", self.base)).json(&self.seal(file)?);
            self.send(request, Duration::from_secs(600)).await
        };
        let mut answer = ask().await?;
        if !answer.status().is_success() {
            let problem = refusal(answer).await;
            if problem != Refusal::KeyUnknown || !self.refresh_keys().await {
                return Err(problem.problem());
            }
            answer = ask().await?;
        }
        upload::decrypt(read(answer).await?, file)
    }

    async fn get(&self, verb: &str, mxc: &Mxc, time: Duration) -> Result<Response> {
        let url = format!("{}/{verb}/{}/{}", self.base, mxc.server(), mxc.media());
        self.send(self.http.get(url), time).await
    }

    async fn send(&self, request: RequestBuilder, time: Duration) -> Result<Response> {
        let request = request.bearer_auth(self.token()?).timeout(time);
        request.send().await.map_err(|_| ProblemView::Unreachable)
    }

    /// The scanner could not read what we encrypted to it: asks for its key, and believes it only if the well-known lists
    /// it. Answers whether there is another key now.
    async fn refresh_keys(&self) -> bool {
        let asked = self.http.get(format!("{}/public_key", self.base));
        let Ok(answer) = self.send(asked, Duration::from_secs(10)).await else { return false };
        let Ok(told) = answer.json::<PublicKeyResponse>().await else { return false };
        let Ok(services) = self.front_door.services().await else { return false };
        let Some(listed) = services.scanner.keys.into_iter().find(|key| key.curve25519 == told.public_key) else {
            tracing::warn!("the scanner names a key that the well-known does not list");
            return false;
        };
        let Ok(mut keys) = self.keys.write() else { return false };
        let new = keys.first() != Some(&listed);
        keys.retain(|key| *key != listed);
        keys.insert(0, listed);
        new
    }
}

async fn read(answer: Response) -> Result<Vec<u8>> {
    if !answer.status().is_success() {
        return Err(refusal(answer).await.problem());
    }
    answer.bytes().await.map(Vec::from).map_err(|_| ProblemView::Unreachable)
}

/// Why the scanner gave no verdict or no bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Refusal {
    Infected,
    TypeForbidden,
    KeyUnknown,
    Damaged,
    Gone,
    Uncheckable(UncheckableReason),
    SignedOut,
    Later,
}

impl Refusal {
    fn safety(self) -> SafetyView {
        match self {
            Refusal::Infected => SafetyView::Blocked { reason: BlockedReason::Infected },
            Refusal::TypeForbidden => SafetyView::Blocked { reason: BlockedReason::TypeForbidden },
            Refusal::Damaged => SafetyView::Uncheckable { reason: UncheckableReason::Damaged },
            Refusal::Gone => SafetyView::Uncheckable { reason: UncheckableReason::Gone },
            Refusal::Uncheckable(reason) => SafetyView::Uncheckable { reason },
            Refusal::KeyUnknown | Refusal::SignedOut | Refusal::Later => SafetyView::NotCheckedYet,
        }
    }

    fn problem(self) -> ProblemView {
        match self {
            Refusal::SignedOut => ProblemView::SignedOut,
            Refusal::Later | Refusal::KeyUnknown => ProblemView::Unreachable,
            Refusal::Gone => ProblemView::NotFound,
            Refusal::Infected | Refusal::TypeForbidden | Refusal::Damaged | Refusal::Uncheckable(_) => {
                ProblemView::FileNotReleased
            }
        }
    }
}

async fn refusal(answer: Response) -> Refusal {
    let Ok(bytes) = answer.bytes().await else { return Refusal::Later };
    let Ok(error) = serde_json::from_slice::<ScannerError>(&bytes) else { return Refusal::Later };
    match error.reason {
        Reason::NotClean => Refusal::Infected,
        Reason::MimeTypeForbidden => Refusal::TypeForbidden,
        Reason::BadDecryption => Refusal::KeyUnknown,
        Reason::FailedToDecrypt => Refusal::Damaged,
        Reason::NotFound => Refusal::Gone,
        Reason::MissingToken | Reason::UnknownToken => Refusal::SignedOut,
        // The contract has one code for all that is no verdict; our scanner says more beside it.
        _ => match error.verdict.as_deref().map(meaning) {
            Some(SafetyView::Uncheckable { reason }) => Refusal::Uncheckable(reason),
            _ => Refusal::Later,
        },
    }
}
