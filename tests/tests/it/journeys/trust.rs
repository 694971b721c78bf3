//! Trust between people and their devices: an impostor's device, identities that change, a lost key, and that whoever has to
//! do something is told so at its place, once.

use anyhow::{Context, Result, ensure};
use client_core::view::{
    DeliveryView, DeviceTrust, IdentityChangeView, IdentityView, OwnDeviceView, ProblemView, TrustView,
};
use futures_util::{Stream, StreamExt};
use stack::{FINANCE, INTERIOR};
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::stock_keys::UnsignedDevice;
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};

use super::devices::compare;

/// Waits for a value of a stream.
async fn see<T>(what: &str, stream: impl Stream<Item = T>, fits: impl Fn(&T) -> bool) -> Result<T> {
    let mut stream = Box::pin(stream);
    let search = async {
        while let Some(value) = stream.next().await {
            if fits(&value) {
                return Ok(value);
            }
        }
        anyhow::bail!("the stream ended before {what}")
    };
    tokio::time::timeout(PATIENCE, search).await.with_context(|| format!("waited for {what}"))?
}

async fn devices(
    person: &Person,
    what: &str,
    fits: impl Fn(&Vec<OwnDeviceView>) -> bool,
) -> Result<Vec<OwnDeviceView>> {
    see(what, person.messenger.own_devices()?, fits).await
}

async fn changes(person: &Person, room: &str, fits: impl Fn(&Vec<IdentityChangeView>) -> bool) -> Result<()> {
    see("a change of identity", person.messenger.identity_changes(room)?, fits).await.map(drop)
}

/// Two people with recovery keys, and the conversation between them.
async fn two(system: &System) -> Result<(Person, Person, String, String)> {
    let anna = Person::sign_up(system, INTERIOR, 1).await?;
    let petro = Person::sign_up(system, FINANCE, 1).await?;
    anna.trust_is(TrustView::Fresh).await?;
    let key = anna.messenger.create_recovery_key().await?.key;
    petro.messenger.create_recovery_key().await?;
    anna.trust_is(TrustView::Ready).await?;
    petro.trust_is(TrustView::Ready).await?;
    let room = anna.messenger.start_direct(&petro.session.user_id).await?;
    petro.accept(&room).await?;
    petro.open(&room).await?.write("good morning").await?;
    anna.open(&room).await?.message("good morning").await?;
    Ok((anna, petro, room, key))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_impostor_s_device_is_named_gets_no_keys_and_is_signed_out_from_the_notice() -> Result<()> {
    let system = System::up().await?;
    let (anna, petro, room, _) = two(&system).await?;
    devices(&anna, "the list with this device alone", |all| all.len() == 1 && all[0].this && !all[0].ask).await?;

    let stolen = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let mut impostor = UnsignedDevice::with_keys(stolen).await?;
    let named = |all: &Vec<OwnDeviceView>| all.iter().any(|one| one.ask && one.trust == DeviceTrust::NotConfirmed);
    let all = devices(&anna, "the impostor's device", named).await?;
    let asked: Vec<&OwnDeviceView> = all.iter().filter(|one| one.ask).collect();
    ensure!(asked.len() == 1 && asked[0].id == impostor.id && !asked[0].this, "asked about {asked:?}");
    ensure!(all[0].this && all[0].trust == DeviceTrust::Confirmed, "this device is {:?}", all[0]);

    impostor.received().await?;
    petro.open(&room).await?.write("from petro, not for impostors").await?;
    anna.open(&room).await?.message("from petro, not for impostors").await?;
    anna.open(&room).await?.write("from anna, not for impostors").await?;
    petro.open(&room).await?.message("from anna, not for impostors").await?;
    let received = impostor.received().await?;
    ensure!(!received.iter().any(|kind| kind == "m.room.encrypted"), "the impostor was given keys: {received:?}");

    let ids = [impostor.id.clone()];
    let refused = anna.messenger.sign_out_devices(&ids, None).await;
    ensure!(refused == Err(ProblemView::PasswordNeeded), "without a password: {refused:?}");
    let refused = anna.messenger.sign_out_devices(&ids, Some("wrong wrong wrong")).await;
    ensure!(refused == Err(ProblemView::WrongPassword), "with a wrong one: {refused:?}");
    ensure!(impostor.is_signed_in().await?, "signed out without the password");
    anna.messenger.sign_out_devices(&ids, Some(PASSWORD)).await?;
    ensure!(!impostor.is_signed_in().await?, "the impostor is still signed in");
    devices(&anna, "the list without the impostor", |all| all.len() == 1 && !all[0].ask).await?;

    // Whoever says that a device is theirs is not asked again, and it reads nothing all the same.
    let second = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let mut second = UnsignedDevice::with_keys(second).await?;
    devices(&anna, "the second device", named).await?;
    anna.messenger.know_device(&second.id).await?;
    devices(&anna, "the answered device", |all| all.len() == 2 && all.iter().all(|one| !one.ask)).await?;
    second.received().await?;
    petro.open(&room).await?.write("still not for it").await?;
    anna.open(&room).await?.message("still not for it").await?;
    ensure!(!second.received().await?.iter().any(|kind| kind == "m.room.encrypted"), "an answer is no trust");
    anna.messenger.sign_out_devices(&[], Some(PASSWORD)).await?;
    devices(&anna, "the list with this device alone", |all| all.len() == 1).await?;
    ensure!(!second.is_signed_in().await?, "all others means all others");
    anna.trust_is(TrustView::Ready).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_compare_signs_and_are_told_when_an_identity_changes() -> Result<()> {
    let system = System::up().await?;
    let (anna, petro, room, _) = two(&system).await?;
    let card = anna.messenger.account_card(&petro.session.user_id).await?;
    ensure!(card.identity == IdentityView::NotCompared, "before: {:?}", card.identity);
    compare(&anna, &petro, anna.messenger.request_person_verification(&petro.session.user_id)).await?;
    for (here, there) in [(&anna, &petro), (&petro, &anna)] {
        until("the card says that signs were compared", || async {
            let card = here.messenger.account_card(&there.session.user_id).await?;
            Ok((card.identity == IdentityView::Compared).then_some(()))
        })
        .await?;
    }
    let shown = anna.open(&room).await?.messages();
    ensure!(
        shown.iter().all(|one| one.words() == "good morning"),
        "the comparison stands among the messages: {shown:?}"
    );

    let wrong = petro.messenger.begin_anew(Some("wrong wrong wrong")).await;
    ensure!(wrong == Err(ProblemView::WrongPassword), "a wrong password answers {wrong:?}");
    petro.trust_is(TrustView::Ready).await?;
    let none = petro.messenger.begin_anew(None).await;
    ensure!(none == Err(ProblemView::PasswordNeeded), "no password answers {none:?}");
    petro.messenger.begin_anew(Some(PASSWORD)).await?;
    petro.trust_is(TrustView::Fresh).await?;
    petro.messenger.create_recovery_key().await?;
    petro.trust_is(TrustView::Ready).await?;

    let told = |all: &Vec<IdentityChangeView>| all.iter().any(|one| one.was_compared && !one.name.is_empty());
    changes(&anna, &room, told).await?;
    let at_anna = anna.open(&room).await?;
    at_anna.write("held back until anna has looked").await?;
    let held = at_anna
        .message_where("the message that is held back", |shown| {
            shown.message.delivery == DeliveryView::Failed { problem: ProblemView::IdentityChanged }
        })
        .await?;
    ensure!(held.words() == "held back until anna has looked");
    anna.messenger.accept_identity(&petro.session.user_id).await?;
    changes(&anna, &room, Vec::is_empty).await?;
    at_anna
        .message_where("the message on its way", |shown| {
            shown.words() == "held back until anna has looked" && shown.message.delivery == DeliveryView::Sent
        })
        .await?;
    let card = anna.messenger.account_card(&petro.session.user_id).await?;
    ensure!(card.identity == IdentityView::NotCompared, "after: {:?}", card.identity);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_key_is_noticed_in_time_and_nothing_leaves_a_device_that_is_not_confirmed() -> Result<()> {
    let system = System::up().await?;
    let (anna, petro, room, key) = two(&system).await?;
    ensure!(!anna.messenger.recovery_check_due().await?, "asked right after the key was made");
    let wrong = anna.messenger.check_recovery_key("EsTx wrong wrong wrong").await;
    ensure!(wrong == Err(ProblemView::WrongRecoveryKey), "a wrong key answers {wrong:?}");
    anna.messenger.check_recovery_key(&key).await?;

    // Nothing leaves a device that is not confirmed; what was written there goes when it is.
    let second = anna.another_device(&system, "second").await?;
    second.trust_is(TrustView::NeedsRecovery).await?;
    second.room_where("the conversation", |one| one.id == room).await?;
    let at_second = second.open(&room).await?;
    at_second.write("written before the key was entered").await?;
    at_second
        .message_where("the message that waits for the key", |shown| {
            shown.message.delivery == DeliveryView::Failed { problem: ProblemView::DeviceNotConfirmed }
        })
        .await?;
    second.messenger.recover(&key).await?;
    second.trust_is(TrustView::Ready).await?;
    petro.open(&room).await?.message("written before the key was entered").await?;
    Ok(())
}
