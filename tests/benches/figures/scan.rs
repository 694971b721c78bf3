//! An encrypted scan over HTTP, against the bare work in it: fetching the media and giving it to clamd over INSTREAM.
//!
//! Every scan gets fresh content: clamd and the scanner both remember what they have seen.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use stack::INTERIOR;
use system_tests::encrypted_file::{EncryptedFile, body_for_scanner};
use system_tests::figure::Figure;
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

pub(crate) async fn figure(system: &System, anna: &Person, name: &str, size: usize) -> Result<Figure> {
    let stack = system.stack();
    let client = StockClient::sign_in(&stack.upstream(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let at_scanner = client.at(&system.status().scanner.base_url);
    let (_, answer) = at_scanner.json(Method::GET, "/_matrix/media_proxy/unstable/public_key", None).await?;
    let key = answer["public_key"].as_str().context("the scanner's public key")?.to_owned();
    let socket = stack.layout().clamd_socket();
    let (client, at_scanner, key, socket) = (&client, &at_scanner, &key, socket.as_path());
    Figure::measure(
        name,
        "fetching the media and a bare INSTREAM",
        |_| ours(client, at_scanner, key, size),
        |_| bare(client, socket, size),
    )
    .await
}

fn fresh(size: usize) -> Vec<u8> {
    let mut bytes = vec![0; size];
    rand::Rng::fill_bytes(&mut rand::rng(), &mut bytes);
    bytes
}

async fn ours(client: &StockClient, at_scanner: &StockClient, key: &str, size: usize) -> Result<Duration> {
    let file = EncryptedFile::new(&fresh(size));
    let (server, media) = client.upload(file.ciphertext.clone(), "application/octet-stream").await?;
    let body = body_for_scanner(key, &file.description(&server, &media))?;
    let start = Instant::now();
    let path = "/_matrix/media_proxy/unstable/scan_encrypted";
    let (status, answer): (StatusCode, Value) = at_scanner.json(Method::POST, path, Some(body)).await?;
    let taken = start.elapsed();
    ensure!(status.is_success() && answer["clean"] == true, "not clean: {status} {answer}");
    Ok(taken)
}

async fn bare(client: &StockClient, socket: &Path, size: usize) -> Result<Duration> {
    let (server, media) = client.upload(fresh(size), "application/octet-stream").await?;
    let start = Instant::now();
    let (status, bytes) = client.download(&server, &media).await?;
    ensure!(status.is_success(), "not fetched: {status}");
    let mut clamd = UnixStream::connect(socket).await?;
    clamd.write_all(b"zINSTREAM\0").await?;
    for chunk in bytes.chunks(256 << 10) {
        clamd.write_all(&u32::try_from(chunk.len())?.to_be_bytes()).await?;
        clamd.write_all(chunk).await?;
    }
    clamd.write_all(&[0; 4]).await?;
    let mut answer = String::new();
    clamd.read_to_string(&mut answer).await?;
    let taken = start.elapsed();
    ensure!(answer.contains("OK"), "clamd answers {answer:?}");
    Ok(taken)
}
