//! Rooms: a new one, what it keeps, handing a message on, the order of the list, and a public one.

use anyhow::{Context, Result, ensure};
use client_core::view::{NewRoom, RoomKind};
use system_tests::people::Person;

use super::hands::{ENTER, Hands};

const NAME: &str = "Budget of next year";
const KEPT: &str = "The deadline is the fifteenth";
const PASSED_ON: &str = "The agenda for Monday and Tuesday";

/// Made at the window, with the colleague invited; answers its id.
pub(super) async fn a_new_one(hands: &Hands<'_>, petro: &Person) -> Result<String> {
    let window = hands.window;
    window.press("new-room").await?;
    window.type_into("room-name", NAME).await?;
    window.type_into("room-topic", "What we may spend").await?;
    window.press("room-invite").await?;
    let family = petro.sample.family();
    window.type_into("people-search", family).await?;
    window.press_css("[data-testid=\"person\"][data-reach=\"on_depesha\"]").await?;
    window.see_words("people-status", &petro.sample.name).await?;
    window.picture_of("new-room").await?;
    window.press("room-create").await?;
    window.gone("new-room-dialogue").await?;
    window.open_room(NAME).await?;
    let room = petro.room_where("the invitation", |room| room.name == NAME).await?.id;
    petro.accept(&room).await?;
    hands.write(KEPT).await?;
    petro.open(&room).await?.message(KEPT).await?;
    Ok(room)
}

/// A pinned message, members, files and threads.
pub(super) async fn what_it_keeps(hands: &Hands<'_>) -> Result<()> {
    let window = hands.window;
    hands.act_on_message(KEPT, "pin").await?;
    hands.open_details().await?;
    window.press("details-pins").await?;
    window.see_words("pin", KEPT).await?;
    window.press("pin-show").await?;
    window.gone("room-dialogue").await?;
    window.press("details-manage").await?;
    hands.holds("both members", "document.querySelectorAll('[data-testid=\"room-member\"]').length === 2").await?;
    hands.close().await?;
    window.press("details-files").await?;
    window.see("files-status").await?;
    hands.close().await?;
    window.press("details-threads").await?;
    window.see("threads-status").await?;
    hands.close().await
}

/// A message of one conversation goes to another.
pub(super) async fn handing_on(hands: &Hands<'_>, petro: &Person, direct: &str, room: &str) -> Result<()> {
    let window = hands.window;
    hands.open(direct).await?;
    hands.act_on_message(PASSED_ON, "forward").await?;
    window.type_into("forward-search", "Budget").await?;
    window.press_css(&format!("[data-testid=\"forward-room\"][data-target=\"{room}\"] label")).await?;
    let ready = "document.querySelector('[data-testid=\"forward-send\"]:not([disabled])') || document.querySelector('[data-testid=\"forward-sure\"]')";
    hands.holds("an answer about the rooms", ready).await?;
    if hands.count("[data-testid=\"forward-sure\"]").await? > 0 {
        window.press("forward-sure").await?;
    }
    window.press("forward-send").await?;
    window.gone("forward-dialogue").await?;
    petro.open(room).await?.message_where("what was handed on", |shown| shown.words().contains(PASSED_ON)).await?;
    Ok(())
}

/// A favourite, a silent conversation, a draft in the row, a search in the list, and only what is unread.
pub(super) async fn the_list(hands: &Hands<'_>, petro: &Person, direct: &str) -> Result<()> {
    let window = hands.window;
    window.type_into("composer", "half a thought").await?;
    window.open_room(NAME).await?;
    window.see_words("room-preview", "half a thought").await?;

    hands.menu_of(direct).await?;
    window.press("action-favourite").await?;
    window.see_words("list-section", "Favourites").await?;
    hands.menu_of(direct).await?;
    window.press("action-muted").await?;
    window.see("room-muted").await?;

    hands.menu_of(direct).await?;
    window.press("action-folder").await?;
    window.type_into("folder-name", &format!("Money{ENTER}")).await?;
    window.gone("folder-dialogue").await?;

    window.type_into("list-filter", "nothing is called so").await?;
    window.see("list-nothing").await?;
    window.press("list-all").await?;
    window.see_words("room-row", &petro.sample.name).await?;

    petro.open(direct).await?.write("Something new").await?;
    window.see_words("room-preview", "half a thought").await?;
    hands.open(direct).await?;
    window.see_words("message", "Something new").await?;
    let kept = window.see("composer").await?.prop("value").await?.context("no text")?;
    ensure!(kept == "half a thought", "the draft is {kept:?}");
    window.empty("composer").await
}

/// Found in the directory, looked at, joined, written in, and left.
pub(super) async fn a_public_one(hands: &Hands<'_>, petro: &Person) -> Result<()> {
    let window = hands.window;
    let new = NewRoom { name: "Canteen".into(), topic: "Menus".into(), kind: RoomKind::Public, invite: Vec::new() };
    let room = petro.messenger.create_room(&new).await?;
    window.press("public-rooms").await?;
    window.type_into("directory-search", "Canteen").await?;
    window.see_words("public-room", "Canteen").await?;
    window.press("public-look").await?;
    window.see_words("public-room-members", "1").await?;
    window.press("public-room-join").await?;
    hands.open(&room).await?;
    window.see("not-encrypted").await?;
    window.type_into("composer", &format!("What is there today?{ENTER}")).await?;
    petro.open(&room).await?.message("What is there today?").await?;
    hands.open_details().await?;
    window.press("details-leave").await?;
    window.press("confirm-action").await?;
    let gone = format!("document.querySelector('[data-room=\"{room}\"]') === null");
    hands.holds("the room to be left", &gone).await
}
