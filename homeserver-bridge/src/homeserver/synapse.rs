//! Synapse, through its Admin API (Synapse documentation, "User Admin API") and the client-server `whoami`.

use async_trait::async_trait;
use bridge_api::EmailAddress;
use reqwest::{Method, RequestBuilder, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::{Creation, Homeserver, HomeserverError, NewAccount, ProviderLogin, Sessions, UserIds};

/// A Synapse, the token of an administrator account on it, and the one that our module in it takes orders with.
pub struct Synapse {
    pub(super) client: reqwest::Client,
    pub(super) base: Url,
    pub(super) token: SecretString,
    pub(super) acts_token: SecretString,
}

/// A Synapse, asked only whose tokens are whose.
pub struct SynapseSessions {
    client: reqwest::Client,
    base: Url,
}

impl Synapse {
    /// With the base URL of its client listener.
    pub fn new(client: reqwest::Client, base: Url, token: SecretString, acts_token: SecretString) -> Self {
        Self { client, base, token, acts_token }
    }

    pub(super) fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        self.client.request(method, join(&self.base, path)).bearer_auth(self.token.expose_secret())
    }

    async fn put_user(&self, user_id: &str, body: Value) -> Result<(), HomeserverError> {
        let request = self.request(Method::PUT, &["_synapse", "admin", "v2", "users", user_id]);
        send(request.json(&body)).await.map(drop)
    }
}

/// Ids asked for at once.
const PAGE: &str = "1000";

fn threepids(email: &EmailAddress) -> Value {
    json!([{"medium": "email", "address": email.as_str()}])
}

impl SynapseSessions {
    /// With the base URL of its client listener.
    pub fn new(client: reqwest::Client, base: Url) -> Self {
        Self { client, base }
    }
}

/// A URL below the base, each part escaped: an id can hold a slash.
pub(super) fn join(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut parts) = url.path_segments_mut() {
        parts.pop_if_empty().extend(path);
    }
    url
}

pub(super) async fn send(request: RequestBuilder) -> Result<Value, HomeserverError> {
    send_for_status(request).await.map(|(_, body)| body)
}

async fn send_for_status(request: RequestBuilder) -> Result<(StatusCode, Value), HomeserverError> {
    let answer = request.send().await.map_err(|e| HomeserverError::Unreachable(e.without_url().to_string()))?;
    let status = answer.status();
    if status.is_success() {
        let body = answer.json().await;
        return body.map(|body| (status, body)).map_err(|e| HomeserverError::Unreachable(e.without_url().to_string()));
    }
    let body: Value = answer.json().await.unwrap_or_default();
    let errcode = body["errcode"].as_str().unwrap_or_default().to_owned();
    Err(match (status, errcode.as_str()) {
        (StatusCode::UNAUTHORIZED, _) => HomeserverError::UnknownToken,
        // A route that is not there says nothing about what was asked for.
        (StatusCode::NOT_FOUND, code) if code != "M_UNRECOGNIZED" => HomeserverError::NoSuchAccount,
        (StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT, _) => {
            HomeserverError::Unreachable(status.to_string())
        }
        _ => HomeserverError::Refused { status: status.as_u16(), errcode },
    })
}

#[async_trait]
impl Homeserver for Synapse {
    async fn create_account(&self, account: &NewAccount) -> Result<Creation, HomeserverError> {
        // Nothing that would bring a closed account back, should the id be one.
        let mut body = json!({"displayname": account.display_name, "threepids": threepids(&account.email)});
        if let Some(password) = &account.password {
            body["password"] = json!(password);
            body["logout_devices"] = json!(false);
        }
        let request = self.request(Method::PUT, &["_synapse", "admin", "v2", "users", &account.user_id]);
        let (status, _) = send_for_status(request.json(&body)).await?;
        Ok(if status == StatusCode::CREATED { Creation::New } else { Creation::Known })
    }

    async fn user_ids(&self, from: Option<&str>) -> Result<UserIds, HomeserverError> {
        let mut url = join(&self.base, &["_synapse", "admin", "v2", "users"]);
        let query = [("from", from.unwrap_or("0")), ("limit", PAGE), ("deactivated", "true"), ("locked", "true")];
        url.query_pairs_mut().extend_pairs(query);
        let answer = send(self.client.get(url).bearer_auth(self.token.expose_secret())).await?;
        let users = answer["users"].as_array().into_iter().flatten();
        Ok(UserIds {
            ids: users.filter_map(|user| user["name"].as_str()).map(str::to_owned).collect(),
            next: answer["next_token"].as_str().map(str::to_owned),
        })
    }

    async fn set_email(&self, user_id: &str, email: &EmailAddress) -> Result<(), HomeserverError> {
        self.put_user(user_id, json!({"threepids": threepids(email)})).await
    }

    async fn account_exists(&self, user_id: &str) -> Result<bool, HomeserverError> {
        match send(self.request(Method::GET, &["_synapse", "admin", "v2", "users", user_id])).await {
            Ok(_) => Ok(true),
            Err(HomeserverError::NoSuchAccount) => Ok(false),
            Err(other) => Err(other),
        }
    }

    async fn reset_password(&self, user_id: &str, password: &str) -> Result<(), HomeserverError> {
        self.put_user(user_id, json!({"password": password, "logout_devices": true})).await
    }

    async fn set_display_name(&self, user_id: &str, name: &str) -> Result<(), HomeserverError> {
        self.put_user(user_id, json!({"displayname": name})).await
    }

    async fn set_locked(&self, user_id: &str, locked: bool) -> Result<(), HomeserverError> {
        self.put_user(user_id, json!({"locked": locked})).await
    }

    async fn federation_list(&self) -> Result<Option<Vec<String>>, HomeserverError> {
        let path = ["_synapse", "client", "v1", "config", "federation_whitelist"];
        let answer = send(self.request(Method::GET, &path)).await?;
        let names =
            || answer["whitelist"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        Ok((answer["whitelist_enabled"] != false).then(|| names().collect()))
    }

    async fn end_sessions(&self, user_id: &str) -> Result<(), HomeserverError> {
        let path = ["_synapse", "admin", "v2", "users", user_id, "devices"];
        let answer = send(self.request(Method::GET, &path)).await?;
        let devices: Vec<&str> =
            answer["devices"].as_array().into_iter().flatten().filter_map(|d| d["device_id"].as_str()).collect();
        if devices.is_empty() {
            return Ok(());
        }
        let path = ["_synapse", "admin", "v2", "users", user_id, "delete_devices"];
        send(self.request(Method::POST, &path).json(&json!({"devices": devices}))).await.map(drop)
    }

    async fn set_provider_logins(&self, user_id: &str, logins: &[ProviderLogin]) -> Result<(), HomeserverError> {
        let ids: Vec<Value> = logins
            .iter()
            .map(|login| json!({"auth_provider": login.auth_provider, "external_id": login.subject}))
            .collect();
        self.put_user(user_id, json!({"external_ids": ids})).await
    }
}

#[async_trait]
impl Sessions for SynapseSessions {
    async fn whoami(&self, token: &str) -> Result<String, HomeserverError> {
        let url = join(&self.base, &["_matrix", "client", "v3", "account", "whoami"]);
        let answer = send(self.client.get(url).bearer_auth(token)).await?;
        answer["user_id"]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| HomeserverError::Unreachable("whoami answered without a user id".into()))
    }
}

#[cfg(test)]
mod tests {
    use wiremock::matchers::{body_json, method, path, query_param};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    const ANNA: &str = "/_synapse/admin/v2/users/@anna:interior.test";

    async fn synapse(server: &MockServer) -> Synapse {
        let base = server.uri().parse().unwrap();
        let secret = |text: &str| SecretString::from(text.to_owned());
        Synapse::new(reqwest::Client::new(), base, secret("token"), secret("acts"))
    }

    #[tokio::test]
    async fn an_account_that_was_there_is_told_from_a_new_one_and_never_brought_back() {
        let server = MockServer::start().await;
        // Exactly these fields: `deactivated` would open a closed account, `admin` would degrade an administrator.
        let body = json!({"displayname": "Anna", "threepids": [{"medium": "email", "address": "a@gov.example"}]});
        for (status, creation) in [(201, Creation::New), (200, Creation::Known)] {
            let answer = ResponseTemplate::new(status).set_body_json(json!({}));
            let mock = Mock::given(method("PUT")).and(path(ANNA)).and(body_json(&body)).respond_with(answer);
            let _guard = mock.mount_as_scoped(&server).await;
            let account = NewAccount {
                user_id: "@anna:interior.test".to_owned(),
                display_name: "Anna".to_owned(),
                email: "a@gov.example".parse().unwrap(),
                password: None,
            };
            assert_eq!(synapse(&server).await.create_account(&account).await.unwrap(), creation);
        }
    }

    #[tokio::test]
    async fn all_ids_come_page_by_page_and_an_email_replaces_the_others() {
        let server = MockServer::start().await;
        let page = json!({"users": [{"name": "@a:interior.test"}, {"name": "@b:interior.test"}], "next_token": "2"});
        for (from, page) in [("0", page), ("2", json!({"users": [{"name": "@c:interior.test"}]}))] {
            Mock::given(method("GET"))
                .and(path("/_synapse/admin/v2/users"))
                .and(query_param("from", from))
                .and(query_param("deactivated", "true"))
                .and(query_param("locked", "true"))
                .respond_with(ResponseTemplate::new(200).set_body_json(page))
                .mount(&server)
                .await;
        }
        let synapse = synapse(&server).await;
        let first = synapse.user_ids(None).await.unwrap();
        assert_eq!((first.ids.len(), first.next.as_deref()), (2, Some("2")));
        let last = synapse.user_ids(first.next.as_deref()).await.unwrap();
        assert_eq!((last.ids, last.next), (vec!["@c:interior.test".to_owned()], None));

        let body = json!({"threepids": [{"medium": "email", "address": "new@gov.example"}]});
        let answer = ResponseTemplate::new(200).set_body_json(json!({}));
        Mock::given(method("PUT")).and(path(ANNA)).and(body_json(body)).respond_with(answer).mount(&server).await;
        synapse.set_email("@anna:interior.test", &"new@gov.example".parse().unwrap()).await.unwrap();
    }
}
