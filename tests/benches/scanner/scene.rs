//! A running system, somebody signed in, and the single steps that figures are made of: an upload, a scan, a fetch, a bare
//! question to clamd.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::Value;
use stack::INTERIOR;
use system_tests::encrypted_file::{EncryptedFile, body_for_scanner};
use system_tests::people::{PASSWORD, Person};
use system_tests::process::Process;
use system_tests::stock::StockClient;
use system_tests::system::System;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;

pub(crate) const SCAN: &str = "/_matrix/media_proxy/unstable/scan_encrypted";
pub(crate) const DOWNLOAD: &str = "/_matrix/media_proxy/unstable/download_encrypted";
/// As large as pieces are sent to clamd; larger ones change nothing.
const PIECE: usize = 256 << 10;

/// See the module.
pub(crate) struct Scene {
    pub(crate) system: System,
    /// Somebody at their homeserver itself: where the scanner fetches as well.
    pub(crate) client: StockClient,
    pub(crate) scanner: Scanner,
    clamd: PathBuf,
}

/// A scanner, and somebody who asks it.
pub(crate) struct Scanner {
    pub(crate) asker: StockClient,
    pub(crate) process: Process,
    public_key: String,
}

/// An encrypted file on the homeserver, and what to tell a scanner of it.
pub(crate) struct Uploaded {
    pub(crate) server: String,
    pub(crate) media: String,
    pub(crate) body: Value,
}

impl Scene {
    pub(crate) async fn set() -> Result<Self> {
        let system = System::up().await?;
        let anna = Person::sign_up(&system, INTERIOR, 0).await?;
        let stack = system.stack();
        let client = StockClient::sign_in(&stack.upstream(INTERIOR), &anna.sample.email, PASSWORD).await?;
        let status = stack.status();
        let running = status.processes.iter().find(|process| process.name == "scanner");
        let id = running.and_then(|process| process.pid).context("the scanner's process")?;
        let scanner = Scanner::new(client.at(&status.scanner.base_url), Process::new(u32::try_from(id)?)).await?;
        let clamd = stack.layout().clamd_socket();
        Ok(Self { system, client, scanner, clamd })
    }

    /// A file of fresh noise, encrypted and uploaded.
    pub(crate) async fn upload(&self, size: usize) -> Result<Uploaded> {
        let file = encrypted(size).await?;
        let (server, media) = self.client.upload(file.ciphertext.clone(), "application/octet-stream").await?;
        let body = self.scanner.body(&file.description(&server, &media))?;
        Ok(Uploaded { server, media, body })
    }

    /// How long the homeserver takes to give the file, and its bytes.
    pub(crate) async fn fetch(&self, file: &Uploaded) -> Result<(Duration, Vec<u8>)> {
        let start = Instant::now();
        let (status, bytes) = self.client.download(&file.server, &file.media).await?;
        ensure!(status.is_success(), "not fetched: {status}");
        Ok((start.elapsed(), bytes))
    }

    /// How long clamd takes for these bytes, handed over as its own clients do.
    pub(crate) async fn instream(&self, bytes: &[u8]) -> Result<Duration> {
        let start = Instant::now();
        let mut clamd = UnixStream::connect(&self.clamd).await?;
        clamd.write_all(b"zINSTREAM\0").await?;
        for piece in bytes.chunks(PIECE) {
            clamd.write_all(&u32::try_from(piece.len())?.to_be_bytes()).await?;
            clamd.write_all(piece).await?;
        }
        clamd.write_all(&[0; 4]).await?;
        let mut answer = String::new();
        clamd.read_to_string(&mut answer).await?;
        let taken = start.elapsed();
        ensure!(answer.contains("OK"), "clamd answers {answer:?}");
        Ok(taken)
    }
}

impl Scanner {
    pub(crate) async fn new(asker: StockClient, process: Process) -> Result<Self> {
        let (_, answer) = asker.json(Method::GET, "/_matrix/media_proxy/unstable/public_key", None).await?;
        let public_key = answer["public_key"].as_str().context("the scanner's public key")?.to_owned();
        Ok(Self { asker, process, public_key })
    }

    /// What a client sends about a file.
    pub(crate) fn body(&self, description: &Value) -> Result<Value> {
        body_for_scanner(&self.public_key, description)
    }

    /// How long the scanner takes to say that the file is clean.
    pub(crate) async fn scan(&self, file: &Uploaded) -> Result<Duration> {
        let body = file.body.clone();
        let start = Instant::now();
        let (status, answer) = self.asker.json(Method::POST, SCAN, Some(body)).await?;
        let taken = start.elapsed();
        ensure!(status.is_success() && answer["clean"] == true, "not clean: {status} {answer}");
        Ok(taken)
    }
}

/// Fresh noise, encrypted.
pub(crate) async fn encrypted(size: usize) -> Result<EncryptedFile> {
    Ok(tokio::task::spawn_blocking(move || EncryptedFile::new(&noise(size))).await?)
}

/// Bytes that nobody has seen.
pub(crate) fn noise(size: usize) -> Vec<u8> {
    let mut bytes = vec![0; size];
    rand::Rng::fill_bytes(&mut rand::rng(), &mut bytes);
    bytes
}
