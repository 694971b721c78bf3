//! A Matrix client as anybody might write it: plain requests through a front door, no encryption, nothing of ours.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use stack::Homeserver;

use crate::people::PASSWORD;
use crate::system::System;

/// A signed-in stock client.
#[derive(Clone)]
pub struct StockClient {
    http: reqwest::Client,
    base: String,
    /// The access token.
    pub token: String,
    /// The Matrix id.
    pub user_id: String,
}

impl StockClient {
    /// Signs in with email and password.
    ///
    /// # Errors
    /// If the homeserver refuses.
    pub async fn sign_in(front_door: &str, email: &str, password: &str) -> Result<Self> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        let body = json!({
            "type": "m.login.password",
            "identifier": {"type": "m.id.thirdparty", "medium": "email", "address": email},
            "password": password,
        });
        let base = front_door.trim_end_matches('/').to_owned();
        let answer = http.post(format!("{base}/_matrix/client/v3/login")).json(&body).send().await?;
        let status = answer.status();
        let answer: Value = answer.json().await?;
        ensure!(status.is_success(), "signing in was refused: {status} {answer}");
        let text = |key: &str| Ok::<_, anyhow::Error>(answer[key].as_str().context("login answers text")?.to_owned());
        Ok(Self { http, base, token: text("access_token")?, user_id: text("user_id")? })
    }

    /// Somebody of the register signs up with the mailed code, by plain requests, and signs in.
    ///
    /// # Errors
    /// If any step fails.
    pub async fn sign_up(system: &System, ministry: Homeserver, index: usize) -> Result<Self> {
        let sample = system.sample(ministry, index)?;
        system.make_account(&sample).await?;
        Self::sign_in(&system.stack().front_door(ministry), &sample.email, PASSWORD).await
    }

    /// Somebody who has an access token already.
    ///
    /// # Errors
    /// If the system's TLS cannot be used.
    pub fn with(front_door: &str, token: &str, user_id: &str) -> Result<Self> {
        let http = reqwest::Client::builder().no_proxy().build()?;
        let base = front_door.trim_end_matches('/').to_owned();
        Ok(Self { http, base, token: token.to_owned(), user_id: user_id.to_owned() })
    }

    /// The address that it speaks to, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The same session at another address.
    pub fn at(&self, base: &str) -> Self {
        Self { base: base.trim_end_matches('/').to_owned(), ..self.clone() }
    }

    /// Somebody else at the same address, by their token.
    pub fn with_token(&self, token: String) -> Self {
        Self { token, ..self.clone() }
    }

    /// Sends a request; answers whatever comes.
    ///
    /// # Errors
    /// If nothing comes.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Result<Response> {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        Ok(request.send().await?)
    }

    /// Sends a request; answers status and JSON.
    ///
    /// # Errors
    /// If no JSON comes.
    pub async fn json(&self, method: Method, path: &str, body: Option<Value>) -> Result<(StatusCode, Value)> {
        let answer = self.send(method, path, body).await?;
        let status = answer.status();
        Ok((status, answer.json().await.unwrap_or(Value::Null)))
    }

    /// The same, patiently where the homeserver says that it is asked too fast.
    ///
    /// # Errors
    /// If no JSON comes.
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Result<(StatusCode, Value)> {
        loop {
            let (status, answer) = self.json(method.clone(), path, body.clone()).await?;
            if status != StatusCode::TOO_MANY_REQUESTS {
                return Ok((status, answer));
            }
            let pause = answer["retry_after_ms"].as_u64().unwrap_or(500);
            tokio::time::sleep(Duration::from_millis(pause + 50)).await;
        }
    }

    /// The same, where nothing but success will do.
    ///
    /// # Errors
    /// If the homeserver refuses.
    pub async fn must(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value> {
        let (status, answer) = self.ask(method, path, body).await?;
        ensure!(status.is_success(), "{path} was answered with {status}: {answer}");
        Ok(answer)
    }

    /// Uploads bytes; answers server and media id.
    ///
    /// # Errors
    /// If the homeserver refuses.
    pub async fn upload(&self, bytes: Vec<u8>, media_type: &str) -> Result<(String, String)> {
        let request = self.http.post(format!("{}/_matrix/media/v3/upload", self.base)).bearer_auth(&self.token);
        let answer = request.header("content-type", media_type).body(bytes).send().await?.error_for_status()?;
        let answer: Value = answer.json().await?;
        let mxc = answer["content_uri"].as_str().context("upload answers a content_uri")?;
        let (server, media) = mxc.strip_prefix("mxc://").and_then(|rest| rest.split_once('/')).context("an mxc")?;
        Ok((server.to_owned(), media.to_owned()))
    }

    /// Fetches media as a stock client does; answers status and body.
    ///
    /// # Errors
    /// If nothing comes.
    pub async fn download(&self, server: &str, media: &str) -> Result<(StatusCode, Vec<u8>)> {
        let path = format!("/_matrix/client/v1/media/download/{server}/{media}");
        let answer = self.send(Method::GET, &path, None).await?;
        Ok((answer.status(), answer.bytes().await?.to_vec()))
    }
}
