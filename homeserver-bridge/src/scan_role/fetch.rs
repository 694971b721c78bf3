//! Fetches media from the caller's homeserver, as the caller (Matrix specification, "Content repository"; MSC3916).
//!
//! Only a configured homeserver is ever asked, and a redirect is followed only within it: the token goes nowhere else.

use std::collections::HashMap;
use std::time::Duration;

use bridge_api::{Mxc, ServerName};
use reqwest::header::LOCATION;
use reqwest::{Client, Response, StatusCode};
use secrecy::ExposeSecret;
use url::Url;

use super::{Asker, Refusal};
use crate::config::ScanHomeserver;

/// A homeserver that sends nothing for so long has stopped.
const SILENCE: Duration = Duration::from_secs(30);
const MAX_REDIRECTS: usize = 3;

/// What of a media.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// All of it, as uploaded.
    Whole,
    /// A thumbnail that the homeserver makes.
    Thumbnail {
        /// The parameters of the request: `width`, `height`, `method`.
        query: Vec<(&'static str, String)>,
    },
}

pub(super) struct Media {
    client: Client,
    upstreams: HashMap<ServerName, Url>,
}

/// A client that follows no redirect by itself, uses no proxy and waits for no connection without end.
pub(super) fn client(total: Option<Duration>) -> reqwest::Result<Client> {
    // The bytes are hashed as they are stored, so nothing may be unpacked on the way.
    let builder = Client::builder()
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .read_timeout(SILENCE)
        .pool_idle_timeout(Duration::from_secs(30));
    match total {
        Some(total) => builder.timeout(total),
        None => builder,
    }
    .build()
}

/// The error as an answer; it is logged without the address, which would name the media.
pub(super) fn unreachable(error: reqwest::Error) -> Refusal {
    tracing::warn!(error = %error.without_url(), "media could not be fetched");
    Refusal::RequestFailed
}

impl Media {
    pub(super) fn new(homeservers: &[ScanHomeserver]) -> reqwest::Result<Self> {
        let upstreams = homeservers.iter().map(|h| (h.server_name.clone(), h.upstream.clone())).collect();
        Ok(Self { client: client(None)?, upstreams })
    }

    /// Opens the media; the bytes are still to come.
    pub(super) async fn open(&self, asker: &Asker, mxc: &Mxc, part: Part) -> Result<Response, Refusal> {
        let upstream = self.upstreams.get(&asker.caller.homeserver).ok_or(Refusal::RequestFailed)?;
        let mut url = address(upstream, mxc, part);
        for _ in 0..=MAX_REDIRECTS {
            let request = self.client.get(url.clone()).bearer_auth(asker.token.expose_secret());
            let answer = request.send().await.map_err(unreachable)?;
            match answer.status() {
                StatusCode::OK => return Ok(answer),
                StatusCode::NOT_FOUND => return Err(Refusal::NotFound),
                StatusCode::UNAUTHORIZED => return Err(Refusal::UnknownToken),
                StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => {
                    let target = answer.headers().get(LOCATION).and_then(|to| url.join(to.to_str().ok()?).ok());
                    match target.filter(|to| to.origin() == upstream.origin()) {
                        Some(to) => url = to,
                        None => break,
                    }
                }
                status => {
                    tracing::warn!(status = status.as_u16(), "the homeserver refused to give media");
                    return Err(Refusal::RequestFailed);
                }
            }
        }
        tracing::warn!("the homeserver redirected a request for media to where we do not follow");
        Err(Refusal::RequestFailed)
    }
}

fn address(upstream: &Url, mxc: &Mxc, part: Part) -> Url {
    let mut url = upstream.clone();
    let verb = if part == Part::Whole { "download" } else { "thumbnail" };
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty();
        path.extend(["_matrix", "client", "v1", "media", verb, mxc.server().as_str(), mxc.media()]);
    }
    if let Part::Thumbnail { query } = part {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}
