//! The operating mode: two operators at the real console switch to heightened, to crisis and back, each proposing to the
//! other; after each switch the system does what the mode says, to everybody and at once.

use anyhow::{Context, Result, ensure};
use client_core::view::{
    BlockedReason, BodyView, DeliveryView, ExternalOutcome, FileView, ModeView, NewRoom, OperatingMode, ProblemView,
    RoomKind, RoomOptions, SafetyView, TrustView,
};
use futures_util::StreamExt;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stack::{EXTERNALS, FINANCE, INTERIOR, PersonSample, SignIn};
use system_tests::console::{Console, location};
use system_tests::people::{Conversation, PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};

const EXTERNALS_OFF: &str = "External people cannot be invited, enter rooms or write";
const READ_ONLY: &str = "In public rooms only moderators and administrators write";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_operators_switch_and_everybody_notices() -> Result<()> {
    let system = System::up().await?;
    let scene = Scene::set(&system).await?;
    let operators = operators(&system).await?;

    scene.everything_works("before").await?;
    switch(&operators[0], &operators[1], "heightened").await?;
    heightened(&system, &scene).await?;
    switch(&operators[1], &operators[0], "crisis").await?;
    crisis(&system, &scene).await?;
    switch(&operators[0], &operators[1], "normal").await?;
    normal_again(&system, &scene).await
}

/// Two operators: one of the sample, and one whom the command line makes.
async fn operators(system: &System) -> Result<[Console; 2]> {
    let layout = system.stack().layout();
    let [.., operator, _] = SignIn::officers(layout, system.stack().ports());
    let folder = system.client_folder("second-operator");
    std::fs::create_dir_all(&folder)?;
    let second = SignIn {
        key: "second-operator",
        name: "second-operator",
        password_file: folder.join("password"),
        totp_file: folder.join("totp"),
        ..operator.clone()
    };
    std::fs::write(&second.password_file, PASSWORD)?;
    std::fs::write(&second.totp_file, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")?;
    let mut add = std::process::Command::new(&system.stack().programs().bridge);
    add.args(["officer", "add", "--role", second.role, "--name", second.name]);
    add.arg("--config").arg(layout.bridge_config());
    add.arg("--password-file").arg(&second.password_file).arg("--totp-file").arg(&second.totp_file);
    let said = tokio::task::spawn_blocking(move || add.output()).await??;
    ensure!(said.status.success(), "officer add: {}", String::from_utf8_lossy(&said.stderr));
    Ok([Console::sign_in(&operator).await?, Console::sign_in(&second).await?])
}

/// One proposes, cannot agree alone, and the other agrees.
async fn switch(proposes: &Console, agrees: &Console, mode: &str) -> Result<()> {
    let answer = proposes.submit("/mode", "/mode/propose", &[("mode", mode)]).await?;
    ensure!(location(&answer)? == "/approvals?done=proposed", "{mode}: {}", location(&answer)?);
    let page = proposes.page("/approvals").await?;
    ensure!(!page.contains("/approve\""), "who proposes {mode} can agree to it alone");
    let page = agrees.page("/approvals").await?;
    let (_, rest) = page.split_once("/approvals/").context("nothing waits for the other operator")?;
    let (id, _) = rest.split_once("/approve\"").context("the other operator cannot agree")?;
    let answer = agrees.submit("/approvals", &format!("/approvals/{id}/approve"), &[]).await?;
    ensure!(location(&answer)? == "/approvals?done=approved", "{mode}: {}", location(&answer)?);
    let shown = format!("<p class=\"mode {mode}\">");
    for console in [proposes, agrees] {
        let page = console.page("/mode").await?;
        ensure!(page.contains(&shown) != (mode == "normal"), "the console does not show {mode}: {page}");
    }
    Ok(())
}

/// Colleagues of two ministries and somebody from outside in a room, a public one, and a file of a type that modes cut.
struct Scene {
    anna: Person,
    petro: Person,
    jane: Person,
    /// Invited into the room, and not in it.
    john: Person,
    stock: [StockClient; 3],
    room: String,
    forum: String,
    /// The file, as the colleague sees it.
    recording: FileView,
}

impl Scene {
    async fn set(system: &System) -> Result<Self> {
        let anna = Person::sign_up(system, INTERIOR, 0).await?;
        let petro = Person::sign_up(system, FINANCE, 0).await?;
        ready(&anna).await?;
        ready(&petro).await?;
        let new = |name: &str, kind, invite| NewRoom { name: name.into(), topic: String::new(), kind, invite };
        let room = new("With the firm", RoomKind::Private, vec![petro.session.user_id.clone()]);
        let open = RoomOptions { externals: true, ..RoomOptions::default() };
        let room = anna.messenger.create_room_with(&room, &open).await?;
        petro.accept(&room).await?;
        let forum = anna.messenger.create_room(&new("Forum", RoomKind::Public, Vec::new())).await?;
        petro.messenger.join_public(&forum, &anna.sample.server_name).await?;
        petro.room_where("the forum", |row| row.id == forum).await?;
        let jane = from_outside(system, &anna, &room, "Jane", "Doe").await?;
        jane.accept(&room).await?;
        let john = from_outside(system, &anna, &room, "John", "Roe").await?;
        john.room_where("the invitation", |row| row.id == room).await?;
        let sign_in = async |person: &Person, homeserver| {
            StockClient::sign_in(&system.stack().front_door(homeserver), &person.sample.email, PASSWORD).await
        };
        let stock =
            [sign_in(&anna, INTERIOR).await?, sign_in(&petro, FINANCE).await?, sign_in(&jane, EXTERNALS).await?];
        anna.messenger.send_file(&room, "hearing.wav", "audio/wav", recording()).await?;
        let recording = {
            let petros = petro.open(&room).await?;
            file_where(&petros, "hearing.wav", |file| file.safety == SafetyView::Safe).await?
        };
        Ok(Self { anna, petro, jane, john, stock, room, forum, recording })
    }

    /// Colleagues write, somebody from outside writes, members write in public rooms, files open.
    async fn everything_works(&self, when: &str) -> Result<()> {
        let (annas, petros, janes) = self.conversations().await?;
        janes.write(&format!("from outside, {when}")).await?;
        annas.message(&format!("from outside, {when}")).await?;
        petros.write(&format!("from a colleague, {when}")).await?;
        for conversation in [&annas, &janes] {
            conversation.message(&format!("from a colleague, {when}")).await?;
        }
        self.petro.open(&self.forum).await?.write(&format!("in public, {when}")).await?;
        self.anna.open(&self.forum).await?.message(&format!("in public, {when}")).await?;
        let opened = self.petro.messenger.open_file(&self.recording.handle).await.context("the recording")?;
        ensure!(opened.bytes == recording(), "other bytes");
        Ok(())
    }

    async fn conversations(&self) -> Result<(Conversation<'_>, Conversation<'_>, Conversation<'_>)> {
        let room = &self.room;
        Ok((self.anna.open(room).await?, self.petro.open(room).await?, self.jane.open(room).await?))
    }
}

async fn ready(person: &Person) -> Result<()> {
    person.trust_is(TrustView::Fresh).await?;
    person.messenger.create_recovery_key().await?;
    person.trust_is(TrustView::Ready).await
}

async fn from_outside(system: &System, host: &Person, room: &str, given: &str, family: &str) -> Result<Person> {
    let email = format!("{}@firm.example", given.to_lowercase());
    let lines = host.messenger.invite_externals(room, std::slice::from_ref(&email), None).await?;
    ensure!(lines.first().is_some_and(|line| line.outcome == ExternalOutcome::Mailed), "{lines:?}");
    until("the invitation by mail", || async { Ok((!system.mails_to(&email).await?.is_empty()).then_some(())) })
        .await?;
    let sample = PersonSample {
        person_id: given.to_lowercase(),
        name: format!("{given} {}", family.to_uppercase()),
        email,
        organisation: EXTERNALS.organisation.into(),
        server_name: String::new(),
    };
    let person = Person::sign_up_from_outside(system, sample, given, family).await?;
    ready(&person).await?;
    Ok(person)
}

/// A second of silence: neither a document nor a picture.
fn recording() -> Vec<u8> {
    let samples = vec![0x80_u8; 8000];
    let mut bytes = b"RIFF".to_vec();
    bytes.extend(u32::to_le_bytes(36 + 8000));
    bytes.extend(b"WAVEfmt ");
    for number in [16_u32, 0x0001_0001, 8000, 8000, 0x0008_0001] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(b"data");
    bytes.extend(u32::to_le_bytes(8000));
    bytes.extend(samples);
    bytes
}

async fn file_where(conversation: &Conversation<'_>, name: &str, fits: impl Fn(&FileView) -> bool) -> Result<FileView> {
    let is = |body: &BodyView| match body {
        BodyView::File(file) if file.name == name && fits(file) => Some(file.clone()),
        _ => None,
    };
    let shown = conversation.message_where(name, |shown| is(&shown.message.body).is_some()).await?;
    is(&shown.message.body).context("a file")
}

/// The line above the conversations.
async fn told(person: &Person, fits: impl Fn(&ModeView) -> bool) -> Result<()> {
    let mut modes = Box::pin(person.messenger.mode()?);
    let mut last = None;
    let wait = async {
        while let Some(mode) = modes.next().await {
            if fits(&mode) {
                return Ok(());
            }
            last = Some(mode);
        }
        anyhow::bail!("the stream of the mode ended")
    };
    let outcome = tokio::time::timeout(PATIENCE, wait).await;
    outcome.with_context(|| format!("{} is shown {last:?}", person.session.name))?
}

async fn heightened(system: &System, scene: &Scene) -> Result<()> {
    for person in [&scene.anna, &scene.petro, &scene.jane] {
        let fits = |mode: &ModeView| {
            mode.mode == OperatingMode::Heightened
                && mode.since_ms > 0
                && mode.file_types_cut
                && mode.files_checked_anew
                && !(mode.externals_off || mode.own_writing_off || mode.public_rooms_read_only)
        };
        told(person, fits).await?;
    }
    the_cut_holds(system, scene).await?;
    // Nothing else is different when heightened.
    let (annas, petros, janes) = scene.conversations().await?;
    janes.write("still here when heightened").await?;
    annas.message("still here when heightened").await?;
    scene.anna.messenger.send_file(&scene.room, "minutes.txt", "text/plain", b"page one of one".to_vec()).await?;
    let minutes = file_where(&petros, "minutes.txt", |file| file.safety == SafetyView::Safe).await?;
    ensure!(scene.petro.messenger.open_file(&minutes.handle).await?.bytes == b"page one of one", "other bytes");
    scene.petro.open(&scene.forum).await?.write("in public when heightened").await?;
    scene.anna.open(&scene.forum).await?.message("in public when heightened").await?;
    Ok(())
}

/// What was clean when it was sent is held back, on the way of our client and past it; nothing new of the type is sent.
async fn the_cut_holds(system: &System, scene: &Scene) -> Result<()> {
    let petros = scene.petro.open(&scene.room).await?;
    let forbidden = SafetyView::Blocked { reason: BlockedReason::TypeForbidden };
    let held = file_where(&petros, "hearing.wav", |file| file.safety == forbidden).await?;
    ensure!(
        scene.petro.messenger.open_file(&held.handle).await.is_err_and(|e| e == ProblemView::FileNotReleased),
        "a file of a type that is cut opens"
    );
    let sent = scene.anna.messenger.send_file(&scene.room, "again.wav", "audio/wav", recording()).await;
    ensure!(sent == Err(ProblemView::FileTypeForbidden), "a file of a type that is cut is sent: {sent:?}");
    let [anna, ..] = &scene.stock;
    let (server, media) = anna.upload(recording(), "audio/wav").await?;
    let path = |verb: &str| format!("/_matrix/media_proxy/unstable/{verb}/{server}/{media}");
    for verb in ["scan", "download"] {
        let (status, answer) = anna.json(Method::GET, &path(verb), None).await?;
        let refused = status == StatusCode::FORBIDDEN && answer["reason"] == "MCS_MIME_TYPE_FORBIDDEN";
        ensure!(refused, "the scanner answers {verb} with {status} {answer}");
    }
    let (status, _) = anna.download(&server, &media).await?;
    ensure!(status == StatusCode::FORBIDDEN, "the gate answers {status}");
    let security = system.security_console().await?.page("/").await?;
    ensure!(security.contains("Operating mode: "), "the security officers are not shown the mode");
    Ok(())
}

async fn crisis(system: &System, scene: &Scene) -> Result<()> {
    let [anna, petro, jane] = &scene.stock;
    let shut =
        |mode: &ModeView| mode.mode == OperatingMode::Crisis && mode.externals_off && mode.public_rooms_read_only;
    told(&scene.anna, |mode| shut(mode) && !mode.own_writing_off).await?;
    told(&scene.petro, |mode| shut(mode) && !mode.own_writing_off).await?;
    for person in [&scene.jane, &scene.john] {
        told(person, |mode| shut(mode) && mode.own_writing_off).await?;
    }
    the_cut_holds(system, scene).await?;

    // People from outside: whatever their client is.
    let janes = scene.jane.open(&scene.room).await?;
    janes.write("from outside, in a crisis").await?;
    let failed = janes
        .message_where("a message that the server refuses", |shown| {
            matches!(&shown.message.delivery, DeliveryView::Failed { .. }) && shown.words().contains("in a crisis")
        })
        .await?;
    let DeliveryView::Failed { problem } = &failed.message.delivery else { anyhow::bail!("{failed:?}") };
    ensure!(
        matches!(problem, ProblemView::Refused { reason } if reason.starts_with(EXTERNALS_OFF)),
        "somebody from outside is told {problem:?}"
    );
    let encrypted = json!({"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "session_id": "x"});
    let path = format!("/_matrix/client/v3/rooms/{}/send/m.room.encrypted/1", scene.room);
    refused(jane.json(Method::PUT, &path, Some(encrypted)).await?, EXTERNALS_OFF)?;
    let entered = scene.john.messenger.accept_invite(&scene.room).await;
    ensure!(entered.is_err(), "somebody from outside enters a room");
    let body = json!({"room_id": scene.room, "emails": ["late@firm.example"]});
    let invited = anna.json(Method::POST, "/_depesha/v1/externals/invite", Some(body)).await?;
    refused(invited, EXTERNALS_OFF)?;
    let path = format!("/_matrix/client/v3/rooms/{}/invite", scene.room);
    let body = json!({"user_id": scene.john.session.user_id});
    refused(anna.json(Method::POST, &path, Some(body)).await?, EXTERNALS_OFF)?;

    // Public rooms: those who manage them still write.
    let path = format!("/_matrix/client/v3/rooms/{}/send/m.room.message/2", scene.forum);
    let text = json!({"msgtype": "m.text", "body": "a member, in a crisis"});
    refused(petro.json(Method::PUT, &path, Some(text)).await?, READ_ONLY)?;
    scene.anna.open(&scene.forum).await?.write("an administrator, in a crisis").await?;
    scene.petro.open(&scene.forum).await?.message("an administrator, in a crisis").await?;

    // Colleagues among themselves are not touched.
    let (annas, petros, _) = scene.conversations().await?;
    petros.write("a colleague, in a crisis").await?;
    annas.message("a colleague, in a crisis").await?;
    Ok(())
}

fn refused((status, answer): (StatusCode, Value), told: &str) -> Result<()> {
    let said = answer["error"].as_str().unwrap_or_default();
    ensure!(status == StatusCode::FORBIDDEN && said.starts_with(told), "{status} {answer}");
    Ok(())
}

async fn normal_again(system: &System, scene: &Scene) -> Result<()> {
    for person in [&scene.anna, &scene.petro, &scene.jane, &scene.john] {
        let plain = |mode: &ModeView| ModeView { since_ms: 0, ..mode.clone() } == ModeView::default();
        told(person, |mode| plain(mode) && mode.since_ms > 0).await?;
    }
    {
        let petros = scene.petro.open(&scene.room).await?;
        file_where(&petros, "hearing.wav", |file| file.safety == SafetyView::Safe).await?;
    }
    scene.everything_works("afterwards").await?;
    // What somebody from outside wrote in the crisis is not lost: it went with the next that they wrote.
    scene.anna.open(&scene.room).await?.message("from outside, in a crisis").await?;
    scene.john.accept(&scene.room).await?;
    let auditor = {
        let [.., auditor] = SignIn::officers(system.stack().layout(), system.stack().ports());
        Console::sign_in(&auditor).await?
    };
    let log = auditor.page("/audit").await?;
    ensure!(log.matches("Switched the operating mode").count() >= 3, "the audit log does not hold the switches: {log}");
    Ok(())
}
