//! The keys of a device that nobody has signed: what a stolen password can bring with it. It answers like any client, so
//! that whoever wanted to give it a key could; whether somebody did is what the tests look at.

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Map, Value, json};
use vodozemac::olm::Account;

use crate::stock::StockClient;

/// A device with keys of its own, uploaded and not signed by the account.
pub struct UnsignedDevice {
    /// Its session.
    pub client: StockClient,
    /// Its id.
    pub id: String,
    since: Option<String>,
}

impl UnsignedDevice {
    /// Makes keys for a stock client's session and uploads them, with ten one-time keys.
    ///
    /// # Errors
    /// If the homeserver refuses.
    pub async fn with_keys(client: StockClient) -> Result<Self> {
        let (_, who) = client.json(Method::GET, "/_matrix/client/v3/account/whoami", None).await?;
        let id = who["device_id"].as_str().context("a device id")?.to_owned();
        let mut account = Account::new();
        let keys = account.identity_keys();
        let signed = |mut object: Value| {
            // serde_json keeps keys in order, so this is the canonical form.
            let signature = account.sign(object.to_string()).to_base64();
            let by_key: Map<String, Value> = [(format!("ed25519:{id}"), json!(signature))].into_iter().collect();
            object["signatures"] = json!({ client.user_id.clone(): by_key });
            object
        };
        let device = signed(json!({
            "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
            "device_id": id,
            "user_id": client.user_id,
            "keys": {
                format!("curve25519:{id}"): keys.curve25519.to_base64(),
                format!("ed25519:{id}"): keys.ed25519.to_base64(),
            },
        }));
        let mut more = Account::new();
        more.generate_one_time_keys(10);
        let one_time: Map<String, Value> = more
            .one_time_keys()
            .into_iter()
            .map(|(name, key)| {
                (format!("signed_curve25519:{}", name.to_base64()), signed(json!({ "key": key.to_base64() })))
            })
            .collect();
        account.mark_keys_as_published();
        let body = json!({ "device_keys": device, "one_time_keys": one_time });
        let (status, answer) = client.json(Method::POST, "/_matrix/client/v3/keys/upload", Some(body)).await?;
        ensure!(status.is_success(), "the keys were refused: {status} {answer}");
        Ok(Self { client, id, since: None })
    }

    /// The kinds of everything that was sent to this device since the last look.
    ///
    /// # Errors
    /// If the homeserver refuses.
    pub async fn received(&mut self) -> Result<Vec<String>> {
        let since = self.since.as_deref().map(|since| format!("&since={since}")).unwrap_or_default();
        let path = format!("/_matrix/client/v3/sync?timeout=0{since}");
        let (status, answer) = self.client.json(Method::GET, &path, None).await?;
        ensure!(status.is_success(), "the sync was refused: {status}");
        self.since = answer["next_batch"].as_str().map(ToOwned::to_owned);
        let events = answer["to_device"]["events"].as_array().cloned().unwrap_or_default();
        Ok(events.iter().filter_map(|event| Some(event["type"].as_str()?.to_owned())).collect())
    }

    /// Whether the homeserver still knows the session.
    ///
    /// # Errors
    /// If nothing answers.
    pub async fn is_signed_in(&self) -> Result<bool> {
        let (status, _) = self.client.json(Method::GET, "/_matrix/client/v3/account/whoami", None).await?;
        Ok(status.is_success())
    }
}
