//! A client that was off while more was sent to it than a homeserver hands over at once.

use anyhow::Result;
use client_core::view::{NewRoom, RoomKind, TrustView};
use reqwest::Method;
use serde_json::json;
use stack::{FINANCE, INTERIOR};
use system_tests::people::Person;
use system_tests::stock::StockClient;
use system_tests::stock_keys::UnsignedDevice;
use system_tests::stock_olm::Line;
use system_tests::system::System;
use system_tests::until::until;

/// More than the hundred that Synapse hands over with one sync.
const KEYS: usize = 120;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_away_for_more_keys_than_one_sync_brings_reads_everything_in_its_order() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    anna.messenger.create_recovery_key().await?;
    anna.trust_is(TrustView::Ready).await?;
    let petro = UnsignedDevice::with_keys(StockClient::sign_up(&system, FINANCE, 0).await?).await?;
    let invite = vec![petro.client.user_id.clone()];
    let new = NewRoom { name: "Away".into(), topic: String::new(), kind: RoomKind::Private, invite };
    let room = anna.messenger.create_room(&new).await?;
    until("the way into the room", || async {
        let (status, _) =
            petro.client.json(Method::POST, &format!("/_matrix/client/v3/join/{room}"), Some(json!({}))).await?;
        Ok(status.is_success().then_some(()))
    })
    .await?;

    let annas_id = anna.session.user_id.clone();
    let written: Vec<String> = (1..=KEYS).map(|number| format!("number {number}")).collect();
    let away = async |_: &_, _: &_| {
        let mut line = Line::to(&petro, &annas_id).await?;
        for words in &written {
            line.write(&room, words).await?;
        }
        Ok(())
    };
    let anna = anna.restart_after(&system, away).await?;
    let at_anna = anna.open(&room).await?;
    at_anna.whole().await?;
    until("all messages in their order", || async {
        let shown = at_anna.messages();
        let words: Vec<&str> = shown.iter().map(|one| one.words()).collect();
        Ok((words == written).then_some(()))
    })
    .await
}
