//! A homeserver with its bridge, played: it gives out rooms and old messages once, and then has nothing new, or new messages
//! all the time.

mod keys;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use keys::Left;

use crate::data::{self, EVENTS, LARGE, OWN, ROOMS};

/// How long a question about news stays open when there is none.
const HELD: Duration = Duration::from_secs(25);
/// How often it is looked whether there is something to tell.
const LOOK: Duration = Duration::from_millis(20);

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
    /// All that there was has been given out.
    over: AtomicBool,
    /// Answers with new messages a second, after that.
    rate: AtomicUsize,
    /// New messages up to now.
    said: AtomicUsize,
    left: Left,
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
            over: AtomicBool::new(false),
            rate: AtomicUsize::new(0),
            said: AtomicUsize::new(0),
            left: Left::default(),
        });
        let router = Router::new().fallback(answer).with_state(state.clone());
        tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { uri, state })
    }

    /// From now on there is nothing new but so many messages a second in the large room, each with one in another room.
    pub(crate) fn go_on_with(&self, messages: usize) {
        self.state.rate.store(messages, Ordering::Relaxed);
        self.state.over.store(true, Ordering::Relaxed);
    }
}

async fn answer(State(inside): State<Arc<Inside>>, method: Method, uri: Uri, body: Bytes) -> Response {
    let path = uri.path();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let address = &inside.uri;
    if let Some(found) = inside.left.answer(&method, path, &body) {
        return axum::Json(found).into_response();
    }
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
        let asks_keys = body["extensions"]["e2ee"]["enabled"] == true;
        let until = wanted.map_or(0, |last| (usize::try_from(last).unwrap_or(0) + 1).min(ROOMS));
        let given = self.given.fetch_max(until, Ordering::Relaxed);
        let over = self.over.load(Ordering::Relaxed);
        if over || (!first && given >= until) {
            self.wait(asks_keys, wanted.is_some()).await;
        }
        let position = self.position.fetch_add(1, Ordering::Relaxed).to_string();
        let mut said = json!({"pos": position});
        if wanted.is_some() {
            let mut rooms: serde_json::Map<String, Value> =
                (given..until).map(|n| (data::room_id(n), data::room(n))).collect();
            if self.rate.load(Ordering::Relaxed) > 0 {
                let n = self.said.fetch_add(1, Ordering::Relaxed);
                rooms.extend([LARGE, n % ROOMS].map(|room| (data::room_id(room), data::newer(room, n))));
            }
            said["lists"] = json!({"all_rooms": {"count": ROOMS}});
            said["rooms"] = Value::Object(rooms);
            if given == 0 {
                said["extensions"] = json!({"account_data": {"global": [data::directs()]}});
            }
        }
        if asks_keys {
            said["extensions"]["e2ee"] = self.left.told();
        }
        axum::Json(said).into_response()
    }

    /// Until there is something to tell whoever asks for this.
    async fn wait(&self, asks_keys: bool, asks_rooms: bool) {
        let start = Instant::now();
        while start.elapsed() < HELD && !(asks_keys && self.left.has_changed()) {
            let rate = self.rate.load(Ordering::Relaxed);
            if asks_rooms && rate > 0 && start.elapsed().as_secs_f64() * rate as f64 > 1.0 {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
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
