//! A homeserver that lies: about who wrote something, about devices, identities and members. It gets no key unnoticed, and
//! nobody is shown words of one person as those of another.

use anyhow::{Context, Result, ensure};
use client_core::view::{
    DeliveryView, IdentityChangeView, IdentityView, ItemContent, NewRoom, ProblemView, RoomEvent, RoomKind, TrustView,
};
use futures_util::StreamExt;
use reqwest::Method;
use serde_json::json;
use stack::{FINANCE, INTERIOR};
use system_tests::faults::proxy::Proxy;
use system_tests::faults::rule::{Fault, Rule};
use system_tests::people::{Conversation, PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::stock_keys::UnsignedDevice;
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};

use crate::journeys::devices::compare;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_homeserver_that_lies_deceives_nobody() -> Result<()> {
    let system = System::up().await?;
    let proxy = Proxy::before(&system).await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let olha = Person::sign_up(&system, INTERIOR, 1).await?;
    let petro = Person::sign_up_behind(&system, &proxy, FINANCE, 0).await?;
    for person in [&anna, &olha, &petro] {
        person.messenger.create_recovery_key().await?;
        person.trust_is(TrustView::Ready).await?;
    }
    let room = room_of(&anna, &[&olha, &petro]).await?;
    // With Olha Petro has compared signs: she is the one whose word counts most with him.
    let direct = petro.messenger.start_direct(&olha.session.user_id).await?;
    olha.accept(&direct).await?;
    petro.open(&direct).await?.write("let us compare").await?;
    olha.open(&direct).await?.message("let us compare").await?;
    compare(&petro, &olha, petro.messenger.request_person_verification(&olha.session.user_id)).await?;
    compared(&petro, &olha).await?;

    spoofed(&proxy, &room, &anna, &olha, &petro).await.context("a spoofed sender")?;
    member(&system, &room, &anna).await.context("a member that nobody invited")?;
    verified_identity(&system, &direct, &petro, &olha)
        .await
        .context("an identity of somebody one has compared with")?;
    identity(&system, &room, &anna, &petro).await.context("an identity of somebody one has not compared signs with")
}

async fn room_of(maker: &Person, others: &[&Person]) -> Result<String> {
    let invite = others.iter().map(|person| person.session.user_id.clone()).collect();
    let new = NewRoom { name: "Council".into(), topic: String::new(), kind: RoomKind::Private, invite };
    let room = maker.messenger.create_room(&new).await?;
    for person in others {
        person.accept(&room).await?;
    }
    until("all in the room", || async {
        let details = maker.messenger.room_details(&room).await?;
        let inside = details.members.iter().filter(|member| !member.invited).count();
        Ok((inside == others.len() + 1).then_some(()))
    })
    .await?;
    Ok(room)
}

async fn compared(here: &Person, there: &Person) -> Result<()> {
    until("the card says that signs were compared", || async {
        let card = here.messenger.account_card(&there.session.user_id).await?;
        Ok((card.identity == IdentityView::Compared).then_some(()))
    })
    .await
}

/// Petro's homeserver says that Anna's words are Olha's, with whom he has compared signs, or his own.
async fn spoofed(proxy: &Proxy, room: &str, anna: &Person, olha: &Person, petro: &Person) -> Result<()> {
    let at_petro = petro.open(room).await?;
    anna.open(room).await?.write("genuine").await?;
    let genuine = at_petro.message("genuine").await?;
    ensure!(genuine.message.sender_id == anna.session.user_id && genuine.message.warning.is_none());
    for pretended in [olha, petro] {
        let (from, to) = (anna.session.user_id.clone(), pretended.session.user_id.clone());
        let lie = proxy.add(Rule::new("/sync", Fault::Sender { from, to: to.clone() }));
        let words = format!("as if {to} had written it");
        let before = at_petro.items().len();
        anna.open(room).await?.write(&words).await?;
        until("the spoofed message", || async { Ok((at_petro.items().len() > before).then_some(())) }).await?;
        ensure!(!believed(&at_petro, &to, &words), "believed: {:#?}", at_petro.messages().last());
        proxy.lift(lie);
        // What is written honestly is read again, and the lie has not become true meanwhile.
        anna.open(room).await?.write(&format!("honest after {to}")).await?;
        at_petro.message(&format!("honest after {to}")).await?;
        ensure!(!believed(&at_petro, &to, &words), "believed later: {:#?}", at_petro.messages());
    }
    Ok(())
}

/// Whether words stand there as somebody's, without a warning.
fn believed(shown: &Conversation<'_>, whose: &str, words: &str) -> bool {
    let is = |one: &system_tests::people::Shown| one.words() == words && one.message.sender_id == whose;
    shown.messages().iter().any(|one| is(one) && one.message.warning.is_none())
}

/// Anna's homeserver invites somebody in her name. They stand in the room for all to see before they read anything, and
/// read nothing of what was written before.
async fn member(system: &System, room: &str, anna: &Person) -> Result<()> {
    let at_anna = anna.open(room).await?;
    at_anna.write("among ourselves").await?;
    at_anna
        .message_where("the message at the server", |one| {
            one.words() == "among ourselves" && one.message.delivery == DeliveryView::Sent
        })
        .await?;
    let mallory = Person::sign_up(system, FINANCE, 1).await?;
    mallory.messenger.create_recovery_key().await?;
    mallory.trust_is(TrustView::Ready).await?;
    let in_her_name = StockClient::sign_in(&system.stack().upstream(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let body = json!({"user_id": mallory.session.user_id});
    let at = format!("/_matrix/client/v3/rooms/{room}/invite");
    let (status, answer) = in_her_name.json(Method::POST, &at, Some(body)).await?;
    ensure!(status.is_success(), "the invitation: {status} {answer}");
    mallory.accept(room).await?;
    let name = mallory.session.name.clone();
    until("a line that says who has come", || async {
        let told = at_anna.items().into_iter().any(|item| match item.content {
            ItemContent::Event { what: RoomEvent::Joined { name: joined }, .. } => joined == name,
            _ => false,
        });
        Ok(told.then_some(()))
    })
    .await
    .with_context(|| format!("{:#?}", at_anna.items().into_iter().rev().take(4).collect::<Vec<_>>()))?;
    let details = anna.messenger.room_details(room).await?;
    ensure!(details.members.iter().any(|one| one.user_id == mallory.session.user_id), "not among the members");
    at_anna.write("for all who stand there").await?;
    let at_mallory = mallory.open(room).await?;
    at_mallory.message("for all who stand there").await?;
    at_mallory.whole().await?;
    let read: Vec<String> = at_mallory.messages().iter().map(|one| one.words().to_owned()).collect();
    ensure!(!read.iter().any(|words| words == "among ourselves"), "read from before: {read:?}");
    let (status, _) = in_her_name.json(Method::POST, "/_matrix/client/v3/logout", Some(json!({}))).await?;
    ensure!(status.is_success());
    Ok(())
}

/// Waits until somebody is told that an identity in a room is another one.
async fn told(person: &Person, room: &str, whose: &str) -> Result<IdentityChangeView> {
    let mut changes = Box::pin(person.messenger.identity_changes(room)?);
    let search = async {
        while let Some(now) = changes.next().await {
            if let Some(change) = now.into_iter().find(|change| change.user_id == whose) {
                return Ok(change);
            }
        }
        anyhow::bail!("the stream ended")
    };
    tokio::time::timeout(PATIENCE, search).await.context("nobody is told of another identity")?
}

async fn take_over(system: &System, victim: &Person, at: stack::Homeserver) -> Result<UnsignedDevice> {
    let stolen = StockClient::sign_in(&system.stack().upstream(at), &victim.sample.email, PASSWORD).await?;
    let mut device = UnsignedDevice::with_keys(stolen).await?;
    device.take_over(PASSWORD).await?;
    device.received().await?;
    Ok(device)
}

/// Olha's homeserver gives her another identity with a device of its own; Petro has compared signs with her.
async fn verified_identity(system: &System, room: &str, petro: &Person, olha: &Person) -> Result<()> {
    let mut device = take_over(system, olha, INTERIOR).await?;
    let change = told(petro, room, &olha.session.user_id).await?;
    ensure!(change.was_compared, "told {change:?}");
    let at_petro = petro.open(room).await?;
    at_petro.write("not for a homeserver").await?;
    at_petro
        .message_where("the message that is held back", |one| {
            one.words() == "not for a homeserver"
                && one.message.delivery == DeliveryView::Failed { problem: ProblemView::IdentityChanged }
        })
        .await?;
    let received = device.received().await?;
    ensure!(!received.iter().any(|kind| kind == "m.room.encrypted"), "it was given a key: {received:?}");
    Ok(())
}

/// Petro's homeserver does the same; Anna has not compared signs with him.
async fn identity(system: &System, room: &str, anna: &Person, petro: &Person) -> Result<()> {
    let _device = take_over(system, petro, FINANCE).await?;
    let change = told(anna, room, &petro.session.user_id).await?;
    ensure!(!change.was_compared && !change.name.is_empty(), "told {change:?}");
    // He himself is told as well, and his own device vouches for nothing of it.
    petro.trust_is(TrustView::IdentityChanged).await.context("Petro")
}
