//! When a room gets a new key, and when it does not. A message's session is what the homeserver's file says of it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use client_core::view::{NewRoom, RoomKind, TrustView};
use reqwest::Method;
use serde_json::json;
use stack::{FINANCE, INTERIOR};
use system_tests::aged_store::age;
use system_tests::evidence;
use system_tests::faults::proxy::Proxy;
use system_tests::faults::rule::{Fault, Rule};
use system_tests::people::Person;
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};

/// As many messages a room's key is good for.
const MESSAGES: usize = 100;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The room, and what the homeserver knows of its sessions.
struct Scene {
    room: String,
    anna: String,
    database: PathBuf,
}

impl Scene {
    fn sessions(&self) -> Result<Vec<String>> {
        evidence::sessions(&self.database, &self.room, &self.anna)
    }

    /// Writes, and answers whether that took another session than the message before.
    async fn new_session(&self, anna: &Person, words: &str) -> Result<bool> {
        let before = self.sessions()?;
        anna.open(&self.room).await?.write(words).await?;
        let after = until("the message at the homeserver", || async {
            let now = self.sessions()?;
            Ok((now.len() > before.len()).then_some(now))
        })
        .await
        .with_context(|| words.to_owned())?;
        Ok(after.last() != before.last())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_room_gets_a_new_key_when_it_must_and_not_at_a_restart() -> Result<()> {
    let system = System::up().await?;
    let proxy = Proxy::before(&system).await?;
    let anna = Person::sign_up_behind(&system, &proxy, INTERIOR, 0).await?;
    let olha = Person::sign_up(&system, INTERIOR, 1).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    for person in [&anna, &olha] {
        person.messenger.create_recovery_key().await?;
    }
    let petros_key = petro.messenger.create_recovery_key().await?.key;
    for person in [&anna, &olha, &petro] {
        person.trust_is(TrustView::Ready).await?;
    }
    let invite = vec![olha.session.user_id.clone(), petro.session.user_id.clone()];
    let new = NewRoom { name: "Keys".into(), topic: String::new(), kind: RoomKind::Private, invite };
    let room = anna.messenger.create_room(&new).await?;
    for person in [&olha, &petro] {
        person.accept(&room).await?;
    }
    members(&anna, &room, 3).await?;
    let database = system.stack().layout().homeserver(INTERIOR).database;
    let scene = Scene { room: room.clone(), anna: anna.session.user_id.clone(), database };

    after_many(&scene, &anna, &petro).await.context("after many messages")?;

    let anna = anna.restart(&system).await?;
    ensure!(!scene.new_session(&anna, "after a restart").await?, "a restart took a new key");
    let anna = anna.restart(&system).await?;
    ensure!(!scene.new_session(&anna, "after another").await?, "another restart took a new key");

    let anna = anna.restart_after(&system, async |folder, key| age(folder, key, &room, 6 * DAY).await).await?;
    ensure!(!scene.new_session(&anna, "six days later").await?, "a key of six days was taken for too old");
    let anna = anna.restart_after(&system, async |folder, key| age(folder, key, &room, 2 * DAY).await).await?;
    ensure!(scene.new_session(&anna, "eight days later").await?, "a key of eight days was used");

    let somebody = StockClient::sign_up(&system, FINANCE, 1).await?;
    let comes_and_goes = async |_: &_, _: &_| {
        olha.messenger.invite(&room, &somebody.user_id).await?;
        for step in ["join", "leave"] {
            somebody.must(Method::POST, &format!("/_matrix/client/v3/rooms/{room}/{step}"), Some(json!({}))).await?;
        }
        Ok(())
    };
    let anna = anna.restart_after(&system, comes_and_goes).await?;
    ensure!(scene.new_session(&anna, "after somebody came and went").await?, "somebody may have got the key unnoticed");

    olha.messenger.leave_room(&room).await?;
    members(&anna, &room, 2).await?;
    ensure!(scene.new_session(&anna, "after somebody left").await?, "who has left could read on");

    let second = petro.another_device(&system, "second").await?;
    second.messenger.recover(&petros_key).await?;
    second.trust_is(TrustView::Ready).await?;
    second.room_where("the conversation", |one| one.id == room).await?;
    let at_second = second.open(&room).await?;
    // It takes a moment until Anna has been told of the device.
    until("a message for the second device itself", || async {
        scene.new_session(&anna, "for both devices").await?;
        Ok(at_second.messages().iter().any(|one| one.words() == "for both devices").then_some(()))
    })
    .await?;
    ensure!(!scene.new_session(&anna, "still for both").await?, "one more device took a new key");
    at_second.message("still for both").await?;
    let asked = proxy.add(Rule::new("/keys/query", Fault::Delay(0)));
    second.messenger.sign_out().await?;
    proxy.reached(asked, PATIENCE).await.context("Anna is told that a device is gone")?;
    ensure!(scene.new_session(&anna, "after a device is gone").await?, "a device that was signed out could read on");
    petro.open(&room).await?.message("after a device is gone").await?;
    Ok(())
}

async fn members(person: &Person, room: &str, wanted: usize) -> Result<()> {
    until("as many members", || async {
        let details = person.messenger.room_details(room).await?;
        let inside = details.members.iter().filter(|member| !member.invited).count();
        Ok((inside == wanted).then_some(()))
    })
    .await
}

/// More messages than a key is good for: the next key comes exactly then, and all can be read, in their order.
async fn after_many(scene: &Scene, anna: &Person, petro: &Person) -> Result<()> {
    let written: Vec<String> = (1..=MESSAGES + 20).map(|number| format!("number {number}")).collect();
    let at_anna = anna.open(&scene.room).await?;
    let (mut sessions, mut sent) = (Vec::new(), 0);
    for some in written.chunks(10) {
        for words in some {
            at_anna.write(words).await?;
        }
        sent += some.len();
        sessions = until("these messages at the homeserver", || async {
            let sessions = scene.sessions()?;
            Ok((sessions.len() == sent).then_some(sessions))
        })
        .await
        .with_context(|| format!("{sent} are written, {:?} are there", scene.sessions().map(|all| all.len())))?;
    }
    let changes: Vec<usize> = (1..sessions.len()).filter(|at| sessions[*at] != sessions[at - 1]).collect();
    ensure!(changes == [MESSAGES], "new keys after {changes:?} messages");
    let at_petro = petro.open(&scene.room).await?;
    at_petro.whole().await?;
    until("all messages in their order", || async {
        let shown = at_petro.messages();
        let words: Vec<&str> = shown.iter().map(|one| one.words()).collect();
        Ok((words == written).then_some(()))
    })
    .await
}
