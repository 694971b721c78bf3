//! Security officers at work, over a real homeserver and a real engine: a find goes into quarantine, two officers release
//! it and people can open it, one withdraws that again; the same find in two rooms is an outbreak.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::json;
use stack::INTERIOR;
use system_tests::console::{Console, location};
use system_tests::eicar;
use system_tests::encrypted_file::{EncryptedFile, body_for_scanner};
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::until;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_find_is_quarantined_released_by_two_officers_and_withdrawn() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 5).await?;
    let stock = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let (server, media) = stock.upload(eicar(), "text/plain").await?;
    let scan = format!("/_matrix/media_proxy/unstable/scan/{server}/{media}");
    let through_scanner = format!("/_matrix/media_proxy/unstable/download/{server}/{media}");
    let (_, answer) = stock.json(Method::GET, &scan, None).await?;
    ensure!(answer["clean"] == false, "the scanner answers {answer}");

    let (olena, petro) = (system.security_console().await?, system.second_security_console().await?);
    let report = until("the report", || async { Ok(first(&olena.page("/reports").await?, "/reports/")) }).await?;
    let done = olena.submit(&report, &format!("{report}/quarantine"), &[]).await?;
    ensure!(location(&done)?.ends_with("quarantine.done"), "no quarantine: {}", location(&done)?);
    let direct = stock.at(&system.stack().upstream(INTERIOR));
    until("the homeserver to keep it back", || async {
        Ok((direct.download(&server, &media).await?.0 == StatusCode::NOT_FOUND).then_some(()))
    })
    .await?;
    until("the scanner to say why it is not there", || async {
        let (status, answer) = stock.json(Method::GET, &through_scanner, None).await?;
        Ok((status == StatusCode::FORBIDDEN && answer["reason"] == "MCS_MEDIA_NOT_CLEAN").then_some(()))
    })
    .await?;

    let ask = [("reason", "Our own test file")];
    olena.submit(&report, &format!("{report}/release"), &ask).await?;
    let release = approve_path(&petro).await?;
    let own = olena.submit("/requests", &release, &[]).await?;
    ensure!(location(&own)?.ends_with("release-approve.own"), "an officer approved the own request");
    ensure!(stock.download(&server, &media).await?.0 == StatusCode::FORBIDDEN, "one officer opened it alone");
    let done = petro.submit("/requests", &release, &[]).await?;
    ensure!(location(&done)?.ends_with("release-approve.done"), "not approved: {}", location(&done)?);
    until("a stock client to open it", || async {
        let (status, bytes) = stock.download(&server, &media).await?;
        Ok((status == StatusCode::OK && bytes == eicar()).then_some(()))
    })
    .await?;
    until("the scanner to give it out", || async {
        Ok((stock.send(Method::GET, &through_scanner, None).await?.status() == StatusCode::OK).then_some(()))
    })
    .await?;

    let withdraw = release.replace("/approve", "/withdraw");
    petro.submit("/requests", &withdraw, &[("reason", "It was none of ours")]).await?;
    ensure!(stock.download(&server, &media).await?.0 == StatusCode::FORBIDDEN, "a withdrawn release still opens it");
    until("the scanner to refuse it again", || async {
        Ok((stock.send(Method::GET, &through_scanner, None).await?.status() == StatusCode::FORBIDDEN).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_find_in_two_rooms_is_an_outbreak_on_top_of_the_console() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 5).await?;
    let stock = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let console = system.security_console().await?;
    for room in ["1", "2"].map(|digit| digit.repeat(32)) {
        ensure!(!console.page("/reports").await?.contains("/outbreaks/"), "an outbreak in one room");
        let file = EncryptedFile::new(&eicar());
        let (server, media) = stock.upload(file.ciphertext.clone(), "application/octet-stream").await?;
        let (_, key) = stock.json(Method::GET, "/_matrix/media_proxy/unstable/public_key", None).await?;
        let key = key["public_key"].as_str().context("the scanner has a key")?;
        let mut body = body_for_scanner(key, &file.description(&server, &media))?;
        body["org.depesha.context"] = json!({"room": room});
        let scan = "/_matrix/media_proxy/unstable/scan_encrypted";
        let (status, answer) = stock.json(Method::POST, scan, Some(body)).await?;
        ensure!(status == StatusCode::OK && answer["clean"] == false, "the scanner answers {status} {answer}");
    }
    until("the outbreak", || async { Ok(first(&console.page("/reports").await?, "/outbreaks/").map(|_| ())) }).await
}

/// The first link that leads below a place.
fn first(page: &str, place: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("href=\"{place}"))?;
    Some(format!("{place}{}", rest.split(['"', '?']).next()?)).filter(|link| link.len() > place.len())
}

/// Where a second officer approves what waits.
async fn approve_path(console: &Console) -> Result<String> {
    let page = console.page("/requests").await?;
    let (_, rest) = page.split_once("action=\"/releases/").context("no release waits")?;
    Ok(format!("/releases/{}", rest.split('"').next().context("a place")?))
}
