//! A browser without script at one of the consoles: forms, cookies, and nothing else.

use anyhow::{Context, Result, bail, ensure};
use reqwest::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderValue, LOCATION};
use reqwest::{Response, StatusCode};
use stack::SignIn;

use crate::cookies::CookieClient;

/// Somebody at a console.
pub struct Console {
    http: CookieClient,
    base: String,
}

impl Console {
    /// Opens the sign-in page and signs in, with the password and then a code that was not used yet.
    ///
    /// # Errors
    /// If the console refuses.
    pub async fn sign_in(officer: &SignIn) -> Result<Self> {
        let (base, name) = (&officer.url, officer.name);
        let password = std::fs::read_to_string(&officer.password_file)?;
        let in_english = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static("en"))]);
        let http = CookieClient::new(in_english)?;
        let base = base.trim_end_matches('/').to_owned();
        let console = Self { http, base };
        let answer = console.submit("/login", "/login", &[("name", name), ("password", password.trim())]).await?;
        ensure!(answer.status() == StatusCode::SEE_OTHER, "the console did not let {name} in: {}", answer.status());
        let officer = officer.clone();
        let (code, _) = tokio::task::spawn_blocking(move || officer.next_code()).await??;
        let answer = console.submit("/login/factor", "/login/factor", &[("code", &code)]).await?;
        ensure!(answer.status() == StatusCode::SEE_OTHER, "the code of {name} was refused: {}", answer.status());
        Ok(console)
    }

    /// A page as HTML.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn page(&self, path: &str) -> Result<String> {
        let mut path = path.to_owned();
        for _ in 0..3 {
            let answer = self.http.get(format!("{}{path}", self.base)).await?;
            if answer.status().is_redirection() {
                path = location(&answer)?;
                continue;
            }
            ensure!(answer.status().is_success(), "{path} answers {}", answer.status());
            return Ok(answer.text().await?);
        }
        bail!("{path} leads in a circle")
    }

    /// Fills the form of a page in and sends it.
    ///
    /// # Errors
    /// If the page has no form with a hidden secret, or nothing answers.
    pub async fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Result<Response> {
        let html = self.page(page).await?;
        let csrf = between(&html, "name=\"csrf\" value=\"", "\"").context("the form has no secret")?.to_owned();
        let mut form: Vec<(&str, &str)> = vec![("csrf", &csrf)];
        form.extend(fields);
        self.http.post(format!("{}{action}", self.base), &form).await
    }
}

/// What `tests/browser/*.mjs` need to sign an officer in: with the secret they make their own codes, from the step on that
/// follows the last one that was given out here.
///
/// # Errors
/// If a secret cannot be read.
pub fn for_browser(officer: &SignIn) -> Result<serde_json::Value> {
    let read = |path: &std::path::Path| Ok::<_, std::io::Error>(std::fs::read_to_string(path)?.trim().to_owned());
    let after = read(&officer.totp_file.with_extension("step")).ok().and_then(|step| step.parse::<u64>().ok());
    Ok(serde_json::json!({
        "url": officer.url.trim_end_matches('/'),
        "name": officer.name,
        "password": read(&officer.password_file)?,
        "secret": read(&officer.totp_file)?,
        "after": after.unwrap_or_default(),
    }))
}

/// Where a redirection leads.
///
/// # Errors
/// If it says nothing.
pub fn location(answer: &Response) -> Result<String> {
    Ok(answer.headers().get(LOCATION).context("a redirection without a place")?.to_str()?.to_owned())
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let start = text.find(before)? + before.len();
    let end = text[start..].find(after)?;
    Some(&text[start..start + end])
}
