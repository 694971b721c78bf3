//! Devices on a Synapse: through its Admin API (Synapse documentation, "User Admin API"), and one act of our module in it.

use async_trait::async_trait;
use reqwest::Method;
use serde_json::{Value, json};

use super::devices::{Device, Devices, Standing};
use super::synapse::send;
use super::{HomeserverError, Synapse};

#[async_trait]
impl Devices for Synapse {
    async fn standing(&self, user_id: &str) -> Result<Standing, HomeserverError> {
        let answer = send(self.request(Method::GET, &["_synapse", "admin", "v2", "users", user_id])).await?;
        let flag = |key: &str| answer[key].as_bool().unwrap_or_default();
        Ok(Standing { locked: flag("locked"), closed: flag("deactivated") })
    }

    async fn devices(&self, user_id: &str) -> Result<Vec<Device>, HomeserverError> {
        let answer = send(self.request(Method::GET, &["_synapse", "admin", "v2", "users", user_id, "devices"])).await?;
        let found = answer["devices"].as_array().into_iter().flatten();
        // A dehydrated device is no session: it only keeps keys for the owner's next one.
        Ok(found.filter(|device| device["dehydrated"] != true).filter_map(device).collect())
    }

    async fn remove_device(&self, user_id: &str, device_id: &str) -> Result<(), HomeserverError> {
        let path = ["_synapse", "admin", "v2", "users", user_id, "devices", device_id];
        match send(self.request(Method::DELETE, &path)).await {
            Ok(_) | Err(HomeserverError::NoSuchAccount) => Ok(()),
            Err(other) => Err(other),
        }
    }

    async fn ask_for_new_identity(&self, user_id: &str) -> Result<(), HomeserverError> {
        self.act(json!({"act": "ask_for_new_identity", "user_id": user_id})).await.map(drop)
    }

    async fn allow_new_identity(&self, user_id: &str) -> Result<(), HomeserverError> {
        let last = "_allow_cross_signing_replacement_without_uia";
        let path = ["_synapse", "admin", "v1", "users", user_id, last];
        match send(self.request(Method::POST, &path)).await {
            // It says so of accounts that never had signing keys.
            Ok(_) | Err(HomeserverError::NoSuchAccount) => Ok(()),
            Err(other) => Err(other),
        }
    }
}

fn device(answer: &Value) -> Option<Device> {
    Some(Device {
        id: answer["device_id"].as_str()?.to_owned(),
        name: answer["display_name"].as_str().unwrap_or_default().to_owned(),
        last_seen_ms: answer["last_seen_ts"].as_i64(),
    })
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;
    use wiremock::matchers::{body_json, method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    const ANNA: &str = "/_synapse/admin/v2/users/@anna:interior.test";

    async fn synapse() -> (Synapse, MockServer) {
        let server = MockServer::start().await;
        let secret = |text: &str| SecretString::from(text.to_owned());
        let base = server.uri().parse().unwrap();
        (Synapse::new(reqwest::Client::new(), base, secret("token"), secret("acts")), server)
    }

    #[tokio::test]
    async fn devices_are_read_without_the_dehydrated_one() {
        let (synapse, server) = synapse().await;
        let body = json!({"devices": [
            {"device_id": "A", "display_name": "Office", "last_seen_ts": 5, "dehydrated": false},
            {"device_id": "B", "display_name": null, "last_seen_ts": null},
            {"device_id": "C", "dehydrated": true}], "total": 3});
        let answer = ResponseTemplate::new(200).set_body_json(body);
        Mock::given(method("GET")).and(path(format!("{ANNA}/devices"))).respond_with(answer).mount(&server).await;
        let device = |id: &str, name: &str, last_seen_ms| Device { id: id.into(), name: name.into(), last_seen_ms };
        let found = synapse.devices("@anna:interior.test").await.unwrap();
        assert_eq!(found, [device("A", "Office", Some(5)), device("B", "", None)]);
    }

    #[tokio::test]
    async fn a_device_that_is_gone_and_an_account_without_keys_are_no_errors() {
        let (synapse, server) = synapse().await;
        let gone = || ResponseTemplate::new(404).set_body_json(json!({"errcode": "M_NOT_FOUND", "error": "x"}));
        Mock::given(method("DELETE"))
            .and(path(format!("{ANNA}/devices/A%2FB")))
            .respond_with(gone())
            .mount(&server)
            .await;
        let allow = "/_synapse/admin/v1/users/@anna:interior.test/_allow_cross_signing_replacement_without_uia";
        Mock::given(method("POST")).and(path(allow)).respond_with(gone()).mount(&server).await;
        synapse.remove_device("@anna:interior.test", "A/B").await.unwrap();
        synapse.allow_new_identity("@anna:interior.test").await.unwrap();
        // A route that is not there is an error: an older module must not look as if it had done it.
        let unknown = ResponseTemplate::new(400).set_body_json(json!({"errcode": "M_UNRECOGNIZED", "error": "x"}));
        let act = json!({"act": "ask_for_new_identity", "user_id": "@anna:interior.test"});
        Mock::given(method("POST"))
            .and(path("/_depesha/acts"))
            .and(body_json(act))
            .respond_with(unknown)
            .mount(&server)
            .await;
        assert!(synapse.ask_for_new_identity("@anna:interior.test").await.is_err());
    }
}
