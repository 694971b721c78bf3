//! What the rows do, as plain requests, and what must be true afterwards where it is allowed.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail, ensure};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stack::INTERIOR;
use system_tests::stock::StockClient;
use system_tests::until::until;

use super::Scene;
use super::cast::Cast;
use super::rooms::at;

/// Different for every request that must not be taken for a repeated one.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Does it; answers what came.
pub(super) async fn act(cast: &Cast<'_>, scene: &Scene<'_>) -> Result<(StatusCode, Value)> {
    let (row, origin, room) = (scene.row, scene.origin, scene.room.as_str());
    let actor = cast.of(origin, &row.who)?;
    let does = &row.does;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let via = format!("server_name={0}&via={0}", cast.system.stack().ports().server_name(INTERIOR));
    let (method, path, body) = if let Some(kind) = does["send"].as_str() {
        (Method::PUT, at(room, &format!("send/{kind}/txn{number}")), message(kind, room, number))
    } else if let Some(kind) = does["state"].as_str() {
        let key = does["key"].as_str().unwrap_or_default();
        let content = content(cast, scene, actor).await?;
        (Method::PUT, at(room, &format!("state/{kind}/{key}")), content)
    } else if does["invite"] == "address" {
        let address = json!({"medium": "email", "address": "somebody@elsewhere.example", "id_server": "id.example",
            "id_access_token": "none"});
        (Method::POST, at(room, "invite"), address)
    } else if let Some(part) = does["invite"].as_str() {
        (Method::POST, at(room, "invite"), json!({"user_id": cast.id(origin, part)?}))
    } else if let Some(how) = does["enter"].as_str() {
        let word = if how == "knock" { "knock" } else { "join" };
        (Method::POST, format!("/_matrix/client/v3/{word}/{room}?{via}"), json!({}))
    } else if does["list"] == true {
        let body = json!({"visibility": "public"});
        (Method::PUT, format!("/_matrix/client/v3/directory/list/room/{room}"), body)
    } else if does["alias"] == true {
        let (_, home) = actor.user_id.split_once(':').context("an account has a homeserver")?;
        (Method::PUT, format!("/_matrix/client/v3/directory/room/%23room{number}:{home}"), json!({"room_id": room}))
    } else if let Some(part) = does["remove"].as_str() {
        (Method::POST, at(room, "kick"), json!({"user_id": cast.id(origin, part)?}))
    } else if let Some(asked) = does.get("upgrade") {
        (Method::POST, at(room, "upgrade"), cast.filled(origin, asked)?)
    } else if let Some(asked) = does.get("create") {
        (Method::POST, "/_matrix/client/v3/createRoom".to_owned(), cast.filled(origin, asked)?)
    } else {
        bail!("nobody knows how to do {does}");
    };
    actor.ask(method, &path, Some(body)).await
}

/// The content of a message of a type.
fn message(kind: &str, room: &str, number: u32) -> Value {
    match kind {
        "m.room.message" => json!({"msgtype": "m.text", "body": "in clear"}),
        "m.room.encrypted" => json!({"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AAAA", "session_id": "s",
            "device_id": "D", "sender_key": "k"}),
        // The first event of a room has the room's id.
        "m.reaction" => json!({"m.relates_to": {"rel_type": "m.annotation", "key": number.to_string(),
            "event_id": room.replacen('!', "$", 1)}}),
        _ => json!({"body": "in clear"}),
    }
}

/// The content of a change: for power levels, those of the room with what the row changes of them.
async fn content(cast: &Cast<'_>, scene: &Scene<'_>, actor: &StockClient) -> Result<Value> {
    let content = cast.filled(scene.origin, &scene.row.does["content"])?;
    let Some(changes) = content.get("$levels") else { return Ok(content) };
    let mut levels = state(actor, &scene.room, "m.room.power_levels").await?.context("the room has power levels")?;
    for (key, change) in changes.as_object().into_iter().flatten() {
        match (levels.get_mut(key), change) {
            (Some(Value::Object(old)), Value::Object(new)) => old.extend(new.clone()),
            _ => levels[key] = change.clone(),
        }
    }
    Ok(levels)
}

/// The content of a state event as somebody in the room sees it.
pub(super) async fn state(client: &StockClient, room: &str, kind: &str) -> Result<Option<Value>> {
    let (status, answer) = client.ask(Method::GET, &at(room, &format!("state/{kind}/")), None).await?;
    if status == StatusCode::NOT_FOUND {
        return Ok(None);
    }
    ensure!(status.is_success(), "{kind} of the room was answered with {status}: {answer}");
    Ok(Some(answer))
}

/// What must be true after something that is allowed.
pub(super) async fn outcome(cast: &Cast<'_>, scene: &Scene<'_>, answer: &Value) -> Result<()> {
    let actor = cast.of(scene.origin, &scene.row.who)?;
    if let Some(asked) = scene.row.does.get("create") {
        let room = answer["room_id"].as_str().context("a new room has an id")?;
        let public = asked["preset"] == "public_chat";
        return is_safe(cast, actor, room, public).await;
    }
    if scene.row.does.get("upgrade").is_some() {
        let new = answer["replacement_room"].as_str().context("the new room has an id")?;
        return is_of_the_same_kind(actor, &scene.room, new).await;
    }
    Ok(())
}

/// What every new room has, whatever was asked for.
async fn is_safe(cast: &Cast<'_>, actor: &StockClient, room: &str, public: bool) -> Result<()> {
    let of = async |kind: &str| Ok::<_, anyhow::Error>(state(actor, room, kind).await?.unwrap_or_default());
    let encryption = of("m.room.encryption").await?;
    ensure!(public == encryption.is_null(), "public: {public}, but encryption is {encryption}");
    ensure!(public || encryption["algorithm"] == "m.megolm.v1.aes-sha2", "encrypted with {encryption}");
    let access = of("im.vector.room.access_rules").await?;
    ensure!(access["visibility"] == if public { "public" } else { "private" }, "the access rule is {access}");
    let join = of("m.room.join_rules").await?;
    ensure!(public == (join["join_rule"] == "public"), "the join rule is {join}");
    let history = of("m.room.history_visibility").await?;
    ensure!(history["history_visibility"] != "world_readable", "the world reads");
    let guests = of("m.room.guest_access").await?;
    ensure!(guests["guest_access"] == "forbidden", "guests: {guests}");
    let kept = of("m.room.retention").await?["max_lifetime"].as_u64();
    ensure!(!public || kept.is_some_and(|kept| kept <= 365 * 86_400_000), "messages are kept for {kept:?}");
    let create = of("m.room.create").await?;
    ensure!(create["room_version"] == "12", "the room's first event is {create}");
    let levels = of("m.room.power_levels").await?;
    let external = cast.id(super::Origin::Here, "external")?;
    ensure!(!create.to_string().contains(&external), "somebody from outside is a creator: {create}");
    let level = levels["users"][external.as_str()].as_i64().unwrap_or(0);
    ensure!(level <= 0, "somebody from outside has the level {level}");
    Ok(())
}

/// A room that replaces another keeps its rules, all of them once the homeserver is done.
async fn is_of_the_same_kind(actor: &StockClient, old: &str, new: &str) -> Result<()> {
    for kind in [
        "im.vector.room.access_rules",
        "org.depesha.room.label",
        "m.room.encryption",
        "m.room.join_rules",
        "m.room.history_visibility",
        "m.room.guest_access",
        "m.room.retention",
    ] {
        let before = state(actor, old, kind).await?;
        until(&format!("{kind} of the new room as it was, {before:?}"), || async {
            Ok((state(actor, new, kind).await? == before).then_some(()))
        })
        .await?;
    }
    // And they hold.
    let body = Some(
        json!({"join_rule": if state(actor, old, "m.room.encryption").await?.is_some() { "public" } else { "invite" }}),
    );
    let (status, answer) = actor.ask(Method::PUT, &at(new, "state/m.room.join_rules/"), body).await?;
    ensure!(status == StatusCode::FORBIDDEN, "the new room's kind was changed: {status} {answer}");
    actor.must(Method::GET, &at(old, "state/m.room.tombstone/"), None).await.map(drop)
}
