//! The rooms of the rows: made as the table's kinds want them, with the people of the row in them.

use std::collections::HashMap;

use anyhow::{Context, Result};
use reqwest::Method;
use serde_json::{Value, json};
use system_tests::stock::StockClient;
use system_tests::until::until;

use super::cast::Cast;
use super::{Origin, Row};

/// Rooms in which something is refused, by kind, origin and, in a conversation of two, actor.
pub(super) struct Rooms<'a> {
    cast: &'a Cast<'a>,
    shared: HashMap<(String, Origin, String), String>,
}

impl<'a> Rooms<'a> {
    pub(super) fn new(cast: &'a Cast<'a>) -> Self {
        Self { cast, shared: HashMap::new() }
    }

    /// A room for a row, ready for it.
    pub(super) async fn room_for(&mut self, row: &Row, origin: Origin) -> Result<String> {
        if row.r#in == "nowhere" {
            return Ok(String::new());
        }
        let room = if row.is_refused() {
            let key = key(row, origin);
            match self.shared.get(&key) {
                Some(room) => room.clone(),
                None => {
                    let room = self.make(&row.r#in, origin, &everybody(row, origin)).await?;
                    self.shared.insert(key, room.clone());
                    room
                }
            }
        } else {
            self.make(&row.r#in, origin, &needed(row, origin)).await?
        };
        if row.does["enter"] == "invited" {
            let body = json!({"user_id": self.cast.id(origin, &row.who)?});
            self.maker(&row.r#in, origin)?.must(Method::POST, &at(&room, "invite"), Some(body)).await?;
        }
        Ok(room)
    }

    /// The next row gets another room: in this one something happened that should not have.
    pub(super) fn forget(&mut self, row: &Row, origin: Origin) {
        self.shared.remove(&key(row, origin));
    }

    /// Who makes rooms of a kind.
    fn maker(&self, kind: &str, origin: Origin) -> Result<&StockClient> {
        match (origin, kind) {
            (Origin::Here, _) | (_, "direct-external") => self.cast.of(origin, "admin"),
            (Origin::Afar, _) => Ok(&self.cast.founder),
        }
    }

    /// Makes a room with these people in it, besides the one who makes it.
    pub(super) async fn make(&self, kind: &str, origin: Origin, parts: &[&str]) -> Result<String> {
        let maker = self.maker(kind, origin)?;
        let mut others = Vec::new();
        for part in parts {
            let client = self.cast.of(origin, part)?;
            if client.user_id != maker.user_id {
                others.push(client);
            }
        }
        let body = self.body(kind, origin, &others)?;
        let made = maker.must(Method::POST, "/_matrix/client/v3/createRoom", Some(body)).await?;
        let room = made["room_id"].as_str().context("a new room has an id")?.to_owned();
        for client in others {
            join(client, &room).await.with_context(|| format!("{} enters", client.user_id))?;
        }
        Ok(room)
    }

    fn body(&self, kind: &str, origin: Origin, others: &[&StockClient]) -> Result<Value> {
        let event = |kind: &str, content: Value| json!({"type": kind, "state_key": "", "content": content});
        let invite: Vec<&str> = others.iter().map(|client| client.user_id.as_str()).collect();
        if kind.starts_with("direct") {
            return Ok(json!({"is_direct": true, "preset": "trusted_private_chat", "invite": invite}));
        }
        let mut users = json!({self.cast.id(origin, "moderator")?: 50});
        if origin == Origin::Afar {
            users[self.cast.id(origin, "admin")?] = json!(100);
        }
        let mut levels = json!({"users": users});
        let mut state = Vec::new();
        match kind {
            "announcement" | "news" => levels["events_default"] = json!(50),
            "loose" => levels["events"] = json!({"m.room.topic": 0, "m.room.power_levels": 100}),
            "open" => state.push(event("im.vector.room.access_rules", json!({"rule": "unrestricted"}))),
            "labelled" => state.push(event("org.depesha.room.label", json!({"label": "restricted"}))),
            "knocking" => state.push(event("m.room.join_rules", json!({"join_rule": "knock"}))),
            _ => {}
        }
        let public = matches!(kind, "public" | "news");
        Ok(json!({
            "preset": if public { "public_chat" } else { "private_chat" },
            "name": format!("A room of the kind {kind}"),
            "invite": invite, "initial_state": state, "power_level_content_override": levels,
        }))
    }
}

fn key(row: &Row, origin: Origin) -> (String, Origin, String) {
    let who = if row.r#in.starts_with("direct") { row.who.clone() } else { String::new() };
    (row.r#in.clone(), origin, who)
}

/// Who is in a conversation of two besides the one who makes it: in one that is made elsewhere, the one who acts.
fn other_of_two(row: &Row, origin: Origin) -> &str {
    match (row.r#in.as_str(), origin) {
        ("direct-external", _) => "external",
        (_, Origin::Here) => "member",
        (_, Origin::Afar) => &row.who,
    }
}

/// All who have a part in a room in which nothing changes.
fn everybody(row: &Row, origin: Origin) -> Vec<&str> {
    match row.r#in.as_str() {
        "open" => vec!["admin", "moderator", "member", "external"],
        "direct" | "direct-external" => vec![other_of_two(row, origin)],
        _ => vec!["admin", "moderator", "member"],
    }
}

/// Those without whom a row cannot be done.
fn needed(row: &Row, origin: Origin) -> Vec<&str> {
    let mut parts = match row.r#in.as_str() {
        "direct" | "direct-external" => vec![other_of_two(row, origin)],
        _ if matches!(row.who.as_str(), "newcomer" | "outsider") => Vec::new(),
        _ => vec![row.who.as_str()],
    };
    parts.extend(row.does["remove"].as_str());
    parts
}

/// A route of a room.
pub(super) fn at(room: &str, what: &str) -> String {
    format!("/_matrix/client/v3/rooms/{room}/{what}")
}

/// Enters on an invitation, as soon as it is there.
pub(super) async fn join(client: &StockClient, room: &str) -> Result<()> {
    until("an invitation that can be accepted", || async {
        client.must(Method::POST, &at(room, "join"), Some(json!({}))).await.map(Some)
    })
    .await
    .map(drop)
}
