//! What the journeys in the real window have in common: the people, the first pages, and the pictures.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use client_core::view::TrustView;
use stack::{FINANCE, INTERIOR};
use system_tests::people::{PASSWORD, Person};
use system_tests::system::System;
use system_tests::window::Window;

pub(super) const ENTER: &str = "\u{e007}";

/// What Petro wrote before the window was opened for the first time.
pub(super) const EARLIER: &str = "The agenda for Monday is in the annex.";

/// Where the pictures of a journey are left.
pub(super) fn pictures(journey: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("journeys").join(journey)
}

/// A window for one journey. Its pictures are left in the build folder, under the name of the journey.
pub(super) async fn open(system: &System, journey: &str) -> Result<Window> {
    let window = Window::open(system, journey, &pictures(journey)).await?;
    window.resize(1200, 800).await?;
    Ok(window)
}

/// A picture for the people's journeys, once nothing loads any more.
pub(super) async fn picture(window: &Window, name: &str) -> Result<()> {
    system_tests::until::until("the window at rest", || async {
        let status = "return document.querySelector('[data-testid=\"timeline-status\"]')?.textContent ?? '';";
        Ok((window.script(status).await? == "").then_some(()))
    })
    .await?;
    window.picture_of(name).await
}

/// Signs up with the work email, the mailed code and a password; the pages are pictured as they come.
pub(crate) async fn sign_up(system: &System, window: &Window, email: &str) -> Result<()> {
    window.see("email").await?;
    window.pictures("start").await?;
    ask_for_code(window, email).await?;
    let code = system.mailed_code(email).await?;
    window.type_into("code", &code).await?;
    window.type_into("new-password", &format!("{PASSWORD}{ENTER}")).await?;
    window.see("recovery-key").await?;
    window.pictures("recovery").await?;
    keep_the_key(window).await
}

/// From the first page to the one that asks for the mailed code.
pub(super) async fn ask_for_code(window: &Window, email: &str) -> Result<()> {
    window.type_into("email", &format!("{email}{ENTER}")).await?;
    window.see_words("organisation", "Interior").await?;
    window.press("sign-up").await?;
    window.see("code").await?;
    Ok(())
}

/// The person says that the recovery key is kept, and goes on to the main window.
pub(super) async fn keep_the_key(window: &Window) -> Result<()> {
    window.press("recovery-kept").await?;
    window.press("recovery-continue").await?;
    window.see("find-colleague").await?;
    Ok(())
}

/// Signs in to an account for the first time and keeps the recovery key.
pub(super) async fn enter(window: &Window, email: &str) -> Result<()> {
    window.type_into("email", &format!("{email}{ENTER}")).await?;
    window.type_into("password", &format!("{PASSWORD}{ENTER}")).await?;
    window.see("recovery-key").await?;
    keep_the_key(window).await
}

/// Signs in somebody who has an account.
pub(super) async fn sign_in(window: &Window, email: &str) -> Result<()> {
    window.type_into("email", &format!("{email}{ENTER}")).await?;
    window.type_into("password", &format!("{PASSWORD}{ENTER}")).await?;
    window.see("find-colleague").await?;
    Ok(())
}

/// The recovery key as it stands on the page, checked for its form: groups of four characters.
pub(super) async fn shown_key(window: &Window) -> Result<String> {
    let key = window.words("recovery-key").await?.trim().to_owned();
    let groups: Vec<&str> = key.split_whitespace().collect();
    let whole = groups.len() >= 12 && groups.iter().all(|group| (1..=4).contains(&group.len()));
    ensure!(whole, "the recovery key has {} groups", groups.len());
    Ok(key)
}

/// Opens the list of the person's devices and waits until it has so many.
pub(super) async fn devices(window: &Window, count: usize) -> Result<()> {
    window.press("account-menu").await?;
    window.press("action-settings").await?;
    window.press("settings-security").await?;
    window.press("settings-devices").await?;
    devices_are(window, count).await
}

/// Waits until the open list of devices has so many.
pub(super) async fn devices_are(window: &Window, count: usize) -> Result<()> {
    system_tests::until::until("the list of devices", || async {
        let found = window.script("return document.querySelectorAll('[data-testid=\"device\"]').length;").await?;
        Ok((found == serde_json::json!(count)).then_some(()))
    })
    .await
}

/// Anna at another computer and Petro of the other ministry, with a conversation in which he wrote.
pub(super) struct Before {
    pub(super) anna: Person,
    pub(super) petro: Person,
    pub(super) room: String,
    pub(super) recovery_key: String,
}

impl Before {
    pub(super) async fn both(system: &System) -> Result<Self> {
        let anna = Person::sign_up(system, INTERIOR, 0).await?;
        let petro = Person::sign_up(system, FINANCE, 0).await?;
        anna.trust_is(TrustView::Fresh).await?;
        petro.trust_is(TrustView::Fresh).await?;
        let recovery_key = anna.messenger.create_recovery_key().await?.key;
        petro.messenger.create_recovery_key().await?;
        anna.trust_is(TrustView::Ready).await?;
        petro.trust_is(TrustView::Ready).await?;
        let room = anna.messenger.start_direct(&petro.session.user_id).await?;
        petro.accept(&room).await?;
        petro.open(&room).await?.write(EARLIER).await?;
        anna.open(&room).await?.message(EARLIER).await?;
        Ok(Self { anna, petro, room, recovery_key })
    }

    /// Signs in at the window and opens the conversation, in which the earlier message cannot be read yet.
    pub(super) async fn at_a_new_computer(&self, window: &Window) -> Result<()> {
        sign_in(window, &self.anna.sample.email).await?;
        window.see_css("[data-testid=\"trust\"][data-state=\"needs_recovery\"]").await?;
        window.open_room(&self.petro.sample.name).await?;
        window.see_words("message", "recovery key").await?;
        Ok(())
    }

    /// The earlier message is there, and nothing asks for anything any more.
    pub(super) async fn all_is_well(&self, window: &Window) -> Result<()> {
        window.see_words("message", EARLIER).await?;
        window.gone("trust").await
    }
}
