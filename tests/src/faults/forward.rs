//! One request on its way through a proxy, and what its rules make of it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use futures_util::{StreamExt, stream};
use hyper::body::Incoming;
use hyper::header::{ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, HOST, RETRY_AFTER, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Request, Response, StatusCode};
use serde_json::{Value, json};

use super::proxy::{Hit, State};
use super::rule::{Fault, Stage};

/// Bodies are held whole; nobody sends larger ones through a proxy of these tests.
const LARGEST: usize = 64 << 20;

/// Between the first half of an answer and its end.
const BREATH: Duration = Duration::from_millis(20);

/// Where a connection leads.
#[derive(Clone)]
pub(super) struct Forward {
    pub(super) state: Arc<State>,
    pub(super) server: String,
}

/// The connection is to be closed without an answer.
#[derive(Debug)]
pub(super) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("cut")
    }
}

impl std::error::Error for Cut {}

/// What a server said.
struct Said {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

pub(super) async fn forward(to: Forward, request: Request<Incoming>) -> Result<Response<Body>, Cut> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(Body::new(body), LARGEST).await.map_err(|_| Cut)?;
    let (method, path) = (parts.method.as_str(), parts.uri.path().to_owned());
    let hits = to.state.hit(method, &path);
    if let Some(answer) = before(&to.state, &hits).await? {
        return Ok(answer);
    }
    let is_sync = path.ends_with("/sync");
    if is_sync {
        to.state.inbox().request(pos_in(&parts).as_deref(), &body);
    }
    let mut said = to.ask(&parts, body.clone()).await?;
    if hits.iter().any(|hit| hit.fault == Fault::Replay) {
        said = to.ask(&parts, body).await?;
    }
    after(&to.state, &hits).await?;
    if is_sync && said.status == StatusCode::OK {
        let faults: Vec<&Fault> = hits.iter().map(|hit| &hit.fault).collect();
        if let Ok(mut answer) = serde_json::from_slice::<Value>(&said.body) {
            to.state.inbox().answer(&mut answer, &faults);
            said.body = answer.to_string().into_bytes();
        }
    }
    if path.ends_with("/discover") {
        said.body = to.in_our_place(&said.body);
    }
    let cut = hits.iter().any(|hit| hit.fault == Fault::CutAnswer);
    Ok(said.answer(cut))
}

/// The answer that a request of the sync goes on from.
fn pos_in(parts: &Parts) -> Option<String> {
    let mut fields = url::form_urlencoded::parse(parts.uri.query()?.as_bytes());
    fields.find_map(|(name, value)| (name == "pos").then(|| value.into_owned()))
}

/// What happens before the server hears of the request; an answer if it never will.
async fn before(state: &State, hits: &[Hit]) -> Result<Option<Response<Body>>, Cut> {
    for hit in hits {
        if hit.fault == Fault::Hold(Stage::After) || hit.fault == Fault::DropAnswer {
            continue;
        }
        state.has_reached(hit);
        match &hit.fault {
            Fault::DropRequest => return Err(Cut),
            Fault::Status(status, pause) => return Ok(Some(refusal(*status, *pause))),
            Fault::Hold(Stage::Before) => until_lifted(hit).await,
            fault => {
                if let Some(delay) = fault.delay() {
                    tokio::time::sleep(delay).await;
                }
            }
        }
    }
    Ok(None)
}

/// What happens when the server has answered.
async fn after(state: &State, hits: &[Hit]) -> Result<(), Cut> {
    for hit in hits {
        match hit.fault {
            Fault::DropAnswer => {
                state.has_reached(hit);
                return Err(Cut);
            }
            Fault::Hold(Stage::After) => {
                state.has_reached(hit);
                until_lifted(hit).await;
            }
            _ => {}
        }
    }
    Ok(())
}

async fn until_lifted(hit: &Hit) {
    // An error says that the rule is gone.
    let _ = hit.lifted.clone().wait_for(|lifted| *lifted).await;
}

fn refusal(status: u16, pause: Option<u64>) -> Response<Body> {
    let code = if status == 429 { "M_LIMIT_EXCEEDED" } else { "M_UNKNOWN" };
    let mut body = json!({"errcode": code, "error": "the fault bench says no"});
    let mut answer = Response::builder().status(status).header("content-type", "application/json");
    if let Some(pause) = pause {
        body["retry_after_ms"] = pause.into();
        answer = answer.header(RETRY_AFTER, pause.div_ceil(1000).to_string());
    }
    answer.body(Body::from(body.to_string())).unwrap_or_default()
}

impl Forward {
    async fn ask(&self, parts: &Parts, body: Bytes) -> Result<Said, Cut> {
        let mut target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        if parts.uri.path().ends_with("/sync") && self.state.inbox().waits() {
            // What waits here must not wait for news from the server.
            target = without_waiting(&target);
        }
        let mut headers = parts.headers.clone();
        for name in [HOST, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, ACCEPT_ENCODING] {
            headers.remove(name);
        }
        let request = self.state.http.request(parts.method.clone(), format!("{}{target}", self.server));
        let answer = request.headers(headers).body(body).send().await.map_err(|_| Cut)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.bytes().await.map_err(|_| Cut)?.to_vec();
        Ok(Said { status, headers, body })
    }

    /// Clients are told where to go on; that is here.
    fn in_our_place(&self, body: &[u8]) -> Vec<u8> {
        let mut text = String::from_utf8_lossy(body).into_owned();
        for (server, place) in &self.state.places {
            text = text.replace(server, place);
        }
        text.into_bytes()
    }
}

fn without_waiting(target: &str) -> String {
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    let parts: Vec<&str> =
        query.split('&').map(|part| if part.starts_with("timeout=") { "timeout=0" } else { part }).collect();
    format!("{path}?{}", parts.join("&"))
}

impl Said {
    fn answer(mut self, cut: bool) -> Response<Body> {
        for name in [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING] {
            self.headers.remove(name);
        }
        let body = if cut {
            self.body.truncate(self.body.len() / 2);
            // What comes first goes out before the connection closes.
            let end = async {
                tokio::time::sleep(BREATH).await;
                Err(Cut)
            };
            Body::from_stream(stream::once(async { Ok(self.body) }).chain(stream::once(end)))
        } else {
            Body::from(self.body)
        };
        let mut answer = Response::new(body);
        *answer.status_mut() = self.status;
        *answer.headers_mut() = self.headers;
        answer
    }
}
