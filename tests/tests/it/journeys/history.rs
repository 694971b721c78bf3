//! What somebody who is invited later reads of what was written before: where the room lets them, all of it; where it does
//! not, nothing, and they are told why. The keys travel as a file that is encrypted and checked like any other.

use anyhow::{Context, Result, ensure};
use client_core::view::{BodyView, ItemContent, NewRoom, RoomEvent, RoomKind, TrustView, UndecryptableWhy};
use stack::{FINANCE, INTERIOR};
use system_tests::faults::proxy::Proxy;
use system_tests::faults::rule::{Fault, Rule};
use system_tests::people::{Conversation, PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::stock_keys::UnsignedDevice;
use system_tests::system::System;
use system_tests::until::until;

struct Scene {
    system: System,
    proxy: Proxy,
    anna: Person,
    petro: Person,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_invited_later_reads_what_the_room_lets_them() -> Result<()> {
    let scene = Scene::set().await?;
    let olha = Person::sign_up(&scene.system, INTERIOR, 1).await?;
    let key = olha.messenger.create_recovery_key().await?.key;
    olha.trust_is(TrustView::Ready).await?;
    let mut stolen = unsigned_device(&scene.system, &olha).await?;

    // As rooms are: who comes later reads all.
    let room = scene.room("Shared", false).await?;
    scene.write(&room).await?;
    invite(&scene.anna, &olha, &room).await?;
    let at_olha = olha.open(&room).await?;
    reads(&at_olha, &["Anna, before", "Petro, before"]).await.context("shared")?;
    ensure!(olha.messenger.room_details(&room).await?.earlier_for_all, "an open history is said to be closed");
    let got = stolen.received().await?;
    ensure!(
        got.iter().all(|kind| kind != "m.room.encrypted"),
        "a device that nobody has confirmed was given keys: {got:?}"
    );

    // Another device of Olha, later: the keys are in her backup as well.
    drop(at_olha);
    let second = olha.another_device(&scene.system, "second").await?;
    second.messenger.recover(&key).await?;
    second.trust_is(TrustView::Ready).await?;
    second.room_where("the conversation", |one| one.id == room).await?;
    reads(&second.open(&room).await?, &["Anna, before", "Petro, before"]).await.context("at another device")?;
    second.messenger.close().await;

    // Closed from the beginning: the homeserver does not even show it.
    let room = scene.room("Closed", true).await?;
    scene.write(&room).await?;
    invite(&scene.anna, &olha, &room).await?;
    let at_olha = olha.open(&room).await?;
    scene.anna.open(&room).await?.write("Anna, afterwards").await?;
    reads(&at_olha, &["Anna, afterwards"]).await.context("closed")?;
    at_olha.whole().await?;
    let shown = at_olha.messages();
    ensure!(shown.len() == 1, "more than what was written afterwards: {shown:?}");
    ensure!(!olha.messenger.room_details(&room).await?.earlier_for_all, "nothing says that the history is closed");
    drop(at_olha);

    // Closed since: it is there, and stays shut with a reason.
    let room = scene.room("Closed since", false).await?;
    scene.write(&room).await?;
    scene.close(&room).await?;
    let at_petro = scene.petro.open(&room).await?;
    until("Petro to be told", || async {
        let told = |what: &ItemContent| matches!(what, ItemContent::Event { what: RoomEvent::EarlierKept, .. });
        Ok(at_petro.items().iter().any(|item| told(&item.content)).then_some(()))
    })
    .await
    .with_context(|| format!("{:#?}", at_petro.items()))?;
    drop(at_petro);
    invite(&scene.anna, &olha, &room).await?;
    let at_olha = olha.open(&room).await?;
    at_olha.whole().await?;
    let shut = BodyView::Undecryptable { why: UndecryptableWhy::BeforeJoining };
    until("two messages that stay shut", || async {
        let shown = at_olha.messages();
        Ok((shown.len() == 2 && shown.iter().all(|one| one.message.body == shut)).then_some(()))
    })
    .await
    .with_context(|| format!("{:#?}", at_olha.items()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_goes_also_if_what_was_before_cannot_be_given() -> Result<()> {
    let scene = Scene::set().await?;
    let olha = Person::sign_up(&scene.system, INTERIOR, 1).await?;
    olha.messenger.create_recovery_key().await?;
    olha.trust_is(TrustView::Ready).await?;
    let room = scene.room("Shared", false).await?;
    scene.write(&room).await?;
    let full = scene.proxy.add(Rule::new("/upload", Fault::Status(413, None)).method("POST"));
    invite(&scene.anna, &olha, &room).await?;
    ensure!(scene.proxy.hits(full) > 0, "nothing was to be given");
    let at_olha = olha.open(&room).await?;
    scene.anna.open(&room).await?.write("Anna, afterwards").await?;
    reads(&at_olha, &["Anna, afterwards"]).await
}

impl Scene {
    async fn set() -> Result<Self> {
        let system = System::up().await?;
        let proxy = Proxy::before(&system).await?;
        let anna = Person::sign_up_behind(&system, &proxy, INTERIOR, 0).await?;
        let petro = Person::sign_up(&system, FINANCE, 0).await?;
        for person in [&anna, &petro] {
            person.messenger.create_recovery_key().await?;
            person.trust_is(TrustView::Ready).await?;
        }
        Ok(Self { system, proxy, anna, petro })
    }

    /// A private room of Anna and Petro.
    async fn room(&self, name: &str, closed: bool) -> Result<String> {
        let new = NewRoom {
            name: name.to_owned(),
            topic: String::new(),
            kind: RoomKind::Private,
            invite: vec![self.petro.session.user_id.clone()],
        };
        let room = self.anna.messenger.create_room(&new).await?;
        if closed {
            self.close(&room).await?;
        }
        self.petro.accept(&room).await?;
        Ok(room)
    }

    /// From now on, who comes later reads nothing earlier; everybody in the room is told.
    async fn close(&self, room: &str) -> Result<()> {
        self.anna.messenger.set_earlier_for_all(room, false).await?;
        until("Anna's client to know of it", || async {
            let details = self.anna.messenger.room_details(room).await;
            Ok(details.is_ok_and(|details| !details.earlier_for_all).then_some(()))
        })
        .await
    }

    async fn write(&self, room: &str) -> Result<()> {
        let (at_anna, at_petro) = (self.anna.open(room).await?, self.petro.open(room).await?);
        at_anna.write("Anna, before").await?;
        at_petro.message("Anna, before").await?;
        at_petro.write("Petro, before").await?;
        at_anna.message("Petro, before").await.map(drop)
    }
}

async fn invite(from: &Person, to: &Person, room: &str) -> Result<()> {
    from.messenger.invite(room, &to.session.user_id).await?;
    to.accept(room).await
}

/// Reads these messages, the whole conversation being opened.
async fn reads(conversation: &Conversation<'_>, written: &[&str]) -> Result<()> {
    conversation.whole().await?;
    for words in written {
        conversation.message(words).await?;
    }
    Ok(())
}

/// A device with keys that whoever has the password makes, and nobody confirms.
async fn unsigned_device(system: &System, person: &Person) -> Result<UnsignedDevice> {
    let front_door = system.stack().front_door(INTERIOR);
    let stolen = StockClient::sign_in(&front_door, &person.sample.email, PASSWORD).await?;
    let mut device = UnsignedDevice::with_keys(stolen).await?;
    device.received().await?;
    Ok(device)
}
