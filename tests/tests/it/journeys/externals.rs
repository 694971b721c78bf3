//! People from outside, over three homeservers: invited from a pasted list, marked, at work in one room with colleagues of two
//! ministries, kept from everything else, out when their time is over, and back when their sponsor renews.

use anyhow::{Context, Result, ensure};
use client_core::view::{BodyView, ConnectionView, NewRoom, RoomKind, SafetyView, TrustView};
use futures_util::StreamExt;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stack::{EXTERNALS, FINANCE, INTERIOR, PersonSample};
use system_tests::evidence;
use system_tests::people::{PASSWORD, Person};
use system_tests::register::Catalogue;
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};

const JANE: &str = "jane.doe@firm.example";
const MINUTES: &[u8] = b"minutes of the meeting with the firm, page one of one";
const DAY_MS: u64 = 24 * 3_600_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_from_outside_takes_part_in_one_room_until_their_time_is_over() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    for person in [&anna, &petro] {
        person.trust_is(TrustView::Fresh).await?;
        person.messenger.create_recovery_key().await?;
        person.trust_is(TrustView::Ready).await?;
    }
    let agent = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let room = a_room_that_is_opened(&anna, &petro, &agent).await?;
    let forum = public_room(&anna).await?;

    let jane = signs_up(&system, &agent, &room).await?;
    jane.accept(&room).await?;
    is_marked(&anna, &jane, &room).await?;
    works_with_both(&anna, &petro, &jane, &room).await?;
    let stock = StockClient::sign_in(&system.stack().front_door(EXTERNALS), JANE, PASSWORD).await?;
    cannot_do_anything_else(&stock, &anna, &petro, &agent, &room, &forum).await?;

    the_end(&system, &jane, &stock, &room).await?;
    renewed(&system, &agent, &stock, &room).await
}

async fn invite(agent: &StockClient, room: &str, emails: &[&str]) -> Result<(StatusCode, Value)> {
    let body = json!({"room_id": room, "emails": emails});
    agent.json(Method::POST, "/_depesha/v1/externals/invite", Some(body)).await
}

fn outcomes(answer: &Value) -> Vec<&str> {
    answer["lines"].as_array().into_iter().flatten().filter_map(|line| line["outcome"].as_str()).collect()
}

/// A room of both ministries; nobody from outside is invited before an administrator of the room opens it.
async fn a_room_that_is_opened(anna: &Person, petro: &Person, agent: &StockClient) -> Result<String> {
    let new = NewRoom {
        name: "With the firm".into(),
        topic: String::new(),
        kind: RoomKind::Private,
        invite: vec![petro.session.user_id.clone()],
    };
    let room = anna.messenger.create_room(&new).await?;
    petro.accept(&room).await?;
    let (status, answer) = invite(agent, &room, &[JANE]).await?;
    let said = answer["error"].as_str().unwrap_or_default();
    ensure!(status == StatusCode::FORBIDDEN && said.contains("not open to people from outside"), "{status} {answer}");
    let path = format!("/_matrix/client/v3/rooms/{room}/state/im.vector.room.access_rules");
    let rule = json!({"rule": "unrestricted", "visibility": "private"});
    let (status, answer) = agent.json(Method::PUT, &path, Some(rule)).await?;
    ensure!(status == StatusCode::OK, "the room is not opened: {status} {answer}");
    Ok(room)
}

async fn public_room(anna: &Person) -> Result<String> {
    let new = NewRoom { name: "Forum".into(), topic: String::new(), kind: RoomKind::Public, invite: Vec::new() };
    Ok(anna.messenger.create_room(&new).await?)
}

async fn signs_up(system: &System, agent: &StockClient, room: &str) -> Result<Person> {
    let list = [JANE, "jane.doe@", "Jane.Doe@firm.example", "somebody@finance.gov.example"];
    let (status, answer) = invite(agent, room, &list).await?;
    ensure!(status == StatusCode::OK, "{status} {answer}");
    ensure!(outcomes(&answer) == ["mailed", "bad_email", "twice", "internal"], "{answer}");
    until("the invitation by mail", || async {
        let mails = system.mails_to(JANE).await?;
        Ok(mails.iter().any(|mail| mail.to_string().contains("You are invited to a conversation")).then_some(()))
    })
    .await?;
    let (_, listed) = agent.json(Method::GET, "/_depesha/v1/externals", None).await?;
    ensure!(listed["externals"][0]["state"] == "invited", "{listed}");
    let sample = PersonSample {
        person_id: "jane".into(),
        name: "Jane DOE".into(),
        email: JANE.into(),
        organisation: EXTERNALS.organisation.into(),
        server_name: String::new(),
    };
    let jane = Person::sign_up_from_outside(system, sample, "Jane", "Doe").await?;
    jane.trust_is(TrustView::Fresh).await?;
    jane.messenger.create_recovery_key().await?;
    jane.trust_is(TrustView::Ready).await?;
    Ok(jane)
}

async fn is_marked(anna: &Person, jane: &Person, room: &str) -> Result<()> {
    let name = until("the newcomer among the members", || async {
        let details = anna.messenger.room_details(room).await?;
        Ok(details.members.into_iter().find(|m| m.user_id == jane.session.user_id).map(|m| (m.name, m.organisation)))
    })
    .await?;
    let marked = ("Jane DOE".to_owned(), "External: firm.example".to_owned());
    ensure!(name == marked, "somebody from outside is called {name:?}");
    let rooms = jane.rooms();
    ensure!(rooms.len() == 1 && rooms[0].id == room, "other rooms than the one: {rooms:?}");
    Ok(())
}

async fn works_with_both(anna: &Person, petro: &Person, jane: &Person, room: &str) -> Result<()> {
    let (annas, petros, janes) = (anna.open(room).await?, petro.open(room).await?, jane.open(room).await?);
    annas.write("Welcome, and here is the plan").await?;
    janes.message("Welcome, and here is the plan").await?;
    janes.write("Thank you, the firm agrees").await?;
    for conversation in [&annas, &petros] {
        conversation.message("Thank you, the firm agrees").await?;
    }
    janes.write("And here are the minutes").await?;
    jane.messenger.send_file(room, "minutes.txt", "text/plain", MINUTES.to_vec()).await?;
    let shown = petros
        .message_where(
            "a file that was checked",
            |shown| matches!(&shown.message.body, BodyView::File(file) if file.safety == SafetyView::Safe),
        )
        .await?;
    let BodyView::File(file) = &shown.message.body else { anyhow::bail!("no file: {shown:?}") };
    ensure!(petro.messenger.open_file(&file.handle).await?.bytes == MINUTES, "other bytes arrived");
    Ok(())
}

async fn cannot_do_anything_else(
    jane: &StockClient,
    anna: &Person,
    petro: &Person,
    agent: &StockClient,
    room: &str,
    forum: &str,
) -> Result<()> {
    let (annas, petros, own) = (&anna.session.user_id, &petro.session.user_id, jane.user_id.clone());
    let client = |rest: String| format!("/_matrix/client/v3/{rest}");
    let interior = annas.split_once(':').context("a Matrix id")?.1;
    for (what, method, path, body) in [
        ("create a room", Method::POST, client("createRoom".into()), json!({"name": "Mine"})),
        (
            "start a direct conversation",
            Method::POST,
            client("createRoom".into()),
            json!({"is_direct": true, "preset": "trusted_private_chat", "invite": [petros]}),
        ),
        ("create a public room", Method::POST, client("createRoom".into()), json!({"preset": "public_chat"})),
        ("list public rooms", Method::GET, client("publicRooms".into()), Value::Null),
        ("list a ministry's rooms", Method::POST, client(format!("publicRooms?server={interior}")), json!({})),
        ("find a room by its name", Method::GET, client(format!("directory/room/%23forum:{interior}")), Value::Null),
        ("enter a public room", Method::POST, client(format!("join/{forum}?server_name={interior}")), json!({})),
        ("knock", Method::POST, client(format!("knock/{forum}?server_name={interior}")), json!({})),
        ("bring a colleague", Method::POST, client(format!("rooms/{room}/invite")), json!({"user_id": "@x:x"})),
        (
            "rule the room",
            Method::PUT,
            client(format!("rooms/{room}/state/m.room.power_levels")),
            json!({"users": {&own: 100}}),
        ),
        (
            "close the room",
            Method::PUT,
            client(format!("rooms/{room}/state/im.vector.room.access_rules")),
            json!({"rule": "restricted", "visibility": "private"}),
        ),
        (
            "take another name",
            Method::PUT,
            client(format!("profile/{own}/displayname")),
            json!({"displayname": "Anna KOVALENKO [Interior]"}),
        ),
        (
            "take another name in the room",
            Method::PUT,
            client(format!("rooms/{room}/state/m.room.member/{own}")),
            json!({"membership": "join", "displayname": "Anna KOVALENKO [Interior]"}),
        ),
        (
            "write in clear",
            Method::PUT,
            client(format!("rooms/{room}/send/m.room.message/1")),
            json!({"msgtype": "m.text", "body": "x"}),
        ),
        (
            "invite others from outside",
            Method::POST,
            "/_depesha/v1/externals/invite".into(),
            json!({"room_id": room, "emails": ["x@firm.example"]}),
        ),
        ("see who answers for whom", Method::GET, "/_depesha/v1/externals".into(), Value::Null),
    ] {
        let body = Some(body).filter(|body| !body.is_null());
        let (status, answer) = jane.json(method, &path, body).await?;
        ensure!(status == StatusCode::FORBIDDEN, "somebody from outside can {what}: {status} {answer}");
    }
    for (path, body) in [
        ("/_depesha/v1/people/search", json!({"term": anna.sample.name})),
        ("/_matrix/client/v3/user_directory/search", json!({"search_term": anna.sample.name})),
    ] {
        let (status, answer) = jane.json(Method::POST, path, Some(body)).await?;
        ensure!(status == StatusCode::OK && !answer.to_string().contains(annas.as_str()), "{path}: {answer}");
    }
    let (status, answer) = jane.json(Method::GET, "/_depesha/v1/organisations", None).await?;
    ensure!(!answer.to_string().contains("Interior"), "the organisations: {status} {answer}");
    // Somebody in another room altogether, of the same ministry as Anna.
    let (_, own_room) = agent.json(Method::GET, &client(format!("profile/{annas}")), None).await?;
    ensure!(own_room["displayname"].is_string(), "{own_room}");
    let (status, answer) = jane.json(Method::GET, &client(format!("profile/{annas}")), None).await?;
    ensure!(status == StatusCode::OK, "who shares the room is seen: {status} {answer}");
    let stranger = format!("@bridge:{interior}");
    let (status, answer) = jane.json(Method::GET, &client(format!("profile/{stranger}")), None).await?;
    ensure!(status == StatusCode::FORBIDDEN, "the profile of somebody who shares no room: {status} {answer}");
    // Nobody makes them an administrator either, whatever the policy's way of saying no.
    let (_, levels) = agent.json(Method::GET, &client(format!("rooms/{room}/state/m.room.power_levels")), None).await?;
    ensure!(levels["users"].get(&own).is_none(), "somebody from outside has a level: {levels}");
    Ok(())
}

/// Their time is over at once: nobody waits for ninety days here.
async fn the_end(system: &System, jane: &Person, stock: &StockClient, room: &str) -> Result<()> {
    let mut states = Box::pin(jane.messenger.connection()?);
    Catalogue::of(system).end_terms()?;
    let ended = async { while states.next().await.is_some_and(|state| state != ConnectionView::SessionEnded) {} };
    // The bridge looks every minute.
    tokio::time::timeout(PATIENCE * 2, ended).await.context("the session goes on after the end")?;
    let (status, answer) = stock.json(Method::GET, "/_matrix/client/v3/account/whoami", None).await?;
    ensure!(status == StatusCode::UNAUTHORIZED, "the old token is still good: {status} {answer}");
    let door = system.stack().front_door(EXTERNALS);
    let refused = StockClient::sign_in(&door, JANE, PASSWORD).await;
    ensure!(refused.is_err(), "they sign in after the end");
    for homeserver in [INTERIOR, FINANCE, EXTERNALS] {
        let path = system.stack().layout().homeserver(homeserver).database;
        until("somebody from outside out of the room", || async {
            let membership = evidence::membership(&path, room, &jane.session.user_id)?;
            Ok((membership.as_deref() == Some("leave")).then_some(()))
        })
        .await
        .with_context(|| format!("on {}", homeserver.key))?;
    }
    until("the mail that says so", || async {
        let mails = system.mails_to(JANE).await?;
        Ok(mails.iter().any(|mail| mail.to_string().contains("Your Depesha account has ended")).then_some(()))
    })
    .await?;
    Ok(())
}

async fn renewed(system: &System, agent: &StockClient, before: &StockClient, room: &str) -> Result<()> {
    let (_, listed) = agent.json(Method::GET, "/_depesha/v1/externals", None).await?;
    let one = &listed["externals"][0];
    ensure!(one["state"] == "ended" && one["rooms"] == json!([]), "{listed}");
    let (status, answer) = invite(agent, room, &[JANE]).await?;
    ensure!(status == StatusCode::OK && outcomes(&answer) == ["ended"], "{status} {answer}");
    let path = format!("/_depesha/v1/externals/{}/renew", one["id"].as_str().context("an id")?);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_millis();
    let until_ms = u64::try_from(now)? + 30 * DAY_MS;
    let (status, answer) = agent.json(Method::POST, &path, Some(json!({"until_ms": until_ms}))).await?;
    ensure!(status == StatusCode::OK, "{status} {answer}");
    let door = system.stack().front_door(EXTERNALS);
    let jane =
        until("signing in after the renewal", || async { Ok(StockClient::sign_in(&door, JANE, PASSWORD).await.ok()) });
    let jane = jane.await?;
    ensure!(jane.user_id == before.user_id, "another account: {}", jane.user_id);
    let (_, rooms) = jane.json(Method::GET, "/_matrix/client/v3/joined_rooms", None).await?;
    ensure!(rooms["joined_rooms"] == json!([]), "back in rooms by themselves: {rooms}");
    let (status, answer) = invite(agent, room, &[JANE]).await?;
    ensure!(status == StatusCode::OK && outcomes(&answer) == ["invited"], "{status} {answer}");
    let (status, answer) = jane.json(Method::POST, &format!("/_matrix/client/v3/join/{room}"), Some(json!({}))).await?;
    ensure!(status == StatusCode::OK, "the new invitation does not let them in: {status} {answer}");
    Ok(())
}
