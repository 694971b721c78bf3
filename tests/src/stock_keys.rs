//! The keys of a device that nobody has signed: what a stolen password can bring with it. It answers like any client, so
//! that whoever wanted to give it a key could; whether somebody did is what the tests look at.

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Map, Value, json};
use vodozemac::Ed25519SecretKey;
use vodozemac::olm::Account;

use crate::stock::StockClient;

/// A device with keys of its own, uploaded and not signed by the account.
pub struct UnsignedDevice {
    /// Its session.
    pub client: StockClient,
    /// Its id.
    pub id: String,
    pub(crate) account: Account,
    /// Its keys, as it has published them.
    pub(crate) published: Value,
    since: Option<String>,
}

/// An object with a signature of somebody's key in it. `serde_json` keeps keys in order, so its text is the canonical form.
fn signed(mut object: Value, user_id: &str, key: &str, sign: impl Fn(&str) -> String) -> Value {
    let signature = sign(&object.to_string());
    let by_key: Map<String, Value> = [(format!("ed25519:{key}"), json!(signature))].into_iter().collect();
    object["signatures"] = json!({ user_id: by_key });
    object
}

impl UnsignedDevice {
    /// Makes keys for a stock client's session and uploads them, with ten one-time keys.
    ///
    /// # Errors
    /// If the homeserver refuses.
    pub async fn with_keys(client: StockClient) -> Result<Self> {
        let (_, who) = client.json(Method::GET, "/_matrix/client/v3/account/whoami", None).await?;
        let id = who["device_id"].as_str().context("a device id")?.to_owned();
        let account = Account::new();
        let keys = account.identity_keys();
        let by_device = |object| signed(object, &client.user_id, &id, |text| account.sign(text).to_base64());
        let device = by_device(json!({
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
                (format!("signed_curve25519:{}", name.to_base64()), by_device(json!({ "key": key.to_base64() })))
            })
            .collect();
        let body = json!({ "device_keys": device, "one_time_keys": one_time });
        let (status, answer) = client.json(Method::POST, "/_matrix/client/v3/keys/upload", Some(body)).await?;
        ensure!(status.is_success(), "the keys were refused: {status} {answer}");
        Ok(Self { client, id, account, published: device, since: None })
    }

    /// Gives the account another identity, which vouches for this device: what a homeserver can do by itself, or whoever has
    /// the password.
    ///
    /// # Errors
    /// If the homeserver refuses.
    pub async fn take_over(&self, password: &str) -> Result<()> {
        let user = &self.client.user_id;
        let [master, own, others] = [(); 3].map(|()| Ed25519SecretKey::new());
        let key = |usage: &str, key: &Ed25519SecretKey| {
            let public = key.public_key().to_base64();
            json!({"user_id": user, "usage": [usage], "keys": {format!("ed25519:{public}"): public}})
        };
        let by = |object, key: &Ed25519SecretKey| {
            signed(object, user, &key.public_key().to_base64(), |text| key.sign(text.as_bytes()).to_base64())
        };
        let identity = json!({
            "master_key": key("master", &master),
            "self_signing_key": by(key("self_signing", &own), &master),
            "user_signing_key": by(key("user_signing", &others), &master),
            "auth": {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}, "password": password},
        });
        let at = "/_matrix/client/v3/keys/device_signing/upload";
        let (status, answer) = self.client.json(Method::POST, at, Some(identity)).await?;
        ensure!(status.is_success(), "the identity was refused: {status} {answer}");
        let mut bare = self.published.clone();
        bare.as_object_mut().context("keys are an object")?.remove("signatures");
        let body = json!({ user: { &self.id: by(bare, &own) } });
        let at = "/_matrix/client/v3/keys/signatures/upload";
        let (status, answer) = self.client.json(Method::POST, at, Some(body)).await?;
        let taken = status.is_success() && answer["failures"].as_object().is_none_or(Map::is_empty);
        ensure!(taken, "the signature was refused: {status} {answer}");
        Ok(())
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
