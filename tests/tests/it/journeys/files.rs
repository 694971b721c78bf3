//! Files: without what they tell unseen, and checked before anyone receives them, on every route; a blocked one is told to
//! its sender, its receiver and the security officer.

use anyhow::{Context, Result, ensure};
use client_core::view::{
    BlockedReason, BodyView, DeliveryView, FileLook, FileSending, FileView, HiddenFact, HiddenFactsView, ItemContent,
    ListDiff, NewRoom, RoomKind, SafetyView, TimelineItemView, TimelinePart,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stack::{FINANCE, INTERIOR};
use system_tests::encrypted_file::{EncryptedFile, body_for_scanner};
use system_tests::people::{Conversation, PASSWORD, Person, Shown};
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::PATIENCE;
use system_tests::{eicar, evidence};

const CLEAN: &[u8] = b"minutes of the meeting about the blue door, page one of one";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_infected_file_is_stopped_and_a_clean_one_arrives() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let room = anna.messenger.start_direct(&petro.session.user_id).await?;
    petro.accept(&room).await?;
    let (annas, petros) = (anna.open(&room).await?, petro.open(&room).await?);
    a_clean_file_arrives(&anna, &annas, &petro, &petros).await?;
    words_stand_under_a_file(&anna, &annas, &petro, &petros).await?;
    a_file_in_a_thread_stays_in_it(&anna, &annas, &petro, &petros).await?;
    an_image_can_be_previewed(&anna, &annas, &petro, &petros).await?;
    a_photograph_arrives_without_its_place(&anna, &annas, &petro, &petros).await?;
    the_sender_of_an_infected_file_is_told(&anna, &annas, &petros).await?;
    for homeserver in [INTERIOR, FINANCE] {
        let held = evidence::anywhere(&system.stack().layout().homeserver(homeserver).dir, CLEAN)?;
        ensure!(held.is_none(), "the bytes of a file stand in {held:?}");
    }
    let stock = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    stock_clients_get_only_what_was_scanned(&stock).await?;
    an_infected_file_is_refused_on_every_route(&system, &stock).await?;
    a_receiver_is_told_of_an_infected_file(&anna, &petro, &stock).await?;
    Ok(())
}

fn file(shown: &Shown) -> Option<&FileView> {
    match &shown.message.body {
        BodyView::File(file) => Some(file),
        _ => None,
    }
}

async fn file_where(
    conversation: &Conversation<'_>,
    name: &str,
    what: &str,
    fits: impl Fn(&FileView, &DeliveryView) -> bool,
) -> Result<FileView> {
    let what = format!("{name} {what}");
    let named = |shown: &Shown| file(shown).is_some_and(|f| f.name == name && fits(f, &shown.message.delivery));
    let shown = conversation.message_where(&what, named).await?;
    file(&shown).cloned().context("a file")
}

async fn a_clean_file_arrives(
    anna: &Person,
    annas: &Conversation<'_>,
    petro: &Person,
    petros: &Conversation<'_>,
) -> Result<()> {
    anna.messenger.send_file(annas.room_id(), "minutes.txt", "text/plain", CLEAN.to_vec()).await?;
    file_where(annas, "minutes.txt", "sent", |_, delivery| *delivery == DeliveryView::Sent).await?;
    let received = file_where(petros, "minutes.txt", "safe", |f, _| f.safety == SafetyView::Safe).await?;
    let opened = petro.messenger.open_file(&received.handle).await?;
    ensure!(opened.bytes == CLEAN, "other bytes arrived");
    let words = petro.messenger.file_text(&received.handle).await?.context("words")?;
    ensure!(words.whole && words.text.as_bytes() == CLEAN, "other words are shown: {words:?}");
    Ok(())
}

async fn words_stand_under_a_file(
    anna: &Person,
    annas: &Conversation<'_>,
    petro: &Person,
    petros: &Conversation<'_>,
) -> Result<()> {
    let sent = annas.message_where("the file", |s| file(s).is_some_and(|f| f.name == "minutes.txt")).await?;
    anna.messenger.edit(annas.room_id(), &sent.item, "The minutes, **as agreed**", &[]).await?;
    let words = |f: &FileView| f.caption.as_ref().map(|caption| caption.plain.clone());
    let fits = |f: &FileView| f.safety == SafetyView::Safe && words(f).as_deref() == Some("The minutes, as agreed");
    let received = file_where(petros, "minutes.txt", "with words", |f, _| fits(f)).await?;
    ensure!(petro.messenger.open_file(&received.handle).await?.bytes == CLEAN, "other bytes are behind the words");
    anna.messenger.edit(annas.room_id(), &sent.item, "", &[]).await?;
    let bare = |f: &FileView| f.safety == SafetyView::Safe && f.caption.is_none();
    file_where(petros, "minutes.txt", "without words", |f, _| bare(f)).await?;
    Ok(())
}

async fn a_file_in_a_thread_stays_in_it(
    anna: &Person,
    annas: &Conversation<'_>,
    petro: &Person,
    petros: &Conversation<'_>,
) -> Result<()> {
    annas.write("The annex is in the thread.").await?;
    let root = petros.message("The annex is in the thread.").await?.message.event_id.context("a root without an id")?;
    let (room, name) = (annas.room_id(), "annex.txt");
    let how = FileSending { thread: Some(root.clone()), ..FileSending::default() };
    anna.messenger.send_file_as(room, name, "text/plain", CLEAN.to_vec(), &how).await?;
    let items = petro.messenger.open_part(room, &TimelinePart::Thread { root }).await?;
    let mut shown: Vec<TimelineItemView> = Vec::new();
    let safe = |changes: Vec<ListDiff<TimelineItemView>>| {
        changes.into_iter().for_each(|change| change.apply(&mut shown));
        shown.iter().find_map(|item| match &item.content {
            ItemContent::Message(message) => match &message.body {
                BodyView::File(file) if file.name == name && file.safety == SafetyView::Safe => Some(file.clone()),
                _ => None,
            },
            _ => None,
        })
    };
    let received = client_core::until(items, PATIENCE, safe).await.context("the file is not in the thread")?;
    ensure!(petro.messenger.open_file(&received.handle).await?.bytes == CLEAN, "other bytes arrived in the thread");
    for conversation in [annas, petros] {
        let beside = conversation.messages().iter().any(|shown| file(shown).is_some_and(|file| file.name == name));
        ensure!(!beside, "the file stands in the conversation as well");
    }
    Ok(())
}

async fn an_image_can_be_previewed(
    anna: &Person,
    annas: &Conversation<'_>,
    petro: &Person,
    petros: &Conversation<'_>,
) -> Result<()> {
    let png = include_bytes!("../../../../desktop/src-tauri/icons/32x32.png").to_vec();
    anna.messenger.send_file_unchanged(annas.room_id(), "plan.png", "image/png", png.clone()).await?;
    let received = file_where(petros, "plan.png", "safe", |f, _| f.safety == SafetyView::Safe).await?;
    ensure!(received.look == FileLook::Picture, "an image is not shown as one");
    ensure!(petro.messenger.open_file(&received.handle).await?.bytes == png, "other bytes arrived");
    Ok(())
}

/// What a camera notes: how the picture is to be turned, and where it was taken.
const NOTES: &[u8] = b"Exif\0\0MM\0\x2A\0\0\0\x08\
    \0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0\
    \0\x01\0\x12\0\x02\0\0\0\x08\0\0\0\x38\0\0\0\0Kharkiv\0";

/// The notes when only the turn is left.
const TURN: &[u8] = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";

/// Eight by eight grey pixels as a camera writes them.
fn photograph(notes: &[u8]) -> Result<Vec<u8>> {
    let one_code = |class: u8| [&[class, 1], &[0; 15][..], &[0]].concat();
    let segments: [(u8, Vec<u8>); 6] = [
        (0xE1, notes.to_vec()),
        (0xDB, [&[0], &[1; 64][..]].concat()),
        (0xC0, vec![8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        (0xC4, one_code(0x00)),
        (0xC4, one_code(0x10)),
        (0xDA, vec![1, 1, 0, 0, 0x3F, 0]),
    ];
    let mut file = vec![0xFF, 0xD8];
    for (marker, content) in segments {
        file.extend([0xFF, marker]);
        file.extend(u16::try_from(content.len() + 2)?.to_be_bytes());
        file.extend(content);
    }
    file.extend([0x3F, 0xFF, 0xD9]);
    Ok(file)
}

/// What the scanner calls safe is what was sent: the photograph without its place, or with it where that is wanted.
async fn a_photograph_arrives_without_its_place(
    anna: &Person,
    annas: &Conversation<'_>,
    petro: &Person,
    petros: &Conversation<'_>,
) -> Result<()> {
    let (original, without) = (photograph(NOTES)?, photograph(TURN)?);
    let room = annas.room_id();
    let taken = anna.messenger.send_file(room, "door.jpg", "image/jpeg", original.clone()).await?;
    let place = HiddenFactsView::Removed { facts: vec![HiddenFact::Place] };
    ensure!(taken.facts == place, "the sender is told {:?}", taken.facts);
    let taken = anna.messenger.send_file_unchanged(room, "evidence.jpg", "image/jpeg", original.clone()).await?;
    ensure!(taken.facts == HiddenFactsView::Unchanged, "the sender is told {:?}", taken.facts);
    for (name, bytes) in [("door.jpg", without), ("evidence.jpg", original)] {
        let received = file_where(petros, name, "safe", |f, _| f.safety == SafetyView::Safe).await?;
        ensure!(received.size == Some(bytes.len() as u64), "{name} declares {:?} bytes", received.size);
        let opened = petro.messenger.open_file(&received.handle).await?;
        ensure!(opened.bytes == bytes, "{name} arrived with other bytes");
    }
    Ok(())
}

async fn the_sender_of_an_infected_file_is_told(
    anna: &Person,
    annas: &Conversation<'_>,
    petros: &Conversation<'_>,
) -> Result<()> {
    anna.messenger.send_file(annas.room_id(), "invoice.txt", "text/plain", eicar()).await?;
    let infected = SafetyView::Blocked { reason: BlockedReason::Infected };
    let blocked = file_where(annas, "invoice.txt", "blocked", |f, _| f.safety == infected).await?;
    let opened = anna.messenger.open_file(&blocked.handle).await;
    ensure!(opened.is_err(), "the sender can open a blocked file through us");
    annas.write("did you get the invoice?").await?;
    petros.message("did you get the invoice?").await?;
    let arrived = petros.messages().iter().any(|shown| file(shown).is_some_and(|f| f.name == "invoice.txt"));
    ensure!(!arrived, "the blocked file was sent");
    Ok(())
}

async fn scan(stock: &StockClient, route: &str, body: &Value) -> Result<(StatusCode, Value)> {
    stock.json(Method::POST, &format!("/_matrix/media_proxy/unstable/{route}"), Some(body.clone())).await
}

async fn public_key(stock: &StockClient) -> Result<String> {
    let (_, answer) = stock.json(Method::GET, "/_matrix/media_proxy/unstable/public_key", None).await?;
    Ok(answer["public_key"].as_str().context("the scanner's public key")?.to_owned())
}

async fn stock_clients_get_only_what_was_scanned(stock: &StockClient) -> Result<()> {
    let file = EncryptedFile::new(b"a clean file of a stock client");
    let (server, media) = stock.upload(file.ciphertext.clone(), "application/octet-stream").await?;
    let (status, body) = stock.download(&server, &media).await?;
    ensure!(status == StatusCode::FORBIDDEN, "an unscanned file was given out: {status}");
    let answer: Value = serde_json::from_slice(&body)?;
    ensure!(answer["errcode"] == "ORG.DEPESHA.NOT_SCANNED", "wrong reason: {answer}");

    let body = body_for_scanner(&public_key(stock).await?, &file.description(&server, &media))?;
    let (status, answer) = scan(stock, "scan_encrypted", &body).await?;
    ensure!(status == StatusCode::OK && answer["clean"] == true, "a clean file is not clean: {status} {answer}");
    let (status, bytes) = stock.download(&server, &media).await?;
    ensure!(status == StatusCode::OK && bytes == file.ciphertext, "the scanned file was refused: {status}");
    let answer =
        stock.send(Method::POST, "/_matrix/media_proxy/unstable/download_encrypted", Some(body.clone())).await?;
    ensure!(answer.status() == StatusCode::OK, "the scanner refused a clean file: {}", answer.status());
    ensure!(answer.bytes().await? == file.ciphertext, "the scanner answers other bytes");
    Ok(())
}

async fn an_infected_file_is_refused_on_every_route(system: &System, stock: &StockClient) -> Result<()> {
    let file = EncryptedFile::new(&eicar());
    let (server, media) = stock.upload(file.ciphertext.clone(), "application/octet-stream").await?;
    let body = body_for_scanner(&public_key(stock).await?, &file.description(&server, &media))?;
    let (status, answer) = scan(stock, "scan_encrypted", &body).await?;
    ensure!(status == StatusCode::OK && answer["clean"] == false, "scan_encrypted: {status} {answer}");
    let (status, answer) = scan(stock, "download_encrypted", &body).await?;
    let refused = status == StatusCode::FORBIDDEN && answer["reason"] == "MCS_MEDIA_NOT_CLEAN";
    ensure!(refused, "download_encrypted: {status} {answer}");
    let (status, answer) = stock.json(Method::POST, "/_depesha/v1/scan", Some(body)).await?;
    ensure!(answer["verdict"] != "clean", "scan: {status} {answer}");
    let (status, bytes) = stock.download(&server, &media).await?;
    let answer: Value = serde_json::from_slice(&bytes)?;
    ensure!(status == StatusCode::FORBIDDEN && answer["errcode"] == "ORG.DEPESHA.NOT_CLEAN", "download: {answer}");

    let (server, media) = stock.upload(eicar(), "text/plain").await?;
    let path = format!("/_matrix/media_proxy/unstable/scan/{server}/{media}");
    let (status, answer) = stock.json(Method::GET, &path, None).await?;
    ensure!(status == StatusCode::OK && answer["clean"] == false, "scan: {status} {answer}");
    for route in [
        format!("/_matrix/media_proxy/unstable/download/{server}/{media}"),
        format!("/_matrix/media_proxy/unstable/thumbnail/{server}/{media}?width=32&height=32&method=scale"),
        format!("/_matrix/client/v1/media/download/{server}/{media}"),
        format!("/_matrix/client/v1/media/thumbnail/{server}/{media}?width=32&height=32"),
        format!("/_matrix/media/v3/download/{server}/{media}"),
    ] {
        let answer = stock.send(Method::GET, &route, None).await?;
        ensure!(!answer.status().is_success(), "{route} answered {}", answer.status());
        ensure!(answer.bytes().await? != eicar(), "{route} gave the file out");
    }
    the_security_officer_sees_why(system).await
}

async fn the_security_officer_sees_why(system: &System) -> Result<()> {
    let console = system.security_console().await?;
    let page = console.page("/reports").await?;
    for word in ["Eicar", "Interior"] {
        ensure!(page.contains(word), "the security console does not say {word}: {page}");
    }
    let engine = console.page("/engine").await?;
    ensure!(engine.contains("ClamAV"), "the state of the engine is not shown: {engine}");
    Ok(())
}

/// A client that skips the sender's check can put the event into a room; the receiver's client still refuses.
async fn a_receiver_is_told_of_an_infected_file(anna: &Person, petro: &Person, stock: &StockClient) -> Result<()> {
    let new = NewRoom { name: "Forum".into(), topic: String::new(), kind: RoomKind::Public, invite: vec![] };
    let room = anna.messenger.create_room(&new).await?;
    petro.messenger.join_public(&room, &anna.sample.server_name).await?;
    petro.room_where("the forum", |r| r.id == room).await?;
    let (server, media) = stock.upload(eicar(), "text/plain").await?;
    let content = json!({
        "msgtype": "m.file", "body": "harmless.txt", "filename": "harmless.txt",
        "url": format!("mxc://{server}/{media}"), "info": {"mimetype": "text/plain", "size": eicar().len()},
    });
    let path = format!("/_matrix/client/v3/rooms/{room}/send/m.room.message/eicar");
    let (status, answer) = stock.json(Method::PUT, &path, Some(content)).await?;
    ensure!(status == StatusCode::OK, "a stock client cannot write in a public room: {answer}");
    let petros = petro.open(&room).await?;
    let infected = SafetyView::Blocked { reason: BlockedReason::Infected };
    let blocked = file_where(&petros, "harmless.txt", "blocked", |f, _| f.safety == infected).await?;
    ensure!(petro.messenger.open_file(&blocked.handle).await.is_err(), "a blocked file opens");
    Ok(())
}
