//! Finds as a STIX 2.1 bundle: what malware was seen, at whose organisation, on which day and how often.
//!
//! The only hash that we have is of the ciphertext, which is another one for each upload and says nothing of the malware:
//! no `file` is made of it, and no pattern over it. What others can look for is the name under which an antivirus knows
//! it: for each there is a `malware`, an `indicator` whose pattern is the name, and a `sighting` of the indicator for each
//! organisation and day. Ids come from what they stand for (UUID version 5), so that exports which overlap tell the same.

use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use crate::clock::rfc3339;
use crate::scan_reports::Sighted;

/// The name space of our ids, drawn once.
const NAMESPACE: [u8; 16] =
    [0x6f, 0x1d, 0x3c, 0x52, 0x8a, 0x4e, 0x4b, 0x0f, 0x9d, 0x27, 0x53, 0xc1, 0x0a, 0x7e, 0xe4, 0x96];
/// Objects that only give a thing a name are as old as this form: what has an id must not change its age with the filter.
const CREATED: &str = "2026-01-01T00:00:00.000Z";
/// TLP:AMBER, as the standard gives it: for the organisation that receives it, and those who must act on it.
const AMBER: &str = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82";
const DAY_MS: i64 = 24 * 3_600_000;

/// Makes the objects of one exporter.
pub(super) struct Stix {
    /// The host of the bridge: with it the ids are this state's own.
    host: String,
}

impl Stix {
    pub(super) fn new(host: &str) -> Self {
        Self { host: host.to_owned() }
    }

    /// The id of a bundle of this name.
    pub(super) fn bundle(&self, name: &str) -> String {
        self.id("bundle", name)
    }

    /// What every bundle begins with: the marking, and who says all this.
    pub(super) fn first(&self) -> Vec<Value> {
        let marking = json!({
            "type": "marking-definition", "spec_version": "2.1", "id": AMBER,
            "created": "2017-01-20T00:00:00.000Z", "definition_type": "tlp", "name": "TLP:AMBER",
            "definition": {"tlp": "amber"},
        });
        let mut us = self.object("identity", "us", CREATED);
        us["name"] = format!("Depesha at {}", self.host).into();
        us["identity_class"] = "system".into();
        vec![marking, us]
    }

    /// An organisation.
    pub(super) fn organisation(&self, name: &str) -> Value {
        let mut identity = self.object("identity", &organisation(name), CREATED);
        identity["name"] = name.into();
        identity["identity_class"] = "organization".into();
        identity
    }

    /// What stands for a signature: the malware, its indicator, and that the one tells of the other.
    pub(super) fn signature(&self, signature: &str) -> Vec<Value> {
        let mut malware = self.object("malware", signature, CREATED);
        malware["name"] = signature.into();
        malware["is_family"] = false.into();
        let mut indicator = self.object("indicator", signature, CREATED);
        indicator["name"] = signature.into();
        indicator["description"] = "The name under which an antivirus engine reports this malware.".into();
        indicator["indicator_types"] = json!(["malicious-activity"]);
        indicator["pattern"] = signature.into();
        indicator["pattern_type"] = "antivirus-signature".into();
        indicator["valid_from"] = CREATED.into();
        let mut tells = self.object("relationship", &format!("indicates\n{signature}"), CREATED);
        tells["relationship_type"] = "indicates".into();
        tells["source_ref"] = indicator["id"].clone();
        tells["target_ref"] = malware["id"].clone();
        vec![malware, indicator, tells]
    }

    /// What was seen of a signature at an organisation on a day.
    pub(super) fn sighting(&self, seen: &Sighted, organisation_name: &str) -> Value {
        let day = seen.day * DAY_MS;
        let name = format!("{}\n{organisation_name}\n{}", seen.signature, seen.day);
        let mut sighting = self.object("sighting", &name, &rfc3339(day));
        sighting["modified"] = rfc3339(seen.last_ms.max(day)).into();
        sighting["first_seen"] = rfc3339(seen.first_ms).into();
        sighting["last_seen"] = rfc3339(seen.last_ms.max(seen.first_ms)).into();
        sighting["count"] = seen.files.clamp(1, 999_999_999).into();
        sighting["sighting_of_ref"] = self.id("indicator", &seen.signature).into();
        sighting["where_sighted_refs"] = json!([self.id("identity", &organisation(organisation_name))]);
        sighting
    }

    fn object(&self, kind: &str, name: &str, created: &str) -> Value {
        json!({
            "type": kind, "spec_version": "2.1", "id": self.id(kind, name), "created": created, "modified": created,
            "created_by_ref": self.id("identity", "us"), "object_marking_refs": [AMBER],
        })
    }

    fn id(&self, kind: &str, name: &str) -> String {
        format!("{kind}--{}", uuid5(&format!("{}\n{kind}\n{name}", self.host)))
    }
}

fn organisation(name: &str) -> String {
    format!("organisation\n{name}")
}

/// RFC 9562, section 5.5.
fn uuid5(name: &str) -> String {
    let digest = Sha1::new().chain_update(NAMESPACE).chain_update(name).finalize();
    let mut bytes: [u8; 16] = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x50;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = hex::encode(bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_same_for_the_same_and_their_own_for_every_state() {
        let (here, there) = (Stix::new("a.example"), Stix::new("b.example"));
        let of = |stix: &Stix, name: &str| stix.signature(name)[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(of(&here, "Evil"), of(&Stix::new("a.example"), "Evil"));
        assert_ne!(of(&here, "Evil"), of(&there, "Evil"));
        assert_ne!(of(&here, "Evil"), of(&here, "Evil2"));
        let id = of(&here, "Evil");
        let uuid = id.strip_prefix("malware--").unwrap();
        assert_eq!((uuid.len(), uuid.as_bytes()[14], "89ab".contains(&uuid[19..20])), (36, b'5', true));
    }
}
