//! Two civil servants of two ministries: from the work email to a conversation, a private and a public room.

use anyhow::{Result, ensure};
use client_core::view::{
    BodyView, DeliveryView, Draft, MembershipView, NewRoom, Reach, RichNode, RichTag, RoomKind, RoomRole, TrustView,
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use stack::{FINANCE, INTERIOR};
use system_tests::evidence;
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;

use super::colleagues;
use super::threads::beside_the_messages;
use super::writing::around_writing;

/// Words that no other text holds, so that they can be looked for in files.
const SECRET_WORDS: &str = "the quorum meets behind the blue door";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_ministries_talk() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    names_come_from_hr(&anna)?;
    trust_is_set_up_without_questions(&anna).await?;
    trust_is_set_up_without_questions(&petro).await?;
    colleagues_are_found(&system, &anna, &petro).await?;
    let direct = a_direct_conversation(&anna, &petro).await?;
    around_writing(&anna, &petro, &direct).await?;
    let anna = history_is_there_after_a_restart(&system, anna, &direct).await?;
    let private = a_private_room(&anna, &petro).await?;
    beside_the_messages(&anna, &petro, &direct, &private).await?;
    colleagues::the_directory(&system, &anna, &petro, &private).await?;
    a_public_room(&anna, &petro).await?;
    the_server_encrypts_whatever_a_client_asks(&system, &anna).await?;
    for (homeserver, room) in [(INTERIOR, &direct), (FINANCE, &direct), (INTERIOR, &private), (FINANCE, &private)] {
        let files = system.stack().layout().homeserver(homeserver);
        ensure!(
            evidence::events_of_type(&files.database, room, "m.room.message")? == 0,
            "{} holds plaintext messages",
            homeserver.key
        );
        let held = evidence::anywhere(&files.dir, SECRET_WORDS.as_bytes())?;
        ensure!(held.is_none(), "the words of a message stand in {held:?}");
    }
    Ok(())
}

fn names_come_from_hr(person: &Person) -> Result<()> {
    ensure!(person.session.name == person.sample.name, "{} is shown as {}", person.sample.name, person.session.name);
    ensure!(person.session.organisation == person.sample.organisation, "wrong organisation");
    ensure!(person.session.user_id.ends_with(&format!(":{}", person.sample.server_name)), "wrong homeserver");
    Ok(())
}

async fn trust_is_set_up_without_questions(person: &Person) -> Result<()> {
    person.trust_is(TrustView::Fresh).await?;
    let key = person.messenger.create_recovery_key().await?.key;
    ensure!(key.split_whitespace().count() >= 10, "the recovery key is not in groups");
    person.trust_is(TrustView::Ready).await
}

async fn colleagues_are_found(system: &System, anna: &Person, petro: &Person) -> Result<()> {
    let family = petro.sample.family().to_lowercase();
    let found = anna.messenger.search_people(&family, None, None).await?;
    let row = found.people.iter().find(|p| p.user_id.as_deref() == Some(petro.session.user_id.as_str()));
    let row = row.ok_or_else(|| anyhow::anyhow!("{family} finds only {found:#?}"))?;
    ensure!(row.reach == Reach::OnDepesha && row.organisation == "Finance", "wrong row: {row:?}");
    ensure!(!row.unit.is_empty() && !row.title.is_empty(), "unit and post are missing: {row:?}");

    let by_unit = anna.messenger.search_people(&row.unit, None, None).await?;
    ensure!(by_unit.groups.iter().any(|g| !g.unit.is_empty()), "no unit is found by {:?}", row.unit);
    let by_post = anna.messenger.search_people(&row.title, None, None).await?;
    ensure!(!by_post.people.is_empty(), "nobody is found by the post {:?}", row.title);

    let silent = system.sample(FINANCE, 3)?;
    let found = anna.messenger.search_people(&silent.name, None, None).await?;
    let row = found.people.iter().find(|p| p.person_id == silent.person_id);
    ensure!(row.is_some_and(|p| p.reach == Reach::NotYet && p.user_id.is_none()), "{} is not found", silent.name);
    Ok(())
}

async fn a_direct_conversation(anna: &Person, petro: &Person) -> Result<String> {
    let room = anna.messenger.start_direct(&petro.session.user_id).await?;
    ensure!(room == anna.messenger.start_direct(&petro.session.user_id).await?, "a second conversation was made");
    let annas = anna.open(&room).await?;
    annas.write(SECRET_WORDS).await?;
    petro.accept(&room).await?;
    petro
        .room_where("an encrypted direct conversation", |r| {
            r.id == room && r.encrypted && r.kind == RoomKind::Direct && r.name == anna.session.name
        })
        .await?;
    petro.room_where("one unread message", |r| r.id == room && r.unread >= 1).await?;

    let petros = petro.open(&room).await?;
    let first = petros.message(SECRET_WORDS).await?;
    ensure!(first.message.sender == anna.session.name && first.message.organisation == "Interior", "wrong sender");
    ensure!(first.message.warning.is_none(), "an ordinary message comes with a warning");
    petro.messenger.mark_read(&room).await?;
    petro.room_where("nothing unread", |r| r.id == room && r.unread == 0).await?;
    let own = annas.message_where("a receipt", |s| s.words() == SECRET_WORDS && !s.message.read_by.is_empty()).await?;
    ensure!(own.message.delivery == DeliveryView::Sent && own.message.own, "wrong state: {own:?}");

    let answer =
        Draft { markdown: "Yes, **at noon**.".into(), reply_to: first.message.event_id.clone(), mentions: Vec::new() };
    petros.write_draft(&answer).await?;
    let reply = annas.message_where("an answer", |s| s.message.reply_to.is_some()).await?;
    ensure!(reply.words() == "Yes, at noon.", "wrong text: {:?}", reply.words());
    ensure!(reply.message.reply_to.as_ref().is_some_and(|q| q.text == SECRET_WORDS), "the quote is missing");
    let BodyView::Text(words) = &reply.message.body else { anyhow::bail!("not a text: {reply:?}") };
    ensure!(has_strong(&words.nodes), "Markdown is not rendered: {words:?}");

    annas.message_where("the answer again", |s| s.item == reply.item).await?;
    anna.messenger.toggle_reaction(&room, &reply.item, "👍").await?;
    let liked = petros.message_where("a reaction", |s| s.message.reactions.iter().any(|r| r.key == "👍")).await?;
    petro.messenger.edit(&room, &liked.item, "Yes, at one.", &[]).await?;
    annas.message_where("the change", |s| s.message.edited && s.words() == "Yes, at one.").await?;
    petro.messenger.delete(&room, &liked.item, "").await?;
    annas.message_where("the deletion", |s| matches!(s.message.body, BodyView::Deleted { .. })).await?;
    Ok(room)
}

fn has_strong(nodes: &[RichNode]) -> bool {
    nodes.iter().any(|node| match node {
        RichNode::Element { tag: RichTag::Strong, .. } => true,
        RichNode::Element { children, .. } | RichNode::Link { children, .. } => has_strong(children),
        _ => false,
    })
}

async fn history_is_there_after_a_restart(system: &System, anna: Person, room: &str) -> Result<Person> {
    let anna = anna.restart(system).await?;
    anna.open(room).await?.message(SECRET_WORDS).await?;
    Ok(anna)
}

async fn a_private_room(anna: &Person, petro: &Person) -> Result<String> {
    let room = anna
        .messenger
        .create_room(&NewRoom {
            name: "Budget of the border guard".into(),
            topic: "Drafts".into(),
            kind: RoomKind::Private,
            invite: vec![petro.session.user_id.clone()],
        })
        .await?;
    let annas = anna.open(&room).await?;
    annas.write("First draft on Monday").await?;
    petro.accept(&room).await?;
    let row = petro.room_where("the private room", |r| r.id == room && r.name == "Budget of the border guard").await?;
    ensure!(row.encrypted && row.kind == RoomKind::Private, "wrong row: {row:?}");
    let petros = petro.open(&room).await?;
    petros.write("I will read it").await?;
    annas.message("I will read it").await?;
    let details = petro.messenger.room_details(&room).await?;
    ensure!(details.topic == "Drafts" && details.members.len() == 2, "wrong details: {details:?}");
    ensure!(
        details.members.iter().any(|m| m.organisation == "Interior" && m.role == RoomRole::Administrator),
        "wrong members: {details:?}"
    );
    Ok(room)
}

async fn a_public_room(anna: &Person, petro: &Person) -> Result<()> {
    let name = "Canteen and car park";
    let new = NewRoom { name: name.into(), topic: "For everybody".into(), kind: RoomKind::Public, invite: vec![] };
    let room = anna.messenger.create_room(&new).await?;
    let row = anna.room_where("the public room", |r| r.id == room && r.name == name).await?;
    ensure!(row.kind == RoomKind::Public && !row.encrypted, "wrong row: {row:?}");
    let found = system_tests::until::until("the public room in the other ministry's directory", || async {
        let found = petro.messenger.public_rooms("canteen", None).await?;
        Ok(found.into_iter().find(|r| r.id == room))
    })
    .await?;
    ensure!(found.organisation == "Interior" && !found.joined, "wrong entry: {found:?}");
    petro.messenger.join_public(&found.id, &found.server_name).await?;
    petro
        .room_where("the public room after joining", |r| {
            r.id == room && r.membership == MembershipView::Joined && !r.encrypted
        })
        .await?;
    petro.open(&room).await?.write("When does it open?").await?;
    anna.open(&room).await?.message("When does it open?").await?;
    Ok(())
}

async fn the_server_encrypts_whatever_a_client_asks(system: &System, anna: &Person) -> Result<()> {
    let stock = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let asked = json!({"preset": "private_chat", "name": "in clear, please"});
    let (status, answer) = stock.json(Method::POST, "/_matrix/client/v3/createRoom", Some(asked)).await?;
    ensure!(status == StatusCode::OK, "a stock client cannot make a room: {status} {answer}");
    let room = answer["room_id"].as_str().unwrap_or_default().to_owned();
    let path = format!("/_matrix/client/v3/rooms/{room}/state/m.room.encryption/");
    let (status, state) = stock.json(Method::GET, &path, None).await?;
    ensure!(status == StatusCode::OK && state["algorithm"] == "m.megolm.v1.aes-sha2", "not encrypted: {state}");
    let path = format!("/_matrix/client/v3/rooms/{room}/send/m.room.message/1");
    let text = json!({"msgtype": "m.text", "body": "in clear"});
    let (status, answer) = stock.json(Method::PUT, &path, Some(text)).await?;
    ensure!(status == StatusCode::FORBIDDEN, "plaintext was taken: {status} {answer}");
    Ok(())
}
