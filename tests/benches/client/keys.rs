//! What a device leaves at the played homeserver and finds there again: its keys, the account's identity, the backup of
//! message keys, and account data. Nothing is checked: this homeserver has one account, and nobody attacks it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::http::Method;
use serde_json::{Value, json};

use crate::data::{DEVICE, OWN};

const BACKUP: &str = "/room_keys/version";

/// What has been left up to now.
#[derive(Default)]
pub(crate) struct Left(Mutex<Things>);

#[derive(Default)]
struct Things {
    device: Value,
    /// The keys of the identity, by the names they are uploaded under.
    identity: HashMap<&'static str, Value>,
    backup: Option<Value>,
    account_data: HashMap<String, Value>,
    /// The keys have changed, and the device has not been told.
    changed: bool,
}

impl Left {
    /// The answer to a request about these things; none to one about others, or if there is nothing.
    pub(crate) fn answer(&self, method: &Method, path: &str, body: &Value) -> Option<Value> {
        let mut things = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let account_data = path.split_once("/account_data/").map(|(_, kind)| kind);
        match (method.as_str(), path.trim_start_matches("/_matrix/client/v3")) {
            ("POST", "/keys/upload") => things.upload(body),
            ("POST", "/keys/device_signing/upload") => things.upload_identity(body),
            ("POST", "/keys/signatures/upload") => things.sign(&body[OWN]),
            ("POST", "/keys/query") => return Some(things.query()),
            ("POST", BACKUP) => things.backup = Some(body.clone()),
            ("GET", BACKUP) => {}
            ("PUT", "/room_keys/keys") => return Some(json!({"count": 0, "etag": "0"})),
            ("PUT", _) => drop(things.account_data.insert(account_data?.to_owned(), body.clone())),
            ("GET", _) => return things.account_data.get(account_data?).cloned(),
            _ => return None,
        }
        if path.ends_with(BACKUP) {
            let mut backup = things.backup.clone()?;
            for (name, value) in [("version", "1"), ("etag", "0")] {
                backup[name] = value.into();
            }
            backup["count"] = 0.into();
            return Some(backup);
        }
        Some(json!({"one_time_key_counts": {"signed_curve25519": 50}, "failures": {}}))
    }

    /// Whether the device is to be told that its person's keys have changed.
    pub(crate) fn has_changed(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).changed
    }

    /// What tells it so; once.
    pub(crate) fn told(&self) -> Value {
        let changed = std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).changed);
        let whom = if changed { json!([OWN]) } else { json!([]) };
        json!({"device_lists": {"changed": whom, "left": []}, "device_one_time_keys_count": {"signed_curve25519": 50}})
    }
}

impl Things {
    fn upload(&mut self, body: &Value) {
        if body["device_keys"].is_object() {
            self.device = body["device_keys"].clone();
            self.changed = true;
        }
    }

    fn upload_identity(&mut self, body: &Value) {
        for name in ["master_key", "self_signing_key", "user_signing_key"] {
            if body[name].is_object() {
                self.identity.insert(name, body[name].clone());
            }
        }
        self.changed = true;
    }

    /// Adds the signatures of what the device has signed: itself, or the identity.
    fn sign(&mut self, signed: &Value) {
        for (what, object) in signed.as_object().into_iter().flatten() {
            let kept = if what == DEVICE { Some(&mut self.device) } else { self.identity.get_mut("master_key") };
            let new = object["signatures"][OWN].as_object();
            if let (Some(kept), Some(new)) = (kept, new) {
                for (key, signature) in new {
                    kept["signatures"][OWN][key.as_str()] = signature.clone();
                }
            }
        }
        self.changed = true;
    }

    fn query(&self) -> Value {
        let mut found = json!({"device_keys": {}});
        if self.device.is_object() {
            found["device_keys"] = json!({OWN: {DEVICE: self.device}});
        }
        for (name, key) in &self.identity {
            found[format!("{name}s")] = json!({OWN: key});
        }
        found
    }
}
