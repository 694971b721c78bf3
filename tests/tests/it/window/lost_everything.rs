//! Every computer and the recovery key are lost: what it costs is said before, a new key is made, and colleagues are told.

use anyhow::{Context, Result, ensure};
use client_core::view::IdentityChangeView;
use system_tests::people::PASSWORD;
use system_tests::system::System;
use system_tests::until::PATIENCE;

use super::steps::{self, Before, ENTER};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_lost_everything_begins_anew_and_colleagues_are_told() -> Result<()> {
    let system = System::up().await?;
    let before = Before::both(&system).await?;
    before.anna.messenger.close().await;
    let window = steps::open(&system, "lost-everything").await?;
    window.see("email").await?;
    before.at_a_new_computer(&window).await?;
    window.press("trust-action").await?;
    window.press("recover-lost").await?;
    window.see("anew-dialogue").await?;
    steps::picture(&window, "1-what-it-costs").await?;
    window.press("proof-go").await?;
    window.type_into("proof-password", &format!("{PASSWORD}{ENTER}")).await?;
    window.see("recovery-key").await?;
    let key = steps::shown_key(&window).await?;
    ensure!(key.split_whitespace().collect::<String>() != before.recovery_key.replace(' ', ""), "the old key is shown");
    steps::picture(&window, "2-new-key").await?;
    steps::keep_the_key(&window).await?;
    window.gone("trust").await?;
    window.open_room(&before.petro.sample.name).await?;
    window.see_words("message", "not here").await?;
    steps::picture(&window, "3-closed-messages").await?;

    let petro = &before.petro;
    let mine = |one: &IdentityChangeView| one.user_id == before.anna.session.user_id;
    let told = |now: Vec<IdentityChangeView>| now.iter().any(mine).then_some(());
    let changes = petro.messenger.identity_changes(&before.room)?;
    client_core::until(changes, PATIENCE, told).await.context("the colleague is not told")?;
    petro.messenger.accept_identity(&before.anna.session.user_id).await?;
    petro.open(&before.room).await?.write("I have called you: it is really you.").await?;
    window.see_words("message", "it is really you").await?;
    window.type_into("composer", &format!("Thank you. I begin again here.{ENTER}")).await?;
    petro.open(&before.room).await?.message("Thank you. I begin again here.").await?;
    steps::picture(&window, "4-new-messages").await?;

    // The lost computer is still signed in: the window asks about it, and one answer ends it.
    window.press("device-no").await?;
    window.press("proof-go").await?;
    window.type_into("proof-password", &format!("{PASSWORD}{ENTER}")).await?;
    window.gone("device-notice").await?;
    window.close().await
}
