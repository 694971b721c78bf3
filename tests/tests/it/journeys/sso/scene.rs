//! A system whose Interior has two identity providers: one that knows addresses and asks for a card, one that knows HR's
//! keys.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stack::INTERIOR;
use system_tests::browser::{Browser, Page};
use system_tests::identity_provider::{CLIENT_ID, IdentityProvider};
use system_tests::system::System;

/// The provider that knows addresses.
pub(super) const CARD: &str = "oidc-interior-card";
/// The one that knows HR's keys.
pub(super) const HR: &str = "oidc-interior-hr";

pub(super) struct Scene {
    pub(super) card: IdentityProvider,
    pub(super) hr: IdentityProvider,
    pub(super) front_door: String,
    pub(super) system: System,
    http: reqwest::Client,
}

/// Somebody who is signed in.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) user_id: String,
    pub(super) access_token: String,
    pub(super) refresh_token: String,
}

impl Scene {
    pub(super) async fn up() -> Result<Self> {
        let system = System::up().await?;
        let front_door = system.stack().front_door(INTERIOR);
        let folder = |name: &str| system.client_folder(name);
        let card = IdentityProvider::start(&folder("provider-card"), &front_door)?;
        let hr = IdentityProvider::start(&folder("provider-hr"), &front_door)?;
        let text = format!(
            r#"
            [[identity_provider]]
            id = "interior-card"
            name = "Interior card"
            issuer = "{}"
            client_id = "{CLIENT_ID}"
            client_secret_file = {:?}
            organisations = ["interior"]
            scopes = ["openid", "email", "staff"]
            [[identity_provider.requirement]]
            claim = "department"
            one_of = ["interior"]
            [[identity_provider.requirement]]
            claim = "acr"
            one_of = ["card"]

            [[identity_provider]]
            id = "interior-hr"
            name = "Interior password"
            issuer = "{}"
            client_id = "{CLIENT_ID}"
            client_secret_file = {:?}
            organisations = ["interior"]
            scopes = ["openid", "staff"]
            person_by = "hr_key"
            claim = "hr_key"
            "#,
            card.issuer, card.secret_file, hr.issuer, hr.secret_file
        );
        std::fs::write(system.stack().layout().identity_providers(), text)?;
        system.up_again().await?;
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { card, hr, front_door, system, http })
    }

    /// What the card's provider says of somebody in good standing.
    pub(super) fn claims(&self, subject: &str, email: &str) -> Value {
        json!({"sub": subject, "email": email, "email_verified": true, "department": ["staff", "interior"]})
    }

    /// Signs in through a provider, to the end.
    pub(super) async fn signed_in(&self, provider: &str, login: &str) -> Result<Session> {
        let page = Browser::sign_in(&self.front_door, provider, login).await?;
        let token = page.login_token().with_context(|| format!("{login} is not let in: {page:?}"))?;
        let (status, answer) = self.redeem(&token).await?;
        ensure!(status == StatusCode::OK, "{login}: {status} {answer}");
        session(&answer)
    }

    /// Shows a token to the homeserver.
    pub(super) async fn redeem(&self, token: &str) -> Result<(StatusCode, Value)> {
        let body = json!({"type": "m.login.token", "token": token, "refresh_token": true});
        self.matrix(Method::POST, "login", None, Some(body)).await
    }

    /// Signs in with a password.
    pub(super) async fn with_password(&self, email: &str, password: &str) -> Result<(StatusCode, Value)> {
        let identifier = json!({"type": "m.id.thirdparty", "medium": "email", "address": email});
        let body = json!({"type": "m.login.password", "identifier": identifier, "password": password,
            "refresh_token": true});
        self.matrix(Method::POST, "login", None, Some(body)).await
    }

    /// Goes through a provider and must be told this, in all languages.
    pub(super) async fn refused(&self, provider: &str, login: &str, says: &str) -> Result<()> {
        let page = Browser::sign_in(&self.front_door, provider, login).await?;
        tells(&page, says)
    }

    /// A request of a Matrix client through the front door.
    pub(super) async fn matrix(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Result<(StatusCode, Value)> {
        let url = format!("{}/_matrix/client/v3/{path}", self.front_door.trim_end_matches('/'));
        let mut request = self.http.request(method, url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        Ok((answer.status(), answer.json().await.unwrap_or(Value::Null)))
    }

    /// A request to the bridge.
    pub(super) async fn bridge(&self, path: &str, body: Value) -> Result<(StatusCode, Value)> {
        let base = self.system.status().bridge.base_url.trim_end_matches('/').to_owned();
        let answer = self.http.post(format!("{base}/_depesha/v1/{path}")).json(&body).send().await?;
        Ok((answer.status(), answer.json().await.unwrap_or(Value::Null)))
    }

    /// A request to the homeserver's administration interface, past the front door.
    pub(super) async fn administer(&self, user_id: &str, body: Value) -> Result<()> {
        let token = std::fs::read_to_string(self.system.stack().layout().homeserver(INTERIOR).admin_token)?;
        let url = format!("{}/_synapse/admin/v2/users/{user_id}", self.system.stack().upstream(INTERIOR));
        let answer = self.http.put(url).bearer_auth(token.trim()).json(&body).send().await?;
        ensure!(answer.status().is_success(), "the homeserver answers {}", answer.status());
        Ok(())
    }
}

/// What `login` answers.
pub(super) fn session(answer: &Value) -> Result<Session> {
    let text = |key: &str| Ok::<_, anyhow::Error>(answer[key].as_str().context("login answers text")?.to_owned());
    Ok(Session {
        user_id: text("user_id")?,
        access_token: text("access_token")?,
        refresh_token: text("refresh_token")?,
    })
}

/// A page that lets nobody in and says why, in three languages.
pub(super) fn tells(page: &Page, says: &str) -> Result<()> {
    ensure!(page.login_token().is_none(), "a token was handed out: {page:?}");
    for needed in [says, "You are not signed in", "Vous n’êtes pas connecté", "Ви не увійшли"] {
        let escaped = needed.replace('\'', "&#39;");
        ensure!(page.html.contains(needed) || page.html.contains(&escaped), "{needed:?} is not on the page: {page:?}");
    }
    Ok(())
}
