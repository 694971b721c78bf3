//! Somebody leaves: HR's word goes from the register through the bridge to two homeservers and to the leaver's own device.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use client_core::view::{ConnectionView, MembershipView, NewRoom, RoomKind, RoomRole, TrustView};
use futures_util::StreamExt;
use reqwest::{Method, StatusCode};
use serde_json::json;
use stack::{FINANCE, INTERIOR};
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::stolen_store::{Reading, StolenStore, stores};
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};
use system_tests::{evidence, hr};

const BEFORE: &str = "agreed before the departure";
const AFTER: &str = "agreed after the departure";

/// The rooms of the journey.
struct Rooms {
    /// Made and administered by the leaver alone; colleagues of both ministries are in it.
    own: String,
    /// Made on the other homeserver, the leaver is a member.
    theirs: String,
    /// The leaver is invited to it, and nobody else of their homeserver has a part in it.
    invited: String,
    /// A conversation of two.
    direct: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_leaves_is_out_of_everything_and_reads_nothing_more() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let olha = Person::sign_up(&system, INTERIOR, 1).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    for person in [&anna, &olha, &petro] {
        person.trust_is(TrustView::Fresh).await?;
        person.messenger.create_recovery_key().await?;
        person.trust_is(TrustView::Ready).await?;
    }
    let rooms = rooms(&anna, &olha, &petro).await?;
    let stock = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let refresh = refreshable(&system, &anna).await?;
    let folder = system.client_folder(&anna.sample.person_id);
    let copy = StolenStore::copy(&folder, &system.client_folder("copy-of-the-leavers-store"))?;

    let mut states = Box::pin(anna.messenger.connection()?);
    hr::set(&system, &anna.sample.person_id, "ends_on", "2026-01-31")?;
    hr::apply(&system).await?;
    let applied = Instant::now();
    let ended = async { while states.next().await.is_some_and(|state| state != ConnectionView::SessionEnded) {} };
    tokio::time::timeout(PATIENCE, ended).await.context("the leaver's session goes on")?;
    ensure!(applied.elapsed() < Duration::from_secs(20), "the session ended only after {:?}", applied.elapsed());

    no_way_in(&system, &anna, &stock, &refresh).await?;
    out_of_all_rooms(&system, &anna, &rooms).await?;
    receipt_says_so(&system, &anna, &rooms).await?;
    the_room_has_an_administrator(&olha, &petro, &rooms).await?;
    nobody_finds_them(&system, &anna, &olha).await?;
    the_store_reads_nothing_new(&system, &anna, &olha, &petro, &rooms, &copy).await?;
    until("the leaver's device holds nothing", || async { Ok(stores(&folder)?.is_empty().then_some(())) }).await
}

async fn rooms(anna: &Person, olha: &Person, petro: &Person) -> Result<Rooms> {
    let [annas, olhas, petros] = [anna, olha, petro].map(|person| person.session.user_id.clone());
    let new = |name: &str, invite: Vec<String>| NewRoom {
        name: name.into(),
        topic: String::new(),
        kind: RoomKind::Private,
        invite,
    };
    let own = anna.messenger.create_room(&new("The leaver's own", vec![olhas.clone(), petros])).await?;
    petro.accept(&own).await?;
    olha.accept(&own).await?;
    let theirs = petro.messenger.create_room(&new("Of the other ministry", vec![annas.clone()])).await?;
    anna.accept(&theirs).await?;
    let invited = petro.messenger.create_room(&new("Never entered", vec![annas])).await?;
    anna.room_where("an invitation that stays open", |room| {
        room.id == invited && room.membership == MembershipView::Invited
    })
    .await?;
    let direct = anna.messenger.start_direct(&olhas).await?;
    olha.accept(&direct).await?;
    let written = petro.open(&own).await?;
    written.write(BEFORE).await?;
    for person in [anna, olha] {
        person.open(&own).await?.message(BEFORE).await?;
    }
    Ok(Rooms { own, theirs, invited, direct })
}

/// A session that can be renewed, as stock clients have them.
async fn refreshable(system: &System, anna: &Person) -> Result<String> {
    let body = json!({
        "type": "m.login.password", "password": PASSWORD, "refresh_token": true,
        "identifier": {"type": "m.id.user", "user": anna.session.user_id},
    });
    let (status, answer) = login(system, &body).await?;
    ensure!(status == StatusCode::OK, "no session before the departure: {status} {answer}");
    Ok(answer["refresh_token"].as_str().context("the homeserver gives no refresh token")?.to_owned())
}

async fn login(system: &System, body: &serde_json::Value) -> Result<(StatusCode, serde_json::Value)> {
    let url = format!("{}/_matrix/client/v3/login", system.stack().front_door(INTERIOR).trim_end_matches('/'));
    let http = reqwest::Client::builder().no_proxy().build()?;
    let answer = http.post(url).json(body).send().await?;
    Ok((answer.status(), answer.json().await?))
}

async fn no_way_in(system: &System, anna: &Person, stock: &StockClient, refresh: &str) -> Result<()> {
    let (status, answer) = stock.json(Method::GET, "/_matrix/client/v3/account/whoami", None).await?;
    ensure!(status == StatusCode::UNAUTHORIZED, "the old token is still good: {status} {answer}");
    let body = json!({"refresh_token": refresh});
    let (status, answer) = stock.json(Method::POST, "/_matrix/client/v3/refresh", Some(body)).await?;
    ensure!(status.is_client_error(), "the old refresh token is still good: {status} {answer}");
    for identifier in [
        json!({"type": "m.id.user", "user": anna.session.user_id}),
        json!({"type": "m.id.thirdparty", "medium": "email", "address": anna.sample.email}),
    ] {
        let body = json!({"type": "m.login.password", "password": PASSWORD, "identifier": identifier});
        let (status, answer) = login(system, &body).await?;
        ensure!(status.is_client_error(), "the password is still good: {status} {answer}");
    }
    let visitor = Person::stranger(system, "visitor")?;
    let refused = visitor.sign_in(&anna.sample.email, PASSWORD).await;
    ensure!(refused.is_err(), "the leaver signs in: {refused:?}");
    let mails = system.mails_to(&anna.sample.email).await?.len();
    visitor.password_reset(&anna.sample.email).await?;
    visitor.signup(&anna.sample.email).await?;
    // The jobs that would mail a code run within a second.
    tokio::time::sleep(Duration::from_secs(5)).await;
    ensure!(system.mails_to(&anna.sample.email).await?.len() == mails, "a code was mailed to somebody who has left");
    Ok(())
}

async fn out_of_all_rooms(system: &System, anna: &Person, rooms: &Rooms) -> Result<()> {
    let database = |homeserver| system.stack().layout().homeserver(homeserver).database;
    for (homeserver, room) in [
        (INTERIOR, &rooms.own),
        (INTERIOR, &rooms.theirs),
        (INTERIOR, &rooms.invited),
        (INTERIOR, &rooms.direct),
        (FINANCE, &rooms.own),
        (FINANCE, &rooms.theirs),
        (FINANCE, &rooms.invited),
    ] {
        let (path, user) = (database(homeserver), anna.session.user_id.as_str());
        until("the leaver out of a room", || async {
            let membership = evidence::membership(&path, room, user)?;
            Ok((membership.as_deref() == Some("leave")).then_some(()))
        })
        .await
        .with_context(|| format!("{room} on {}: {:?}", homeserver.key, evidence::membership(&path, room, user)))?;
    }
    Ok(())
}

async fn receipt_says_so(system: &System, anna: &Person, rooms: &Rooms) -> Result<()> {
    let console = system.admin_console().await?;
    let person = console.page(&format!("/people/{}", anna.sample.person_id)).await?;
    let (_, rest) = person.split_once("href=\"/offboardings/").context("no departure on the person's page")?;
    let id = rest.split('"').next().unwrap_or_default().to_owned();
    let receipt = until("a receipt of a departure that is done", || async {
        let page = console.page(&format!("/offboardings/{id}")).await?;
        Ok(page.contains("Out, not yet closed").then_some(page))
    })
    .await?;
    for room in [&rooms.own, &rooms.theirs, &rooms.invited, &rooms.direct] {
        ensure!(receipt.contains(room.as_str()), "the receipt does not name {room}: {receipt}");
    }
    ensure!(!receipt.contains("outcome-failed"), "something failed: {receipt}");
    // Only the closing is left.
    ensure!(receipt.matches("outcome-pending").count() == 1, "something is pending: {receipt}");
    ensure!(receipt.contains("Handed over to"), "no room was handed over: {receipt}");
    Ok(())
}

async fn the_room_has_an_administrator(olha: &Person, petro: &Person, rooms: &Rooms) -> Result<()> {
    let admins = until("a room with an administrator", || async {
        let details = olha.messenger.room_details(&rooms.own).await?;
        let admins: Vec<_> =
            details.members.into_iter().filter(|m| m.role == RoomRole::Administrator).map(|m| m.user_id).collect();
        Ok((!admins.is_empty()).then_some(admins))
    })
    .await?;
    // Who came first: Petro accepted before Olha did.
    ensure!(admins == [petro.session.user_id.clone()], "the room is administered by {admins:?}");
    Ok(())
}

async fn nobody_finds_them(system: &System, anna: &Person, olha: &Person) -> Result<()> {
    let key = &anna.sample.person_id;
    let found = olha.messenger.search_people(&anna.sample.name, None, None).await?;
    ensure!(found.people.iter().all(|p| p.person_id != *key), "the leaver is found: {:?}", found.people);
    let found = olha.messenger.search_people(&anna.sample.email, None, None).await?;
    ensure!(found.people.is_empty(), "the leaver is found by address: {:?}", found.people);
    let stock = StockClient::sign_in(&system.stack().front_door(INTERIOR), &olha.sample.email, PASSWORD).await?;
    let body = json!({"search_term": anna.sample.name, "limit": 50});
    let path = "/_matrix/client/v3/user_directory/search";
    let (status, answer) = stock.json(Method::POST, path, Some(body)).await?;
    ensure!(status == StatusCode::OK, "{status} {answer}");
    ensure!(!answer.to_string().contains(&anna.session.user_id), "a stock client finds the leaver: {answer}");
    Ok(())
}

async fn the_store_reads_nothing_new(
    system: &System,
    anna: &Person,
    olha: &Person,
    petro: &Person,
    rooms: &Rooms,
    copy: &std::path::Path,
) -> Result<()> {
    let database = system.stack().layout().homeserver(INTERIOR).database;
    let before = evidence::last_encrypted(&database, &rooms.own, &petro.session.user_id)?;
    petro.open(&rooms.own).await?.write(AFTER).await?;
    olha.open(&rooms.own).await?.message(AFTER).await?;
    let after = until("the new message at the leaver's homeserver", || async {
        let last = evidence::last_encrypted(&database, &rooms.own, &petro.session.user_id)?;
        Ok((last["event_id"] != before["event_id"]).then_some(last))
    })
    .await?;
    let stolen = StolenStore::open(copy, anna.store_key()).await?;
    let read = stolen.read(&rooms.own, &before).await?;
    ensure!(read == Reading::Words(BEFORE.to_owned()), "the copy does not even read the old message: {read:?}");
    let read = stolen.read(&rooms.own, &after).await?;
    ensure!(read == Reading::NoKey, "the leaver's store reads what was written afterwards: {read:?}");
    Ok(())
}
