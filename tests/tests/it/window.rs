//! The real window under a display. Here it signs up, finds a colleague of the other ministry, writes, shows the answer, and shows
//! an infected file as blocked; the modules below are five people's ways in and out of trouble, two accounts side by side, and
//! content that means harm. Pictures of each screen are left in the build folder.

mod accounts;
mod day;
mod desk;
mod first_sign_in;
mod hostile;
mod impostor;
mod lost_device;
mod lost_everything;
mod second_device;
pub(crate) mod steps;

use std::path::Path;

use anyhow::{Result, ensure};
use client_core::view::{Draft, MembershipView, NewRoom, RoomKind};
use reqwest::Method;
use serde_json::json;
use stack::{FINANCE, INTERIOR};
use system_tests::eicar;
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::until;
use system_tests::window::Window;

use steps::ENTER;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_civil_servant_signs_up_writes_and_reads_the_answer() -> Result<()> {
    let system = System::up().await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let anna = system.sample(INTERIOR, 0)?;
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("window");
    let window = Window::open(&system, "window", &pictures).await?;
    steps::sign_up(&system, &window, &anna.email).await?;
    let room = write_to(&window, &petro).await?;
    let conversation = petro.open(&room).await?;
    conversation.message("Good morning from the window").await?;
    conversation.write("Good morning from the **other** ministry").await?;
    window.see_words("message", "Good morning from the other ministry").await?;
    window.pictures("conversation").await?;
    a_blocked_file(&system, &window, &petro, &anna.email).await?;
    nothing_secret_is_in_the_page(&window).await?;
    a_locked_window(&window, &petro).await?;
    window.close().await
}

/// Finds the colleague in the catalogue, starts a conversation and writes; answers the room.
pub(crate) async fn write_to(window: &Window, petro: &Person) -> Result<String> {
    window.press("find-colleague").await?;
    let family = petro.sample.family();
    window.type_into("people-search", family).await?;
    window.see_words("person", &petro.sample.name).await?;
    window.pictures("people").await?;
    // There are homonyms; only one of them has an account.
    window.press_css("[data-testid=\"person\"][data-reach=\"on_depesha\"]").await?;
    window.type_into("composer", &format!("Good morning from the window{ENTER}")).await?;
    let invited = petro.room_where("the invitation", |r| r.membership == MembershipView::Invited).await?;
    petro.accept(&invited.id).await?;
    Ok(invited.id)
}

/// The colleague invites to a public room, in which a client without our checks has left an infected file.
async fn a_blocked_file(system: &System, window: &Window, petro: &Person, email: &str) -> Result<()> {
    let new = NewRoom { name: "Forum".into(), topic: String::new(), kind: RoomKind::Public, invite: Vec::new() };
    let room = petro.messenger.create_room(&new).await?;
    petro
        .messenger
        .send(&room, &Draft { markdown: "A forum for everybody".into(), reply_to: None, mentions: Vec::new() })
        .await?;
    let stock = StockClient::sign_in(&system.stack().front_door(INTERIOR), email, PASSWORD).await?;
    let path = format!("/_matrix/client/v3/join/{room}?server_name={}", petro.sample.server_name);
    until("joining the forum", || async {
        Ok(stock.json(Method::POST, &path, Some(json!({}))).await?.0.is_success().then_some(()))
    })
    .await?;
    let (server, media) = stock.upload(eicar(), "text/plain").await?;
    let content = json!({
        "msgtype": "m.file", "body": "invoice.txt", "filename": "invoice.txt",
        "url": format!("mxc://{server}/{media}"), "info": {"mimetype": "text/plain", "size": eicar().len()},
    });
    let path = format!("/_matrix/client/v3/rooms/{room}/send/m.room.message/window");
    let (status, answer) = stock.json(Method::PUT, &path, Some(content)).await?;
    ensure!(status.is_success(), "the event was refused: {answer}");
    window.open_room("Forum").await?;
    window.see_css("[data-testid=\"file\"][data-state=\"blocked\"]").await?;
    window.see("not-encrypted").await?;
    window.pictures("blocked-file").await
}

/// Locked with a PIN, the window shows nobody and opens for no other PIN.
async fn a_locked_window(window: &Window, petro: &Person) -> Result<()> {
    const PIN: &str = "482913";
    window.press("account-menu").await?;
    window.press("action-lock").await?;
    window.type_into("lock-pin", PIN).await?;
    window.type_into("lock-again", PIN).await?;
    window.press("lock-save").await?;
    until("the PIN to be kept", || async {
        let open = window.script("return document.querySelector('[data-testid=\"lock-dialogue\"]') !== null;").await?;
        Ok((open == json!(false)).then_some(()))
    })
    .await?;
    window.press("account-menu").await?;
    window.press("action-lock").await?;
    window.see("locked-pin").await?;
    window.pictures("locked").await?;
    let page = window.script("return document.documentElement.outerHTML;").await?.to_string();
    ensure!(!page.contains(&petro.sample.name) && !page.contains("Good morning"), "the locked window shows something");
    window.type_into("locked-pin", &format!("739105{ENTER}")).await?;
    window.see_words("problem", "This is not your PIN").await?;
    window.type_into("locked-pin", &format!("{PIN}{ENTER}")).await?;
    window.see_words("room-row", &petro.sample.name).await?;
    Ok(())
}

/// No token, key or password can be read out of the page or its stores.
async fn nothing_secret_is_in_the_page(window: &Window) -> Result<()> {
    let script = "return document.documentElement.outerHTML + JSON.stringify({...localStorage, ...sessionStorage});";
    let page = window.script(script).await?.to_string();
    for word in ["syt_", "access_token", PASSWORD] {
        ensure!(!page.contains(word), "the page holds {word}");
    }
    Ok(())
}
