//! The bridge's sync routes: reads the catalogue, hands over batches of changes, submits plans for approval. Decides
//! nothing.
//!
//! A catalogue that was not read to its end is an error, never a short catalogue. Calls that failed on the way are
//! repeated: reading changes nothing, and everything else may be sent twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use bridge_api::sync::{
    CataloguePage, CatalogueRow, Change, ChangeAnswer, ChangesRequest, ChangesResponse, PlanStanding, PlanSubmission,
};
use bridge_api::{OrganisationId, PersonId};
use reqwest::{Client, Method, StatusCode, redirect};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::catalogue::{Catalogue, Page};
use crate::config::BridgeSection;
use crate::progress::Progress;

/// The most changes that the bridge takes in one call.
pub const BATCH: usize = 500;
/// So many digests are asked for at once.
const PAGE: usize = 20_000;
/// So many people are asked for by their keys at once.
const KEYS: usize = 100;
/// So many are put into the table before somebody else may look at it.
const AT_ONCE: usize = 500;
const TRIES: u32 = 4;

/// A connection to the bridge as this register's sync actor.
pub struct Bridge {
    http: Client,
    base: Url,
    token: String,
    pause: Duration,
}

impl Bridge {
    /// Reads the token; connects with the first call.
    ///
    /// # Errors
    /// If there is no token.
    pub fn open(section: &BridgeSection) -> Result<Self> {
        let path = section.token_file.display();
        let token = fs::read_to_string(&section.token_file).with_context(|| format!("cannot read the token {path}"))?;
        let token = token.trim().to_owned();
        if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
            bail!("{path} holds no token: write the sync token of this register into it, on one line");
        }
        let http = Client::builder()
            .timeout(Duration::from_secs(60))
            .connect_timeout(Duration::from_secs(10))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self { http, base: section.base_url.clone(), token, pause: Duration::from_millis(300) })
    }

    /// The whole catalogue that this register may see. `expected` is a guess at how many people are in it.
    ///
    /// # Errors
    /// If it cannot be read to its end, or bridge and this program do not compute the same row hashes.
    pub async fn catalogue(
        &self,
        owned: &BTreeSet<OrganisationId>,
        progress: &Progress,
        expected: Option<usize>,
    ) -> Result<Catalogue> {
        let mut catalogue = Catalogue::new(owned)?;
        catalogue.expect(expected.unwrap_or_default());
        let catalogue = Mutex::new(catalogue);
        self.fill(&catalogue, progress).await?;
        catalogue.into_inner().map_err(|_| anyhow!("the catalogue was left half read"))
    }

    /// The same, into an empty catalogue that others look at meanwhile. What they find is so; what they do not find may
    /// come yet.
    ///
    /// # Errors
    /// As [`Bridge::catalogue`]. Then nothing of it may be used.
    pub async fn fill(&self, catalogue: &Mutex<Catalogue>, progress: &Progress) -> Result<()> {
        let told = "reading the catalogue";
        self.same_hashes().await.context(told)?;
        let mut after: Option<PersonId> = None;
        loop {
            let mut question = vec![("limit", PAGE.to_string())];
            question.extend(after.as_ref().map(|after| ("after", after.to_string())));
            let text = self.get("rows", &question).await.context(told)?;
            let page: Page = understood(&text).context(told)?;
            after = page.next(after.as_ref())?;
            for rows in page.rows().chunks(AT_ONCE) {
                let mut catalogue = catalogue.lock().map_err(|_| anyhow!("whoever looked at the catalogue failed"))?;
                rows.iter().try_for_each(|row| catalogue.put(row))?;
                progress.advance(rows.len());
            }
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Brings what `catalogue` knows of certain people up to date.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn refresh(&self, catalogue: &mut Catalogue, keys: &[PersonId]) -> Result<()> {
        for keys in keys.chunks(KEYS) {
            keys.iter().for_each(|key| catalogue.forget(key));
            let text = self.get("rows", &[("keys", listed(keys))]).await.context("reading the catalogue")?;
            let page: Page = understood(&text)?;
            page.rows().iter().try_for_each(|row| catalogue.put(row))?;
        }
        Ok(())
    }

    /// Everything that the catalogue holds of certain people.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn people(&self, keys: &[PersonId]) -> Result<BTreeMap<PersonId, CatalogueRow>> {
        let mut people = BTreeMap::new();
        for keys in keys.chunks(KEYS) {
            let text = self.get("people", &[("keys", listed(keys))]).await.context("reading the catalogue")?;
            let page: CataloguePage = understood(&text)?;
            people.extend(page.people.into_iter().map(|row| (row.entry.person_id.clone(), row)));
        }
        Ok(people)
    }

    /// If bridge and program hashed entries differently, everybody would seem to have changed.
    async fn same_hashes(&self) -> Result<()> {
        let text = self.get("people", &[("limit", "1".to_owned())]).await?;
        let page: CataloguePage = understood(&text)?;
        if page.people.iter().any(|row| row.entry.row_hash() != row.row_hash) {
            bail!("the bridge computes other row hashes: bridge and directory-sync must have the same version");
        }
        Ok(())
    }

    /// Hands over one batch out of the plan with the hash.
    ///
    /// # Errors
    /// If the bridge cannot be reached or its answer does not fit the batch.
    pub async fn send(&self, plan_hash: &str, changes: Vec<Change>) -> Result<Vec<ChangeAnswer>> {
        let body = ChangesRequest { plan_hash: plan_hash.to_owned(), changes };
        let text = self.post("changes", &body).await.context("sending changes")?;
        let answer: ChangesResponse = understood(&text)?;
        let fits = answer.answers.len() == body.changes.len()
            && answer.answers.iter().zip(&body.changes).all(|(answer, change)| answer.person_id == *change.person_id());
        if fits { Ok(answer.answers) } else { bail!("the bridge's answer does not fit the changes it was sent") }
    }

    /// Lays a plan that the brakes stopped before the administrators.
    ///
    /// # Errors
    /// If the bridge cannot be reached.
    pub async fn submit(&self, plan: &PlanSubmission) -> Result<PlanStanding> {
        understood(&self.post("plans", plan).await.context("submitting the plan for approval")?)
    }

    /// What they have decided so far; nothing if the bridge does not know the plan.
    ///
    /// # Errors
    /// If the bridge cannot be reached.
    pub async fn standing(&self, plan_hash: &str) -> Result<Option<PlanStanding>> {
        let told = "asking for the plan's approval";
        match self.call(Method::GET, self.url(&format!("plans/{plan_hash}"))?, None::<&()>).await.context(told)? {
            Answer::Ok(text) => understood(&text).map(Some).context(told),
            Answer::Refused(StatusCode::NOT_FOUND, _) => Ok(None),
            Answer::Refused(status, why) => Err(refusal(status, &why)).context(told),
        }
    }

    fn url(&self, route: &str) -> Result<Url> {
        let base = self.base.as_str().trim_end_matches('/');
        Ok(Url::parse(&format!("{base}/_depesha/sync/v1/{route}"))?)
    }

    async fn get(&self, route: &str, question: &[(&str, String)]) -> Result<Vec<u8>> {
        let mut url = self.url(route)?;
        url.query_pairs_mut().extend_pairs(question);
        self.call(Method::GET, url, None::<&()>).await?.or_refusal()
    }

    async fn post(&self, route: &str, body: &impl Serialize) -> Result<Vec<u8>> {
        self.call(Method::POST, self.url(route)?, Some(body)).await?.or_refusal()
    }

    async fn call(&self, method: Method, url: Url, body: Option<&impl Serialize>) -> Result<Answer> {
        let mut pause = self.pause;
        let mut last = anyhow!("not tried");
        for attempt in 0..TRIES {
            if attempt > 0 {
                tracing::info!(attempt, "the bridge did not answer, trying again");
                tokio::time::sleep(pause).await;
                pause *= 3;
            }
            let mut request = self.http.request(method.clone(), url.clone()).bearer_auth(&self.token);
            if let Some(body) = body {
                request = request.json(body);
            }
            let response = match request.send().await {
                Ok(response) => response,
                Err(error) => {
                    last = anyhow!(error.without_url()).context("the bridge cannot be reached");
                    continue;
                }
            };
            let status = response.status();
            match response.bytes().await {
                Ok(bytes) if status.is_success() => return Ok(Answer::Ok(bytes.into())),
                Ok(bytes) if status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS => {
                    return Ok(Answer::Refused(status, why(&bytes)));
                }
                Ok(bytes) => last = refusal(status, &why(&bytes)),
                Err(error) => last = anyhow!(error.without_url()).context("the bridge's answer broke off"),
            }
        }
        Err(last)
    }
}

enum Answer {
    Ok(Vec<u8>),
    Refused(StatusCode, Why),
}

impl Answer {
    fn or_refusal(self) -> Result<Vec<u8>> {
        match self {
            Self::Ok(text) => Ok(text),
            Self::Refused(status, why) => Err(refusal(status, &why)),
        }
    }
}

/// The bridge's error body, whatever its codes are.
#[derive(Deserialize)]
struct Why {
    errcode: String,
    error: String,
}

fn why(body: &[u8]) -> Why {
    let silent = || Why { errcode: String::new(), error: "it gave no reason".to_owned() };
    serde_json::from_slice(body).unwrap_or_else(|_| silent())
}

fn refusal(status: StatusCode, why: &Why) -> anyhow::Error {
    let told = &why.error;
    match (status, why.errcode.as_str()) {
        (_, "ORG.DEPESHA.PLAN_NOT_APPROVED") => anyhow!("the plan is not approved: {told}"),
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _) => {
            anyhow!("the bridge refuses the token (bridge.token_file): {told}")
        }
        _ => anyhow!("the bridge answered {}: {told}", status.as_u16()),
    }
}

fn understood<'a, T: Deserialize<'a>>(text: &'a [u8]) -> Result<T> {
    serde_json::from_slice(text).context("the bridge's answer cannot be understood")
}

fn listed(keys: &[PersonId]) -> String {
    keys.iter().map(PersonId::as_str).collect::<Vec<_>>().join(",")
}
