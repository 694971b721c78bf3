//! The bridge's sync routes: reads the catalogue page by page, hands over batches of changes. Decides nothing.
//!
//! A catalogue that was not read to its end is an error, never a short catalogue. Calls that failed on the way are
//! repeated: reading changes nothing, and every change may be sent twice.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use bridge_api::sync::{CataloguePage, Change, ChangeAnswer, ChangesRequest, ChangesResponse, PlanStanding};
use bridge_api::{ApiError, PersonId};
use reqwest::{Client, Method, StatusCode, redirect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::checks::Catalogue;
use crate::config::BridgeSection;

/// The most changes that the bridge takes in one call.
pub const BATCH: usize = 500;
const PAGE: usize = 1000;
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

    /// The whole catalogue that this register may see.
    ///
    /// # Errors
    /// If it cannot be read to its end, or a row is not what its hash says.
    pub async fn people(&self) -> Result<Catalogue> {
        let mut people = Catalogue::new();
        let mut after: Option<PersonId> = None;
        loop {
            let mut url = self.url("people")?;
            url.query_pairs_mut().append_pair("limit", &PAGE.to_string());
            if let Some(after) = &after {
                url.query_pairs_mut().append_pair("after", after.as_str());
            }
            let page: CataloguePage =
                self.call(Method::GET, url, None::<&()>).await.context("reading the catalogue")?;
            let mut last = after.clone();
            for row in page.people {
                let key = row.entry.person_id.clone();
                if last.as_ref().is_some_and(|last| key <= *last) {
                    bail!("the bridge's catalogue came out of order; nothing was done, repeat");
                }
                if row.entry.row_hash() != row.row_hash {
                    bail!("the bridge computes other row hashes: bridge and directory-sync must have the same version");
                }
                last = Some(key.clone());
                people.insert(key, row);
            }
            match page.next {
                None => return Ok(people),
                Some(next) if Some(&next) == last.as_ref() && last != after => after = Some(next),
                Some(_) => bail!("the bridge's catalogue does not page on; nothing was done"),
            }
        }
    }

    /// Hands over one batch out of the plan with the hash.
    ///
    /// # Errors
    /// If the bridge cannot be reached or its answer does not fit the batch.
    pub async fn send(&self, plan_hash: &str, changes: &[Change]) -> Result<Vec<ChangeAnswer>> {
        let body = ChangesRequest { plan_hash: plan_hash.to_owned(), changes: changes.to_vec() };
        let url = self.url("changes")?;
        let answer: ChangesResponse = self.call(Method::POST, url, Some(&body)).await.context("sending changes")?;
        let fits = answer.answers.len() == changes.len()
            && answer.answers.iter().zip(changes).all(|(answer, change)| answer.person_id == *change.person_id());
        if fits { Ok(answer.answers) } else { bail!("the bridge's answer does not fit the changes it was sent") }
    }

    /// What administrators have decided about a plan that was submitted.
    ///
    /// # Errors
    /// If the bridge cannot be reached or does not know the plan.
    pub async fn standing(&self, plan_hash: &str) -> Result<PlanStanding> {
        let url = self.url(&format!("plans/{plan_hash}"))?;
        self.call(Method::GET, url, None::<&()>).await.context("asking about the plan")
    }

    fn url(&self, route: &str) -> Result<Url> {
        let base = self.base.as_str().trim_end_matches('/');
        Ok(Url::parse(&format!("{base}/_depesha/sync/v1/{route}"))?)
    }

    async fn call<T: DeserializeOwned>(&self, method: Method, url: Url, body: Option<&impl Serialize>) -> Result<T> {
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
                Ok(bytes) if status.is_success() => {
                    return serde_json::from_slice(&bytes).context("the bridge's answer cannot be understood");
                }
                Ok(bytes) => last = refusal(status, &bytes),
                Err(error) => last = anyhow!(error.without_url()).context("the bridge's answer broke off"),
            }
            if status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS {
                break;
            }
        }
        Err(last)
    }
}

fn refusal(status: StatusCode, body: &[u8]) -> anyhow::Error {
    let told = serde_json::from_slice::<ApiError>(body).map(|error| error.error);
    let told = told.unwrap_or_else(|_| "it gave no reason".to_owned());
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            anyhow!("the bridge refuses the token (bridge.token_file): {told}")
        }
        _ => anyhow!("the bridge answered {}: {told}", status.as_u16()),
    }
}
