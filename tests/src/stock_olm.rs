//! Writing from a stock client's device in one new session a message: each message brings a key of its own, device to device.

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use reqwest::Method;
use serde_json::{Value, json};
use vodozemac::Curve25519PublicKey;
use vodozemac::megolm::{GroupSession, SessionConfig as RoomConfig};
use vodozemac::olm::{Session, SessionConfig};

use crate::stock_keys::UnsignedDevice;

/// A line from a stock client's device to the only device of somebody.
pub struct Line<'a> {
    from: &'a UnsignedDevice,
    session: Session,
    user_id: String,
    device_id: String,
    curve25519: String,
    ed25519: String,
    sent: u32,
}

impl<'a> Line<'a> {
    /// Takes one of their one-time keys.
    ///
    /// # Errors
    /// If they have not exactly one device, or no key is left.
    pub async fn to(from: &'a UnsignedDevice, user_id: &str) -> Result<Self> {
        let ask = |at, body| from.client.must(Method::POST, at, Some(body));
        let answer = ask("/_matrix/client/v3/keys/query", json!({"device_keys": {user_id: []}})).await?;
        let devices = answer["device_keys"][user_id].as_object().cloned().unwrap_or_default();
        ensure!(devices.len() == 1, "{} devices", devices.len());
        let (device_id, keys) = devices.into_iter().next().context("a device")?;
        let key = |kind: &str| {
            let key = keys["keys"][format!("{kind}:{device_id}")].as_str();
            key.map(str::to_owned).with_context(|| format!("a key {kind}"))
        };
        let (curve25519, ed25519) = (key("curve25519")?, key("ed25519")?);
        let wanted = json!({"one_time_keys": {user_id: {&device_id: "signed_curve25519"}}});
        let answer = ask("/_matrix/client/v3/keys/claim", wanted).await?;
        let claimed = answer["one_time_keys"][user_id][&device_id].as_object().and_then(|keys| keys.values().next());
        let one_time = claimed.and_then(|key| key["key"].as_str()).context("a one-time key")?;
        let session = from.account.create_outbound_session(
            SessionConfig::version_1(),
            Curve25519PublicKey::from_base64(&curve25519)?,
            Curve25519PublicKey::from_base64(one_time)?,
        )?;
        Ok(Self { from, session, user_id: user_id.to_owned(), device_id, curve25519, ed25519, sent: 0 })
    }

    /// Writes into a room with a new session, whose key goes to this one device.
    ///
    /// # Errors
    /// If the homeserver refuses.
    pub async fn write(&mut self, room_id: &str, words: &str) -> Result<()> {
        let content = json!({"msgtype": "m.text", "body": words});
        self.post(room_id, "m.room.message", &content).await.map(drop)
    }

    /// The same for any event, of which nobody on the way sees the content, nor what it relates to; answers its id.
    ///
    /// # Errors
    /// If the homeserver refuses.
    pub async fn post(&mut self, room_id: &str, kind: &str, content: &Value) -> Result<String> {
        let mut room = GroupSession::new(RoomConfig::version_1());
        let key = json!({
            "algorithm": "m.megolm.v1.aes-sha2", "room_id": room_id, "session_id": room.session_id(),
            "session_key": room.session_key().to_base64(),
        });
        self.send("m.room_key", &key).await?;
        let clear = json!({"type": kind, "room_id": room_id, "content": content});
        let outer = json!({
            "algorithm": "m.megolm.v1.aes-sha2", "session_id": room.session_id(), "device_id": self.from.id,
            "sender_key": self.from.account.curve25519_key().to_base64(),
            "ciphertext": room.encrypt(clear.to_string()).to_base64(),
        });
        let at = format!("/_matrix/client/v3/rooms/{room_id}/send/m.room.encrypted/line{}", self.sent);
        let answer = self.from.client.must(Method::PUT, &at, Some(outer)).await?;
        Ok(answer["event_id"].as_str().context("an event id")?.to_owned())
    }

    /// Sends something to the device.
    async fn send(&mut self, kind: &str, content: &Value) -> Result<()> {
        let clear = json!({
            "type": kind, "content": content, "sender": self.from.client.user_id, "sender_device": self.from.id,
            "keys": {"ed25519": self.from.account.ed25519_key().to_base64()}, "recipient": self.user_id,
            "recipient_keys": {"ed25519": self.ed25519}, "sender_device_keys": self.from.published,
        });
        let (number, body) = self.session.encrypt(clear.to_string())?.to_parts();
        let content = json!({
            "algorithm": "m.olm.v1.curve25519-aes-sha2",
            "sender_key": self.from.account.curve25519_key().to_base64(),
            "ciphertext": { &self.curve25519: {"type": number, "body": STANDARD_NO_PAD.encode(body)} },
        });
        self.sent += 1;
        let at = format!("/_matrix/client/v3/sendToDevice/m.room.encrypted/line{}", self.sent);
        let body = json!({"messages": { &self.user_id: { &self.device_id: content } }});
        self.from.client.must(Method::PUT, &at, Some(body)).await.map(drop)
    }
}
