//! The security officers' work in a real browser: a find in several rooms raises an alarm, is looked into, found to be
//! harmless by two officers, and then the people it was sent to can open the file.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use bridge_api::scan::room_pseudonym;
use bridge_api::scan_rules::RELEASED_BY_OFFICERS;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stack::caches::Caches;
use stack::{INTERIOR, SignIn};
use system_tests::console::for_browser;
use system_tests::eicar;
use system_tests::encrypted_file::{EncryptedFile, body_for_scanner};
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::until;

const DOWNLOAD: &str = "/_matrix/media_proxy/unstable/download_encrypted";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_officers_release_what_was_blocked_by_mistake() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 1).await?;
    let client = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let mut sent = Vec::new();
    for room in ["!kitchen", "!library", "!cellar", "!roof"] {
        sent.push(a_find_in(&client, room).await?);
    }
    // The newest stands first in the officers' list.
    let (mistaken, ciphertext) = sent.pop().context("files")?;
    officers_at_work(&system).await?;
    let released = until("the released file", || async {
        let answer = client.send(Method::POST, DOWNLOAD, Some(mistaken.clone())).await?;
        Ok(if answer.status() == StatusCode::OK { Some(answer.bytes().await?) } else { None })
    })
    .await?;
    ensure!(released == ciphertext, "the released file has other bytes");
    let (status, verdict) = client.json(Method::POST, "/_depesha/v1/scan", Some(mistaken)).await?;
    ensure!(verdict["verdict"] == "clean" && verdict["engine"] == RELEASED_BY_OFFICERS, "{status} {verdict}");
    for (other, _) in sent {
        let (status, answer) = client.json(Method::POST, DOWNLOAD, Some(other)).await?;
        let refused = status == StatusCode::FORBIDDEN && answer["reason"] == "MCS_MEDIA_NOT_CLEAN";
        ensure!(refused, "a file that nobody released: {status} {answer}");
    }
    Ok(())
}

/// Uploads an infected file and has it scanned; answers the request for it, and its bytes.
async fn a_find_in(client: &StockClient, room: &str) -> Result<(Value, Vec<u8>)> {
    let (_, answer) = client.json(Method::GET, "/_matrix/media_proxy/unstable/public_key", None).await?;
    let key = answer["public_key"].as_str().context("the scanner's public key")?.to_owned();
    let file = EncryptedFile::new(&eicar());
    let (server, media) = client.upload(file.ciphertext.clone(), "application/octet-stream").await?;
    let mut body = body_for_scanner(&key, &file.description(&server, &media))?;
    body["org.depesha.context"] = json!({"room": room_pseudonym(room), "declared_type": "text/plain"});
    let (status, answer) = client.json(Method::POST, DOWNLOAD, Some(body.clone())).await?;
    ensure!(status == StatusCode::FORBIDDEN, "an infected file is given out: {status} {answer}");
    Ok((body, file.ciphertext))
}

async fn officers_at_work(system: &System) -> Result<()> {
    let officers = SignIn::officers(system.stack().layout(), system.stack().ports());
    let [_, _, first, second, ..] = &officers;
    let told = json!({"first": for_browser(first)?, "second": for_browser(second)?});
    let tests = Caches::of_this_user()?.workspace.join("tests");
    let mut browser = std::process::Command::new("node")
        .arg(tests.join("browser/security.mjs"))
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("security"))
        .arg(tests.join("../desktop/ui"))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    browser.stdin.take().context("standard input")?.write_all(told.to_string().as_bytes())?;
    let outcome = tokio::task::spawn_blocking(move || browser.wait_with_output()).await??;
    ensure!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    Ok(())
}
