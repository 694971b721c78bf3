//! The few requests that go to the bridge and not to the homeserver: accounts by work email and the catalogue of people.

use bridge_api::accounts::{ConfirmRequest, ConfirmResponse, DiscoverResponse, EmailRequest};
use bridge_api::events::SERVICES;
use bridge_api::externals::{InviteExternals, InvitedExternals, RenewExternal, SponsoredExternal, SponsoredExternals};
use bridge_api::mode::CurrentMode;
use bridge_api::people::{OrganisationsResponse, OwnMoves, Person, SearchRequest, SearchResponse};
use bridge_api::well_known::Services;
use bridge_api::{ApiError, PersonId};
use matrix_sdk::ruma::UserId;
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::Result;
use crate::problem::{from_bridge, unexpected};
use crate::view::ProblemView;

/// Whoever is to wait for longer than this is not too quick: they have had what there is on one day.
const LONG_PAUSE_MS: u64 = 10 * 60 * 1000;

#[derive(Deserialize)]
struct Pause {
    retry_after_ms: u64,
}

#[derive(Deserialize)]
struct MutualRooms {
    joined: Vec<String>,
}

/// A text as one part of a path or a query.
fn in_path(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// The bridge, or a homeserver's front door, at a base URL.
#[derive(Debug, Clone)]
pub(crate) struct Bridge {
    http: reqwest::Client,
    base: Url,
}

impl Bridge {
    pub(crate) fn new(http: reqwest::Client, base: Url) -> Self {
        Self { http, base }
    }

    /// The address of the front door.
    pub(crate) fn base(&self) -> &Url {
        &self.base
    }

    pub(crate) fn url(&self, path: &str) -> Result<Url> {
        let base = self.base.as_str().trim_end_matches('/');
        Url::parse(&format!("{base}{path}")).map_err(|_| unexpected("address of the bridge"))
    }

    async fn call<B: Serialize>(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&B>,
    ) -> Result<Vec<u8>> {
        let mut request = self.http.request(method, self.url(path)?).timeout(std::time::Duration::from_secs(30));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.map_err(|_| ProblemView::Unreachable)?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(|_| ProblemView::Unreachable)?;
        if status.is_success() {
            return Ok(bytes.into());
        }
        match serde_json::from_slice(&bytes) {
            Ok(Pause { retry_after_ms }) if retry_after_ms > LONG_PAUSE_MS => Err(ProblemView::EnoughToday),
            _ => Err(from_bridge(status.as_u16(), serde_json::from_slice::<ApiError>(&bytes).ok())),
        }
    }

    async fn post<B: Serialize, A: DeserializeOwned>(&self, path: &str, token: Option<&str>, body: &B) -> Result<A> {
        let bytes = self.call(Method::POST, path, token, Some(body)).await?;
        serde_json::from_slice(&bytes).map_err(|_| unexpected("answer of the bridge"))
    }

    async fn get<A: DeserializeOwned>(&self, path: &str, token: &str) -> Result<A> {
        let bytes = self.call::<()>(Method::GET, path, Some(token), None).await?;
        serde_json::from_slice(&bytes).map_err(|_| unexpected("answer of the bridge"))
    }

    pub(crate) async fn discover(&self, email: &str) -> Result<DiscoverResponse> {
        self.post("/_depesha/v1/discover", None, &EmailRequest { email: email.to_owned() }).await
    }

    pub(crate) async fn signup(&self, email: &str) -> Result<()> {
        let body = EmailRequest { email: email.to_owned() };
        self.call(Method::POST, "/_depesha/v1/signup", None, Some(&body)).await.map(drop)
    }

    pub(crate) async fn signup_confirm(&self, request: &ConfirmRequest) -> Result<ConfirmResponse> {
        self.post("/_depesha/v1/signup/confirm", None, request).await
    }

    pub(crate) async fn password_reset(&self, email: &str) -> Result<()> {
        let body = EmailRequest { email: email.to_owned() };
        self.call(Method::POST, "/_depesha/v1/password/reset", None, Some(&body)).await.map(drop)
    }

    pub(crate) async fn password_reset_confirm(&self, request: &ConfirmRequest) -> Result<()> {
        self.call(Method::POST, "/_depesha/v1/password/reset/confirm", None, Some(request)).await.map(drop)
    }

    pub(crate) async fn search_people(&self, token: &str, request: &SearchRequest) -> Result<SearchResponse> {
        self.post("/_depesha/v1/people/search", Some(token), request).await
    }

    pub(crate) async fn organisations(&self, token: &str) -> Result<OrganisationsResponse> {
        self.get("/_depesha/v1/organisations", token).await
    }

    pub(crate) async fn own_moves(&self, token: &str) -> Result<OwnMoves> {
        self.get("/_depesha/v1/people/me/moves", token).await
    }

    pub(crate) async fn mode(&self, token: &str) -> Result<CurrentMode> {
        self.get("/_depesha/v1/mode", token).await
    }

    pub(crate) async fn person(&self, token: &str, person_id: &PersonId) -> Result<Person> {
        self.get(&format!("/_depesha/v1/people/{person_id}"), token).await
    }

    pub(crate) async fn person_of_account(&self, token: &str, user: &UserId) -> Result<Person> {
        self.get(&format!("/_depesha/v1/people/of/{}", in_path(user.as_str())), token).await
    }

    pub(crate) async fn invite_person(&self, token: &str, person_id: &PersonId) -> Result<()> {
        let path = format!("/_depesha/v1/people/{person_id}/invite");
        self.call::<()>(Method::POST, &path, Some(token), None).await.map(drop)
    }

    pub(crate) async fn invite_externals(&self, token: &str, request: &InviteExternals) -> Result<InvitedExternals> {
        self.post("/_depesha/v1/externals/invite", Some(token), request).await
    }

    pub(crate) async fn externals(&self, token: &str) -> Result<SponsoredExternals> {
        self.get("/_depesha/v1/externals", token).await
    }

    pub(crate) async fn renew_external(&self, token: &str, id: &str, until_ms: u64) -> Result<SponsoredExternal> {
        let path = format!("/_depesha/v1/externals/{}/renew", in_path(id));
        self.post(&path, Some(token), &RenewExternal { until_ms }).await
    }

    pub(crate) async fn end_external(&self, token: &str, id: &str) -> Result<()> {
        let path = format!("/_depesha/v1/externals/{}/end", in_path(id));
        self.call::<()>(Method::POST, &path, Some(token), None).await.map(drop)
    }

    /// The rooms that the caller shares with somebody (Matrix specification, "mutual rooms"); at most a hundred.
    pub(crate) async fn mutual_rooms(&self, token: &str, user: &UserId) -> Result<Vec<String>> {
        let path = format!("/_matrix/client/v1/mutual_rooms?user_id={}", in_path(user.as_str()));
        Ok(self.get::<MutualRooms>(&path, token).await?.joined)
    }

    /// Our part of the homeserver's `/.well-known/matrix/client`.
    pub(crate) async fn services(&self) -> Result<Services> {
        let bytes = self.call::<()>(Method::GET, "/.well-known/matrix/client", None, None).await?;
        let mut answer: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&bytes).map_err(|_| unexpected("well-known of the homeserver"))?;
        let services = answer.remove(SERVICES).ok_or_else(|| unexpected("no Depesha services at this homeserver"))?;
        serde_json::from_value(services).map_err(|_| unexpected("well-known of the homeserver"))
    }

    /// A small file for everybody; none if there is none.
    pub(crate) async fn file(&self, path: &str, largest: usize) -> Result<Option<Vec<u8>>> {
        let request = self.http.get(self.url(path)?).timeout(std::time::Duration::from_secs(30));
        let mut answer = request.send().await.map_err(|_| ProblemView::Unreachable)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            _ => return Err(ProblemView::Unreachable),
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|_| ProblemView::Unreachable)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > largest {
                return Err(unexpected("size of a file of the service"));
            }
        }
        Ok(Some(bytes))
    }

    /// Whether the front door itself answers.
    pub(crate) async fn answers(&self) -> bool {
        self.is_ok("/.well-known/matrix/client").await
    }

    /// Whether the homeserver behind the front door answers.
    pub(crate) async fn homeserver_answers(&self) -> bool {
        self.is_ok("/_matrix/client/versions").await
    }

    async fn is_ok(&self, path: &str) -> bool {
        let Ok(url) = self.url(path) else { return false };
        let request = self.http.get(url).timeout(std::time::Duration::from_secs(5));
        request.send().await.is_ok_and(|answer| answer.status() == StatusCode::OK)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wiremock::matchers::{method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    async fn asked(answer: ResponseTemplate) -> Result<OrganisationsResponse> {
        let server = MockServer::start().await;
        Mock::given(method("GET")).and(path("/_depesha/v1/organisations")).respond_with(answer).mount(&server).await;
        let bridge = Bridge::new(reqwest::Client::new(), server.uri().parse().expect("address"));
        bridge.organisations("token").await
    }

    #[tokio::test]
    async fn too_quick_and_enough_for_today_are_told_apart() {
        let limited = |wait: u64| {
            let body = json!({"errcode": "M_LIMIT_EXCEEDED", "error": "no", "retry_after_ms": wait});
            ResponseTemplate::new(429).set_body_json(body)
        };
        assert_eq!(asked(limited(500)).await.err(), Some(ProblemView::SlowDown));
        assert_eq!(asked(limited(5 * 3_600_000)).await.err(), Some(ProblemView::EnoughToday));
        assert_eq!(asked(ResponseTemplate::new(502)).await.err(), Some(ProblemView::Unreachable));
    }

    #[test]
    fn ids_stay_one_part_of_a_path() {
        assert_eq!(in_path("@a b/../c:x?y"), "%40a%20b%2F..%2Fc%3Ax%3Fy");
    }
}
