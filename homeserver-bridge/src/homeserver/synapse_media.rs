//! Media on a Synapse, through its Admin API (Synapse documentation, "Admin API: Media").
//!
//! Synapse quarantines by the content's hash: other addresses of the same bytes that it has are kept back and given out
//! again with it. New uploads of them may be given out (Synapse 1.163): each find is quarantined by itself.

use async_trait::async_trait;
use bridge_api::Mxc;
use reqwest::Method;

use super::media::MediaStore;
use super::synapse::send;
use super::{HomeserverError, Synapse};

const MEDIA: [&str; 4] = ["_synapse", "admin", "v1", "media"];

impl Synapse {
    async fn media(&self, method: Method, verb: Option<&str>, mxc: &Mxc) -> Result<serde_json::Value, HomeserverError> {
        let mut path = MEDIA.to_vec();
        path.extend(verb);
        path.extend([mxc.server().as_str(), mxc.media()]);
        send(self.request(method, &path)).await
    }
}

/// What is not there need not be done.
fn there_or_not(answer: Result<serde_json::Value, HomeserverError>) -> Result<(), HomeserverError> {
    match answer {
        Ok(_) | Err(HomeserverError::NoSuchAccount) => Ok(()),
        Err(other) => Err(other),
    }
}

#[async_trait]
impl MediaStore for Synapse {
    async fn quarantine(&self, mxc: &Mxc) -> Result<(), HomeserverError> {
        there_or_not(self.media(Method::POST, Some("quarantine"), mxc).await)
    }

    async fn lift_quarantine(&self, mxc: &Mxc) -> Result<(), HomeserverError> {
        there_or_not(self.media(Method::POST, Some("unquarantine"), mxc).await)
    }

    async fn delete_media(&self, mxc: &Mxc) -> Result<(), HomeserverError> {
        there_or_not(self.media(Method::DELETE, None, mxc).await)
    }

    async fn uploader(&self, mxc: &Mxc) -> Result<Option<String>, HomeserverError> {
        match self.media(Method::GET, None, mxc).await {
            Ok(answer) => Ok(answer["media_info"]["user_id"].as_str().map(str::to_owned)),
            Err(HomeserverError::NoSuchAccount) => Ok(None),
            Err(other) => Err(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wiremock::matchers::{header, method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;

    #[tokio::test]
    async fn media_are_asked_for_by_server_and_id_and_a_missing_one_is_no_failure() {
        let server = MockServer::start().await;
        let synapse = Synapse::new(
            reqwest::Client::builder().no_proxy().build().unwrap(),
            server.uri().parse().unwrap(),
            "admin".into(),
            "acts".into(),
        );
        let missing = || ResponseTemplate::new(404).set_body_json(json!({"errcode": "M_NOT_FOUND", "error": "no"}));
        let info = json!({"media_info": {"user_id": "@a:x.test", "media_id": "m"}});
        for (verb, address, answer) in [
            (
                "POST",
                "/_synapse/admin/v1/media/quarantine/x.test/m",
                ResponseTemplate::new(200).set_body_json(json!({})),
            ),
            ("POST", "/_synapse/admin/v1/media/unquarantine/x.test/m", missing()),
            ("DELETE", "/_synapse/admin/v1/media/x.test/m", missing()),
            ("GET", "/_synapse/admin/v1/media/x.test/m", ResponseTemplate::new(200).set_body_json(info)),
            ("GET", "/_synapse/admin/v1/media/x.test/gone", missing()),
            (
                "POST",
                "/_synapse/admin/v1/media/quarantine/x.test/other",
                ResponseTemplate::new(404).set_body_json(json!({"errcode": "M_UNRECOGNIZED", "error": "no route"})),
            ),
        ] {
            let known = Mock::given(method(verb)).and(path(address)).and(header("authorization", "Bearer admin"));
            known.respond_with(answer).expect(1).mount(&server).await;
        }
        let mxc: Mxc = "mxc://x.test/m".parse().unwrap();
        synapse.quarantine(&mxc).await.unwrap();
        synapse.lift_quarantine(&mxc).await.unwrap();
        synapse.delete_media(&mxc).await.unwrap();
        assert_eq!(synapse.uploader(&mxc).await.unwrap().as_deref(), Some("@a:x.test"));
        assert_eq!(synapse.uploader(&"mxc://x.test/gone".parse().unwrap()).await.unwrap(), None);
        // A route that is not there is a failure.
        assert!(synapse.quarantine(&"mxc://x.test/other".parse().unwrap()).await.is_err());
    }
}
