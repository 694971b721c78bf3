//! A homeserver with its bridge, played: it gives out rooms and old messages once, and then has nothing new.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::data::{self, EVENTS, LARGE, OWN, ROOMS};

/// How long a question about news stays open when there is none.
const HELD: Duration = Duration::from_secs(25);

/// The homeserver, while it runs.
pub(crate) struct Homeserver {
    /// Its address.
    pub(crate) uri: String,
    state: Arc<Inside>,
}

struct Inside {
    uri: String,
    /// Rooms that have been given out.
    given: AtomicUsize,
    position: AtomicUsize,
    quiet: AtomicBool,
}

impl Homeserver {
    /// Starts it; it ends with the process.
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let uri = format!("http://{}", listener.local_addr()?);
        let state = Arc::new(Inside {
            uri: uri.clone(),
            given: AtomicUsize::new(0),
            position: AtomicUsize::new(0),
            quiet: AtomicBool::new(false),
        });
        let router = Router::new().fallback(answer).with_state(state.clone());
        tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { uri, state })
    }

    /// From now on there are no news.
    pub(crate) fn be_quiet(&self) {
        self.state.quiet.store(true, Ordering::Relaxed);
    }
}

async fn answer(State(inside): State<Arc<Inside>>, method: Method, uri: Uri, body: Bytes) -> Response {
    let path = uri.path();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let address = &inside.uri;
    let fixed = match path {
        "/_matrix/client/versions" => json!({"versions": ["v1.11", "v1.15"],
            "unstable_features": {"org.matrix.simplified_msc3575": true}}),
        "/.well-known/matrix/client" => json!({"org.depesha.services": {
            "scanner": {"base_url": address, "keys": []}, "bridge": {"base_url": address}, "externals": false}}),
        "/_depesha/v1/discover" => json!({"organisation": "Interior", "sign_in": ["password"],
            "homeserver": {"server_name": "interior.example", "base_url": address}}),
        "/_depesha/v1/organisations" => json!({"externals": ["outside.example"], "organisations": [
            {"organisation_id": "interior", "organisation": "Interior", "server_name": "interior.example",
             "people": 1, "units": []}]}),
        "/_matrix/client/v3/login" => json!({"user_id": OWN, "device_id": data::DEVICE, "access_token": data::TOKEN}),
        "/_matrix/client/v3/capabilities" => json!({"capabilities": {}}),
        "/_matrix/client/v3/keys/upload" => json!({"one_time_key_counts": {"signed_curve25519": 50}}),
        "/_matrix/client/v3/keys/query" => json!({"device_keys": {}}),
        _ if path.ends_with("/sync") => return inside.sync(uri.query().unwrap_or_default(), &body).await,
        _ if path.ends_with("/messages") => messages(uri.query().unwrap_or_default()),
        _ if path.ends_with("/members") => json!({"chunk": data::members_of(path)}),
        _ if path.contains("/profile/") => json!({"displayname": "Olena KOVALENKO [Interior]"}),
        _ if method == Method::GET => {
            let none = json!({"errcode": "M_NOT_FOUND", "error": "nothing there"});
            return (StatusCode::NOT_FOUND, axum::Json(none)).into_response();
        }
        _ => json!({}),
    };
    axum::Json(fixed).into_response()
}

impl Inside {
    async fn sync(&self, query: &str, body: &Value) -> Response {
        let first = !query.contains("pos=");
        let ranges = body["lists"]["all_rooms"]["ranges"].as_array().cloned().unwrap_or_default();
        let wanted = ranges.iter().filter_map(|range| range[1].as_u64()).max();
        let until = wanted.map_or(0, |last| (usize::try_from(last).unwrap_or(0) + 1).min(ROOMS));
        let given = self.given.fetch_max(until, Ordering::Relaxed);
        let quiet = self.quiet.load(Ordering::Relaxed);
        if quiet || (!first && given >= until) {
            tokio::time::sleep(HELD).await;
        }
        let position = self.position.fetch_add(1, Ordering::Relaxed).to_string();
        let mut said = json!({"pos": position});
        if wanted.is_some() {
            let rooms: serde_json::Map<String, Value> =
                (given..until).map(|n| (data::room_id(n), data::room(n))).collect();
            said["lists"] = json!({"all_rooms": {"count": ROOMS}});
            said["rooms"] = Value::Object(rooms);
            if given == 0 {
                said["extensions"] = json!({"account_data": {"global": [data::directs()]}});
            }
        }
        axum::Json(said).into_response()
    }
}

/// A page of the large conversation, newest first.
fn messages(query: &str) -> Value {
    let field = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    let from = field("from").and_then(|from| from.strip_prefix('p')?.parse().ok()).unwrap_or(EVENTS);
    let limit = field("limit").and_then(|limit| limit.parse().ok()).unwrap_or(50);
    let first = from.saturating_sub(limit);
    let chunk: Vec<Value> = (first..from).rev().map(|n| data::event(LARGE, n)).collect();
    let mut page = json!({"start": format!("p{from}"), "chunk": chunk});
    if first > 0 {
        page["end"] = json!(format!("p{first}"));
    }
    page
}
