//! Somebody else has the password and signs in: the person is asked at once, nothing is given away, and one answer ends it.

use anyhow::{Context, Result, ensure};
use client_core::view::MembershipView;
use reqwest::Method;
use serde_json::json;
use stack::{FINANCE, INTERIOR};
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::stock_keys::UnsignedDevice;
use system_tests::system::System;

use super::steps::{self, ENTER};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_impostor_s_device_is_named_and_signed_out_from_the_notice() -> Result<()> {
    let system = System::up().await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let anna = system.sample(INTERIOR, 0)?;
    let window = steps::open(&system, "impostor").await?;
    steps::sign_up(&system, &window, &anna.email).await?;
    let room = super::write_to(&window, &petro).await?;
    petro.room_where("the conversation", |one| one.id == room && one.membership == MembershipView::Joined).await?;
    let at_petro = petro.open(&room).await?;
    at_petro.message("Good morning from the window").await?;

    let stolen = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.email, PASSWORD).await?;
    let (_, who) = stolen.json(Method::GET, "/_matrix/client/v3/account/whoami", None).await?;
    let path = format!("/_matrix/client/v3/devices/{}", who["device_id"].as_str().context("a device id")?);
    stolen.must(Method::PUT, &path, Some(json!({"display_name": "Browser on Windows"}))).await?;
    let mut impostor = UnsignedDevice::with_keys(stolen).await?;
    window.see_css(&format!("[data-testid=\"device-notice\"][data-device=\"{}\"]", impostor.id)).await?;
    steps::picture(&window, "1-was-this-you").await?;
    impostor.received().await?;
    at_petro.write("The figures are for you alone.").await?;
    window.see_words("message", "The figures are for you alone.").await?;
    window.type_into("composer", &format!("I keep them to myself.{ENTER}")).await?;
    at_petro.message("I keep them to myself.").await?;
    let received = impostor.received().await?;
    ensure!(!received.iter().any(|kind| kind == "m.room.encrypted"), "the impostor was given keys: {received:?}");

    window.press("device-no").await?;
    window.see("sign-out-devices").await?;
    steps::picture(&window, "2-sign-it-out").await?;
    window.press("proof-go").await?;
    window.type_into("proof-password", &format!("wrong wrong wrong{ENTER}")).await?;
    window.see_words("problem", "not your password").await?;
    ensure!(impostor.is_signed_in().await?, "signed out with a wrong password");
    window.empty("proof-password").await?;
    window.type_into("proof-password", &format!("{PASSWORD}{ENTER}")).await?;
    window.gone("sign-out-devices").await?;
    window.gone("device-notice").await?;
    ensure!(!impostor.is_signed_in().await?, "the impostor is still signed in");
    steps::devices(&window, 1).await?;
    steps::picture(&window, "3-alone-again").await?;
    window.close().await
}
