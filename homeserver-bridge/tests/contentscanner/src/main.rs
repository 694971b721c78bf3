//! A client that knows nothing of ours: `matrix-sdk-contentscanner` over `matrix-sdk`, against a running scanner.
//!
//! Called with the address of a front door, an email address and a password. It says what it has tried, a line each, and
//! fails at the first answer that such a client could not work with.

mod strange;

use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail, ensure};
use matrix_sdk::config::RequestConfig;
use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::ruma::api::client::uiaa::{EmailUserIdentifier, UserIdentifier};
use matrix_sdk::ruma::events::room::{EncryptedFile, EncryptedFileHash, EncryptedFileHashes, MediaSource};
use matrix_sdk::ruma::serde::Base64;
use matrix_sdk::{Client, Error};
use matrix_sdk_contentscanner::{ContentScanner, ContentScannerMediaFetcher};

use strange::{KeyAnswer, Strange};

const WORDS: &[u8] = b"Minutes of the meeting, approved by all who were there.\n";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().context("usage: foreign-contentscanner FRONT_DOOR EMAIL PASSWORD");
    let (front_door, email, password) = (next()?, next()?, next()?);
    let builder = || {
        Client::builder()
            .homeserver_url(&front_door)
            .request_config(RequestConfig::new().disable_retry())
            .media_fetcher(Arc::new(ContentScannerMediaFetcher::new(front_door.clone())))
    };
    let client = builder().build().await?;
    let identifier = UserIdentifier::Email(EmailUserIdentifier::new(email));
    client.matrix_auth().login_identifier(identifier, &password).send().await?;
    let foreign = Foreign { client, scanner: ContentScanner::new(front_door.clone()), front_door: front_door.clone() };
    foreign.clean_files_are_clean_and_come_whole().await?;
    foreign.infected_files_are_told_and_kept_back().await?;
    foreign.what_is_not_the_described_file_fails().await?;
    foreign.what_is_not_there_is_told().await?;
    foreign.a_strange_key_is_told_and_the_right_one_works_then().await?;
    foreign.keys_in_clear_are_refused().await?;
    let nobody = builder().build().await?;
    foreign.nobody_is_told_anything(&nobody).await
}

struct Foreign {
    client: Client,
    scanner: ContentScanner,
    front_door: String,
}

/// The EICAR test file, kept in two parts.
fn eicar() -> Vec<u8> {
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

/// Status and body of a refusal.
fn refusal<T>(answer: Result<T, Error>) -> Result<(u16, String)> {
    match answer {
        Ok(_) => bail!("it was not refused"),
        Err(error) => {
            let api = error.as_client_api_error().ok_or_else(|| anyhow!("no answer of the scanner: {error}"))?;
            Ok((api.status_code.as_u16(), api.to_string()))
        }
    }
}

fn must_be((status, body): (u16, String), expected: u16, reason: &str) -> Result<()> {
    ensure!(status == expected && body.contains(reason), "{status} {body} instead of {expected} {reason}");
    Ok(())
}

impl Foreign {
    async fn encrypted(&self, content: &[u8]) -> Result<EncryptedFile> {
        Ok(self.client.upload_encrypted_file(&mut std::io::Cursor::new(content)).await?)
    }

    async fn plain(&self, content: &[u8]) -> Result<MediaSource> {
        let kind = "text/plain".parse()?;
        Ok(MediaSource::Plain(self.client.media().upload(&kind, content.to_vec(), None).await?.content_uri))
    }

    async fn fetch(&self, source: MediaSource, format: MediaFormat) -> Result<Vec<u8>, Error> {
        self.client.media().get_media_content(&MediaRequestParameters { source, format }, false).await
    }

    async fn clean_files_are_clean_and_come_whole(&self) -> Result<()> {
        let large: Vec<u8> = WORDS.iter().copied().cycle().take(3_000_000).collect();
        for content in [WORDS, &large] {
            for source in [MediaSource::Encrypted(Box::new(self.encrypted(content).await?)), self.plain(content).await?]
            {
                let answer = self.scanner.scan(&self.client, &source).await?;
                ensure!(answer.clean && !answer.info.is_empty(), "not clean: {answer:?}");
                let fetched = self.fetch(source, MediaFormat::File).await?;
                ensure!(fetched == content, "other bytes came than were sent");
            }
        }
        println!("clean: encrypted and plain, small and large");
        Ok(())
    }

    async fn infected_files_are_told_and_kept_back(&self) -> Result<()> {
        for source in [MediaSource::Encrypted(Box::new(self.encrypted(&eicar()).await?)), self.plain(&eicar()).await?] {
            let answer = self.scanner.scan(&self.client, &source).await?;
            ensure!(!answer.clean && !answer.info.is_empty(), "not found: {answer:?}");
            must_be(refusal(self.fetch(source, MediaFormat::File).await)?, 403, "MCS_MEDIA_NOT_CLEAN")?;
        }
        println!("infected: encrypted and plain");
        Ok(())
    }

    async fn what_is_not_the_described_file_fails(&self) -> Result<()> {
        let mut file = self.encrypted(WORDS).await?;
        let mut hashes = EncryptedFileHashes::new();
        hashes.insert(EncryptedFileHash::Sha256(Base64::new([7; 32])));
        file.hashes = hashes;
        let source = MediaSource::Encrypted(Box::new(file));
        must_be(refusal(self.scanner.scan(&self.client, &source).await)?, 400, "MCS_MEDIA_FAILED_TO_DECRYPT")?;
        must_be(refusal(self.fetch(source, MediaFormat::File).await)?, 400, "MCS_MEDIA_FAILED_TO_DECRYPT")?;
        // Under another file's key an infected file is noise; that must not make it clean under its own.
        let infected = self.encrypted(&eicar()).await?;
        let mut noise = infected.clone();
        noise.info = self.encrypted(b"x").await?.info;
        let _ = self.scanner.scan(&self.client, &MediaSource::Encrypted(Box::new(noise))).await;
        let answer = self.scanner.scan(&self.client, &MediaSource::Encrypted(Box::new(infected))).await?;
        ensure!(!answer.clean, "a wrong key made an infected file clean");
        println!("wrong: hash and key of the file");
        Ok(())
    }

    async fn what_is_not_there_is_told(&self) -> Result<()> {
        let MediaSource::Plain(known) = self.plain(WORDS).await? else { bail!("plain media have an address") };
        let missing = format!("mxc://{}/{}", known.server_name()?, "nothingthere");
        let source = MediaSource::Plain(missing.into());
        must_be(refusal(self.scanner.scan(&self.client, &source).await)?, 404, "M_NOT_FOUND")?;
        println!("missing");
        Ok(())
    }

    /// The crate keeps the key for as long as it lives; a client makes a new one when it hears `MCS_BAD_DECRYPTION`.
    async fn a_strange_key_is_told_and_the_right_one_works_then(&self) -> Result<()> {
        let strange = Strange::start(&self.front_door, KeyAnswer::Strange).await?;
        let source = MediaSource::Encrypted(Box::new(self.encrypted(WORDS).await?));
        let scanner = ContentScanner::new(strange.url());
        must_be(refusal(scanner.scan(&self.client, &source).await)?, 403, "MCS_BAD_DECRYPTION")?;
        must_be(refusal(scanner.scan(&self.client, &source).await)?, 403, "MCS_BAD_DECRYPTION")?;
        strange.answer(KeyAnswer::Ours);
        let refetched = ContentScanner::new(strange.url());
        ensure!(refetched.scan(&self.client, &source).await?.clean, "not clean with the right key");
        ensure!(refetched.scan(&self.client, &source).await?.clean, "not clean a second time");
        ensure!(strange.keys_given() == 2, "the key was fetched {} times, not once by each", strange.keys_given());
        println!("scanner's key: strange, then fetched again once");
        Ok(())
    }

    /// Where the key cannot be fetched, the crate sends the file's keys in clear.
    async fn keys_in_clear_are_refused(&self) -> Result<()> {
        let strange = Strange::start(&self.front_door, KeyAnswer::Fails).await?;
        let source = MediaSource::Encrypted(Box::new(self.encrypted(WORDS).await?));
        let scanner = ContentScanner::new(strange.url());
        must_be(refusal(scanner.scan(&self.client, &source).await)?, 400, "MCS_MALFORMED_JSON")?;
        println!("keys in clear: refused");
        Ok(())
    }

    async fn nobody_is_told_anything(&self, nobody: &Client) -> Result<()> {
        let source = MediaSource::Encrypted(Box::new(self.encrypted(WORDS).await?));
        ensure!(self.scanner.scan(&self.client, &source).await?.clean, "the verdict is known");
        must_be(refusal(self.scanner.scan(nobody, &source).await)?, 401, "M_MISSING_TOKEN")?;
        println!("nobody: refused, though the verdict is known");
        Ok(())
    }
}
