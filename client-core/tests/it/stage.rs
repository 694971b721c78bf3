//! A homeserver with its bridge, played: it answers what a client needs in order to sign in and to synchronise, and the test
//! says which rooms there are. Everything that was asked for is remembered.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_core::view::{ListDiff, RoomSummary};
use client_core::{Config, Messenger, StoreKey, until};
use serde_json::{Value, json};
use tempfile::TempDir;
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub(crate) const OWN: &str = "@olena:interior.example";
const PATIENCE: Duration = Duration::from_secs(60);

/// What the next synchronisations bring.
#[derive(Clone, Default)]
struct News(Arc<Mutex<(u32, VecDeque<Value>)>>);

impl Respond for News {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = request.body_json().unwrap_or_default();
        let mut state = self.0.lock().expect("lock");
        state.0 += 1;
        let pos = state.0.to_string();
        if body["conn_id"] == "encryption" || body["lists"].as_object().is_none_or(serde_json::Map::is_empty) {
            return answer(json!({"pos": pos})).set_delay(Duration::from_millis(200));
        }
        match state.1.pop_front() {
            Some(mut news) => {
                news["pos"] = json!(pos);
                news["lists"] = json!({"all_rooms": {"count": 1}});
                answer(news)
            }
            None => {
                answer(json!({"pos": pos, "lists": {"all_rooms": {"count": 1}}})).set_delay(Duration::from_millis(50))
            }
        }
    }
}

pub(crate) fn answer(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

pub(crate) struct Stage {
    pub(crate) server: MockServer,
    pub(crate) messenger: Messenger,
    news: News,
    _folder: TempDir,
}

impl Stage {
    /// Somebody inside, signed in.
    pub(crate) async fn inside() -> Self {
        Self::open(false).await
    }

    pub(crate) async fn open(external: bool) -> Self {
        let server = MockServer::start().await;
        let (uri, news) = (server.uri(), News::default());
        let services = json!({
            "scanner": {"base_url": uri, "keys": []}, "bridge": {"base_url": uri}, "externals": external,
        });
        let fixed = [
            (
                "GET",
                "/_matrix/client/versions",
                json!({"versions": ["v1.11", "v1.15"],
                "unstable_features": {"org.matrix.simplified_msc3575": true}}),
            ),
            ("GET", "/.well-known/matrix/client", json!({"org.depesha.services": services})),
            (
                "POST",
                "/_depesha/v1/discover",
                json!({"organisation": "Interior", "sign_in": ["password"],
                "homeserver": {"server_name": "interior.example", "base_url": uri}}),
            ),
            ("POST", "/_matrix/client/v3/login", json!({"user_id": OWN, "device_id": "D", "access_token": "token"})),
            (
                "GET",
                "/_depesha/v1/organisations",
                json!({"externals": ["outside.example"], "organisations": [
                {"organisation_id": "interior", "organisation": "Interior", "server_name": "interior.example",
                 "people": 1, "units": []},
                {"organisation_id": "finance", "organisation": "Finance", "server_name": "finance.example",
                 "people": 1, "units": []}]}),
            ),
            (
                "GET",
                "/_matrix/client/v3/capabilities",
                json!({"capabilities": {"m.room_versions":
                {"default": "12", "available": {"11": "stable", "12": "stable"}}}}),
            ),
            ("POST", "/_matrix/client/v3/keys/upload", json!({"one_time_key_counts": {"signed_curve25519": 50}})),
            ("POST", "/_matrix/client/v3/keys/query", json!({"device_keys": {}})),
        ];
        for (verb, at, body) in fixed {
            Mock::given(method(verb)).and(path(at)).respond_with(answer(body)).mount(&server).await;
        }
        Mock::given(method("POST")).and(path_regex("/sync$")).respond_with(news.clone()).mount(&server).await;
        Mock::given(method("GET"))
            .and(path_regex("/profile/"))
            .respond_with(answer(json!({"displayname": "Olena KOVALENKO"})))
            .mount(&server)
            .await;
        // Whatever else is written goes well.
        Mock::given(path_regex("^/_matrix/client/.*/(keys|user|pushrules|sendToDevice|rooms)/"))
            .and(method("PUT"))
            .respond_with(answer(json!({"event_id": "$written"})))
            .with_priority(9)
            .mount(&server)
            .await;
        Mock::given(method("POST")).respond_with(answer(json!({}))).with_priority(10).mount(&server).await;
        let folder = tempfile::tempdir().expect("folder");
        let messenger = Messenger::new(Config {
            data_dir: folder.path().to_owned(),
            bridge_url: uri.parse().expect("address"),
            device_name: "test".into(),
            store_key: StoreKey::from_bytes([7; 32]),
        })
        .expect("messenger");
        let session = messenger.sign_in("olena@interior.example", "secret").await.expect("signed in");
        assert_eq!(session.external, external);
        Self { server, messenger, news, _folder: folder }
    }

    /// Answers a request in a way of its own.
    pub(crate) async fn on(&self, verb: &str, at: &str, answer: impl Respond + 'static) {
        Mock::given(method(verb)).and(path_regex(at)).respond_with(answer).with_priority(1).mount(&self.server).await;
    }

    /// The next synchronisation brings a room.
    pub(crate) fn brings(&self, room: &str, content: Value) {
        self.tells(json!({"rooms": { room: content }}));
    }

    /// The next synchronisation says who types in a room.
    pub(crate) fn types(&self, room: &str, people: &[&str]) {
        let typing = json!({"type": "m.typing", "content": {"user_ids": people}});
        self.tells(json!({"extensions": {"typing": {"rooms": {room: typing}}}}));
    }

    /// The next synchronisation brings this, rooms or what belongs to the account.
    pub(crate) fn tells(&self, news: Value) {
        self.news.0.lock().expect("lock").1.push_back(news);
    }

    /// Brings a room and waits until the list has it in the wanted form.
    pub(crate) async fn has(&self, room: &str, content: Value, wanted: impl Fn(&RoomSummary) -> bool) -> RoomSummary {
        self.brings(room, content);
        self.sees(room, wanted).await
    }

    /// Waits until the list has a room in the wanted form.
    pub(crate) async fn sees(&self, room: &str, mut wanted: impl FnMut(&RoomSummary) -> bool) -> RoomSummary {
        let mut rows: Vec<RoomSummary> = Vec::new();
        let found = until(self.messenger.rooms().expect("list"), PATIENCE, |changes: Vec<ListDiff<RoomSummary>>| {
            changes.into_iter().for_each(|change| change.apply(&mut rows));
            rows.iter().find(|row| row.id == room && wanted(row)).cloned()
        });
        found.await.expect("the room never looked like that")
    }

    /// The bodies of the requests that were made to a path, in order.
    pub(crate) async fn asked(&self, verb: &str, part: &str) -> Vec<(String, Value)> {
        let all = self.server.received_requests().await.expect("recorded");
        let of = all.iter().filter(|request| request.method.as_str() == verb && request.url.as_str().contains(part));
        of.map(|request| (request.url.to_string(), request.body_json().unwrap_or_default())).collect()
    }
}

/// An event of a room's state.
pub(crate) fn state(kind: &str, key: &str, sender: &str, content: Value) -> Value {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    json!({"type": kind, "state_key": key, "sender": sender, "content": content, "event_id": format!("$e{number}"),
        "origin_server_ts": 1_700_000_000_000_u64 + u64::from(number)})
}

pub(crate) fn member(user: &str, name: &str, membership: &str) -> Value {
    state("m.room.member", user, user, json!({"membership": membership, "displayname": name}))
}

/// A room of which this state is known; `extra` comes on top.
pub(crate) fn room(creator: &str, public: bool, levels: Value, extra: Vec<Value>) -> Value {
    let join_rule = if public { "public" } else { "invite" };
    let mut all = vec![
        state("m.room.create", "", creator, json!({"room_version": "11"})),
        member(OWN, "Olena KOVALENKO [Interior]", "join"),
        state("m.room.join_rules", "", creator, json!({"join_rule": join_rule})),
        state("m.room.power_levels", "", creator, levels),
    ];
    if !public {
        all.push(state("m.room.encryption", "", creator, json!({"algorithm": "m.megolm.v1.aes-sha2"})));
    }
    all.extend(extra);
    json!({"initial": true, "membership": "join", "name": "A room", "required_state": all, "timeline": [],
        "joined_count": 3, "invited_count": 0, "bump_stamp": 1, "notification_count": 0, "highlight_count": 0})
}

/// The power levels in which the person here administers a room.
pub(crate) fn administers() -> Value {
    json!({"users": {OWN: 100}, "events": {"m.room.power_levels": 100}})
}
