//! Depesha on the desktop, beside its window: notifications that say nothing before they are asked to, the sign in the tray
//! with its menu, and links from other programs.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use stack::{FINANCE, INTERIOR};
use system_tests::desk::Desk;
use system_tests::people::Person;
use system_tests::system::System;
use system_tests::window::Window;

use super::{steps, write_to};

/// How long a program may take to find that it runs already.
const LONGEST_START: Duration = Duration::from_secs(60);
const ELSEWHERE: &str = "Somewhere else";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_reach_a_person_who_looks_elsewhere() -> Result<()> {
    let desk = Desk::open().await?;
    let system = System::up().await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let anna = system.sample(INTERIOR, 0)?;
    let window = steps::open(&system, "desk").await?;
    steps::sign_up(&system, &window, &anna.email).await?;
    let room = write_to(&window, &petro).await?;
    let talk = petro.open(&room).await?;
    talk.message("Good morning from the window").await?;
    desk.menu_with("Open Depesha").await.context("the sign in the tray")?;

    notifications(&window, &desk, &petro, &room).await.context("notifications")?;
    the_tray(&window, &desk).await.context("the tray")?;
    a_link(&system, &window, &room).await.context("a link")?;
    window.close().await
}

/// The first shows nothing of what was written; pressed, it leads there.
async fn notifications(window: &Window, desk: &Desk, petro: &Person, room: &str) -> Result<()> {
    window.press("account-menu").await?;
    window.press("action-settings").await?;
    window.press("settings-notifications").await?;
    desk.look_away()?;
    petro.open(room).await?.write("The budget is confidential").await?;
    let first = desk.notification().await?;
    ensure!(
        !first.body.contains("budget") && !first.title.contains(&petro.sample.name),
        "too much is shown: {first:?}"
    );
    desk.menu_with("1").await.context("the number in the tray")?;

    window.press_css("[data-testid=\"notices-shows\"] button").await?;
    window.press_css("[role=\"option\"][data-key=\"text\"]").await?;
    window.press("notices-test").await?;
    let test = desk.notification().await?;
    ensure!(test.body.contains("how a notification looks"), "the test shows {test:?}");
    desk.look_away()?;
    petro.open(room).await?.write("Lunch at **noon**?").await?;
    let second = desk.notification().await?;
    ensure!(second.body.contains("Lunch at noon?") && second.title.contains(&petro.sample.name), "shown is {second:?}");
    window.press("dialogue-close").await?;
    elsewhere(window).await?;
    desk.press(&second).await?;
    window.see_css(&format!("[data-conversation=\"{room}\"]")).await.map(drop)
}

/// Opens a new room.
async fn elsewhere(window: &Window) -> Result<()> {
    window.press("new-room").await?;
    window.type_into("room-name", ELSEWHERE).await?;
    window.press("room-create").await?;
    window.gone("new-room-dialogue").await?;
    window.open_room(ELSEWHERE).await
}

/// Its menu leads to the settings, keeps notifications away, and locks.
async fn the_tray(window: &Window, desk: &Desk) -> Result<()> {
    desk.choose("Settings of notifications").await?;
    window.see("notices-shows").await?;
    window.press("dialogue-close").await?;
    desk.choose("No notifications for an hour").await?;
    desk.menu_with("Notifications again").await?;
    desk.choose("Notifications again").await?;
    desk.menu_with("No notifications for an hour").await?;
    desk.choose("Lock the window").await?;
    window.see("lock-dialogue").await?;
    window.press("dialogue-close").await
}

/// A second start with a link hands it to the first window and ends.
async fn a_link(system: &System, window: &Window, room: &str) -> Result<()> {
    window.open_room(ELSEWHERE).await?;
    let link = format!("matrix:roomid/{}", room.trim_start_matches('!'));
    let mut second = Window::follow(system, "desk", &link)?;
    let ended = tokio::task::spawn_blocking(move || second.wait());
    tokio::time::timeout(LONGEST_START, ended).await.context("the second program does not end")???;
    window.see_css(&format!("[data-conversation=\"{room}\"]")).await.map(drop)
}
