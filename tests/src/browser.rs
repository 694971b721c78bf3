//! A person's browser on the way through an identity provider: follows redirections, keeps cookies, fills the provider's
//! form in, and reads the page at the end. It knows nothing of Depesha.

use anyhow::{Context, Result, bail};
use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};
use url::Url;

use crate::console::location;
use crate::cookies::CookieClient;
use crate::identity_provider::PASSWORD;

/// Where a program of the person's own machine would wait; nobody does.
pub const PROGRAM: &str = "http://127.0.0.1:9/signed-in/5f0c";

/// A browser.
pub struct Browser {
    http: CookieClient,
}

/// The page at the end of the way.
#[derive(Debug)]
pub struct Page {
    /// Its status.
    pub status: StatusCode,
    /// Its text.
    pub html: String,
}

impl Page {
    /// Where the page's button leads.
    pub fn button(&self) -> Option<Url> {
        let (_, rest) = self.html.split_once("href=\"")?;
        Url::parse(&rest.split('"').next()?.replace("&amp;", "&")).ok()
    }

    /// The token that the page would hand to the program.
    pub fn login_token(&self) -> Option<String> {
        let url = self.button()?;
        let goes_to_the_program = url.as_str().starts_with(PROGRAM);
        let token = url.query_pairs().find(|(name, _)| name == "loginToken").map(|(_, value)| value.into_owned());
        token.filter(|_| goes_to_the_program)
    }
}

impl Browser {
    /// A new one, without cookies.
    ///
    /// # Errors
    /// If no client can be made.
    pub fn new() -> Result<Self> {
        Ok(Self { http: CookieClient::new(HeaderMap::new())? })
    }

    /// Goes through a provider and back, signing in there under this name.
    ///
    /// # Errors
    /// If the way breaks off before there is a page.
    pub async fn sign_in(front_door: &str, provider: &str, login: &str) -> Result<Page> {
        Self::new()?.go_through(&way(front_door, provider, PROGRAM)?, login).await
    }

    /// The same for an address that a client gave it; the page at the end is the one that asks for the last click.
    ///
    /// # Errors
    /// If the way breaks off before there is a page.
    pub async fn go_through(&self, start: &Url, login: &str) -> Result<Page> {
        let page = self.open(start).await?;
        let (_, rest) = page.html.split_once("action=\"/interaction/").context("no form of the provider")?;
        let uid = rest.split('"').next().unwrap_or_default();
        let action = page.url.join(&format!("/interaction/{uid}"))?;
        let answer = self.http.post(action.clone(), &[("login", login), ("password", PASSWORD)]).await?;
        let end = self.follow(action, answer).await?;
        Ok(Page { status: end.status, html: end.html })
    }

    /// Opens an address and follows where it leads; answers the page at the end.
    ///
    /// # Errors
    /// If nothing answers.
    pub async fn open(&self, url: &Url) -> Result<Opened> {
        let answer = self.http.get(url.clone()).await?;
        self.follow(url.clone(), answer).await
    }

    async fn follow(&self, mut url: Url, mut answer: Response) -> Result<Opened> {
        for _ in 0..12 {
            if !answer.status().is_redirection() {
                return Ok(Opened { status: answer.status(), html: answer.text().await?, url });
            }
            url = url.join(&location(&answer)?)?;
            answer = self.http.get(url.clone()).await?;
        }
        bail!("{url} leads in a circle")
    }
}

/// A page and where it is.
#[derive(Debug)]
pub struct Opened {
    /// Its status.
    pub status: StatusCode,
    /// Its text.
    pub html: String,
    /// Its address.
    pub url: Url,
}

/// The address that a client opens to have somebody sign in; the session goes to `target`.
///
/// # Errors
/// If it is no address.
pub fn way(front_door: &str, provider: &str, target: &str) -> Result<Url> {
    let base = front_door.trim_end_matches('/');
    let path = format!("{base}/_matrix/client/v3/login/sso/redirect/{provider}");
    Ok(Url::parse_with_params(&path, [("redirectUrl", target)])?)
}
