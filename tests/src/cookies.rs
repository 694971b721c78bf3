//! A client as browsers are below their pages: it keeps cookies, follows nothing by itself, and sends forms.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use reqwest::header::{COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{IntoUrl, RequestBuilder, Response};

/// The client.
pub(crate) struct CookieClient {
    http: reqwest::Client,
    jar: Mutex<BTreeMap<String, String>>,
}

impl CookieClient {
    /// One without cookies that says this with every request.
    pub(crate) fn new(headers: HeaderMap) -> Result<Self> {
        let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let http = builder.default_headers(headers).build()?;
        Ok(Self { http, jar: Mutex::default() })
    }

    /// Asks for a page.
    pub(crate) async fn get(&self, url: impl IntoUrl) -> Result<Response> {
        self.send(self.http.get(url)).await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, url: impl IntoUrl, fields: &[(&str, &str)]) -> Result<Response> {
        let body: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(url).body(body);
        self.send(request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response> {
        let cookies: Vec<String> = self.jar().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = request.header(COOKIE, cookies.join("; ")).send().await?;
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                self.jar().insert(name.trim().to_owned(), value.to_owned());
            }
        }
        Ok(answer)
    }

    fn jar(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.jar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
