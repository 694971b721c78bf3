//! The scanner's contract, row by row, as a stock client meets it: through the front door, with a real homeserver and a
//! real antivirus engine behind.

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stack::{FINANCE, INTERIOR};
use system_tests::eicar;
use system_tests::encrypted_file::{EncryptedFile, body_for_scanner};
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::until;

const PROXY: &str = "/_matrix/media_proxy/unstable";
const VERDICT: &str = "/_depesha/v1/scan";
const WORDS: &[u8] = b"Minutes of the meeting, approved by all who were there.\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_of_the_contract_holds() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    let client = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let other = StockClient::sign_in(&system.stack().front_door(FINANCE), &petro.sample.email, PASSWORD).await?;
    let scanner = Scanner::new(&client).await?;
    scanner.clean_files_come_as_they_are(&other).await?;
    scanner.what_is_found_is_refused().await?;
    scanner.requests_that_make_no_sense_are_told_apart().await?;
    scanner.nobody_is_told_anything_without_a_token().await?;
    scanner.without_an_engine_nothing_is_clean(&system).await?;
    scanner.without_a_homeserver_nothing_is_given_out(&system).await
}

/// A stock client and the key that it encrypts to.
struct Scanner<'a> {
    client: &'a StockClient,
    key: String,
}

impl<'a> Scanner<'a> {
    async fn new(client: &'a StockClient) -> Result<Self> {
        let (status, answer) = client.json(Method::GET, &format!("{PROXY}/public_key"), None).await?;
        ensure!(status == StatusCode::OK, "public_key: {status} {answer}");
        let key = answer["public_key"].as_str().context("a public key")?.to_owned();
        ensure!(STANDARD_NO_PAD.decode(&key)?.len() == 32, "the key is none: {key}");
        Ok(Self { client, key })
    }

    async fn get(&self, path: &str) -> Result<(StatusCode, Value)> {
        self.client.json(Method::GET, &format!("{PROXY}/{path}"), None).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<(StatusCode, Value)> {
        let path = if path.starts_with('/') { path.to_owned() } else { format!("{PROXY}/{path}") };
        self.client.json(Method::POST, &path, Some(body.clone())).await
    }

    /// Uploads a file encrypted; answers its description.
    async fn upload(&self, plain: &[u8]) -> Result<(EncryptedFile, Value)> {
        let file = EncryptedFile::new(plain);
        let (server, media) = self.client.upload(file.ciphertext.clone(), "application/octet-stream").await?;
        let description = file.description(&server, &media);
        Ok((file, description))
    }

    fn seal(&self, description: &Value) -> Result<Value> {
        body_for_scanner(&self.key, description)
    }

    async fn clean_files_come_as_they_are(&self, other: &StockClient) -> Result<()> {
        let (server, media) = self.client.upload(WORDS.to_vec(), "text/plain").await?;
        let (status, answer) = self.get(&format!("scan/{server}/{media}")).await?;
        ensure!(status == StatusCode::OK && answer["clean"] == true && answer["info"].is_string(), "scan: {answer}");
        let path = format!("{PROXY}/download/{server}/{media}");
        for (whose, client) in [("own", self.client), ("federated", other)] {
            let answer = client.send(Method::GET, &path, None).await?;
            ensure!(answer.status() == StatusCode::OK, "{whose} download: {}", answer.status());
            ensure!(answer.bytes().await? == WORDS, "{whose} download gives other bytes");
        }
        let (file, description) = self.upload(WORDS).await?;
        let body = self.seal(&description)?;
        let (status, answer) = self.post("scan_encrypted", &body).await?;
        ensure!(status == StatusCode::OK && answer["clean"] == true, "scan_encrypted: {status} {answer}");
        for (whose, client) in [("own", self.client), ("federated", other)] {
            let answer = client.send(Method::POST, &format!("{PROXY}/download_encrypted"), Some(body.clone())).await?;
            ensure!(answer.status() == StatusCode::OK, "{whose} download_encrypted: {}", answer.status());
            ensure!(answer.bytes().await? == file.ciphertext, "{whose} download_encrypted gives other bytes");
        }
        let png = include_bytes!("../../../../desktop/src-tauri/icons/128x128.png").to_vec();
        let (server, media) = self.client.upload(png, "image/png").await?;
        let path = format!("{PROXY}/thumbnail/{server}/{media}?width=32&height=32&method=crop");
        let answer = self.client.send(Method::GET, &path, None).await?;
        ensure!(answer.status() == StatusCode::OK, "thumbnail: {}", answer.status());
        let media_type = answer.headers().get("content-type").map(|value| value.to_str().map(str::to_owned));
        ensure!(matches!(media_type, Some(Ok(ref one)) if one.starts_with("image/")), "thumbnail is {media_type:?}");
        let thumbnail = answer.bytes().await?;
        ensure!(!thumbnail.is_empty() && thumbnail.len() < 20_000, "a thumbnail of {} bytes", thumbnail.len());
        Ok(())
    }

    async fn what_is_found_is_refused(&self) -> Result<()> {
        let program = [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 200]].concat();
        let locked = include_bytes!("scanner-password.zip").to_vec();
        let rows: [(&str, Vec<u8>, u16, &str); 3] = [
            ("infected", eicar(), 403, "MCS_MEDIA_NOT_CLEAN"),
            ("type not allowed", program, 403, "MCS_MIME_TYPE_FORBIDDEN"),
            ("encrypted archive", locked, 500, "M_UNKNOWN"),
        ];
        let mut infos = Vec::new();
        for (what, content, status, reason) in rows {
            let body = self.seal(&self.upload(&content).await?.1)?;
            let (server, media) = self.client.upload(content, "image/png").await?;
            let encrypted = self.post("download_encrypted", &body).await?;
            let clear = self.get(&format!("download/{server}/{media}")).await?;
            for (route, (got, answer)) in [("download_encrypted", encrypted), ("download", clear)] {
                ensure!(got.as_u16() == status && answer["reason"] == reason, "{what}, {route}: {got} {answer}");
                infos.push(answer["info"].to_string());
            }
            let asked = self.post("scan_encrypted", &body).await?;
            let plainly = self.get(&format!("scan/{server}/{media}")).await?;
            for (route, (got, answer)) in [("scan_encrypted", asked), ("scan", plainly)] {
                let told = if what == "infected" {
                    got == StatusCode::OK && answer["clean"] == false
                } else {
                    got.as_u16() == status && answer["reason"] == reason
                };
                ensure!(told, "{what}, {route}: {got} {answer}");
            }
            for path in ["download", "thumbnail"] {
                let path = format!("/_matrix/client/v1/media/{path}/{server}/{media}?width=9&height=9");
                let (got, answer) = self.client.json(Method::GET, &path, None).await?;
                ensure!(got == StatusCode::FORBIDDEN, "{what}, {path}: {got} {answer}");
            }
        }
        infos.dedup();
        ensure!(infos.len() == 3, "each find says what it is: {infos:?}");
        Ok(())
    }

    async fn requests_that_make_no_sense_are_told_apart(&self) -> Result<()> {
        let (_, right) = self.upload(WORDS).await?;
        let changed = |pointer: &str, value: Value| -> Result<Value> {
            let mut wrong = right.clone();
            *wrong.pointer_mut(pointer).context("a field")? = value;
            self.seal(&wrong)
        };
        let no_media = changed("/url", json!("mxc://nowhere.gov.example/none"))?;
        let stranger = STANDARD_NO_PAD.encode([9; 32]);
        let rows = [
            ("sealed to another key", body_for_scanner(&stranger, &right)?, 403, "MCS_BAD_DECRYPTION"),
            (
                "another hash",
                changed("/hashes/sha256", json!(STANDARD_NO_PAD.encode([7; 32])))?,
                400,
                "MCS_MEDIA_FAILED_TO_DECRYPT",
            ),
            ("a short key", changed("/key/k", json!("AAAA"))?, 400, "MCS_MEDIA_FAILED_TO_DECRYPT"),
            ("another version", changed("/v", json!("v1"))?, 400, "MCS_MEDIA_FAILED_TO_DECRYPT"),
            ("no JSON that we know", json!({"hello": 1}), 400, "MCS_MALFORMED_JSON"),
            ("keys in clear", json!({"file": right}), 400, "MCS_MALFORMED_JSON"),
            ("a media of nobody", no_media, 404, "M_NOT_FOUND"),
        ];
        for (what, body, status, reason) in rows {
            for route in ["scan_encrypted", "download_encrypted", VERDICT] {
                let (got, answer) = self.post(route, &body).await?;
                let fits = got.as_u16() == status && answer["reason"] == reason && answer["info"].is_string();
                // A server that nobody federates with may as well be called unreachable.
                let unreachable = what == "a media of nobody" && answer["reason"] == "MCS_MEDIA_REQUEST_FAILED";
                ensure!(fits || unreachable, "{what}, {route}: {got} {answer}");
            }
        }
        let (server, media) = (right["url"].as_str().and_then(|url| url.split('/').nth(2)), "none");
        let (got, answer) = self.get(&format!("download/{}/{media}", server.context("a server")?)).await?;
        ensure!(got == StatusCode::NOT_FOUND && answer["reason"] == "M_NOT_FOUND", "no such media: {got} {answer}");
        Ok(())
    }

    async fn nobody_is_told_anything_without_a_token(&self) -> Result<()> {
        let (_, description) = self.upload(WORDS).await?;
        let body = self.seal(&description)?;
        let (status, _) = self.post("scan_encrypted", &body).await?;
        ensure!(status == StatusCode::OK, "the verdict is to be known: {status}");
        let http = reqwest::Client::builder().no_proxy().build()?;
        for (token, reason) in [(None, "M_MISSING_TOKEN"), (Some("stolen"), "M_UNKNOWN_TOKEN")] {
            for route in ["scan_encrypted", "download_encrypted", VERDICT] {
                let path = if route.starts_with('/') { route.to_owned() } else { format!("{PROXY}/{route}") };
                let request = http.post(format!("{}{path}", self.client.base())).json(&body);
                let request =
                    token.map_or_else(|| request.try_clone(), |token| Some(request.try_clone()?.bearer_auth(token)));
                let answer = request.context("a request")?.send().await?;
                let status = answer.status();
                let answer: Value = answer.json().await?;
                ensure!(
                    status == StatusCode::UNAUTHORIZED && answer["reason"] == reason,
                    "{route} with {token:?}: {status} {answer}"
                );
            }
        }
        Ok(())
    }

    async fn without_an_engine_nothing_is_clean(&self, system: &System) -> Result<()> {
        let body = self.seal(&self.upload(b"seen by no engine").await?.1)?;
        system.kill("clamd").await?;
        for route in ["scan_encrypted", "download_encrypted", VERDICT] {
            let (status, answer) = self.post(route, &body).await?;
            let told = status == StatusCode::INTERNAL_SERVER_ERROR && answer["reason"] == "M_UNKNOWN";
            ensure!(told && answer["clean"].is_null(), "{route} without an engine: {status} {answer}");
        }
        system.start("clamd").await?;
        until("a verdict once the engine is back", || async {
            Ok((self.post("scan_encrypted", &body).await?.0 == StatusCode::OK).then_some(()))
        })
        .await
    }

    async fn without_a_homeserver_nothing_is_given_out(&self, system: &System) -> Result<()> {
        let body = self.seal(&self.upload(WORDS).await?.1)?;
        system.kill("synapse-interior").await?;
        until("the token to be forgotten", || async {
            let (status, answer) = self.post("download_encrypted", &body).await?;
            Ok((status == StatusCode::BAD_GATEWAY && answer["reason"] == "MCS_MEDIA_REQUEST_FAILED").then_some(()))
        })
        .await?;
        system.start("synapse-interior").await?;
        until("the file once the homeserver is back", || async {
            let answer =
                self.client.send(Method::POST, &format!("{PROXY}/download_encrypted"), Some(body.clone())).await?;
            Ok(answer.status().is_success().then_some(()))
        })
        .await
    }
}
