//! A session that its homeserver refuses: what is removed, and what is kept.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use wiremock::matchers::{method, path, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::SessionRecord;
use crate::messenger::{Config, Messenger};
use crate::platform::{StoreKey, sleep, until};
use crate::view::{ConnectionView, ProblemView, StartView};

const WHOAMI: &str = "/_matrix/client/v3/account/whoami";
const STORE: &str = "store-of-this-session";
const PATIENCE: Duration = Duration::from_secs(20);

fn refusal(errcode: &str, soft_logout: bool) -> ResponseTemplate {
    ResponseTemplate::new(401).set_body_json(json!({"errcode": errcode, "error": "no", "soft_logout": soft_logout}))
}

/// A homeserver that is there and answers every synchronisation, and the question who somebody is, like this.
async fn homeserver(sync: ResponseTemplate, whoami: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    let versions = json!({"versions": ["v1.11"], "unstable_features": {"org.matrix.simplified_msc3575": true}});
    let open = [("/_matrix/client/versions", versions), ("/.well-known/matrix/client", json!({}))];
    for (at, answer) in open {
        let answer = ResponseTemplate::new(200).set_body_json(answer);
        Mock::given(method("GET")).and(path(at)).respond_with(answer).mount(&server).await;
    }
    Mock::given(method("GET")).and(path(WHOAMI)).respond_with(whoami).mount(&server).await;
    Mock::given(method("POST")).and(path_regex("/sync$")).respond_with(sync).mount(&server).await;
    server
}

/// A messenger over a folder with a session of this homeserver.
async fn signed_in(folder: &Path, server: &MockServer) -> Messenger {
    let record: SessionRecord = serde_json::from_value(json!({
        "session": {"user_id": "@a:a.example", "device_id": "D", "access_token": "token"},
        "front_door": server.uri(), "server_name": "a.example", "name": "Anna", "organisation": "A", "store": STORE,
        "services": {
            "scanner": {"base_url": server.uri(), "keys": []}, "bridge": {"base_url": server.uri()},
        },
    }))
    .expect("record");
    let messenger = Messenger::new(Config {
        data_dir: folder.to_owned(),
        bridge_url: server.uri().parse().expect("address"),
        device_name: "test".into(),
        store_key: StoreKey::from_bytes([7; 32]),
    })
    .expect("messenger");
    messenger.inner.record.write(&record).await.expect("written");
    assert!(matches!(messenger.start().await, Ok(StartView::SignedIn { .. })));
    assert!(folder.join(STORE).exists());
    messenger
}

async fn becomes(messenger: &Messenger, wanted: ConnectionView) {
    let stream = messenger.connection().expect("signed in");
    let found = until(stream, PATIENCE, |now| (now == wanted).then_some(())).await;
    assert!(found.is_some(), "it never was {wanted:?}");
}

fn me() -> Value {
    json!({"user_id": "@a:a.example", "device_id": "D"})
}

#[tokio::test]
async fn a_session_that_is_over_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("folder");
    let server = homeserver(refusal("M_UNKNOWN_TOKEN", false), refusal("M_UNKNOWN_TOKEN", false)).await;
    let messenger = signed_in(folder.path(), &server).await;
    becomes(&messenger, ConnectionView::SessionEnded).await;
    assert!(!messenger.is_signed_in() && messenger.is_over());
    // The empty file that keeps other programs from the folder is all that stays.
    let left = folder.path().read_dir().expect("folder").flatten();
    let left: Vec<_> = left.map(|one| (one.file_name(), one.metadata().expect("a file").len())).collect();
    assert_eq!(left, [("in-use".into(), 0)]);
    assert_eq!(messenger.search_people("anna", None, None).await, Err(ProblemView::SignedOut));
    // Whoever looks a moment later is told the same.
    becomes(&messenger, ConnectionView::SessionEnded).await;
    assert_eq!(messenger.start().await, Ok(StartView::SignedOut));
}

#[tokio::test]
async fn a_locked_account_keeps_everything_and_goes_on_when_it_is_unlocked() {
    let folder = tempfile::tempdir().expect("folder");
    let server = homeserver(refusal("M_USER_LOCKED", true), refusal("M_USER_LOCKED", true)).await;
    let messenger = signed_in(folder.path(), &server).await;
    becomes(&messenger, ConnectionView::Suspended).await;
    assert!(messenger.is_signed_in() && folder.path().join(STORE).exists() && folder.path().join("session").exists());

    server.reset().await;
    let sync = ResponseTemplate::new(200).set_body_json(json!({"pos": "1", "lists": {}, "rooms": {}}));
    let versions = json!({"versions": ["v1.11"], "unstable_features": {"org.matrix.simplified_msc3575": true}});
    let sync = sync.set_delay(Duration::from_millis(50));
    for (verb, at, answer) in [
        ("GET", WHOAMI, ResponseTemplate::new(200).set_body_json(me())),
        ("GET", "/_matrix/client/versions", ResponseTemplate::new(200).set_body_json(versions)),
        ("POST", "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync", sync),
    ] {
        Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(&server).await;
    }
    becomes(&messenger, ConnectionView::Online).await;
    messenger.close().await;
}

#[tokio::test]
async fn a_session_that_must_be_renewed_keeps_everything() {
    let folder = tempfile::tempdir().expect("folder");
    let server = homeserver(refusal("M_UNKNOWN_TOKEN", true), refusal("M_UNKNOWN_TOKEN", true)).await;
    let messenger = signed_in(folder.path(), &server).await;
    becomes(&messenger, ConnectionView::SignInAgain).await;
    assert!(folder.path().join(STORE).exists() && folder.path().join("session").exists());
    messenger.close().await;
}

#[tokio::test]
async fn one_wrong_answer_on_the_way_removes_nothing() {
    let folder = tempfile::tempdir().expect("folder");
    let whoami = ResponseTemplate::new(200).set_body_json(me());
    let server = homeserver(refusal("M_UNKNOWN_TOKEN", false), whoami).await;
    let messenger = signed_in(folder.path(), &server).await;
    sleep(Duration::from_secs(3)).await;
    let asked = server.received_requests().await.expect("recorded");
    assert!(asked.iter().any(|request| request.url.path() == WHOAMI), "the homeserver was not asked");
    assert!(messenger.is_signed_in() && folder.path().join(STORE).exists());
    messenger.close().await;
}
