//! The computer is lost and the recovery key at hand: the key opens earlier messages, and the lost computer is signed out.

use anyhow::{Result, ensure};
use reqwest::Method;
use stack::INTERIOR;
use system_tests::people::PASSWORD;
use system_tests::stock::StockClient;
use system_tests::system::System;

use super::steps::{self, Before, ENTER};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_recovery_key_opens_earlier_messages_and_the_lost_computer_is_signed_out() -> Result<()> {
    let system = System::up().await?;
    let before = Before::both(&system).await?;
    let lost = before.anna.session.device_id.clone();
    before.anna.messenger.close().await;
    let window = steps::open(&system, "lost-device").await?;
    window.see("email").await?;
    before.at_a_new_computer(&window).await?;
    window.press("trust-action").await?;
    let wrong = before.recovery_key.replacen(' ', " xxxx ", 1);
    window.type_into("recover-key", &format!("{wrong}{ENTER}")).await?;
    window.see_words("problem", "recovery key").await?;
    steps::picture(&window, "1-mistyped-key").await?;
    window.empty("recover-key").await?;
    window.type_into("recover-key", &format!("{}{ENTER}", before.recovery_key)).await?;
    window.gone("recover-dialogue").await?;
    before.all_is_well(&window).await?;
    steps::picture(&window, "2-earlier-message").await?;

    steps::devices(&window, 2).await?;
    steps::picture(&window, "3-devices").await?;
    window.press_css(&format!("[data-device=\"{lost}\"] [data-testid=\"device-sign-out\"]")).await?;
    window.see("sign-out-devices").await?;
    window.press("proof-go").await?;
    window.type_into("proof-password", PASSWORD).await?;
    steps::picture(&window, "4-password").await?;
    window.press("proof-go").await?;
    steps::devices_are(&window, 1).await?;
    steps::picture(&window, "5-signed-out").await?;

    let stock = StockClient::sign_in(&system.stack().front_door(INTERIOR), &before.anna.sample.email, PASSWORD).await?;
    let devices = stock.must(Method::GET, "/_matrix/client/v3/devices", None).await?;
    ensure!(!devices.to_string().contains(&lost), "the homeserver still knows the lost computer");
    window.close().await
}
