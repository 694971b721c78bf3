//! Rooms on a Synapse: read through its Admin API (Synapse documentation, "Room Admin API"), acted in through our module
//! in it (`synapse-module/depesha_acts.py`).

use async_trait::async_trait;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::rooms::{Membership, Memberships, Rooms};
use super::synapse::{join, send};
use super::{HomeserverError, Synapse};

/// Events of one page of a room's history; Synapse gives no more at once.
const PAGE: usize = 1000;
/// Pages of history that are read: who has been there longest shows in the oldest ones.
const PAGES: usize = 20;

impl Synapse {
    pub(super) async fn act(&self, body: Value) -> Result<Value, HomeserverError> {
        let url = join(&self.base, &["_depesha", "acts"]);
        send(self.client.post(url).bearer_auth(self.acts_token.expose_secret()).json(&body)).await
    }

    async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Value, HomeserverError> {
        let mut url = join(&self.base, path);
        url.query_pairs_mut().extend_pairs(query);
        send(self.client.get(url).bearer_auth(self.token.expose_secret())).await
    }
}

fn memberships(answer: &Value) -> Memberships {
    let rooms = answer["memberships"].as_object().into_iter().flatten();
    rooms.map(|(room, word)| (room.clone(), Membership::from_word(word.as_str().unwrap_or_default()))).collect()
}

fn events(answer: &Value, key: &str) -> Vec<Value> {
    answer[key].as_array().cloned().unwrap_or_default()
}

#[async_trait]
impl Rooms for Synapse {
    async fn own_rooms(&self, user_id: &str) -> Result<Memberships, HomeserverError> {
        Ok(memberships(&self.act(json!({"act": "memberships", "user_id": user_id})).await?))
    }

    async fn rooms_seen(&self, user_id: &str) -> Result<Memberships, HomeserverError> {
        let path = ["_synapse", "admin", "v1", "users", user_id, "memberships"];
        Ok(memberships(&send(self.request(Method::GET, &path)).await?))
    }

    async fn room_state(&self, room_id: &str, kind: &str) -> Result<Vec<Value>, HomeserverError> {
        let path = ["_synapse", "admin", "v1", "rooms", room_id, "state"];
        let answer = self.get(&path, &[("type", kind)]).await?;
        Ok(events(&answer, "state"))
    }

    async fn member_events(&self, room_id: &str) -> Result<Vec<Value>, HomeserverError> {
        let path = ["_synapse", "admin", "v1", "rooms", room_id, "messages"];
        let filter = json!({"types": ["m.room.member"]}).to_string();
        let (mut found, mut from) = (Vec::new(), None::<String>);
        for _ in 0..PAGES {
            let limit = PAGE.to_string();
            let mut query = vec![("dir", "f"), ("limit", limit.as_str()), ("filter", filter.as_str())];
            query.extend(from.as_deref().map(|from| ("from", from)));
            let answer = self.get(&path, &query).await?;
            let page = events(&answer, "chunk");
            from = answer["end"].as_str().map(str::to_owned);
            found.extend(page);
            if from.is_none() {
                break;
            }
        }
        Ok(found)
    }

    async fn leave_room(&self, user_id: &str, room_id: &str) -> Result<(), HomeserverError> {
        self.act(json!({"act": "leave", "user_id": user_id, "room_id": room_id})).await.map(drop)
    }

    async fn set_power_levels(&self, user_id: &str, room_id: &str, content: &Value) -> Result<(), HomeserverError> {
        let act = json!({"act": "power_levels", "user_id": user_id, "room_id": room_id, "content": content});
        self.act(act).await.map(drop)
    }

    async fn invite_to_room(&self, user_id: &str, room_id: &str, target: &str) -> Result<(), HomeserverError> {
        let act = json!({"act": "invite", "user_id": user_id, "room_id": room_id, "target": target});
        self.act(act).await.map(drop)
    }

    async fn close_account(&self, user_id: &str) -> Result<(), HomeserverError> {
        let path = ["_synapse", "admin", "v1", "deactivate", user_id];
        send(self.request(Method::POST, &path).json(&json!({"erase": false}))).await.map(drop)
    }
}
