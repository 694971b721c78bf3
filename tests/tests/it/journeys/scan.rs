//! A telephone with a stock client scans the code that our window shows: both devices trust each other, and nothing happens
//! that the person at our window has not confirmed.

use anyhow::{Context, Result, ensure};
use client_core::view::{CodeView, DeviceTrust, OwnDeviceView, TrustView, VerificationView};
use matrix_sdk::config::SyncSettings;
use matrix_sdk::encryption::verification::{QrVerificationData, VerificationRequest};
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::events::key::verification::VerificationMethod;
use matrix_sdk::ruma::{RoomId, UserId};
use matrix_sdk::{Client, ClientBuildError};
use stack::{FINANCE, Homeserver, INTERIOR};
use system_tests::people::{PASSWORD, Person};
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};

/// A stock client with a camera. It synchronises as long as it is there.
struct Phone {
    client: Client,
    sync: tokio::task::JoinHandle<()>,
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.sync.abort();
    }
}

impl Phone {
    async fn sign_in(system: &System, at: Homeserver, person: &Person) -> Result<Self> {
        let front_door = system.stack().front_door(at);
        let client: Result<Client, ClientBuildError> = Client::builder().homeserver_url(front_door).build().await;
        let client = client?;
        let name = UserId::parse(&person.session.user_id)?;
        client.matrix_auth().login_username(name, PASSWORD).send().await?;
        client.encryption().wait_for_e2ee_initialization_tasks().await;
        let syncing = client.clone();
        let sync = tokio::spawn(async move {
            loop {
                let _ = syncing.sync(SyncSettings::default()).await;
            }
        });
        Ok(Self { client, sync })
    }

    /// With the recovery key, as on any other device of the person.
    async fn recover(&self, key: &str) -> Result<()> {
        self.client.encryption().recovery().recover(key).await?;
        until("the telephone to be confirmed", || async {
            let device = self.client.encryption().get_own_device().await?;
            Ok(device.is_some_and(|device| device.is_cross_signed_by_owner()).then_some(()))
        })
        .await
    }

    /// Asks the person's other devices, as somebody does who holds the telephone.
    async fn ask(&self, methods: Vec<VerificationMethod>) -> Result<VerificationRequest> {
        let own = self.client.user_id().context("signed in")?;
        let ask = || async { Ok(self.client.encryption().request_user_identity(own).await?) };
        let identity = until("the identity", ask).await?;
        Ok(identity.request_verification_with_methods(methods).await?)
    }

    /// Asks one device of the person: all others are asked only if they are confirmed.
    async fn ask_device(&self, window: &Person) -> Result<VerificationRequest> {
        let user = UserId::parse(&window.session.user_id)?;
        let device = self.client.encryption().get_device(&user, window.session.device_id.as_str().into()).await?;
        Ok(device.context("the window")?.request_verification_with_methods(can_scan()).await?)
    }

    /// Scans what is on the screen.
    async fn scan(&self, request: &VerificationRequest, code: &CodeView) -> Result<()> {
        until("the request to be accepted", || async { Ok(request.is_ready().then_some(())) }).await?;
        let data = QrVerificationData::from_bytes(read(code)?)?;
        request.scan_qr_code(data).await?.context("the code was not taken").map(drop)
    }

    async fn trusts(&self, user: &str, device: &str) -> Result<()> {
        let user = UserId::parse(user)?;
        until("the telephone to trust the window", || async {
            let device = self.client.encryption().get_device(&user, device.into()).await?;
            Ok(device.is_some_and(|device| device.is_verified()).then_some(()))
        })
        .await
    }
}

/// Reads the squares back, as a camera would.
fn read(code: &CodeView) -> Result<Vec<u8>> {
    let dark = |x: usize, y: usize| code.rows[y].as_bytes()[x] == b'1';
    let grid = rqrr::Grid::new(rqrr::SimpleGrid::from_func(code.rows.len(), dark));
    let mut bytes = Vec::new();
    grid.decode_to(&mut bytes)?;
    Ok(bytes)
}

fn can_scan() -> Vec<VerificationMethod> {
    use VerificationMethod as V;
    vec![V::SasV1, V::QrCodeScanV1, V::QrCodeShowV1, V::ReciprocateV1]
}

async fn shows<T>(person: &Person, what: &str, wanted: impl Fn(VerificationView) -> Option<T>) -> Result<T> {
    let last = std::cell::RefCell::new(VerificationView::Idle);
    let look = |view: VerificationView| {
        last.replace(view.clone());
        wanted(view)
    };
    let found = client_core::until(person.messenger.verification()?, PATIENCE, look).await;
    found.with_context(|| format!("the window does not show {what}, but {:?}", last.borrow()))
}

fn requested(view: VerificationView) -> Option<()> {
    matches!(view, VerificationView::Requested { .. }).then_some(())
}

/// The two devices of one person have heard of each other, as they have when somebody takes the one up after the other.
async fn acquainted(window: &Person, phone: &Phone) -> Result<()> {
    let user = UserId::parse(&window.session.user_id)?;
    let other = phone.client.device_id().context("signed in")?.to_string();
    let knows = |devices: Vec<OwnDeviceView>| {
        let there = |one: &OwnDeviceView| one.id == other && one.trust != DeviceTrust::WithoutKeys;
        devices.iter().any(there).then_some(())
    };
    let known = client_core::until(window.messenger.own_devices()?, PATIENCE, knows).await;
    known.context("the window does not hear of the telephone")?;
    until("the telephone to hear of the window", || async {
        phone.client.encryption().request_user_identity(&user).await?;
        let device = window.session.device_id.as_str().into();
        Ok(phone.client.encryption().get_device(&user, device).await?.map(drop))
    })
    .await
}

fn code(view: VerificationView) -> Option<CodeView> {
    if let VerificationView::Code { code } = view { Some(code) } else { None }
}

fn is(wanted: VerificationView) -> impl Fn(VerificationView) -> Option<()> {
    move |view| (view == wanted).then_some(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telephone_scans_what_the_window_shows() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let key = anna.messenger.create_recovery_key().await?.key;
    anna.trust_is(TrustView::Ready).await?;
    let (user, device) = (anna.session.user_id.clone(), anna.session.device_id.clone());

    // A new telephone is confirmed by the window.
    let phone = Phone::sign_in(&system, INTERIOR, &anna).await?;
    acquainted(&anna, &phone).await?;
    let request = phone.ask(can_scan()).await?;
    shows(&anna, "a request", requested).await?;
    anna.messenger.accept_verification().await?;
    let shown = shows(&anna, "a code", code).await?;
    phone.scan(&request, &shown).await?;
    shows(&anna, "Scanned", is(VerificationView::Scanned)).await?;
    let own = phone.client.encryption().get_own_device().await?.context("a device")?;
    ensure!(!own.is_cross_signed_by_owner(), "the telephone is trusted before anybody at the window has confirmed it");
    anna.messenger.confirm_scan().await?;
    shows(&anna, "Done", is(VerificationView::Done)).await?;
    phone.trusts(&user, &device).await?;
    until("the window to have signed the telephone", || async {
        let own = phone.client.user_id().context("signed in")?;
        phone.client.encryption().request_user_identity(own).await?;
        let device = phone.client.encryption().get_own_device().await?;
        Ok(device.is_some_and(|device| device.is_cross_signed_by_owner()).then_some(()))
    })
    .await?;
    drop(phone);

    // A new window is confirmed by the telephone, and told no the first time.
    let phone = Phone::sign_in(&system, INTERIOR, &anna).await?;
    phone.recover(&key).await?;
    let new = anna.another_device(&system, "new").await?;
    new.trust_is(TrustView::NeedsRecovery).await?;
    acquainted(&new, &phone).await?;
    let request = phone.ask_device(&new).await?;
    shows(&new, "a request", requested).await?;
    new.messenger.accept_verification().await?;
    let shown = shows(&new, "a code", code).await?;
    phone.scan(&request, &shown).await?;
    shows(&new, "Scanned", is(VerificationView::Scanned)).await?;
    new.messenger.cancel_verification().await?;
    new.trust_is(TrustView::NeedsRecovery).await.context("after no")?;
    // Whoever asks again before they have heard the no gives up both.
    until("the telephone to hear of it", || async { Ok(request.is_cancelled().then_some(())) }).await?;
    let request = phone.ask_device(&new).await?;
    shows(&new, "a request", requested).await?;
    new.messenger.accept_verification().await?;
    let another = shows(&new, "a code", code).await?;
    ensure!(another != shown, "the same code twice");
    phone.scan(&request, &another).await?;
    shows(&new, "Scanned", is(VerificationView::Scanned)).await?;
    new.messenger.confirm_scan().await?;
    new.trust_is(TrustView::Ready).await?;
    phone.trusts(&user, &new.session.device_id).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_person_scans_with_a_telephone() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    anna.messenger.create_recovery_key().await?;
    let key = petro.messenger.create_recovery_key().await?.key;
    for person in [&anna, &petro] {
        person.trust_is(TrustView::Ready).await?;
    }
    let phone = Phone::sign_in(&system, FINANCE, &petro).await?;
    phone.recover(&key).await?;
    let room = anna.messenger.start_direct(&petro.session.user_id).await?;
    petro.accept(&room).await?;
    petro.messenger.close().await;
    anna.open(&room).await?.write("Have you your telephone with you?").await?;
    until("the telephone to read what is written", || async {
        let user = UserId::parse(&anna.session.user_id)?;
        phone.client.encryption().request_user_identity(&user).await?;
        let Some(room) = phone.client.get_room(&RoomId::parse(&room)?) else { return Ok(None) };
        let messages = room.messages(MessagesOptions::backward()).await?;
        Ok(messages.chunk.iter().any(|event| event.encryption_info().is_some()).then_some(()))
    })
    .await?;

    anna.messenger.request_person_verification(&petro.session.user_id).await?;
    let sender = UserId::parse(&anna.session.user_id)?;
    let request = asked(&phone, &sender, &room).await?;
    request.accept_with_methods(can_scan()).await?;
    let shown = shows(&anna, "a code", code).await?;
    phone.scan(&request, &shown).await?;
    shows(&anna, "Scanned", is(VerificationView::Scanned)).await?;
    anna.messenger.confirm_scan().await?;
    shows(&anna, "Done", is(VerificationView::Done)).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signs_are_compared_instead_of_the_code() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    anna.messenger.create_recovery_key().await?;
    anna.trust_is(TrustView::Ready).await?;
    let own = Phone::sign_in(&system, INTERIOR, &anna).await?;
    acquainted(&anna, &own).await?;
    let request = own.ask(can_scan()).await?;
    shows(&anna, "a request", requested).await?;
    anna.messenger.accept_verification().await?;
    shows(&anna, "a code", code).await?;
    anna.messenger.compare_signs().await?;
    let sas = until("the signs to be begun", || async {
        use matrix_sdk::encryption::verification::{Verification, VerificationRequestState as S};
        match request.state() {
            S::Transitioned { verification: Verification::SasV1(sas), .. } => Ok(Some(sas)),
            S::Cancelled(info) => anyhow::bail!("cancelled: {}", info.reason()),
            _ => Ok(None),
        }
    })
    .await?;
    sas.accept().await?;
    shows(&anna, "signs", |view| matches!(view, VerificationView::Emoji { .. }).then_some(())).await?;
    until("the signs on the telephone", || async { Ok(sas.emoji()) }).await?;
    sas.confirm().await?;
    anna.messenger.confirm_emoji().await?;
    shows(&anna, "Done", is(VerificationView::Done)).await?;
    own.trusts(&anna.session.user_id, &anna.session.device_id).await
}

/// The request in the conversation, as it comes to a stock client.
async fn asked(phone: &Phone, sender: &UserId, room: &str) -> Result<VerificationRequest> {
    let id = RoomId::parse(room)?;
    until("the request at the telephone", || async {
        let Some(room) = phone.client.get_room(&id) else { return Ok(None) };
        let messages = room.messages(MessagesOptions::backward()).await?;
        for event in messages.chunk {
            let Some(event) = event.event_id() else { continue };
            let found = phone.client.encryption().get_verification_request(sender, event.as_str()).await;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    })
    .await
}
