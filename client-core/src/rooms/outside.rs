//! Where people from outside are and may be: the homeservers that they come from, and the rooms that are open to them.
//!
//! The sync brings a room's access rule only when it happens to see the event, so a room of which nobody knows is asked
//! about once, in the background; the answer is kept with the session's stores. What cannot be found out counts as closed:
//! the marks warn people, the homeserver decides.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use bridge_api::events::{ACCESS_RULES, ROOM_LABEL};
use matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState;
use matrix_sdk::ruma::api::client::state::get_state_event_for_key;
use matrix_sdk::ruma::events::{AnySyncStateEvent, StateEventType};
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedRoomId, RoomId, UserId};
use matrix_sdk::{Client, Room, RoomState};
use serde_json::{Value, json};
use tokio::sync::{broadcast, mpsc};

use crate::Result;
use crate::platform::now_ms;
use crate::problem::from_http;
use crate::view::ProblemView;

/// How soon a room is looked at again.
const AGAIN_MS: u64 = 60_000;
const SERVERS: &[u8] = b"org.depesha.outside.servers";

/// What is known of outside.
pub(crate) struct Outside {
    client: Client,
    known: RwLock<Known>,
    changed: broadcast::Sender<Option<OwnedRoomId>>,
    wanted: mpsc::UnboundedSender<OwnedRoomId>,
}

#[derive(Default)]
struct Known {
    servers: Servers,
    /// Whether a room is open to people from outside.
    open: HashMap<OwnedRoomId, bool>,
    /// Whether a room is labelled restricted.
    restricted: HashMap<OwnedRoomId, bool>,
    /// When a room was looked at, in milliseconds since 1970.
    looked: HashMap<OwnedRoomId, u64>,
    /// Rooms that are being asked about, or have been.
    asked: HashSet<OwnedRoomId>,
}

/// The homeservers of organisations, and those of people from outside.
#[derive(Debug, Default, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Servers {
    pub(crate) inside: BTreeSet<String>,
    pub(crate) outside: BTreeSet<String>,
}

impl Servers {
    /// Whether somebody on this homeserver comes from outside. While nobody has told, nobody does.
    fn is_outside(&self, server: &str) -> bool {
        self.outside.contains(server) || (!self.inside.is_empty() && !self.inside.contains(server))
    }
}

impl Outside {
    /// With what was known when the session ran last; and the work that asks about rooms.
    pub(crate) async fn open(client: Client) -> (Arc<Self>, impl Future<Output = ()> + Send + use<>) {
        let kept = client.state_store().get_custom_value(SERVERS).await.ok().flatten();
        let servers = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let (wanted, wishes) = mpsc::unbounded_channel();
        let outside = Arc::new(Self {
            client,
            known: RwLock::new(Known { servers, ..Known::default() }),
            changed: broadcast::channel(64).0,
            wanted,
        });
        // The sync hands a rule that changes over, and keeps it nowhere.
        let weak = Arc::downgrade(&outside);
        outside.client.add_event_handler(move |event: Raw<AnySyncStateEvent>, room: Room| {
            let outside = weak.upgrade();
            async move {
                let kind = event.get_field::<String>("type").ok().flatten();
                let rule = event.get_field::<Value>("content").ok().flatten().unwrap_or_default();
                if let (Some(ACCESS_RULES), true, Some(outside)) = (kind.as_deref(), is_unrestricted(&rule), outside) {
                    outside.keep(room.room_id(), true).await;
                }
            }
        });
        let work = ask_about_rooms(outside.clone(), wishes);
        (outside, work)
    }

    fn read<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        look(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut Known) -> T) -> T {
        change(&mut self.known.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Rooms whose marks may be others now; none means all of them.
    pub(crate) fn changes(&self) -> broadcast::Receiver<Option<OwnedRoomId>> {
        self.changed.subscribe()
    }

    /// Whether somebody comes from outside.
    pub(crate) fn is_external(&self, user: &UserId) -> bool {
        self.read(|known| known.servers.is_outside(user.server_name().as_str()))
    }

    /// The bridge has told where people are.
    pub(crate) async fn tell_servers(&self, servers: Servers) {
        if self.read(|known| known.servers == servers) {
            return;
        }
        if let Ok(bytes) = serde_json::to_vec(&servers) {
            let _ = self.client.state_store().set_custom_value_no_read(SERVERS, bytes).await;
        }
        self.write(|known| known.servers = servers);
        let _ = self.changed.send(None);
    }

    /// Whether people from outside may be in a room, as far as it is known; else it is found out in the background.
    pub(crate) async fn is_open(&self, room: &Room) -> bool {
        let id = room.room_id();
        // What is known is as new as the sync: a rule that changes is handed over, see [`Outside::open`].
        if let Some(open) = self.read(|known| known.open.get(id).copied()) {
            return open;
        }
        let kept = self.client.state_store().get_custom_value(&key(id)).await.ok().flatten();
        if let Some(kept) = kept {
            let open = kept == b"open";
            return self.write(|known| *known.open.entry(id.to_owned()).or_insert(open));
        }
        if let Some(open) = seen(room).await {
            self.keep(id, open).await;
            return open;
        }
        if room.state() == RoomState::Joined && self.write(|known| known.asked.insert(id.to_owned())) {
            let _ = self.wanted.send(id.to_owned());
        }
        false
    }

    /// What the homeserver says of a room's rule and label; asked now and then, because the sync may leave a change out.
    pub(crate) async fn look(&self, room: &Room) {
        let (id, now) = (room.room_id(), now_ms());
        let is_due = |known: &mut Known| {
            let due = known.looked.get(id).is_none_or(|at| now.saturating_sub(*at) >= AGAIN_MS);
            if due {
                known.looked.insert(id.to_owned(), now);
            }
            due
        };
        if !self.write(is_due) {
            return;
        }
        let (rule, label) = futures_util::join!(state(room, ACCESS_RULES), state(room, ROOM_LABEL));
        if let Ok(rule) = rule {
            self.keep(id, is_unrestricted(&rule)).await;
        }
        self.write(|known| match label {
            Ok(label) => {
                known.restricted.insert(id.to_owned(), label["label"] == "restricted");
            }
            // Out of reach: the next look asks.
            Err(_) => {
                known.looked.remove(id);
            }
        });
    }

    /// Whether a room is labelled restricted, once it has been looked at.
    pub(crate) fn is_restricted(&self, room: &RoomId) -> bool {
        self.read(|known| known.restricted.get(room) == Some(&true))
    }

    /// A room's rule is known now. An open room stays open: an older answer that comes late changes nothing.
    pub(crate) async fn keep(&self, room: &RoomId, open: bool) {
        let is_new = self.write(|known| match known.open.get(room) {
            Some(now) if *now || *now == open => false,
            _ => known.open.insert(room.to_owned(), open) != Some(open),
        });
        if !is_new {
            return;
        }
        let word: &[u8] = if open { b"open" } else { b"closed" };
        let _ = self.client.state_store().set_custom_value_no_read(&key(room), word.to_vec()).await;
        let _ = self.changed.send(Some(room.to_owned()));
    }
}

async fn ask_about_rooms(outside: Arc<Outside>, mut wishes: mpsc::UnboundedReceiver<OwnedRoomId>) {
    while let Some(id) = wishes.recv().await {
        let Some(room) = outside.client.get_room(&id) else { continue };
        match state(&room, ACCESS_RULES).await {
            Ok(rule) => outside.keep(&id, is_unrestricted(&rule)).await,
            // Whoever looks at the room again asks again.
            Err(_) => drop(outside.write(|known| known.asked.remove(&id))),
        }
    }
}

fn key(room: &RoomId) -> Vec<u8> {
    format!("org.depesha.outside.room.{room}").into_bytes()
}

/// The rule that opens a private room to people from outside.
pub(super) fn open_rule() -> Value {
    json!({"rule": "unrestricted", "visibility": "private"})
}

fn is_unrestricted(rule: &Value) -> bool {
    rule["rule"] == "unrestricted" && rule["visibility"] != "public"
}

/// The rule that the sync has brought.
async fn seen(room: &Room) -> Option<bool> {
    let event = room.get_state_event(StateEventType::from(ACCESS_RULES), "").await.ok().flatten()?;
    let json = match &event {
        RawAnySyncOrStrippedState::Sync(raw) => raw.json().get(),
        RawAnySyncOrStrippedState::Stripped(raw) => raw.json().get(),
    };
    let event: Value = serde_json::from_str(json).ok()?;
    Some(is_unrestricted(&event["content"]))
}

/// The content of a state event, asked of the homeserver; nothing if the room has none.
pub(super) async fn state(room: &Room, kind: &str) -> Result<Value> {
    let request =
        get_state_event_for_key::v3::Request::new(room.room_id().to_owned(), StateEventType::from(kind), String::new());
    match room.client().send(request).await {
        Ok(answer) => Ok(serde_json::from_str(answer.event_or_content.get()).unwrap_or_default()),
        Err(error) => match from_http(&error) {
            ProblemView::NotFound => Ok(Value::Null),
            problem => Err(problem),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_on_no_homeserver_of_an_organisation_comes_from_outside() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let told = Servers { inside: set(&["a.example"]), outside: set(&["ext.example"]) };
        let table = [("a.example", false), ("ext.example", true), ("elsewhere.example", true)];
        for (server, expected) in table {
            assert_eq!(told.is_outside(server), expected, "{server}");
        }
        // Somebody from outside is told of no organisation, and still knows who else comes from outside.
        let to_them = Servers { inside: BTreeSet::new(), outside: set(&["ext.example"]) };
        assert!(to_them.is_outside("ext.example") && !to_them.is_outside("a.example"));
        assert!(!Servers::default().is_outside("a.example"));
    }

    #[test]
    fn only_the_rule_of_a_private_room_opens_it() {
        assert!(is_unrestricted(&json!({"rule": "unrestricted", "visibility": "private"})));
        assert!(!is_unrestricted(&json!({"rule": "unrestricted", "visibility": "public"})));
        assert!(!is_unrestricted(&json!({"rule": "restricted"})));
        assert!(!is_unrestricted(&Value::Null));
    }
}
