//! A room keeps an administrator when its last one leaves or steps down.

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use system_tests::stock::StockClient;
use system_tests::until::until;

use super::Origin;
use super::acts::state;
use super::cast::Cast;
use super::rooms::{Rooms, at};

pub(super) async fn rooms_keep_an_administrator(cast: &Cast<'_>) -> Result<()> {
    let rooms = Rooms::new(cast);
    let [admin, moderator, member] = ["admin", "moderator", "member"].map(|part| cast.of(Origin::Here, part));
    let (admin, moderator, member) = (admin?, moderator?, member?);

    let room = rooms.make("private", Origin::Here, &["moderator", "member"]).await?;
    leave(admin, &room).await?;
    has_level(member, &room, moderator, 100).await.context("the moderator follows the creator who leaves")?;
    leave(moderator, &room).await?;
    has_level(member, &room, member, 100).await.context("a member follows the last administrator")?;

    let room = rooms.make("public", Origin::Here, &["member"]).await?;
    leave(admin, &room).await?;
    has_level(member, &room, member, 100).await.context("the only member of a public room follows")?;

    let [admin, moderator, member] = ["admin", "moderator", "member"].map(|part| cast.of(Origin::Afar, part));
    let (admin, moderator, member) = (admin?, moderator?, member?);
    let room = rooms.make("private", Origin::Afar, &["admin", "moderator", "member"]).await?;
    leave(&cast.founder, &room).await?;
    is_gone(admin, &room, &cast.founder).await?;
    let levels = state(member, &room, "m.room.power_levels").await?.unwrap_or_default();
    ensure!(levels["users"][moderator.user_id.as_str()] == 50, "somebody rose though an administrator stays: {levels}");
    step_down(admin, &room).await?;
    has_level(member, &room, moderator, 100).await.context("the moderator follows who steps down")?;
    has_level(member, &room, admin, 0).await.context("who steps down has")?;
    leave(moderator, &room).await?;
    let followed = until("an administrator after the last one has left, from another homeserver", || async {
        let levels = state(member, &room, "m.room.power_levels").await?.unwrap_or_default();
        let of = |client: &StockClient| levels["users"][client.user_id.as_str()] == 100;
        Ok((of(member) || of(admin)).then_some(()))
    });
    followed.await?;

    let room = rooms.make("open", Origin::Afar, &["admin", "external"]).await?;
    leave(&cast.founder, &room).await?;
    is_gone(admin, &room, &cast.founder).await?;
    let (status, answer) = lower(admin, &room).await?;
    let said = answer["error"].as_str().unwrap_or_default();
    ensure!(status.as_u16() == 403 && said.starts_with("You are the last administrator"), "{status} {answer}");
    Ok(())
}

async fn leave(client: &StockClient, room: &str) -> Result<()> {
    client.must(Method::POST, &at(room, "leave"), Some(json!({}))).await.map(drop)
}

/// Somebody of another homeserver is out of the room as this one sees it.
async fn is_gone(seen_by: &StockClient, room: &str, who: &StockClient) -> Result<()> {
    until("somebody's departure at another homeserver", || async {
        let path = at(room, &format!("state/m.room.member/{}", who.user_id));
        let answer = seen_by.must(Method::GET, &path, None).await?;
        Ok((answer["membership"] == "leave").then_some(()))
    })
    .await
}

async fn step_down(client: &StockClient, room: &str) -> Result<()> {
    let (status, answer) = lower(client, room).await?;
    ensure!(status.is_success(), "an administrator cannot step down: {status} {answer}");
    Ok(())
}

/// Takes one's own level.
async fn lower(client: &StockClient, room: &str) -> Result<(reqwest::StatusCode, Value)> {
    let mut levels = state(client, room, "m.room.power_levels").await?.context("the room has power levels")?;
    levels["users"][client.user_id.as_str()] = json!(0);
    client.ask(Method::PUT, &at(room, "state/m.room.power_levels/"), Some(levels)).await
}

async fn has_level(seen_by: &StockClient, room: &str, of: &StockClient, level: i64) -> Result<()> {
    until(&format!("level {level}"), || async {
        let levels = state(seen_by, room, "m.room.power_levels").await?.unwrap_or_default();
        Ok((levels["users"][of.user_id.as_str()] == level).then_some(()))
    })
    .await
}
