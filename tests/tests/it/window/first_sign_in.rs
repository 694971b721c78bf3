//! The first day: from the work email to the first message of a colleague.

use anyhow::{Context, Result, ensure};
use client_core::view::MembershipView;
use stack::{FINANCE, INTERIOR};
use system_tests::people::{PASSWORD, Person};
use system_tests::stolen_store;
use system_tests::system::System;

use super::steps::{self, ENTER};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_gets_a_recovery_key_and_a_first_message() -> Result<()> {
    let system = System::up().await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let anna = system.sample(INTERIOR, 0)?;
    let window = steps::open(&system, "first-sign-in").await?;
    window.see("email").await?;
    window.type_into("email", &anna.email).await?;
    steps::picture(&window, "1-address").await?;
    window.empty("email").await?;
    steps::ask_for_code(&window, &anna.email).await?;
    window.type_into("code", &system.mailed_code(&anna.email).await?).await?;
    window.type_into("new-password", PASSWORD).await?;
    steps::picture(&window, "2-code-and-password").await?;
    window.type_into("new-password", ENTER).await?;
    window.see("recovery-key").await?;
    steps::shown_key(&window).await?;
    window.press("recovery-kept").await?;
    steps::picture(&window, "3-recovery-key").await?;
    window.press("recovery-continue").await?;
    window.see("find-colleague").await?;
    window.see_css("main h1").await?;
    let welcome = window.script("return document.querySelector('main h1').textContent;").await?.to_string();
    ensure!(welcome.contains(&anna.name), "the window welcomes {welcome}");
    steps::picture(&window, "4-main-window").await?;

    let family = anna.family();
    let found = petro.messenger.search_people(family, None, None).await?;
    let account = found.people.iter().find_map(|one| one.user_id.clone().filter(|_| one.person_id == anna.person_id));
    let room = petro.messenger.start_direct(&account.context("the newcomer is not found")?).await?;
    window.open_room(&petro.sample.name).await?;
    window.press("invite-accept").await?;
    petro
        .room_where("the accepted invitation", |one| one.id == room && one.membership == MembershipView::Joined)
        .await?;
    petro.open(&room).await?.write("Welcome! Shall we meet on **Monday**?").await?;
    window.see_words("message", "Welcome! Shall we meet on Monday?").await?;
    window.type_into("composer", &format!("Gladly, at ten.{ENTER}")).await?;
    petro.open(&room).await?.message("Gladly, at ten.").await?;
    steps::picture(&window, "5-first-message").await?;

    // The computer is shut down: nothing is left half written, and the next start goes on where this one was.
    let open_stores = || -> Result<usize> {
        let stores = stolen_store::stores(&system.client_folder("first-sign-in"))?;
        Ok(stores.iter().filter(|store| store.join("open").is_file()).count())
    };
    ensure!(open_stores()? == 1, "open stores are not marked");
    window.shut().await?;
    ensure!(open_stores()? == 0, "the stores were not closed");
    Ok(())
}
